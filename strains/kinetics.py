"""Laws that reduce (or raise) a parameter during a run, as numbers.

Units: concentrations mol/m³ (= mmol/L), contents of the cells mol/kg, temperatures K, times h, energies kJ/mol.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from .errors import StrainError, nearest

__all__ = ["SIGNAL_LAWS", "WARMER", "Factor", "FactorKind", "highest", "positive"]

FactorKind = Literal[
    "monod",
    "hill",
    "haldane",
    "inhibition",
    "competitive",
    "product",
    "contois",
    "tessier",
    "saturation",
    "temperature",
    "ph",
    "arrhenius",
    "after",
    "phase",
    "rise",
]

SIGNAL_LAWS = MappingProxyType(
    {"temperature": "temperature", "ph": "ph", "arrhenius": "temperature", "after": "clock", "phase": "phase"}
)
"""Laws of something else than a species or what the cells carry → the signal they watch."""

_SECOND = ("hill", "haldane", "competitive", "product", "saturation", "arrhenius", "after", "rise")
_CARDINAL = ("temperature", "ph")
_GAS_CONSTANT = 8.314462618e-3  # kJ/mol/K

WARMER = 20.0
"""K above its reference up to which an ``arrhenius`` law has room in a flux atlas; beyond, no one exponent holds."""
_LEAST_EXPONENT = 0.5


def positive(value: float, what: str) -> None:
    """Refuse what is not a finite number above 0."""
    if not (math.isfinite(value) and value > 0.0):
        raise StrainError(f"{what} must be a finite number above 0, not {value!r}")


@dataclass(frozen=True)
class Factor:
    """One factor of a parameter's law.

    Parameters
    ----------
    kind : str
        Of a concentration c: ``monod`` c/(K+c); ``hill`` cⁿ/(Kⁿ+cⁿ); ``haldane`` c/(K+c+c²/Ki); ``inhibition``
        1/(1+c/Ki); ``competitive`` c/(K(1+I/Ki)+c); ``product`` (1−P/Pm)ⁿ; ``contois`` c/(K·X+c); ``tessier``
        1−exp(−c/K). Of a store s in the cells: ``contois`` (K per cell) and ``saturation`` 1−(s/(sm·X))ᵃ. Of
        conditions: ``temperature`` and ``ph`` (cardinal models of Rosso), ``arrhenius`` exp(E/R(1/T₀−1/T)),
        ``after`` a time, from a ``phase`` on. Of what cells carry: ``rise`` 1 + a·u/(K+u).
    of : str
        What it is a function of: a tracked species, or a name that the cells carry; for ``phase`` the recipe's
        phase. Laws of conditions know it themselves.
    constant : float
        K, Ki of ``inhibition``, Pm [mol/m³]; content K, sm [mol/kg]; lowest temperature [K], pH; E [kJ/mol]; time [h].
    second : float
        n, Ki of ``haldane`` and ``competitive`` [mol/m³], a; optimum; T₀ [K]; width [h]; 0 where there is none.
    third : float
        Highest temperature [K] or pH.
    other : str
        Competitor I; a tracked species.
    """

    kind: FactorKind
    of: str
    constant: float
    second: float = 0.0
    third: float = 0.0
    other: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(FactorKind):
            raise StrainError(f"factor kind '{self.kind}' is unknown{nearest(self.kind, get_args(FactorKind))}")
        if self.kind in _CARDINAL:
            self._check_range()
        elif self.kind != "phase":
            positive(self.constant, f"constant of the {self._name}")
        if self.kind in _SECOND:
            positive(self.second, f"second constant of the {self._name}")
        if self.kind in ("product", "hill") and self.second < (1.0 if self.kind == "hill" else _LEAST_EXPONENT):
            raise StrainError(f"the exponent of the {self._name} is {self.second:g}: too small for a smooth law")

    @property
    def _name(self) -> str:
        return f"{self.kind} factor" + (f" of {self.of}" if self.of else "")

    def _check_range(self) -> None:
        low, best, high = self.constant, self.second, self.third
        if not low < best < high:
            raise StrainError(f"{self._name}: minimum < optimum < maximum is needed, not {low:g}, {best:g}, {high:g}")
        if self.kind == "temperature" and best < 0.5 * (low + high):
            raise StrainError(f"{self._name}: the optimum lies in the upper half of the range (Rosso et al. 1993)")


def highest(factors: Sequence[Factor]) -> float:
    """Most that some laws can make of a parameter, relative to its maximum; 1 unless they raise it.

    Parameters
    ----------
    factors : sequence of Factor
        Multiplied with each other. Only ``rise`` and ``arrhenius`` exceed 1; the latter up to `WARMER` above its
        reference, or to where a law of ``temperature`` beside it ends.
    """
    ends = [item.third for item in factors if item.kind == "temperature"]
    most = 1.0
    for item in factors:
        if item.kind == "rise":
            most *= 1.0 + item.second
        elif item.kind == "arrhenius":
            warm = min([item.second + WARMER, *ends])
            most *= max(math.exp(item.constant / _GAS_CONSTANT * (1.0 / item.second - 1.0 / warm)), 1.0)
    return most
