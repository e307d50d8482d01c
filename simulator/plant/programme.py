"""Feeds and phases of a recipe → the kernel's streams, phases and conditions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.recipe import DILUTION, FEED_KINDS
from ...kernels.records import CONDITION, PHASE
from ..scenario import Concentration, Condition, Phase, Recipe, Scenario
from .community import Community

__all__ = ["Programme", "concentration_of", "programme"]

_SIGNALS: dict[str, tuple[int, float]] = {
    "time": (at.TIME, 1.0),
    "volume": (at.VOLUME, 1.0),
    "fill": (at.FILL, 1.0),
    "dot": (at.DOT, 100.0),
    "cascade": (at.CASCADE, 3.0),
    "cooling": (at.COOLING, 1.0),
    "biomass": (at.BIOMASS, 1.0),
}
"""Name in a condition → kernel signal and what the file's value is multiplied by."""


def concentration_of(given: Concentration, community: Community, species: str) -> float:
    """A concentration in mol/m³."""
    return given.molar(float(community.chemistry.molar_mass[community.species.index(species)]))


class Programme:
    """Streams, phases and conditions of one recipe.

    Attributes
    ----------
    streams : shape (streams, species)
        Composition of every addition [mol/m³]; ammonia water, if dosed, is the last.
    names : tuple of str
        Names of the streams.
    phases : records PHASE
    conditions : records CONDITION
    """

    def __init__(self, scenario: Scenario, community: Community) -> None:
        recipe = scenario.recipe
        self._community = community
        self._species = community.species
        self.names = (*recipe.feeds, *(("ammonia",) if recipe.ammonia is not None else ()))
        self.streams = self._streams(recipe)
        self.conditions = np.array(
            [self._condition(rule) for phase in recipe.phases for rule in phase.until], CONDITION
        )
        first = 0
        rows = []
        for phase in recipe.phases:
            last = first + len(phase.until)
            rows.append(self._phase(recipe, phase, first, last))
            first = last
        self.phases = np.array(rows, PHASE)

    def _streams(self, recipe: Recipe) -> NDArray[np.float64]:
        streams = np.zeros((len(self.names), len(self._species)))
        for row, feed in enumerate(recipe.feeds.values()):
            for name, given in feed.concentrations.items():
                streams[row, self._species.index(name)] = concentration_of(given, self._community, name)
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

    def _phase(self, recipe: Recipe, phase: Phase, first: int, last: int) -> tuple[Any, ...]:
        """One PHASE row."""
        feed = phase.feed
        substrate = 0
        biomass_yield = 1.0
        if feed.kind == "exponential":
            name = recipe.limiting(feed)
            substrate = self._species.index(name)
            biomass_yield = (feed.biomass_yield or 0.0) * float(self._community.chemistry.molar_mass[substrate])
        return (
            FEED_KINDS[feed.kind] if feed.dilution_rate is None else DILUTION,
            -1 if feed.stream is None or feed.kind == "none" else self.names.index(feed.stream),
            feed.rate or feed.dilution_rate or 0.0,
            feed.growth_rate or 0.0,
            biomass_yield,
            substrate,
            first,
            last,
            phase.timeout or 1e6,
        )


def programme(scenario: Scenario, community: Community) -> Programme:
    """Feeds and phases of a scenario as arrays."""
    return Programme(scenario, community)
