"""Scenarios that share strains and a recipe's structure → one job for the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels.ph import ACID_COLUMNS
from ...kernels.properties import property_table
from ...kernels.records import MEMBER, Batch, Layout
from ...kernels.state import (
    biomass_index,
    cascade_index,
    cell_index,
    gas_index,
    heat_index,
    override_index,
    probe_index,
    species_index,
    state_size,
    total_index,
    valve_index,
)
from ...strains import Strain, StrainDefinition
from ..errors import InputError
from ..scenario import Scenario
from .acids import acids_of
from .cells import cell_records, factor_records, start_values
from .community import STRONG_IONS, Community, community_of, with_strong_ions
from .definitions import Definitions
from .gases import gas_names, gas_records
from .job import Job
from .medium import medium_of, with_reactions
from .operation import held_ideally, operation_record, overrides
from .programme import Programme, concentration_of, programme
from .vessel import vessel_record

__all__ = ["assemble"]

TYPICAL = 1.0
"""mol/m³ (kg/m³ for biomass): the concentration an absolute tolerance is relative to."""


def assemble(
    scenarios: Sequence[Scenario],
    *strains: Strain,
    definitions: Sequence[Sequence[StrainDefinition]] | None = None,
) -> Job:
    """Put scenarios into the flat arrays the kernels take.

    Parameters
    ----------
    scenarios : sequence of Scenario
        They share the phases' structure and the output interval; their strains share one linear program each.
    *strains : Strain
        In the order of the scenarios' strains, with room for the parameters of all of them.
    definitions : sequence of sequences of StrainDefinition, optional
        Numbers of every scenario's strains, where they are at hand already.

    Returns
    -------
    Job

    Raises
    ------
    InputError
        A strain lacks a species every fermenter needs, or the strains do not fit together.
    """
    community = with_reactions(community_of(strains, [*scenarios[0].members]), scenarios[0].reactions)
    if scenarios[0].recipe.ph_control is not None:
        community = with_strong_ions(community)
    acids = acids_of(community, scenarios[0])
    programmes = [programme(scenario, community) for scenario in scenarios]
    layout = _layout(scenarios, community, programmes[0])
    if definitions is None:
        kinds = Definitions()
        definitions = [kinds.of(scenario) for scenario in scenarios]
    every = list(zip(scenarios, definitions, strict=True))
    media = [medium_of(community, scenario, layout) for scenario in scenarios]
    batch = Batch(
        layout=layout,
        vessel=_stacked([vessel_record(scenario) for scenario in scenarios]),
        operation=_stacked([operation_record(scenario) for scenario in scenarios]),
        maximum=np.array([np.concatenate([item.usual for item in own]) for own in definitions]),
        factors=_stacked([factor_records(community, own, scenario) for scenario, own in every]),
        cells=_stacked([cell_records(community, own) for own in definitions]),
        bound=np.array([_bound(scenario, community) for scenario in scenarios]),
        acid_table=acids.table,
        acids=np.zeros((len(scenarios), len(acids.table), ACID_COLUMNS)),
        streams=np.array([item.streams for item in programmes]),
        stream_heat=np.array([item.stream_heat for item in programmes]),
        feeds=_stacked([item.feeds for item in programmes]),
        points=np.array([item.points for item in programmes]),
        additions=_stacked([item.additions for item in programmes]),
        phases=_stacked([item.phases for item in programmes]),
        conditions=_stacked([item.conditions for item in programmes]),
        gases=_stacked([gas_records(scenario, community.species) for scenario in scenarios]),
        members=np.zeros(len(strains), MEMBER),
        followed=np.concatenate(community.followed),
        charged=np.array([item.output + item.outputs.index("other_charge") for item in community.members]),
        atlas=strains[0].kernel_atlas(),
        properties=property_table(),
        groups=media[0].groups,
        sorptions=_stacked([item.sorptions for item in media]),
        reactions=_stacked([item.reactions for item in media]),
        effects=_stacked([item.effects for item in media]),
        stoichiometry=media[0].stoichiometry,
    )
    first = scenarios[0]
    relative = first.tolerance.relative
    start = first.recipe.start.time
    job = Job(
        community=community,
        batch=batch,
        states=np.array([_start_state(scenario, community, own, layout) for scenario, own in every]),
        start=start,
        grid=_grid(start, max(scenario.recipe.end for scenario in scenarios), first.output.interval),
        relative=relative,
        absolute=np.array([_absolute(layout, relative, item) for item in scenarios]),
    )
    return replace(job, batch=job.known())


def _stacked(rows: Sequence[Any]) -> NDArray[Any]:
    """Rows of one type below each other; `numpy.array` works out the type of every record again."""
    first = np.asarray(rows[0])
    found = np.empty((len(rows), *first.shape), first.dtype)
    for place, row in enumerate(rows):
        found[place] = row
    return found


def _layout(scenarios: Sequence[Scenario], community: Community, programme: Programme) -> Layout:
    species, members = community.species, community.members
    for strain, member in zip(community.strains, members, strict=True):
        for needed in ("oxygen", "carbon_dioxide"):
            if needed not in member.species:
                raise InputError(
                    f"strain '{strain.definition.name}' does not follow '{needed}': no gas can be balanced"
                )
    return Layout(
        species=len(species),
        outputs=sum(len(member.outputs) for member in members),
        streams=len(programme.names),
        oxygen=species.index("oxygen"),
        carbon_dioxide=species.index("carbon_dioxide"),
        strong=species.index(STRONG_IONS) if STRONG_IONS in species else -1,
        cells=sum(member.cells for member in members),
        strains=len(members),
        shared=sum(len(member.species) for member in members) - len(species),
        gases=len(gas_names(species)),
        probe=int(all(item.recipe.sensors.dissolved_oxygen.lag > 0.0 for item in scenarios)),
        override=int(any(overrides(item) for item in scenarios)),
        thermal=int(not any(held_ideally(item) for item in scenarios)),
        outlet=int(any(item.recipe.outlet for item in scenarios)),
        reactions=len(community.turnovers),
        shares=_shares(scenarios[0]),
    )


def _shares(scenario: Scenario) -> int:
    """Signals of the medium besides its rates: groups, bound and free of what adsorbs."""
    reactions = scenario.reactions
    return len(reactions.groups) + 2 * len(reactions.adsorption) if reactions is not None else 0


def _bound(scenario: Scenario, community: Community) -> NDArray[np.float64]:
    """1 for species that stay in the cells of a strain, 0 for dissolved ones."""
    stored = {name for strain in scenario.members.values() for name, item in strain.species.items() if item.stored}
    return np.array([float(name in stored) for name in community.species])


def _start_state(
    scenario: Scenario, community: Community, definitions: Sequence[StrainDefinition], layout: Layout
) -> NDArray[np.float64]:
    """Liquid amounts; dissolved gases that are not stated are NaN and filled in by the kernel."""
    start = scenario.recipe.start
    state = np.zeros(state_size(layout))
    state[0] = start.volume
    inocula = start.inocula()
    species = species_index(layout)
    values = start_values(community, definitions, scenario)
    for place, member in enumerate(community.members):
        cells = inocula[member.name].value * start.volume
        state[biomass_index(place)] = cells
        values[member.cell : member.cell + member.cells] *= cells
    for name in gas_names(community.species):
        if name in community.species:
            state[species + community.species.index(name)] = np.nan
    state[cell_index(layout) : cell_index(layout) + layout.cells] = values
    for name, given in start.concentrations.items():
        state[species + community.species.index(name)] = concentration_of(given, community, name) * start.volume
    return state


def _grid(start: float, end: float, interval: float) -> NDArray[np.float64]:
    """Output times from start to end, both included."""
    count = max(int(np.ceil((end - start) / interval - 1e-9)), 1)
    return np.asarray(np.minimum(start + interval * np.arange(count + 1), end))


def _absolute(layout: Layout, relative: float, scenario: Scenario) -> NDArray[np.float64]:
    """Absolute tolerance of every state: a thousandth of the relative one of a typical amount."""
    volume = scenario.recipe.start.volume
    absolute = np.full(state_size(layout), 1e-3 * relative * TYPICAL * volume)
    absolute[0] = relative * volume
    absolute[species_index(layout) + layout.oxygen] *= 1e-2  # dissolved oxygen is tenths of mmol/L
    absolute[gas_index(layout) : gas_index(layout) + 2 * layout.gases] *= 1e2
    absolute[cascade_index(layout)] = 1e-2 * relative
    if layout.override:
        absolute[override_index(layout) : override_index(layout) + 2] = 1e-2 * relative
    if layout.probe:
        absolute[probe_index(layout)] = 1e2 * relative
    if layout.thermal:
        absolute[heat_index(layout)] = (
            relative * volume * scenario.medium.density * scenario.medium.heat_capacity / 3600.0
        )
        absolute[valve_index(layout)] = 1e-2 * relative
    absolute[total_index(layout) :] = relative * volume
    return absolute
