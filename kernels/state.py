"""Where things stand in the state vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .jit import inlined
from .records import Layout
from .signals import COUNT

__all__ = [
    "CARBON_DIOXIDE",
    "MEMORY",
    "NITROGEN",
    "OXYGEN",
    "biomass_index",
    "carried_index",
    "cascade_index",
    "cell_index",
    "dynamic_size",
    "energy_index",
    "evaporated_index",
    "extent_index",
    "gas_index",
    "headspace_index",
    "heat_index",
    "inventory",
    "ledger_count",
    "ledger_index",
    "medium_signal",
    "memory_index",
    "outlet_index",
    "override_index",
    "own_index",
    "probe_index",
    "rate_signal",
    "signal_size",
    "species_index",
    "state_size",
    "stream_signal",
    "total_index",
    "valve_index",
]

OXYGEN = 0
CARBON_DIOXIDE = 1
NITROGEN = 2
"""Places of the gases every vessel has; others the strains follow stand behind them."""
MEMORY = 8
"""Signals at the end that only `agitation` reads."""


@inlined
def biomass_index(strain: int) -> int:
    """Biomass of a strain [kg]; the strains stand side by side, behind the volume [m³], which is state 0."""
    return 1 + strain


@inlined
def species_index(layout: Layout) -> int:
    """Amounts of the species [mol]."""
    return 1 + layout.strains


@inlined
def cell_index(layout: Layout) -> int:
    """What the cells carry: amounts [kg times the unit of the property], the dead [kg]."""
    return species_index(layout) + layout.species


@inlined
def ledger_count(layout: Layout) -> int:
    """Number of flux outputs that are neither growth nor a species."""
    return layout.outputs - layout.strains - layout.species - layout.shared


@inlined
def heat_index(layout: Layout) -> int:
    """Heat content of the broth above 25 °C [W h], where the temperature is a state."""
    return cell_index(layout) + layout.cells


@inlined
def gas_index(layout: Layout) -> int:
    """Moles of O2, CO2, N2 and the other gases dispersed in the broth."""
    return heat_index(layout) + layout.thermal


@inlined
def headspace_index(layout: Layout) -> int:
    """Moles of the same gases in the headspace."""
    return gas_index(layout) + layout.gases


@inlined
def cascade_index(layout: Layout) -> int:
    """Integral of the oxygen cascade."""
    return gas_index(layout) + 2 * layout.gases


@inlined
def valve_index(layout: Layout) -> int:
    """Integral of the temperature controller, where the temperature is a state."""
    return cascade_index(layout) + 1


@inlined
def override_index(layout: Layout) -> int:
    """Share of their flow that the overrides of oxygen and of cooling leave the feeds, where they take time."""
    return valve_index(layout) + layout.thermal


@inlined
def probe_index(layout: Layout) -> int:
    """Reading of the oxygen probe [% of calibration], where it lags."""
    return override_index(layout) + 2 * layout.override


@inlined
def dynamic_size(layout: Layout) -> int:
    """Number of states that can influence a derivative; they come first."""
    return probe_index(layout) + layout.probe


@inlined
def ledger_index(layout: Layout) -> int:
    """Time integrals of the flux outputs behind the species: shortfalls, water, protons, others, heat [W h]."""
    return dynamic_size(layout)


@inlined
def total_index(layout: Layout) -> int:
    """Totals: stream volumes [m³], gas in and out [mol]; energies and the outlet follow."""
    return dynamic_size(layout) + ledger_count(layout)


@inlined
def energy_index(layout: Layout) -> int:
    """Stirring, heat into the jacket, heat with the gas, heat of what was poured in [W h]."""
    return total_index(layout) + layout.streams + 2 * layout.gases


@inlined
def evaporated_index(layout: Layout) -> int:
    """Water that left with the gas for good [m³]."""
    return energy_index(layout) + 4


@inlined
def outlet_index(layout: Layout) -> int:
    """What left through the outlet: volume [m³], biomass [kg], species [mol] …, in the order of the liquid states."""
    return evaporated_index(layout) + 1


@inlined
def extent_index(layout: Layout) -> int:
    """What the reactions in the medium have turned over so far [mol]."""
    return outlet_index(layout) + layout.outlet * gas_index(layout)


@inlined
def state_size(layout: Layout) -> int:
    """Length of the state vector."""
    return extent_index(layout) + layout.reactions


@inlined
def carried_index(layout: Layout) -> int:
    """First signal of what one cell carries."""
    return COUNT + layout.species


@inlined
def own_index(layout: Layout, strain: int) -> int:
    """Signals of one strain: its viable biomass [kg/m³], its death rate [1/h]."""
    return COUNT + layout.species + layout.cells + 2 * strain


@inlined
def stream_signal(layout: Layout) -> int:
    """Place among the signals of the flow of the first stream [m³/h]; the others follow."""
    return own_index(layout, layout.strains)


@inlined
def medium_signal(layout: Layout) -> int:
    """Concentrations of groups of species, then bound and free of everything that adsorbs."""
    return stream_signal(layout) + layout.streams


@inlined
def rate_signal(layout: Layout) -> int:
    """Rates of the reactions in the medium [mol/m³/h]."""
    return medium_signal(layout) + layout.shares


@inlined
def memory_index(layout: Layout) -> int:
    """What the stirring, hold-up and kLa among these signals were worked out from; see `agitation`."""
    return rate_signal(layout) + layout.reactions


@inlined
def signal_size(layout: Layout) -> int:
    """Length: vessel, concentrations of the species, what one cell carries, of every strain, streams, the medium."""
    return memory_index(layout) + MEMORY


@inlined
def inventory(state: NDArray[np.float64], layout: Layout) -> float:
    """Viable cells of all strains [kg]."""
    total = float(state[biomass_index(0)])
    for strain in range(1, layout.strains):
        total += state[biomass_index(strain)]
    return total
