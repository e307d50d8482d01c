from __future__ import annotations

import pytest

from .culture import JAR, Run, Scaled, culture, scaled


@pytest.fixture(scope="session")
def run() -> Run:
    return culture(JAR)


@pytest.fixture(scope="session")
def scale_up() -> Scaled:
    return scaled()
