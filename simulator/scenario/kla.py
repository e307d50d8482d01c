"""By whose law a vessel's kLa is computed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from ..errors import nearest
from .measures import Factor, Fraction, PowerDensity, Rate, Velocity, complain
from .model import Part

__all__ = ["KLA_LAWS", "Kind", "KlaName", "MeasuredKla", "check_law"]

Kind = Literal["stirred", "column", "flask", "microplate"]
KlaName = Literal[
    "van-t-riet",
    "figueiredo-calderbank",
    "smith",
    "linek",
    "zhu",
    "gill",
    "labik",
    "bubbles",
    "heijnen",
    "akita-yoshida",
    "dewes-schumpe",
    "meier",
    "maier",
    "shaken-cylinder",
    "round-well",
]

KLA_LAWS: Mapping[Kind, tuple[KlaName, ...]] = MappingProxyType(
    {
        "stirred": ("van-t-riet", "figueiredo-calderbank", "smith", "linek", "zhu", "gill", "labik", "bubbles"),
        "column": ("heijnen", "akita-yoshida", "dewes-schumpe", "bubbles"),
        "flask": ("meier", "maier", "shaken-cylinder"),
        "microplate": ("round-well",),
    }
)
"""Laws by the kind of vessel they hold for; the first one is meant where none is named."""


class MeasuredKla(Part):
    """A kLa of one's own, measured at one power and gas velocity, with exponents for others."""

    value: Rate
    """1/h"""
    power_per_volume: PowerDensity = 1000.0
    """W/m³, gassed, at which it was measured"""
    gas_velocity: Velocity = 0.01
    """m/s, superficial, at local pressure"""
    power_exponent: Factor = 0.4
    """0.4 in water, 0.7 with salts (van 't Riet 1979); a column has no power to be raised."""
    velocity_exponent: Factor = 0.5
    """0.5 in water, 0.2 with salts (van 't Riet 1979), 0.7 in columns (Heijnen & van 't Riet 1984)"""
    uncertainty: Fraction = 0.1
    """Relative, about two standard deviations."""


def check_law(kind: Kind, law: KlaName | None, measured: MeasuredKla | None, bubble: float | None) -> None:
    """Complain about a law that is not for this kind of vessel, or lacks what it needs."""
    known = KLA_LAWS[kind]
    if law is not None and law not in known:
        choices = ", ".join(known)
        raise complain(f"'{law}' is no kLa of a vessel of kind '{kind}'{nearest(law, known)}; it has {choices}", "kla")
    if law is not None and measured is not None:
        raise complain("either an author's kLa or 'kla_measured', not both", "kla")
    if law == "bubbles" and bubble is None:
        raise complain("kla 'bubbles' needs the 'bubble_diameter' that the sparger makes", "kla")
    if kind == "column" and measured is not None and measured.power_exponent > 0.0:
        raise complain("a column has no stirrer: write 0", "kla_measured", "power_exponent")
