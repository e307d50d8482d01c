"""Feeds and phases of a recipe → the kernel's streams, phases and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.recipe import BASE, DILUTION, FEED_KINDS, FEEDING, ROLES, STAT, SUBSTRATE
from ...kernels.records import ADDITION, CONDITION, FEED, PHASE
from ..scenario import Concentration, Condition, FeedProgramme, Phase, Recipe, Scenario, SetPointChange
from .acids import acids_of
from .community import Community
from .operation import held_ideally

__all__ = ["Held", "Programme", "concentration_of", "held_set_points", "programme"]

_SIGNALS: dict[str, tuple[int, float]] = {
    "time": (at.TIME, 1.0),
    "volume": (at.VOLUME, 1.0),
    "fill": (at.FILL, 1.0),
    "dot": (at.PROBE, 100.0),
    "cascade": (at.CASCADE_SHARE, 1.0),
    "cooling": (at.COOLING, 1.0),
    "biomass": (at.BIOMASS, 1.0),
    "temperature": (at.TEMPERATURE, 1.0),
    "ph": (at.PH, 1.0),
}
"""Name in a condition → kernel signal and what the file's value is multiplied by."""


_UNLIMITED = (0.0, 0, 0)
"""Of a pump: no limit; no points of a table."""

_FASTEST_PUMP = 10.0  # 1/h, working volumes; more than any fermenter's pumps give


def concentration_of(given: Concentration, community: Community, species: str) -> float:
    """A concentration in mol/m³."""
    return given.molar(float(community.chemistry.molar_mass[community.species.index(species)]))


@dataclass(frozen=True)
class Programme:
    """A recipe as the kernel's arrays.

    Parameters
    ----------
    names : tuple of str
        Names of the streams; ammonia water, if dosed, is the last.
    streams : shape (streams, species + strains)
        Composition of every stream [mol/m³], and the cells it brings [kg/m³].
    stream_heat : shape (streams,)
        Heat that neutralising it sets free [kJ/m³].
    feeds : records FEED
    points : shape (n, 2)
        Tables of all feeds: h, m³/h.
    additions : records ADDITION
    conditions : records CONDITION
    phases : records PHASE
        Repeats written out.
    """

    names: tuple[str, ...]
    streams: NDArray[np.float64]
    stream_heat: NDArray[np.float64]
    feeds: NDArray[np.void]
    points: NDArray[np.float64]
    additions: NDArray[np.void]
    conditions: NDArray[np.void]
    phases: NDArray[np.void]


class _Writer:
    """Writes the rows of a recipe, phase by phase."""

    def __init__(self, scenario: Scenario, community: Community) -> None:
        recipe = scenario.recipe
        self._recipe = recipe
        self._community = community
        self._working_volume = scenario.vessel.working_volume
        self._thermal = not held_ideally(scenario)
        self._species = community.species
        self._names = (*recipe.feeds, *(("ammonia",) if recipe.ammonia is not None else ()))
        self._acids = acids_of(community, scenario)
        self._feeds: list[tuple[Any, ...]] = []
        self._points: list[tuple[float, float]] = []
        self._additions: list[tuple[int, float]] = []
        self._conditions: list[tuple[Any, ...]] = []

    def write(self) -> Programme:
        """All of it."""
        recipe = self._recipe
        steps = zip(recipe.steps, held_set_points(recipe), strict=True)
        rows = [self._phase(recipe.phases[index], held) for index, held in steps]
        streams = self._streams(recipe)
        return Programme(
            names=self._names,
            streams=streams,
            stream_heat=self._acids.stream_heat(
                streams[:, : len(self._species)], len(self._names) - 1 if recipe.ammonia is not None else -1
            ),
            feeds=np.array(self._feeds, FEED),
            points=np.array(self._points or np.zeros((0, 2))).reshape(-1, 2),
            additions=np.array(self._additions, ADDITION),
            conditions=np.array(self._conditions, CONDITION),
            phases=np.array(rows, PHASE),
        )

    def _streams(self, recipe: Recipe) -> NDArray[np.float64]:
        strains = [member.name for member in self._community.members]
        streams = np.zeros((len(self._names), len(self._species) + len(strains)))
        for row, feed in enumerate(recipe.feeds.values()):
            for name, given in feed.concentrations.items():
                streams[row, self._species.index(name)] = concentration_of(given, self._community, name)
            self._acids.balance(streams[row, : len(self._species)], feed)
            for name, given in feed.inocula().items():
                streams[row, len(self._species) + strains.index(name)] = given.value
        if recipe.ammonia is not None:
            # by mass, ammonia water is stated as NH3, while the species is NH4⁺: the amount is the same
            given = recipe.ammonia.concentration
            amount = given.value if given.basis == "molar" else given.value / 0.017031
            streams[-1, self._species.index("ammonium")] = amount
        return streams

    def _condition(self, rule: Condition) -> tuple[Any, ...]:
        """One CONDITION row."""
        sign = 1.0 if rule.operator == ">" else -1.0
        if rule.variable in _SIGNALS:
            signal, factor = _SIGNALS[rule.variable]
            threshold = factor * rule.value
        else:
            signal = at.COUNT + self._species.index(rule.variable)
            given = Concentration(rule.value, rule.basis or "molar")
            threshold = concentration_of(given, self._community, rule.variable)
        return signal, sign, threshold, max(abs(threshold), 1e-9)

    def _feed(self, feed: FeedProgramme) -> tuple[Any, ...]:
        """One FEED row; a table's points are written as well."""
        held = self._recipe.feeds[feed.stream].concentrations
        name = self._recipe.limiting(feed) if held else self._species[0]
        substrate = self._species.index(name)
        signal, set_point, band = substrate, 0.0, 1.0
        if feed.dot is not None:
            signal, set_point, band = at.PROBE, 100.0 * feed.dot, 100.0 * feed.dot_band
        elif feed.ph is not None:
            signal, set_point, band = at.PH, feed.ph, feed.ph_band
        elif feed.concentration is not None:
            signal = at.COUNT + substrate
            set_point = concentration_of(feed.concentration, self._community, name)
        first = len(self._points)
        self._points += feed.points or ()
        return (
            FEED_KINDS[feed.kind] if feed.dilution_rate is None else DILUTION,
            self._names.index(feed.stream),
            feed.rate or feed.dilution_rate or 0.0,
            feed.growth_rate or 0.0,
            (feed.biomass_yield or 1.0) * float(self._community.chemistry.molar_mass[substrate]),
            substrate,
            signal,
            set_point,
            band,
            feed.gain,
            feed.maximum or self._largest(feed),
            first,
            len(self._points),
            FEEDING,
            1.0,
            int("oxygen" in feed.backs_off),
            int("cooling" in feed.backs_off and self._thermal),
        )

    def _largest(self, feed: FeedProgramme) -> float:
        """What the pump of a feed gives at most [m³/h] where nobody says; 0: as much as its law asks for.

        An exponential feed that backs off would else want 10¹³ vessels an hour after a few days, against a cascade
        that lets none of it through.
        """
        return _FASTEST_PUMP * self._working_volume if feed.kind == "exponential" else 0.0

    def _dosing(self, held: Held) -> list[tuple[Any, ...]]:
        """FEED rows of what runs all the time: ammonia water on the ammonium, base and acid on the pH."""
        recipe = self._recipe
        found = []
        if recipe.ammonia is not None:
            place = self._species.index("ammonium")
            set_point = concentration_of(recipe.ammonia.set_point, self._community, "ammonium")
            stream, signal, gain = self._names.index("ammonia"), at.COUNT + place, recipe.ammonia.gain
            law = (SUBSTRATE, stream, 0.0, 0.0, 1.0, place, signal, set_point, 1.0, gain)
            found.append((*law, *_UNLIMITED, BASE, 1.0, 0, 0))
        if recipe.ph_control is not None:
            control = recipe.ph_control
            for role, sign, pump in control.pumps():
                stream, set_point = self._names.index(pump.stream), held.ph + sign * control.dead_band
                pumping = (STAT, stream, pump.rate, 0.0, 1.0, 0, at.PH, set_point, control.band, 0.0)
                found.append((*pumping, *_UNLIMITED, ROLES[role], sign, 0, 0))
        return found

    def _phase(self, phase: Phase, held: Held) -> tuple[Any, ...]:
        """One PHASE row, and the rows it points to."""
        firsts = len(self._feeds), len(self._conditions), len(self._additions)
        self._feeds += [*(self._feed(feed) for feed in phase.feed), *self._dosing(held)]
        self._conditions += [self._condition(rule) for rule in phase.until]
        self._additions += [(self._names.index(name), volume) for name, volume in phase.add.items()]
        lasts = len(self._feeds), len(self._conditions), len(self._additions)
        return (
            *(place for pair in zip(firsts, lasts, strict=True) for place in pair),
            phase.at_least,
            phase.timeout or 1e6,
            held.temperature,
            held.ph,
            100.0 * held.dissolved_oxygen,
            held.pressure,
            phase.bleed,
            phase.draw_to or 0.0,
        )


class Held(NamedTuple):
    """Set points during a phase: K, pH, share of saturation, bar absolute."""

    temperature: float
    ph: float
    dissolved_oxygen: float
    pressure: float

    def changed(self, change: SetPointChange) -> Held:
        """With what a phase changes."""
        named = {name: getattr(change, name) for name in self._fields}
        return self._replace(**{name: value for name, value in named.items() if value is not None})


def held_set_points(recipe: Recipe) -> list[Held]:
    """Set points of every step of a recipe, repeats written out."""
    start = recipe.set_points
    held = Held(start.temperature, start.ph, recipe.dissolved_oxygen.set_point, start.pressure)
    found = []
    for index in recipe.steps:
        held = held.changed(recipe.phases[index].set_points)
        found.append(held)
    return found


def programme(scenario: Scenario, community: Community) -> Programme:
    """Feeds and phases of a scenario as arrays."""
    return _Writer(scenario, community).write()
