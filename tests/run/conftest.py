"""Finished runs, made once."""

from __future__ import annotations

import pytest

from moromi.simulator.run import run


@pytest.fixture(scope="session")
def fedbatch():
    return run("ecoli-fedbatch")


@pytest.fixture(scope="session")
def varma():
    return run("varma1994-batch")
