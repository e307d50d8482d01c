"""The recipe in ISA-88 words: how a run starts, what is held, and its phases in order."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ..errors import nearest
from .carried import Carried
from .concentration import Concentration
from .condition import Condition
from .gas import InletGas
from .inoculum import Inoculum, Memories
from .measures import (
    Aeration,
    Density,
    Duration,
    Factor,
    Fraction,
    Ph,
    Pressure,
    Rate,
    Speed,
    Temperature,
    Volume,
    VolumeRate,
    Yield,
    complain,
)
from .model import Name, Part
from .thermal import TemperatureControl

__all__ = ["Ammonia", "DissolvedOxygen", "Feed", "FeedProgramme", "Phase", "Recipe", "SetPoints", "Start"]


def _both(given: Any) -> Any:
    """One value stands for a range without width."""
    if isinstance(given, (list, tuple)):
        return given
    return (given, given)


SpeedRange = Annotated[tuple[Speed, Speed], BeforeValidator(_both)]
AerationRange = Annotated[tuple[Aeration, Aeration], BeforeValidator(_both)]
FractionRange = Annotated[tuple[Fraction, Fraction], BeforeValidator(_both)]


class Start(Part):
    """The vessel when the run begins."""

    time: Duration = 0.0
    """h, what the clock shows then"""
    volume: Volume
    """m³ of liquid"""
    biomass: Inoculum
    """Viable cells; of several strains by their names: ``{wild: 0.1 g/L, mutant: 0.2 g/L}``."""
    concentrations: dict[Name, Concentration] = Field(default_factory=dict)
    """By species; those not named start at zero, dissolved gases at equilibrium with the inlet gas."""
    carried: Memories = Field(default_factory=dict)
    """What the inoculum's cells remember, by the strain's memories: ``growth: 0.1 1/h`` is how fast they grew;
    of several strains by their names first."""

    @model_validator(mode="after")
    def _check(self) -> Start:
        for name, given in self.inocula().items():
            if given.basis != "mass":
                raise complain("biomass is given by mass, for example '0.2 g/L'", "biomass", *([name] if name else []))
        return self

    def inocula(self) -> dict[str, Concentration]:
        """Biomass by strain; the only strain has no name here."""
        return self.biomass if isinstance(self.biomass, dict) else {"": self.biomass}

    def memories(self, strain: str) -> dict[str, Carried]:
        """What the cells of a strain remember; the only strain has no name here."""
        own = self.carried.get(strain) if strain else self.carried
        return {name: item for name, item in own.items() if isinstance(item, Carried)} if isinstance(own, dict) else {}

    def total_biomass(self) -> float:
        """Viable cells of all strains [kg/m³]."""
        return sum(given.value for given in self.inocula().values())


class SetPoints(Part):
    """What ideal controllers hold."""

    temperature: Temperature
    """K"""
    ph: Ph = 7.0
    pressure: Pressure = 1.01325
    """bar absolute, in the head space"""


class DissolvedOxygen(Part):
    """The cascade: stirrer, then air, then oxygen in the gas, each between two ends (equal ends: fixed)."""

    set_point: Fraction
    """Of saturation at calibration."""
    stirrer_speed: SpeedRange
    """1/s"""
    aeration: AerationRange
    """1/h at standard conditions, per working volume of the vessel"""
    oxygen_fraction: FractionRange = (0.2095, 0.2095)
    """Mole fraction in the dry inlet gas."""
    gain: Factor = 1.0
    """Cascade stages (of three) per 100 % of error."""
    integral_time: Duration = 0.05
    """h"""

    @model_validator(mode="after")
    def _check(self) -> DissolvedOxygen:
        for name in ("stirrer_speed", "aeration", "oxygen_fraction"):
            low, high = getattr(self, name)
            if low > high:
                raise complain("the lower end is above the upper end", name)
        if self.integral_time <= 0.0:
            raise complain("the integral time is above 0", "integral_time")
        return self


class Ammonia(Part):
    """Ammonia water that holds the ammonium concentration and brings its volume."""

    set_point: Concentration
    """Ammonium to hold."""
    concentration: Concentration
    """NH3 in the ammonia water."""
    density: Density
    gain: Rate = 20.0
    """1/h: how fast a deviation is made good"""


class Feed(Part):
    """A feed solution."""

    concentrations: Annotated[dict[Name, Concentration], Field(min_length=1)]
    density: Density


class FeedProgramme(Part):
    """What the feed pump does during a phase."""

    kind: Literal["none", "constant", "exponential", "hold"]
    """none: off; constant: `rate` or `dilution_rate`; exponential: from µ X V/(Y c), growing with µ; hold: as the
    last ended."""
    stream: Name | None = None
    """Name among the recipe's feeds."""
    rate: VolumeRate | None = None
    """m³/h, for constant"""
    dilution_rate: Rate | None = None
    """1/h, for constant instead of `rate`: feed per volume of broth; the recipe has an `overflow`"""
    growth_rate: Rate | None = None
    """1/h, for exponential"""
    biomass_yield: Yield | None = None
    """kg biomass per kg substrate, for exponential"""
    substrate: Name | None = None
    """Species the exponential feed is computed from; the stream's first by default."""

    @model_validator(mode="after")
    def _check(self) -> FeedProgramme:
        if self.rate is not None and self.dilution_rate is not None:
            raise complain("'rate' and 'dilution_rate' say the same thing: keep one", "dilution_rate")
        needed = {
            "none": (),
            "constant": ("rate" if self.dilution_rate is None else "dilution_rate",),
            "exponential": ("growth_rate", "biomass_yield"),
            "hold": (),
        }
        for name in needed[self.kind]:
            if not getattr(self, name):
                raise complain(f"feed kind '{self.kind}' needs '{name}' above 0", name)
        for name in ("rate", "dilution_rate", "growth_rate", "biomass_yield", "substrate"):
            allowed = name in needed[self.kind] or (name == "substrate" and self.kind == "exponential")
            if getattr(self, name) is not None and not allowed:
                raise complain(f"feed kind '{self.kind}' has no '{name}'", name)
        if self.kind != "none" and self.stream is None:
            raise complain(f"feed kind '{self.kind}' needs its 'stream'")
        return self


class Phase(Part):
    """One phase: a feed programme until the first of its conditions holds."""

    name: Name
    feed: FeedProgramme = FeedProgramme(kind="none")
    until: tuple[Condition, ...] = ()
    """Any of them ends the phase; none: the phase lasts to the end of the run."""
    timeout: Duration | None = None
    """h after which the phase ends all the same, with a warning"""


class Recipe(Part):
    """How the culture is run."""

    start: Start
    set_points: SetPoints
    dissolved_oxygen: DissolvedOxygen
    temperature_control: TemperatureControl = TemperatureControl()
    gas: InletGas = InletGas()
    gas_recycle: Fraction = 0.0
    """Share of the off-gas that returns to the sparger; fresh gas makes up the rest of the aeration, the rest of the
    off-gas is purged"""
    ammonia: Ammonia | None = None
    feeds: dict[Name, Feed] = Field(default_factory=dict)
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=50)]
    overflow: Volume | None = None
    """m³: what rises above leaves, with cells and everything dissolved (a chemostat's outflow); none: nothing leaves"""
    duration: Duration
    """h from the start to the end of the run"""
    feed_factor: Factor = 1.0
    """Multiplier on every feed rate [-]."""

    @property
    def end(self) -> float:
        """Clock time at which the run ends [h]."""
        return self.start.time + self.duration

    @property
    def inlet_oxygen(self) -> tuple[float, float]:
        """Mole fraction of oxygen in the dry inlet gas, lowest and highest."""
        stated = self.gas.oxygen
        return self.dissolved_oxygen.oxygen_fraction if stated is None else (stated, stated)

    def limiting(self, programme: FeedProgramme) -> str:
        """Name of the species an exponential feed is computed from."""
        return programme.substrate or next(iter(self.feeds[programme.stream or ""].concentrations))

    @model_validator(mode="after")
    def _check(self) -> Recipe:
        if self.duration <= 0.0:
            raise complain("the duration is above 0", "duration")
        if self.overflow is not None and self.overflow < self.start.volume:
            raise complain("the start volume is above the overflow: it would run off at once", "overflow")
        if self.gas.oxygen is not None and "oxygen_fraction" in self.dissolved_oxygen.model_fields_set:
            raise complain("the oxygen of the inlet gas is stated twice, here and by the cascade", "gas", "oxygen")
        if self.inlet_oxygen[1] > self.gas.rest * (1.0 + 1e-9):
            raise complain(f"the gas adds up to more than 100 %: {100.0 * self.gas.rest:.4g} % is left", "gas")
        if self.ammonia is not None and "ammonia" in self.feeds:
            raise complain("'ammonia' is the name of the ammonia water; call this feed otherwise", "feeds", "ammonia")
        running: str | None = None
        for index, phase in enumerate(self.phases):
            at = ("phases", index)
            if phase.name in [other.name for other in self.phases[:index]]:
                raise complain(f"two phases are called '{phase.name}'", *at, "name")
            if not phase.until and index + 1 < len(self.phases):
                raise complain("only the last phase may go without 'until'", *at)
            self._check_stream(phase.feed, running, (*at, "feed"))
            running = phase.feed.stream if phase.feed.kind != "none" else None
        return self

    def _check_stream(self, feed: FeedProgramme, running: str | None, at: tuple[str | int, ...]) -> None:
        if feed.dilution_rate is not None and self.overflow is None:
            raise complain("a dilution rate needs the recipe's 'overflow', where the broth leaves", *at)
        if feed.stream is not None and feed.stream not in self.feeds:
            raise complain(
                f"feed '{feed.stream}' is not among the feeds{nearest(feed.stream, self.feeds)}",
                *at,
                "stream",
            )
        if feed.kind == "hold" and feed.stream != running:
            raise complain(f"nothing to hold: '{feed.stream}' did not flow in the phase before", *at)
        if feed.kind == "exponential":
            held = self.feeds[feed.stream or ""].concentrations
            if feed.substrate is not None and feed.substrate not in held:
                raise complain(
                    f"'{feed.substrate}' is not in the feed{nearest(feed.substrate, held)}", *at, "substrate"
                )

    def least_feed(self) -> float:
        """Feed volume [m³] that is certain from the recipe alone: phases that only time can end.

        An exponential phase is counted with the inoculum, the least it can start from.
        """
        inventory = self.start.total_biomass() * self.start.volume
        total, left = 0.0, self.duration
        for phase in self.phases:
            if any(rule.variable != "time" for rule in phase.until):
                return total
            span = min([left, *(rule.value for rule in phase.until)])
            left -= span
            feed = phase.feed
            if feed.kind == "constant":
                total += self.feed_factor * (feed.rate or 0.0) * span
            elif feed.kind == "exponential" and feed.biomass_yield and feed.growth_rate:
                strength = self.feeds[feed.stream or ""].concentrations[self.limiting(feed)]
                if strength.basis == "mass" and strength.value > 0.0:
                    grown = inventory * math.expm1(min(feed.growth_rate * span, 50.0))
                    total += self.feed_factor * grown / (feed.biomass_yield * strength.value)
        return total
