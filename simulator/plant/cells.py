"""Laws of the cells and what they carry → the kernel's records."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.cells import CELL_KINDS
from ...kernels.laws import KINDS
from ...kernels.records import CELL, FACTOR
from ...strains import Factor, StrainDefinition
from ...strains.kinetics import SIGNAL_LAWS
from ..errors import InputError, nearest
from ..scenario import Scenario

__all__ = ["cell_count", "cell_records", "factor_records", "start_values"]

_PER_CELL = ("contois", "saturation")
_QUICK = ("monod", "inhibition")
_DEATH = -1  # in place of a parameter
_NONE = -1


def cell_count(definition: StrainDefinition) -> int:
    """Number of states that travel with the cells: what they carry, and the dead."""
    return len(definition.carried) + (definition.death is not None)


def _signal(factor: Factor, definition: StrainDefinition) -> int:
    """Place of the signal a law watches."""
    species = [item.name for item in definition.species]
    if factor.kind in SIGNAL_LAWS:
        return at.NAMES.index(SIGNAL_LAWS[factor.kind])
    if factor.kind == "rise":
        return at.COUNT + len(species) + definition.carried.index(factor.of)
    return at.COUNT + species.index(factor.of)


def _other(factor: Factor, definition: StrainDefinition) -> int:
    """Place of the second signal; 0 where a law has none."""
    if factor.kind in _PER_CELL:
        return at.BIOMASS
    if factor.kind == "competitive":
        return at.COUNT + [item.name for item in definition.species].index(factor.other)
    return 0


def _constant(factor: Factor, scenario: Scenario) -> float:
    """First constant; of a phase its number in the recipe."""
    if factor.kind != "phase":
        return factor.constant
    phases = [phase.name for phase in scenario.recipe.phases]
    if factor.of not in phases:
        strain = scenario.strain.name
        raise InputError(
            f"strain '{strain}' acts from phase '{factor.of}' on: no such phase{nearest(factor.of, phases)}"
        )
    return float(scenario.recipe.steps.index(phases.index(factor.of)))


def _row(parameter: int, factor: Factor, definition: StrainDefinition, scenario: Scenario) -> tuple[float, ...]:
    signal, other = _signal(factor, definition), _other(factor, definition)
    constant = _constant(factor, scenario)
    return parameter, KINDS[factor.kind], signal, other, constant, factor.second, factor.third


def factor_records(definition: StrainDefinition, scenario: Scenario) -> NDArray[np.void]:
    """Laws of all flux parameters and of death, records FACTOR, the quick ones first."""
    laws = [(index, factor) for index, (_, item) in enumerate(definition.factors) for factor in item]
    if definition.death is not None:
        laws += [(_DEATH, factor) for factor in definition.death.factors]
    laws.sort(key=lambda law: (law[1].kind not in _QUICK or law[0] == _DEATH, law[0]))
    return np.array([_row(index, factor, definition, scenario) for index, factor in laws], FACTOR)


def cell_records(definition: StrainDefinition) -> NDArray[np.void]:
    """What cells carry, records CELL in the order of the states: memories, fluctuations, the dead."""
    cells = np.zeros(cell_count(definition), CELL)
    cells["up"], cells["down"], cells["scale"], cells["parameter"] = 1.0, 1.0, 1.0, _NONE
    species = [item.name for item in definition.species]
    memories = [item.name for item in definition.memories]
    for row, memory in zip(cells, definition.memories, strict=False):
        name = memory.of.removesuffix("_uptake")
        row["kind"] = CELL_KINDS["memory"]
        row["output"] = 0 if name == "growth" else 1 + species.index(name)
        row["sign"] = -1.0 if memory.of.endswith("_uptake") else 1.0
        row["up"], row["down"], row["scale"] = memory.up, memory.down, memory.scale
    for row, item in zip(cells[len(memories) :], definition.fluctuations, strict=False):
        row["kind"] = CELL_KINDS["fluctuation"]
        row["fast"], row["slow"] = memories.index(item.fast), memories.index(item.slow)
        row["up"], row["down"], row["scale"] = item.time, item.time, item.scale
    for limit in definition.limits:
        row = cells[memories.index(limit.memory)]
        row["parameter"] = definition.parameters.index(limit.parameter)
        row["headroom"], row["exponent"], row["floor"] = limit.headroom, limit.exponent, limit.floor
    if definition.death is not None:
        cells[-1]["kind"], cells[-1]["rate"] = CELL_KINDS["dead"], definition.death.rate
    return cells


def start_values(definition: StrainDefinition, scenario: Scenario) -> NDArray[np.float64]:
    """What the inoculum carries: as the recipe says, else as the strain does; no dead cells."""
    stated = scenario.recipe.start.carried
    usual = [item.start for item in definition.memories] + [item.start for item in definition.fluctuations]
    values = np.zeros(cell_count(definition))
    for place, (name, start) in enumerate(zip(definition.carried, usual, strict=True)):
        values[place] = stated[name].value if name in stated else start
    return values
