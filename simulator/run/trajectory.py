"""What the kernel wrote for one run, with names instead of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.records import Layout
from ...kernels.state import (
    GASES,
    cell_index,
    energy_index,
    gas_index,
    headspace_index,
    heat_index,
    ledger_index,
    outlet_index,
    total_index,
)
from ...kernels.thermal import REFERENCE

__all__ = ["Event", "Trajectory"]


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
    species, outputs, parameters : tuple of str
        Names of the pools, flux outputs and flux parameters θ.
    carried : tuple of str
        Names of what the cells carry.
    time : shape (rows,)
        Clock time [h].
    state, signals, theta, fluxes : shape (rows, …)
        In kernel units.
    region : shape (rows,)
        Critical region of the flux atlas.
    events : tuple of Event
    steps, rejected, crossings : int
        Work the integrator did.
    """

    layout: Layout
    species: tuple[str, ...]
    carried: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[str, ...]
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
        """A signal of the vessel by its name in `kernels.signals`."""
        return self.signals[:, at.NAMES.index(name)]

    def concentration(self, species: str) -> NDArray[np.float64]:
        """Concentration of a species [mol/m³]."""
        return self.signals[:, at.COUNT + self.species.index(species)]

    def flux(self, output: str) -> NDArray[np.float64]:
        """A flux output by its name [mol/kg/h; growth 1/h]."""
        return self.fluxes[:, self.outputs.index(output)]

    def volume(self) -> NDArray[np.float64]:
        """Broth [m³]."""
        return self.state[:, 0]

    def biomass(self) -> NDArray[np.float64]:
        """Cells in the vessel [kg]."""
        return self.state[:, 1]

    def carries(self, name: str) -> NDArray[np.float64]:
        """What one cell carries, by its name in the strain."""
        return self.signals[:, at.COUNT + len(self.species) + self.carried.index(name)]

    def dead(self) -> NDArray[np.float64]:
        """Dead cells in the vessel [kg]; zero where cells do not die."""
        if self.layout.cells == len(self.carried):
            return np.zeros_like(self.time)
        return self.state[:, cell_index(self.layout) + len(self.carried)]

    def amount(self, species: str) -> NDArray[np.float64]:
        """Dissolved amount [mol]."""
        return self.state[:, 2 + self.species.index(species)]

    def ledger(self, output: str) -> NDArray[np.float64]:
        """Time integral of an untracked output [mol, kg or W h]."""
        place = self.outputs.index(output) - 1 - len(self.species)
        return self.state[:, ledger_index(self.layout) + place]

    def held_gas(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas in dispersion and headspace [mol]."""
        inside = self.state[:, gas_index(self.layout) + gas] + self.state[:, headspace_index(self.layout) + gas]
        return np.asarray(inside)

    def stream_volume(self, stream: int) -> NDArray[np.float64]:
        """Volume added from a stream so far [m³]."""
        return self.state[:, total_index(self.layout) + stream]

    def gas_in(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas that entered so far [mol]."""
        return self.state[:, total_index(self.layout) + self.layout.streams + gas]

    def gas_out(self, gas: int) -> NDArray[np.float64]:
        """Moles of a gas that left so far [mol]."""
        return self.state[:, total_index(self.layout) + self.layout.streams + GASES + gas]

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

    def left_biomass(self) -> NDArray[np.float64]:
        """Cells that left with it [kg]."""
        return self._left(1)

    def left_amount(self, species: str) -> NDArray[np.float64]:
        """Dissolved amount that left with it [mol]."""
        return self._left(2 + self.species.index(species))

    def left_dead(self) -> NDArray[np.float64]:
        """Dead cells that left with it [kg]; zero where cells do not die."""
        if self.layout.cells == len(self.carried):
            return np.zeros_like(self.time)
        return self._left(cell_index(self.layout) + len(self.carried))

    def _left(self, place: int) -> NDArray[np.float64]:
        if not self.layout.outlet:
            return np.zeros_like(self.time)
        return self.state[:, outlet_index(self.layout) + place]
