"""Laws of the cells and what they carry → the kernel's records."""

from __future__ import annotations

from collections.abc import Sequence

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
from .community import Community, Member

__all__ = ["cell_records", "factor_records", "start_values"]

_PER_CELL = ("contois", "saturation")
_QUICK = ("monod", "inhibition")
_DEATH = -1  # in place of a parameter
_NONE = -1


class _Places:
    """Where the signals stand that one strain's laws watch."""

    def __init__(self, community: Community, place: int, definition: StrainDefinition) -> None:
        self.definition = definition
        self.member = community.members[place]
        self._species = community.species
        self._cells = sum(member.cells for member in community.members)
        self._place = place

    def species(self, name: str) -> int:
        """Signal of a concentration."""
        return at.COUNT + self._species.index(name)

    def carried(self, name: str) -> int:
        """Signal of what one cell carries."""
        return at.COUNT + len(self._species) + self.member.cell + self.definition.carried.index(name)

    def biomass(self) -> int:
        """Signal of the strain's own viable biomass."""
        return at.COUNT + len(self._species) + self._cells + 2 * self._place

    def death(self) -> int:
        """Signal of its death rate."""
        return self.biomass() + 1


def _signal(factor: Factor, places: _Places) -> int:
    """Place of the signal a law watches."""
    if factor.kind in SIGNAL_LAWS:
        return at.NAMES.index(SIGNAL_LAWS[factor.kind])
    return places.carried(factor.of) if factor.kind == "rise" else places.species(factor.of)


def _other(factor: Factor, places: _Places) -> int:
    """Place of the second signal; 0 where a law has none.

    A store fills the strain's own cells. Contois' law is read the same way where strains compete: each crowds itself,
    not the other (Lobry, Rapaport & Mazenc 2006, C. R. Biologies 329:63, doi:10.1016/j.crvi.2005.11.004).
    """
    if factor.kind in _PER_CELL:
        return places.biomass()
    return places.species(factor.other) if factor.kind == "competitive" else 0


def _constant(factor: Factor, places: _Places, scenario: Scenario) -> float:
    """First constant; of a phase its number in the recipe."""
    if factor.kind != "phase":
        return factor.constant
    phases = [phase.name for phase in scenario.recipe.phases]
    if factor.of not in phases:
        strain = places.definition.name
        raise InputError(
            f"strain '{strain}' acts from phase '{factor.of}' on: no such phase{nearest(factor.of, phases)}"
        )
    return float(scenario.recipe.steps.index(phases.index(factor.of)))


def _row(parameter: int, factor: Factor, places: _Places, scenario: Scenario) -> tuple[float, ...]:
    signal, other = _signal(factor, places), _other(factor, places)
    target = -places.death() if parameter == _DEATH else places.member.parameter + parameter
    constant = _constant(factor, places, scenario)
    return target, KINDS[factor.kind], signal, other, constant, factor.second, factor.third


def factor_records(
    community: Community, definitions: Sequence[StrainDefinition], scenario: Scenario
) -> NDArray[np.void]:
    """Laws of all flux parameters and of death, records FACTOR, the quick ones first."""
    laws: list[tuple[bool, int, int, Factor]] = []
    for strain, part in enumerate(definitions):
        own = [(index, factor) for index, (_, item) in enumerate(part.factors) for factor in item]
        if part.death is not None:
            own += [(_DEATH, factor) for factor in part.death.factors]
        laws += [(factor.kind not in _QUICK or index == _DEATH, strain, index, factor) for index, factor in own]
    laws.sort(key=lambda law: law[:3])
    places = [_Places(community, strain, definition) for strain, definition in enumerate(definitions)]
    return np.array([_row(index, factor, places[strain], scenario) for _, strain, index, factor in laws], FACTOR)


def cell_records(community: Community, definitions: Sequence[StrainDefinition]) -> NDArray[np.void]:
    """What cells carry, records CELL in the order of the states: of every strain memories, fluctuations, the dead."""
    parts = [_cells(definition, member) for definition, member in zip(definitions, community.members, strict=True)]
    for place, part in enumerate(parts):
        part["strain"] = place
    return np.concatenate(parts)


def _cells(definition: StrainDefinition, member: Member) -> NDArray[np.void]:
    """What the cells of one strain carry."""
    cells = np.zeros(member.cells, CELL)
    cells["up"], cells["down"], cells["scale"], cells["parameter"] = 1.0, 1.0, 1.0, _NONE
    species = [item.name for item in definition.species]
    memories = [item.name for item in definition.memories]
    for row, memory in zip(cells, definition.memories, strict=False):
        name = memory.of.removesuffix("_uptake")
        row["kind"] = CELL_KINDS["memory"]
        row["output"] = member.output + (0 if name == "growth" else 1 + species.index(name))
        row["sign"] = -1.0 if memory.of.endswith("_uptake") else 1.0
        row["up"], row["down"], row["scale"] = memory.up, memory.down, memory.scale
    for row, item in zip(cells[len(memories) :], definition.fluctuations, strict=False):
        row["kind"] = CELL_KINDS["fluctuation"]
        row["fast"], row["slow"] = member.cell + memories.index(item.fast), member.cell + memories.index(item.slow)
        row["up"], row["down"], row["scale"] = item.time, item.time, item.scale
    for limit in definition.limits:
        row = cells[memories.index(limit.memory)]
        row["parameter"] = member.parameter + definition.parameters.index(limit.parameter)
        row["headroom"], row["exponent"], row["floor"] = limit.headroom, limit.exponent, limit.floor
    if definition.death is not None:
        cells[-1]["kind"], cells[-1]["rate"] = CELL_KINDS["dead"], definition.death.rate
    return cells


def start_values(
    community: Community, definitions: Sequence[StrainDefinition], scenario: Scenario
) -> NDArray[np.float64]:
    """What the inoculum carries: as the recipe says, else as the strain does; no dead cells."""
    values = []
    for definition, member in zip(definitions, community.members, strict=True):
        stated = scenario.recipe.start.memories(member.name)
        usual = [item.start for item in definition.memories] + [item.start for item in definition.fluctuations]
        for name, start in zip(definition.carried, usual, strict=True):
            values.append(stated[name].value if name in stated else start)
        values += [0.0] * member.mortal
    return np.array(values)
