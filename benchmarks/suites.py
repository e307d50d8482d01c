"""The suites by name; a suite's module is imported when the suite is asked for."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType

from ..simulator.errors import InputError, nearest
from .case import Suite

__all__ = ["SUITES", "find_suite"]

SUITES = MappingProxyType(
    {
        "atlas": ".atlas",
        "dfba": ".dfba",
        "ensemble": ".ensemble",
        "fermenter": ".fermenter",
        "lifelines": ".lifelines",
        "mixing": ".mixing",
        "start-up": ".start_up",
    }
)
"""Name → module that holds the suite as `SUITE`."""


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
