"""The recipe in ISA-88 words: how a run starts, what is held, and its phases in order."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, FieldSerializationInfo, field_serializer, model_validator

from ..errors import nearest
from .carried import Carried
from .concentration import Concentration
from .condition import Condition
from .feeding import Feed, FeedProgramme, FeedProgrammes
from .gas import InletGas
from .inoculum import Inoculum, Memories, check_by_mass
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
    complain,
)
from .model import Name, Part
from .ph_control import PhControl
from .sensors import Sensors
from .thermal import TemperatureControl

__all__ = [
    "Ammonia",
    "DissolvedOxygen",
    "Phase",
    "Recipe",
    "Repeat",
    "Sampling",
    "SetPointChange",
    "SetPoints",
    "Start",
]


def _both(given: Any) -> Any:
    """One value stands for a range without width."""
    if isinstance(given, (list, tuple)):
        return given
    return (given, given)


SpeedRange = Annotated[tuple[Speed, Speed], BeforeValidator(_both)]
AerationRange = Annotated[tuple[Aeration, Aeration], BeforeValidator(_both)]
FractionRange = Annotated[tuple[Fraction, Fraction], BeforeValidator(_both)]


MOST_STEPS = 5000
"""Phases a recipe may have with its repeats written out."""


_AIR = (0.2095, 0.2095)


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
        check_by_mass(self.inocula())
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
    """The cascade: stirrer, air, oxygen in the gas, each between two ends (equal ends: no stage), then pressure."""

    set_point: Fraction
    """Of saturation at calibration."""
    stirrer_speed: SpeedRange
    """1/s"""
    aeration: AerationRange
    """1/h at standard conditions, per working volume of the vessel"""
    oxygen_fraction: FractionRange = _AIR
    """Mole fraction in the dry inlet gas."""
    pressure: Pressure | None = None
    """bar absolute: upper end of a last stage, the head pressure from its set point up; none: no such stage."""
    gain: Factor = 1.0
    """Cascade stages per 100 % of error."""
    integral_time: Duration = 0.05
    """h"""
    override_time: Duration = 0.0
    """h, reset time with which feeds that back off from oxygen follow the cascade; 0: at once"""

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


class SetPointChange(Part):
    """Set points that change as a phase begins; what is not named stays."""

    temperature: Temperature | None = None
    ph: Ph | None = None
    pressure: Pressure | None = None
    dissolved_oxygen: Fraction | None = None
    """Of saturation at calibration."""


class Repeat(Part):
    """Go back to an earlier phase as this one ends."""

    since: Name
    """Phase to begin again with."""
    times: Annotated[int, Field(ge=1, le=1000, strict=True)]
    """How often."""


class Sampling(Part):
    """Broth taken out for samples, from the start on."""

    interval: Duration
    """h"""
    volume: Volume
    """m³, each"""

    @model_validator(mode="after")
    def _check(self) -> Sampling:
        if self.interval <= 0.0:
            raise complain("the interval is above 0", "interval")
        return self


class Phase(Part):
    """One phase: what changes as it begins, and what the pumps do until the first of its conditions holds."""

    name: Name
    set_points: SetPointChange = SetPointChange()
    draw_to: Volume | None = None
    """m³: the broth is drawn down to this as the phase begins (harvest, repeated fed-batch)"""
    add: dict[Name, Volume] = Field(default_factory=dict)
    """Volumes poured in as the phase begins, by feed: an inducer, a bolus, fresh medium."""
    feed: FeedProgrammes = ()
    bleed: Rate = 0.0
    """1/h: broth drawn off all the time, with its cells, over the broth there is"""
    until: tuple[Condition, ...] = ()
    """Any of them ends the phase; none: the phase lasts to the end of the run."""
    at_least: Duration = 0.0
    """h, before which no condition ends the phase"""
    timeout: Duration | None = None
    """h after which the phase ends all the same, with a warning"""
    repeat: Repeat | None = None

    @field_serializer("feed")
    def _plain(self, feed: tuple[FeedProgramme, ...], info: FieldSerializationInfo) -> Any:
        """A single programme as a person writes it."""
        none, unset = bool(info.exclude_none), bool(info.exclude_unset)
        written = [item.model_dump(mode=info.mode, exclude_none=none, exclude_unset=unset) for item in feed]
        return written[0] if len(written) == 1 else written

    @property
    def outlet(self) -> bool:
        """Whether broth leaves during the phase."""
        return self.draw_to is not None or self.bleed > 0.0


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
    ph_control: PhControl | None = None
    """Base and acid by pumps; without it the pH is held ideally."""
    feeds: dict[Name, Feed] = Field(default_factory=dict)
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=50)]
    overflow: Volume | None = None
    """m³: what rises above leaves with everything dissolved (a chemostat's outflow); none: nothing leaves"""
    retention: Fraction = 0.0
    """Share of the cells that the overflow keeps back: perfusion"""
    sampling: Sampling | None = None
    sensors: Sensors = Sensors()
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
        """Name of the species a feed is computed from."""
        return programme.substrate or next(iter(self.feeds[programme.stream].concentrations))

    @model_validator(mode="after")
    def _check(self) -> Recipe:
        if self.duration <= 0.0:
            raise complain("the duration is above 0", "duration")
        if self.overflow is not None and self.overflow < self.start.volume:
            raise complain("the start volume is above the overflow: it would run off at once", "overflow")
        if self.gas.oxygen is not None and self.dissolved_oxygen.oxygen_fraction not in (_AIR, self.inlet_oxygen):
            raise complain("the oxygen of the inlet gas is stated twice, here and by the cascade", "gas", "oxygen")
        if self.inlet_oxygen[1] > self.gas.rest * (1.0 + 1e-9):
            raise complain(f"the gas adds up to more than 100 %: {100.0 * self.gas.rest:.4g} % is left", "gas")
        if self.ammonia is not None and "ammonia" in self.feeds:
            raise complain("'ammonia' is the name of the ammonia water; call this feed otherwise", "feeds", "ammonia")
        self._check_ph()
        if self.retention > 0.0 and self.overflow is None:
            raise complain("cells are kept back by an 'overflow', and there is none", "retention")
        running: tuple[str, ...] = ()
        for index, phase in enumerate(self.phases):
            at = ("phases", index)
            earlier = [other.name for other in self.phases[:index]]
            if phase.name in earlier:
                raise complain(f"two phases are called '{phase.name}'", *at, "name")
            if not phase.until and index + 1 < len(self.phases):
                raise complain("only the last phase may go without 'until'", *at)
            if phase.repeat is not None:
                self._check_repeat(phase, [*earlier, phase.name], at)
            for name in phase.add:
                if name not in self.feeds:
                    raise complain(f"'{name}' is not among the feeds{nearest(name, self.feeds)}", *at, "add", name)
            streams = [feed.stream for feed in phase.feed]
            for place, feed in enumerate(phase.feed):
                self._check_stream(feed, running, (*at, "feed", place))
                if feed.stream in streams[:place]:
                    raise complain(f"feed '{feed.stream}' flows twice in one phase", *at, "feed", place, "stream")
            running = tuple(streams)
        if len(self.steps) > MOST_STEPS:
            raise complain(f"with its repeats the recipe has more than {MOST_STEPS} phases", "phases")
        return self

    def _check_ph(self) -> None:
        if self.ph_control is None:
            return
        if self.ammonia is not None:
            raise complain(
                "'ammonia' holds the ammonium while the pH is held ideally; with 'ph_control' it is a base", "ammonia"
            )
        for role, _, pump in self.ph_control.pumps():
            if pump.stream not in self.feeds:
                text = f"'{pump.stream}' is not among the feeds{nearest(pump.stream, self.feeds)}"
                raise complain(text, "ph_control", role, "stream")

    def _check_repeat(self, phase: Phase, known: list[str], at: tuple[str | int, ...]) -> None:
        repeat = phase.repeat
        if repeat is not None and repeat.since not in known:
            raise complain(
                f"'{repeat.since}' is no phase up to this one{nearest(repeat.since, known)}", *at, "repeat", "since"
            )
        if not phase.until:
            raise complain("a phase without 'until' never ends, so nothing is repeated", *at, "repeat")

    @property
    def steps(self) -> tuple[int, ...]:
        """Phases in the order they are run, repeats written out, by their place in `phases`."""
        names = [phase.name for phase in self.phases]
        order: list[int] = []
        for index, phase in enumerate(self.phases):
            order.append(index)
            if phase.repeat is not None:
                first = order.index(names.index(phase.repeat.since))
                turn = order[first:]
                order += turn * min(phase.repeat.times, MOST_STEPS)
            if len(order) > MOST_STEPS:
                break
        return tuple(order)

    @property
    def step_names(self) -> tuple[str, ...]:
        """Names of the phases in the order they are run; the second turn of a phase is ``name (2)``."""
        seen: dict[int, int] = {}
        found = []
        for index in self.steps:
            seen[index] = seen.get(index, 0) + 1
            name = self.phases[index].name
            found.append(name if seen[index] == 1 else f"{name} ({seen[index]})")
        return tuple(found)

    @property
    def outlet(self) -> bool:
        """Whether broth ever leaves the vessel."""
        return self.overflow is not None or self.sampling is not None or any(phase.outlet for phase in self.phases)

    def _check_stream(self, feed: FeedProgramme, running: tuple[str, ...], at: tuple[str | int, ...]) -> None:
        if feed.dilution_rate is not None and not self.outlet:
            raise complain("a dilution rate needs the recipe's 'overflow', where the broth leaves", *at)
        if feed.stream not in self.feeds:
            raise complain(
                f"feed '{feed.stream}' is not among the feeds{nearest(feed.stream, self.feeds)}", *at, "stream"
            )
        if feed.kind == "hold" and feed.stream not in running:
            raise complain(f"nothing to hold: '{feed.stream}' did not flow in the phase before", *at)
        held = self.feeds[feed.stream].concentrations
        if not held and feed.kind in ("exponential", "substrate-stat"):
            raise complain(f"there is no substrate in feed '{feed.stream}' to compute from", *at, "stream")
        if feed.substrate is not None and feed.substrate not in held:
            raise complain(f"'{feed.substrate}' is not in the feed{nearest(feed.substrate, held)}", *at, "substrate")

    def least_feed(self) -> float:
        """Feed volume [m³] that is certain from the recipe alone: phases that only time can end.

        An exponential phase is counted with the inoculum, the least it can start from.
        """
        inventory = self.start.total_biomass() * self.start.volume
        total, left = 0.0, self.duration
        for phase in self.phases:
            if any(rule.variable != "time" for rule in phase.until) or phase.outlet:
                return total
            span = min([left, *(rule.value for rule in phase.until)])
            left -= span
            total += sum(phase.add.values())
            total += self.feed_factor * sum(self._least(feed, span, inventory) for feed in phase.feed)
        return total

    def _least(self, feed: FeedProgramme, span: float, inventory: float) -> float:
        """Volume [m³] of a feed that is certain over a span [h]."""
        if feed.backs_off or feed.maximum is not None:
            return 0.0
        if feed.kind == "constant":
            return (feed.rate or 0.0) * span
        if feed.kind == "exponential" and feed.biomass_yield and feed.growth_rate:
            strength = self.feeds[feed.stream].concentrations[self.limiting(feed)]
            if strength.basis == "mass" and strength.value > 0.0:
                return (
                    inventory * math.expm1(min(feed.growth_rate * span, 50.0)) / (feed.biomass_yield * strength.value)
                )
        return 0.0
