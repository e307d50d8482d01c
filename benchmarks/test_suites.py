"""The suites under pytest-benchmark: ``pytest benchmarks``, and with ``-m 'slow or not slow'`` what takes minutes."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import pytest

# pytest imports this file under the folder's name; the cases have to be those of the package.
suites = import_module("moromi.benchmarks.suites")
needs = import_module("moromi.benchmarks.needs")


@cache
def _contest(case: Any) -> Any:
    return case.build(case.size, print)


def _cases() -> list[Any]:
    """Every case of every suite once."""
    found = []
    for suite, case in suites.every_case():
        marks = [pytest.mark.slow] if case.slow or case.slow_peer else []
        found.append(pytest.param(case, marks=marks, id=f"{suite}-{case.name}-{case.reference}"))
    return found


@pytest.fixture(scope="session")
def timed() -> set[Any]:
    """Sides timed so far; cases may share one."""
    return set()


@pytest.mark.parametrize("side", ["ours", "peer"])
@pytest.mark.parametrize("case", _cases())
def test_case(benchmark: Any, timed: set[Any], case: Any, side: str) -> None:
    """Time one side of a case; the group holds both."""
    reason = needs.absent(case)
    if reason and side == "peer":
        pytest.skip(reason)
    chosen = getattr(_contest(case), side)
    if chosen in timed:
        pytest.skip("timed in another case")
    timed.add(chosen)
    benchmark.group = f"{case.name}, {case.size:g} {case.unit}"
    benchmark.name = case.reference if side == "peer" else "ours"
    benchmark.extra_info["operations"] = chosen.operations
    benchmark.pedantic(chosen.run, setup=_arguments(chosen), rounds=chosen.repeats, warmup_rounds=int(chosen.warm))


def _arguments(side: Any) -> Any:
    """What pytest-benchmark wants of a set-up: positional and keyword arguments."""
    return lambda: (side.setup(), {})
