"""Benchmarks run one after the other, whatever the tests do: they would disturb each other."""

from __future__ import annotations

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What ``-n auto`` means here."""
    return 0
