"""What the kernel wrote for one run, with names instead of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.records import Layout
from ...kernels.state import (
    biomass_index,
    carried_index,
    cell_index,
    energy_index,
    evaporated_index,
    extent_index,
    gas_index,
    headspace_index,
    heat_index,
    ledger_index,
    medium_signal,
    outlet_index,
    own_index,
    rate_signal,
    species_index,
    stream_signal,
    total_index,
)
from ...kernels.thermal import REFERENCE
from ..plant import Member
from ..plant.gases import gas_names

__all__ = ["Event", "Trajectory"]

_NO_CELLS = 1e-300  # kg
_PLACES: Mapping[str, int] = MappingProxyType({name: place for place, name in enumerate(at.NAMES)})


def _sum(parts: Sequence[NDArray[np.float64]], rows: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Sum of columns; of none, zeros as long as `rows`."""
    if not parts:
        return np.zeros(0 if rows is None else rows.shape)
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


@dataclass(frozen=True)
class Event:
    """Something that happened during a run: a phase ended, or ran into its time limit."""

    time: float
    kind: int
    phase: int


@dataclass(frozen=True)
class Trajectory:
    """Rows of one finished run.

    Parameters
    ----------
    layout : Layout
        Positions in the state vector.
    species : tuple of str
        Names of the pools.
    members : tuple of Member
        Strains: names of their flux outputs, flux parameters θ and of what their cells carry.
    time : shape (rows,)
        Clock time [h].
    state, signals, theta, fluxes : shape (rows, …)
        In kernel units.
    region : shape (rows, strains)
        Critical region of every strain's flux atlas.
    events : tuple of Event
    steps, rejected, crossings : int
        Work the integrator did.
    """

    layout: Layout
    species: tuple[str, ...]
    members: tuple[Member, ...]
    time: NDArray[np.float64]
    state: NDArray[np.float64]
    signals: NDArray[np.float64]
    theta: NDArray[np.float64]
    fluxes: NDArray[np.float64]
    region: NDArray[np.int64]
    events: tuple[Event, ...]
    steps: int
    rejected: int
    crossings: int

    def signal(self, name: str) -> NDArray[np.float64]:
        """A signal of the vessel by its name in `kernels.signals`, contiguous: kernels compile for each layout."""
        return np.ascontiguousarray(self.signals[:, _PLACES[name]])

    def concentration(self, species: str) -> NDArray[np.float64]:
        """Concentration of a species [mol/m³]."""
        return self.signals[:, at.COUNT + self.species.index(species)]

    def flux(self, output: str, strain: int = 0) -> NDArray[np.float64]:
        """A flux output of a strain by its name [mol/kg/h; growth 1/h]."""
        member = self.members[strain]
        return self.fluxes[:, member.output + member.outputs.index(output)]

    def mean_flux(self, output: str) -> NDArray[np.float64]:
        """A flux output per viable cells of all strains together; strains without it count with zero."""
        if len(self.members) == 1 and output in self.members[0].outputs:
            return self.flux(output)
        total = np.zeros_like(self.time)
        for place, member in enumerate(self.members):
            if output in member.outputs:
                total += self.flux(output, place) * self.biomass(place)
        return np.asarray(total / np.maximum(self.biomass(), _NO_CELLS))

    def own_theta(self, strain: int) -> NDArray[np.float64]:
        """Flux parameters of a strain, shape (rows, p)."""
        member = self.members[strain]
        return self.theta[:, member.parameter : member.parameter + len(member.parameters)]

    def volume(self) -> NDArray[np.float64]:
        """Broth [m³]."""
        return self.state[:, 0]

    def biomass(self, strain: int | None = None) -> NDArray[np.float64]:
        """Viable cells of a strain, or of all, in the vessel [kg]."""
        places = range(len(self.members)) if strain is None else (strain,)
        return _sum([self.state[:, biomass_index(place)] for place in places])

    def density(self, strain: int) -> NDArray[np.float64]:
        """Viable cells of a strain [kg/m³]."""
        return self.signals[:, own_index(self.layout, strain)]

    def death_rate(self, strain: int) -> NDArray[np.float64]:
        """How fast cells of a strain die [1/h]."""
        return self.signals[:, own_index(self.layout, strain) + 1]

    def carries(self, name: str, strain: int = 0) -> NDArray[np.float64]:
        """What one cell carries, by its name in the strain."""
        member = self.members[strain]
        return self.signals[:, carried_index(self.layout) + member.cell + member.carried.index(name)]

    def dead(self, strain: int | None = None) -> NDArray[np.float64]:
        """Dead cells of a strain, or of all, in the vessel [kg]; zero where cells do not die."""
        return _sum([self.state[:, place] for place in self._dead(strain)], self.time)

    def _dead(self, strain: int | None) -> list[int]:
        """Places of the dead."""
        members = self.members if strain is None else (self.members[strain],)
        first = cell_index(self.layout)
        return [first + member.cell + len(member.carried) for member in members if member.mortal]

    def amount(self, species: str) -> NDArray[np.float64]:
        """Dissolved amount [mol]."""
        return self.state[:, species_index(self.layout) + self.species.index(species)]

    def ledger(self, output: str) -> NDArray[np.float64]:
        """Time integral of an untracked output of all strains [mol, kg or W h]."""
        first = ledger_index(self.layout)
        places = [
            first + member.ledger + member.outputs.index(output) - 1 - len(member.species)
            for member in self.members
            if output in member.outputs
        ]
        return _sum([self.state[:, place] for place in places], self.time)

    @property
    def gases(self) -> tuple[str, ...]:
        """Names of the gases, in the order of their states."""
        return gas_names(self.species)

    def offgas(self, gas: int) -> NDArray[np.float64]:
        """Mole fraction of a gas in the dry off-gas."""
        first = headspace_index(self.layout)
        inside = self.state[:, first : first + self.layout.gases]
        return np.asarray(inside[:, gas] / inside.sum(axis=1))

    def extent(self, reaction: int) -> NDArray[np.float64]:
        """What a reaction in the medium has turned over so far [mol]."""
        return self.state[:, extent_index(self.layout) + reaction]

    def share(self, place: int) -> NDArray[np.float64]:
        """A group [kg/m³], or what is bound or free of an enzyme [mol/m³], by its place among them."""
        return self.signals[:, medium_signal(self.layout) + place]

    def medium_rate(self, reaction: int) -> NDArray[np.float64]:
        """Rate of a reaction in the medium [mol/m³/h]."""
        return self.signals[:, rate_signal(self.layout) + reaction]

    def held_gas(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas in dispersion and headspace [mol]."""
        inside = self.state[:, gas_index(self.layout) + gas] + self.state[:, headspace_index(self.layout) + gas]
        return np.asarray(inside)

    def blown_in(self, species: str) -> float:
        """What the gas brought of a species over the run, less what it took away and what bubbles keep [mol]."""
        if species not in self.gases:
            return 0.0
        gas = self.gases.index(species)
        series = self.gas_in(gas) - self.gas_out(gas) - self.held_gas(gas)
        return float(series[-1] - series[0])

    def stream_volume(self, stream: int) -> NDArray[np.float64]:
        """Volume added from a stream so far [m³]."""
        return self.state[:, total_index(self.layout) + stream]

    def stream_rate(self, stream: int) -> NDArray[np.float64]:
        """Flow of a stream [m³/h]."""
        return self.signals[:, stream_signal(self.layout) + stream]

    def gas_in(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas that entered so far [mol]."""
        return self.state[:, total_index(self.layout) + self.layout.streams + gas]

    def gas_out(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas that left so far [mol]."""
        return self.state[:, total_index(self.layout) + self.layout.streams + self.layout.gases + gas]

    def stirring(self) -> NDArray[np.float64]:
        """Mechanical energy put in so far [W h]."""
        return self.state[:, energy_index(self.layout)]

    def heat_removed(self) -> NDArray[np.float64]:
        """Heat that jacket and coil took so far, less what they gave [W h]."""
        return self.state[:, energy_index(self.layout) + 1]

    def heat_with_gas(self) -> NDArray[np.float64]:
        """Heat that the gas took so far [W h]."""
        return self.state[:, energy_index(self.layout) + 2]

    def heat_poured(self) -> NDArray[np.float64]:
        """Heat content of what was poured in so far, above 25 °C [W h]."""
        return self.state[:, energy_index(self.layout) + 3]

    def evaporated(self) -> NDArray[np.float64]:
        """Water that left with the gas so far [m³]."""
        return self.state[:, evaporated_index(self.layout)]

    def heat_content(self, capacity: float) -> NDArray[np.float64]:
        """Heat content of the broth above 25 °C [W h], of a heat capacity [W h/m³/K]."""
        return np.asarray(capacity * self.volume() * (self.signal("temperature") - REFERENCE))

    def left_heat(self, capacity: float) -> NDArray[np.float64]:
        """Heat content that left with the broth [W h]."""
        if self.layout.thermal:
            return self._left(heat_index(self.layout))
        return np.asarray(capacity * self.left_volume() * (self.signal("temperature") - REFERENCE))

    def left_volume(self) -> NDArray[np.float64]:
        """Broth that left through the overflow so far [m³]."""
        return self._left(0)

    def left_biomass(self, strain: int | None = None) -> NDArray[np.float64]:
        """Cells of a strain, or of all, that left with it [kg]."""
        places = range(len(self.members)) if strain is None else (strain,)
        return _sum([self._left(biomass_index(place)) for place in places])

    def left_amount(self, species: str) -> NDArray[np.float64]:
        """Dissolved amount that left with it [mol]."""
        return self._left(species_index(self.layout) + self.species.index(species))

    def left_dead(self, strain: int | None = None) -> NDArray[np.float64]:
        """Dead cells of a strain, or of all, that left with it [kg]; zero where cells do not die."""
        return _sum([self._left(place) for place in self._dead(strain)], self.time)

    def _left(self, place: int) -> NDArray[np.float64]:
        if not self.layout.outlet:
            return np.zeros_like(self.time)
        return self.state[:, outlet_index(self.layout) + place]
