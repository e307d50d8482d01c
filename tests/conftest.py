"""The whole suite runs in two processes, a file in one of them; a part of it in one, where a debugger can stop."""

from __future__ import annotations

import os

import pytest

PROCESSES = 2
FIRST = {"gw0": ("varma1994-batch", None), "gw1": ("varma1994-batch", "tank-30m3")}
"""What each process runs before its tests: a vessel ideally mixed, and one in compartments."""


def pytest_configure() -> None:
    """Texts are compared in English, whatever this machine's locale."""
    os.environ["MOROMI_LANG"] = "en"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What ``-n auto`` means here."""
    return PROCESSES if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let each process compile its own half of the kernels first: else both compile all of them."""
    first = FIRST.get(os.environ.get("PYTEST_XDIST_WORKER", ""))
    if first is not None:
        import moromi

        scenario, vessel = first
        moromi.run(scenario, vessel=vessel, overrides=["recipe.duration=0.1 h"])
