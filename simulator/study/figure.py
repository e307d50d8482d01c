"""A published figure: what was read, where, and how the same is read off a simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import model_validator

from ..scenario.concentration import Concentration
from ..scenario.measures import Duration, Fraction, Rate, complain
from ..scenario.model import Name, Part, Text
from ..scenario.quantity import Kind, QuantityError

__all__ = ["CHEMOSTAT", "MEASURES", "Figure", "Measure"]

_RATE = Kind("a rate", "1/h", ("1/h",), "0.7 1/h")
_TIME = Kind("a time", "h", ("h",), "8.2 h")
_SPECIFIC = Kind("a specific rate", "mol/kg/h", ("mmol/gDW/h",), "4.1 mmol/gDW/h")
_MASS_RATIO = Kind("a yield", "kg/kg", ("g/g",), "0.45 g/g")
_RATIO = Kind("a ratio", "", ("",), "0.27", bare=True)
_KEY_FIGURES: Mapping[str, Kind] = MappingProxyType(
    {
        "titre_": Kind("a titre", "kg/m3", ("g/L",), "3 g/L"),
        "productivity_": Kind("a productivity", "kg/m3/h", ("g/L/h",), "0.5 g/L/d"),
        "cell_density_": Kind("a number of cells per volume", "1/m3", ("1/mL",), "1e7 1/mL"),
        "p_co2_": Kind("a partial pressure", "bar(a)", ("mbar(a)",), "120 mmHg"),
    }
)
"""Beginning of a key figure's name → what it is; all others are yields."""

Measured = Literal[
    "growth-rate",
    "value-at",
    "value-at-exhaustion",
    "time-of-exhaustion",
    "peak",
    "time-of-peak",
    "final",
    "yield",
    "key-figure",
    "expansion",
    "ratio-at",
    "mean",
    "mean-yield",
    "electrons-kept",
    "oxygen-by-electrons",
    "line",
    "reconciled-line",
    "rate-at",
    "electron-recovery",
    "electrons-kept-line",
    "rq-at",
    "washout",
    "onset",
]


@dataclass(frozen=True)
class Measure:
    """What a measure needs and in which kind its figure is published; no kind: it follows from the data of the case.

    Attributes
    ----------
    needs : tuple of str
        Fields of the figure.
    kind : Kind or None
        None: a concentration of the variable, or computed from the case's points.
    """

    needs: tuple[str, ...]
    kind: Kind | None = None


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "growth-rate": Measure(("start", "end"), _RATE),
        "value-at": Measure(("variable", "start")),
        "value-at-exhaustion": Measure(("variable", "substrate", "below")),
        "time-of-exhaustion": Measure(("substrate", "below"), _TIME),
        "peak": Measure(("variable",)),
        "time-of-peak": Measure(("variable",), _TIME),
        "final": Measure(("variable",)),
        "yield": Measure(("variable", "substrate", "start", "end"), _RATIO),
        "key-figure": Measure(("variable",), _MASS_RATIO),
        "expansion": Measure((), _RATIO),
        "ratio-at": Measure(("variable", "substrate", "start"), _RATIO),
        "mean": Measure(("variable", "start", "end"), _SPECIFIC),
        "mean-yield": Measure(("start", "end"), _MASS_RATIO),
        "electrons-kept": Measure(("start", "end"), _RATIO),
        "oxygen-by-electrons": Measure(()),
        "line": Measure(("variable",)),
        "reconciled-line": Measure(("variable",)),
        "rate-at": Measure(("variable", "dilution_rate"), _SPECIFIC),
        "electron-recovery": Measure(()),
        "electrons-kept-line": Measure(()),
        "rq-at": Measure(("dilution_rate",), _RATIO),
        "washout": Measure((), _RATE),
        "onset": Measure((), _RATE),
    }
)
"""By name."""

CHEMOSTAT = ("line", "reconciled-line", "rate-at", "electron-recovery", "electrons-kept-line", "rq-at", "washout")
"""Measures of a case with the points of a chemostat."""

_COMPUTED = ("line", "reconciled-line", "electron-recovery", "electrons-kept-line", "oxygen-by-electrons")


class Figure(Part):
    """One published figure and how the same is read off a simulated run."""

    name: Name
    measure: Measured
    """growth-rate: slope of ln X between `start` and `end`; value-at: at `start`; …-exhaustion: where `substrate`
    falls `below`; yield: gain of `variable` over loss of `substrate`, by mass for biomass, else by amount; key-figure:
    a result by its name; expansion: cells made over cells inoculated; ratio-at: of two columns at `start`; mean: of a
    specific rate over time; mean-yield: mean growth rate over mean uptake of the substrate, by mass; electrons-kept:
    of the substrate's, those in biomass and acetate (…-line: over the points of a chemostat); electron-recovery: with
    those taken by oxygen; oxygen-by-electrons: uptake over the electron balance, at its worst moment; line: mean over
    the points of a chemostat; reconciled-line: the same after reconciliation; rate-at, rq-at: at one dilution rate;
    washout: dilution rate above which no culture stands; onset: growth rate from which `variable` is made (acetate)."""
    variable: Name | None = None
    substrate: Name | None = None
    below: Concentration | None = None
    start: Duration | None = None
    end: Duration | None = None
    dilution_rate: Rate | None = None
    published: Text | tuple[Text, Text] | None = None
    """With its unit; two: a range, whose middle is compared and whose half width is the band."""
    band: Fraction | None = None
    """Relative error within which the case passes; none: the error is only told."""
    uncertainty: Fraction | None = None
    """Relative, of what is published: one standard deviation, or what its author calls so."""
    source: Text

    @model_validator(mode="after")
    def _check(self) -> Figure:
        for name in MEASURES[self.measure].needs:
            if getattr(self, name) is None:
                raise complain(f"measure '{self.measure}' needs '{name}'", name)
        if (self.published is None) != (self.measure in _COMPUTED):
            word = "follows from the data and has no" if self.measure in _COMPUTED else "needs"
            raise complain(f"measure '{self.measure}' {word} 'published'", "published")
        if isinstance(self.published, tuple) and self.band is not None:
            raise complain("a range is its own band", "band")
        if isinstance(self.published, tuple) and self.uncertainty is not None:
            raise complain("a range is its own uncertainty", "uncertainty")
        try:
            if self.published is not None and self.value == 0.0:
                raise complain("a relative error needs a figure other than 0", "published")
        except QuantityError as error:
            raise complain(str(error), "published") from error
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """`published` in the unit inside, twice where it is no range."""
        given = self.published if isinstance(self.published, tuple) else (self.published, self.published)
        low, high = (self._read(text or "") for text in given)
        return low, high

    @property
    def value(self) -> float:
        """`published`, or the middle of its range, in the unit inside."""
        return sum(self.ends) / 2.0

    @property
    def allowed(self) -> float | None:
        """Relative error that passes."""
        half = self._half_width
        return self.band if half is None else half

    @property
    def unsure(self) -> float | None:
        """Relative uncertainty of what is published."""
        half = self._half_width
        return self.uncertainty if half is None else half

    @property
    def _half_width(self) -> float | None:
        """Of a range, over its middle."""
        low, high = self.ends if self.published is not None else (0.0, 0.0)
        return (high - low) / (high + low) if high > low else None

    @property
    def unit(self) -> str:
        """Unit inside."""
        kind = self._kind
        if kind is not None:
            return kind.inside.removesuffix("(a)")
        if self.measure in ("line", "reconciled-line", "oxygen-by-electrons"):
            return _SPECIFIC.inside
        if self.measure.startswith("electron"):
            return ""
        return "kg/m3" if self.variable == "biomass" else "mol/m3"

    def _read(self, text: str) -> float:
        kind = self._kind
        return Concentration.read(text).value if kind is None else kind.read(text)

    @property
    def _kind(self) -> Kind | None:
        """What `published` is; None: a concentration of the variable."""
        if self.measure == "key-figure":
            named = (kind for start, kind in _KEY_FIGURES.items() if (self.variable or "").startswith(start))
            return next(named, _MASS_RATIO)
        return MEASURES[self.measure].kind
