"""The whole suite runs in two processes, a file in one of them; a part of it in one, where a debugger can stop."""

from __future__ import annotations

import os

import pytest

PROCESSES = 2


def pytest_configure() -> None:
    """Texts are compared in English, whatever this machine's locale."""
    os.environ["MOROMI_LANG"] = "en"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What ``-n auto`` means here."""
    return PROCESSES if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0
