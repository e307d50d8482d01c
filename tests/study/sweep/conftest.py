"""A small study, run once."""

from __future__ import annotations

import pytest

from .plans import small


@pytest.fixture(scope="session")
def plan():
    return small()


@pytest.fixture(scope="session")
def finished(plan, tmp_path_factory):
    from moromi.simulator.study.sweep import sweep

    return sweep(plan, tmp_path_factory.mktemp("study") / "small", workers=2)
