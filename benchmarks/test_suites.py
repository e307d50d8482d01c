"""The suites under pytest-benchmark: ``pytest benchmarks``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import pytest

# pytest imports this file under the folder's name; the cases have to be those of the package.
suites = import_module("moromi.benchmarks.suites")


@cache
def _contest(case: Any) -> Any:
    return case.build(case.size, print)


def _cases() -> list[Any]:
    """Every case of every suite once."""
    found = (suites.find_suite(name) for name in suites.SUITES)
    return list(dict.fromkeys(case for suite in found for case in suite.cases))


@pytest.fixture(scope="session")
def timed() -> set[Any]:
    """Sides timed so far; cases may share a slow one."""
    return set()


@pytest.mark.parametrize("side", ["ours", "reference"])
@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.name}-{case.reference}")
def test_case(benchmark: Any, timed: set[Any], case: Any, side: str) -> None:
    """Time one side of a case; the group holds both."""
    chosen = getattr(_contest(case), side)
    if chosen in timed:
        pytest.skip(f"'{case.reference}' is timed in another case")
    timed.add(chosen)
    benchmark.group = f"{case.name}, {case.size:g} {case.unit}"
    benchmark.name = case.reference if side == "reference" else "ours"
    benchmark.extra_info["operations"] = chosen.operations
    benchmark.pedantic(chosen.run, setup=_arguments(chosen), rounds=chosen.repeats, warmup_rounds=int(chosen.warm))


def _arguments(side: Any) -> Any:
    """What pytest-benchmark wants of a set-up: positional and keyword arguments."""
    return lambda: (side.setup(), {})
