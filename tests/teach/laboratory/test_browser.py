"""The laboratory in a real browser, as a learner uses it: how fast controls answer, a lesson from start to mark.

``python -m tests.teach.laboratory.test_browser [FOLDER]`` prints the medians of this machine and leaves pictures.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.draws import Learner
from moromi.simulator.teach.exercise import Exercise
from moromi.simulator.teach.load import load_lesson
from moromi.simulator.teach.static_page import static_page

from .chromium import browser_page, open_laboratory, turn, whole
from .conftest import Server, start_server

KNOBS = {
    "stirrer": (450, 850, "{:.0f}"),
    "air": (0.6, 1.8, "{:.2f}"),
    "oxygen": (22.0, 60.0, "{:.0f}"),
    "pressure": (0.01, 0.29, "{:.3f}"),
    "set_point": (12.0, 60.0, "{:.0f}"),
    "feed": (0.4, 1.3, "{:.2f}"),
}
ROUNDS = 7
LESSON = "kla-gassing-out"
ROOT = "document.querySelector('marimo-anywidget').shadowRoot"


def medians(page: Any, knobs: dict[str, tuple[float, float, str]], rounds: int) -> dict[str, float]:
    """Median time [ms] from an event of each control to the changed curves."""
    found = {}
    for name, (low, high, form) in knobs.items():
        times = []
        for place in range(rounds):
            value = form.format(low + (place + 0.37) / rounds * (high - low))
            milliseconds, changed = turn(page, f"#knob-{name}", value)
            assert changed, f"{name} = {value} did not change the curves"
            times.append(milliseconds)
        found[name] = statistics.median(times)
    return found


def choose(page: Any, selector: str, value: str) -> None:
    """Choose from a list and wait until everything is answered."""
    turn(page, selector, value, "change")


def measure(page: Any, address: str) -> dict[str, float]:
    """Medians of every control, well mixed and with gradients."""
    open_laboratory(page, address)
    found = medians(page, KNOBS, ROUNDS)
    choose(page, "#vessel", "tank-30m3")
    turn(page, "#gradients", True, "change")
    tank = {"stirrer": (110, 149, "{:.0f}"), "feed": (0.6, 1.2, "{:.2f}")}
    return found | {f"{name}, gradients": time for name, time in medians(page, tank, 5).items()}


def do_lesson(page: Any, address: str, language: str, picture: Path | None = None) -> tuple[str, str]:
    """A lesson from start to mark, first wrong, then right; what the page says of the marks."""
    open_laboratory(page, f"{address}/?lang={language}&lesson={LESSON}")
    page.fill("#learner", "Hanako Yamada")
    page.click("#lesson-start")
    page.wait_for_selector("#lesson-mark")
    exercise = Exercise(load_lesson(LESSON), Learner("Hanako Yamada", 0), Bench())
    questions = exercise.lesson.questions()
    verdicts = []
    for right in (False, True):
        for name, question in questions.items():
            answer = exercise.right(question)
            if question.kind == "choice":
                key = answer if right else next(other for other in question.choices if other != answer)
                page.check(f"#answer-{name}-{key}")
            elif isinstance(answer, dict):
                for key, text in answer.items():
                    page.fill(f"#answer-{name}-{key}", text if right else "0.001")
            else:
                page.fill(f"#answer-{name}", str(answer) if right else "0.001 kg")
        before = page.inner_text('[data-region="marks"]')
        page.click("#lesson-mark")
        page.wait_for_function(
            "before => document.querySelector('marimo-anywidget').shadowRoot.querySelector"
            "('[data-region=\"marks\"]').innerText !== before",
            arg=before,
        )
        verdicts.append(page.inner_text('[data-region="marks"] .headline'))
        if picture is not None and not right:
            whole(page, str(picture))
    return verdicts[0], verdicts[1]


@pytest.mark.slow
def test_every_control_changes_the_curves(server: Server):
    with browser_page() as page:
        found = measure(page, server.address)
    assert set(found) > set(KNOBS)
    # 0.3 s and 2 s are the promise on an idle machine, which `python -m` of this file prints; a test must not depend
    # on what else the machine does
    assert statistics.median([found[name] for name in KNOBS]) < 3000.0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_lesson_from_start_to_mark(server: Server, language: str, tmp_path: Path):
    with browser_page() as page:
        wrong, right = do_lesson(page, server.address, language, tmp_path / "lesson.png")
    assert "100 %" in right
    assert "100 %" not in wrong
    assert (tmp_path / "lesson.png").stat().st_size > 50_000


@pytest.mark.slow
def test_it_fits_a_tablet_and_works_from_the_keyboard(server: Server):
    with browser_page(820, 1180) as page:
        open_laboratory(page, server.address)
        root = "document.querySelector('marimo-anywidget').shadowRoot"
        assert page.evaluate(f"{root}.querySelector('.lab').scrollWidth <= innerWidth")
        small = page.evaluate(
            f"[...{root}.querySelectorAll('button, select')].filter(e => e.offsetHeight && e.offsetHeight < 36).length"
        )
        assert small == 0  # fingers
        page.focus("#knob-stirrer")
        before = page.input_value("#knob-stirrer")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(f"{root}.querySelector('.lab').dataset.answered !== '1'")
        assert page.input_value("#knob-stirrer") != before
        assert page.evaluate(f"{root}.activeElement.id") == "knob-stirrer"
        unnamed = "filter(e => !(e.labels?.length || e.ariaLabel)).map(e => e.id)"
        assert page.evaluate(f"[...{root}.querySelectorAll('input, select')].{unnamed}") == []


@pytest.mark.slow
def test_a_page_of_a_lesson_follows_its_sliders(tmp_path: Path):
    path = tmp_path / "lesson.html"
    path.write_text(static_page(load_lesson(LESSON), Bench()), encoding="utf-8")
    with browser_page(1000, 900) as page:
        wrong: list[str] = []
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.goto(path.as_uri())
        points = "document.querySelector('[data-panel] polyline').getAttribute('points')"
        before = page.evaluate(points)
        slider = page.locator("input[type=range]:visible").first
        slider.focus()
        page.keyboard.press("Home")
        assert page.evaluate(points) != before
        page.click("[data-language=ja]")
        assert page.evaluate("document.documentElement.lang") == "ja"
        assert page.locator("h1:visible").inner_text() == load_lesson(LESSON).title.ja
        assert page.locator("input[type=range]:visible").first.input_value() == "0"
        assert wrong == []


@pytest.mark.slow
def test_a_copied_notebook_runs_with_marimo(tmp_path: Path):
    pytest.importorskip("marimo", reason="notebooks need moromi[teach]")
    path = tmp_path / "mine.py"
    assert outcome(["lesson", "notebook", LESSON, "--out", str(path)]) == 0
    path.write_text(path.read_text("utf-8").replace("name: kla-gassing-out", "name: my-own", 1), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["run", str(path), "--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "marimo", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 120.0
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        with browser_page() as page:
            open_laboratory(page, f"http://127.0.0.1:{port}")
            page.fill("#learner", "Hanako")
            page.click("#lesson-start")
            page.wait_for_selector("#lesson-mark")
            assert page.input_value("#lesson") == "my-own"
            assert page.evaluate(f"{ROOT}.querySelector('#scenario').value") == "varma1994-batch"
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    running = start_server()
    try:
        with browser_page() as shown:
            for control, time in measure(shown, running.address).items():
                sys.stdout.write(f"{control}: {time:.0f} ms\n")
            whole(shown, str(folder / "laboratory-en.png"))
            open_laboratory(shown, f"{running.address}/?lang=ja")
            whole(shown, str(folder / "laboratory-ja.png"))
            for spoken in ("en", "ja"):
                sys.stdout.write(f"{do_lesson(shown, running.address, spoken, folder / f'lesson-{spoken}.png')}\n")
    finally:
        running.stop()
