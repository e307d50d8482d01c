"""Feeds: what is in them, and what each pump does during a phase."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from .concentration import Concentration
from .inoculum import Inoculum, check_by_mass
from .measures import ChargeConcentration, Density, Duration, Fraction, Ph, Rate, VolumeRate, Yield, complain
from .model import Name, Part

__all__ = ["Feed", "FeedProgramme", "FeedProgrammes", "TablePoint"]


class Feed(Part):
    """A feed solution."""

    concentrations: dict[Name, Concentration] = Field(default_factory=dict)
    biomass: Inoculum | None = None
    """Viable cells it brings, as a yeast cream does; of several strains by their names: ``{wild: 5 g/L}``."""
    density: Density
    ph: Ph | None = None
    """At which its charges balance; the set point where neither this nor `strong_ions` is stated."""
    strong_ions: ChargeConcentration | None = None
    """mol/m³, strong cations less strong anions: 5 mol/L for 5 M NaOH, −1 mol/L for 1 M HCl, 0 for ammonia water."""

    at: Name | None = None
    """Place in the vessel's `network` where it comes in; by default the network's own."""

    @model_validator(mode="after")
    def _check(self) -> Feed:
        if self.ph is not None and self.strong_ions is not None:
            raise complain("'ph' and 'strong_ions' say the same thing: keep one", "strong_ions")
        if not self.concentrations and self.strong_ions is None and self.biomass is None:
            raise complain("there is nothing in this feed", "concentrations")
        check_by_mass(self.inocula())
        return self

    def inocula(self) -> dict[str, Concentration]:
        """Biomass by strain; the only strain has no name here."""
        if self.biomass is None:
            return {}
        return self.biomass if isinstance(self.biomass, dict) else {"": self.biomass}


TablePoint = tuple[Duration, VolumeRate]
"""Time since the phase began [h] and flow then [m³/h]."""

Kind = Literal["constant", "exponential", "hold", "table", "dot-stat", "ph-stat", "substrate-stat"]

# kind → what it needs, what it may have; `rate` stands for rate or dilution rate
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "constant": (("rate",), ()),
        "exponential": (("growth_rate", "biomass_yield"), ("substrate",)),
        "hold": ((), ()),
        "table": (("points",), ()),
        "dot-stat": (("rate", "dot"), ("dot_band",)),
        "ph-stat": (("rate", "ph"), ("ph_band",)),
        "substrate-stat": (("concentration",), ("gain", "substrate")),
    }
)
_ALWAYS = ("kind", "stream", "maximum", "backs_off")


class FeedProgramme(Part):
    """What one pump does during a phase."""

    kind: Kind
    """constant: `rate` or `dilution_rate`; exponential: from µ X V/(Y c), growing with µ; hold: as the phase before
    ended; table: `points`; dot-stat, ph-stat: up to `rate` while the signal is above its set point, as it is when the
    substrate is used up; substrate-stat: holds `concentration` in the broth."""
    stream: Name
    """Name among the recipe's feeds."""
    rate: VolumeRate | None = None
    """m³/h: of a constant feed; the most a dot-stat or ph-stat gives"""
    dilution_rate: Rate | None = None
    """1/h, for constant instead of `rate`: feed per volume of broth; the recipe has an `overflow`"""
    growth_rate: Rate | None = None
    """1/h, for exponential"""
    biomass_yield: Yield | None = None
    """kg biomass per kg substrate, for exponential"""
    substrate: Name | None = None
    """Species an exponential feed is computed from, or a substrate-stat holds; the stream's first by default."""
    points: Annotated[tuple[TablePoint, ...], Field(min_length=1, max_length=1000)] | None = None
    """For table: ``[[0 h, 5 mL/h], [4 h, 20 mL/h]]``, linear between, constant before and after."""
    dot: Fraction | None = None
    """Of saturation, above which a dot-stat feeds."""
    dot_band: Fraction = 0.1
    """Above `dot`, over which it opens."""
    ph: Ph | None = None
    """Above which a ph-stat feeds."""
    ph_band: Annotated[Ph, Field(gt=0.0)] = 0.1
    """Above `ph`, over which it opens."""
    concentration: Concentration | None = None
    """That a substrate-stat holds."""
    gain: Rate = 20.0
    """1/h: how fast a substrate-stat makes a deviation good"""
    maximum: VolumeRate | None = None
    """m³/h, what the pump can do"""
    backs_off: tuple[Literal["oxygen", "cooling"], ...] = ()
    """Capacity-limited: the feed falls smoothly to nothing over the last 10 % of the oxygen cascade, or of the
    cooling, so that the set points are held and the feed gives way. Where the temperature is held ideally there is no
    cooling to give way to."""

    @model_validator(mode="after")
    def _check(self) -> FeedProgramme:
        if self.rate is not None and self.dilution_rate is not None:
            raise complain("'rate' and 'dilution_rate' say the same thing: keep one", "dilution_rate")
        needed, allowed = _KEYS[self.kind]
        for name in needed:
            key = "dilution_rate" if name == "rate" and self.dilution_rate is not None else name
            if not getattr(self, key):
                raise complain(f"feed kind '{self.kind}' needs '{key}' above 0", key)
        known = {*_ALWAYS, *needed, *allowed, *(("dilution_rate",) if self.kind == "constant" else ())}
        for name in sorted(self.model_fields_set):
            if name not in known and getattr(self, name) != type(self).model_fields[name].default:
                raise complain(f"feed kind '{self.kind}' has no '{name}'", name)
        if self.dot is not None and self.dot_band <= 0.0:
            raise complain("the band is above 0", "dot_band")
        if self.points is not None:
            self._check_points(self.points)
        return self

    def _check_points(self, points: tuple[TablePoint, ...]) -> None:
        for index in range(1, len(points)):
            if points[index][0] <= points[index - 1][0]:
                raise complain("the times of a table rise from point to point", "points", index)

    def resized(self, ratio: float) -> FeedProgramme:
        """The programme for a vessel `ratio` times as large."""
        update: dict[str, Any] = {
            name: None if getattr(self, name) is None else getattr(self, name) * ratio for name in ("rate", "maximum")
        }
        if self.points is not None:
            update["points"] = tuple((time, rate * ratio) for time, rate in self.points)
        return self.model_copy(update=update)


def _listed(given: Any) -> Any:
    """One programme stands for a list of one."""
    return [given] if isinstance(given, (dict, FeedProgramme)) else given


FeedProgrammes = Annotated[tuple[FeedProgramme, ...], BeforeValidator(_listed), Field(max_length=20)]
"""What the pumps do during a phase, each at most once a stream; one may be written without a list."""
