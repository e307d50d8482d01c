"""A real browser: the system's Chromium, driven by Playwright; tests skip, with the reason, without them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LAB = "document.querySelector('marimo-anywidget').shadowRoot"
_TURN = """async ([selector, value, event]) => {
  const root = document.querySelector('marimo-anywidget').shadowRoot;
  const input = root.querySelector(selector), lab = root.querySelector('.lab');
  const before = lab.dataset.answered, sheet = root.querySelector('[data-region="sheet"]').innerHTML;
  const start = performance.now();
  if (input.type === 'checkbox') input.checked = value; else input.value = value;
  input.dispatchEvent(new Event(event, {bubbles: true}));
  return await new Promise((done) => {
    const told = new MutationObserver(() => {
      const now = root.querySelector('.lab');
      if (now.dataset.answered === before) return;
      told.disconnect();
      const changed = root.querySelector('[data-region="sheet"]').innerHTML !== sheet;
      requestAnimationFrame(() => done([performance.now() - start, changed]));
    });
    told.observe(root, {attributes: true, subtree: true, attributeFilter: ['data-answered']});
    setTimeout(() => done([-1, false]), 60000);
  });
}"""


@contextmanager
def browser_page(width: int = 1366, height: int = 900) -> Iterator[Any]:
    """A page in headless Chromium."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("there is no chromium on this machine")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        try:
            yield page
        finally:
            browser.close()


def open_laboratory(page: Any, address: str) -> None:
    """Open the page and wait until its curves are there."""
    page.goto(address)
    page.wait_for_selector("svg.panel")


def turn(page: Any, selector: str, value: str | bool, event: str = "input") -> tuple[float, bool]:
    """Set a control as a hand does; milliseconds from the event to the changed page, and whether the curves changed."""
    milliseconds, changed = page.evaluate(_TURN, [selector, value, event])
    assert milliseconds >= 0.0, f"{selector} was not answered"
    return float(milliseconds), bool(changed)


def whole(page: Any, path: str) -> None:
    """A picture of all of the page."""
    height = int(page.evaluate(f"{_LAB}.querySelector('.lab').scrollHeight"))
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": height + 60})
    page.evaluate("document.querySelector('#App')?.scrollTo(0, 0)")
    page.screenshot(path=path)
    page.set_viewport_size(size)
