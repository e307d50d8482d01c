"""Names of the scale-up criteria; what each keeps equal is the business of `simulator.scaleup`."""

from __future__ import annotations

from typing import Literal, get_args

from ..errors import InputError, nearest

__all__ = ["CRITERIA", "Criterion", "check_criterion"]

Criterion = Literal[
    "power-per-volume", "kla", "tip-speed", "vvm", "gas-velocity", "mixing-time", "stirrer-speed", "best"
]
CRITERIA: tuple[str, ...] = get_args(Criterion)


def check_criterion(name: str) -> str:
    """Return the name if it is a criterion, else raise an `InputError` that gives the nearest."""
    if name not in CRITERIA:
        raise InputError(f"scale-up criterion '{name}' is not known{nearest(name, CRITERIA)}")
    return name
