"""The suites by name; a suite's module is imported when the suite is asked for."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType

from ..simulator.errors import InputError, nearest
from .case import Case, Suite

__all__ = ["ALL", "SUITES", "every_case", "find_suite", "ours", "suites_of"]

ALL = "all"
"""What a run of every suite calls itself."""

SUITES = MappingProxyType(
    {
        "kernels": ".kernel_cases",
        "start-up": ".start_up",
        "atlas": ".atlas",
        "dfba": ".dfba",
        "ensemble": ".ensemble",
        "fermenter": ".fermenter",
        "lifelines": ".lifelines",
        "mixing": ".mixing",
    }
)
"""Name → module that holds the suite as `SUITE`; a case that several hold goes by the first."""


def find_suite(name: str) -> Suite:
    """Suite of a name.

    Raises
    ------
    InputError
        There is none.
    """
    if name not in SUITES:
        raise InputError(f"there is no suite '{name}'{nearest(name, SUITES)}")
    suite: Suite = import_module(SUITES[name], __package__).SUITE
    return suite


def every_case() -> list[tuple[str, Case]]:
    """Every case of every suite once, with the first suite it stands in."""
    first: dict[Case, str] = {}
    for name in SUITES:
        for case in find_suite(name).cases:
            first.setdefault(case, name)
    return [(suite, case) for case, suite in first.items()]


def ours() -> dict[str, Case]:
    """What there is to time of our own, whatever it is set beside: ``suite/case`` → the first such case."""
    found: dict[str, Case] = {}
    for suite, case in every_case():
        found.setdefault(f"{suite}/{case.name}", case)
    return found


def suites_of(case: Case) -> list[str]:
    """Names of the suites that hold a case."""
    return [name for name in SUITES if case in find_suite(name).cases]
