"""What came out of one run, in numbers: columns, key figures, limits; all that a study keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..plant import Job
from ..scenario import Scenario
from .aggregates import aggregate_figures
from .columns import Column, columns
from .combustible import combustible_columns, combustible_figures, combustible_mask
from .compartments import Compartments
from .counted import cell_figures
from .equipment import equipment_limits
from .gas_loop import gas_figures, gas_loop_columns
from .gradients import gradient_figures, local_columns, sensed_columns
from .kpis import Kpi, key_figures
from .limits import Limit, binding_limits
from .remarks import main_substrate
from .trajectory import Trajectory

__all__ = ["Outcome", "outcome_of"]


@dataclass(frozen=True)
class Outcome:
    """Numbers of one run.

    Parameters
    ----------
    columns : dict of str to array, shape (rows,)
        In the units of `simulator.variables`.
    kpis : dict of str to Kpi
    limits : list of Limit
    poured : shape (streams,)
        Volume of every stream over the run [m³].
    local : dict of str to array, shape (rows, N)
        Of compartments.
    """

    columns: dict[str, Column]
    kpis: dict[str, Kpi]
    limits: list[Limit]
    poured: Column
    local: dict[str, Column] = field(default_factory=dict)


def outcome_of(
    scenario: Scenario, job: Job, row: int, run: Trajectory, compartments: Compartments | None = None
) -> Outcome:
    """Read a trajectory.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    job : Job
    row : int
        Its row in the job.
    run : Trajectory
    compartments : Compartments, optional
        Of a tank that is a network of them.
    """
    community = job.community
    table = columns(run, scenario)
    table |= gas_loop_columns(run, scenario.recipe) | combustible_columns(run, scenario)
    substrate = main_substrate(scenario)
    streams = job.batch.streams[row]
    poured = np.array([run.stream_volume(stream)[-1] for stream in range(len(streams))])
    brought = poured @ streams
    fed = brought[: len(run.species)] + np.array([run.blown_in(name) for name in run.species])
    cells = float(brought[len(run.species) :].sum())
    table["q_s"] = -run.mean_flux(substrate)
    figures = key_figures(run, table, community.chemistry, substrate, fed, scenario.reactions, cells)
    figures |= cell_figures(run, table, scenario) | aggregate_figures(run, scenario)
    figures |= gas_figures(run, scenario.recipe, community.chemistry, figures) | combustible_figures(table)
    local: dict[str, Column] = {}
    if compartments is not None:
        local = local_columns(run, compartments)
        table |= sensed_columns(local, run.species, compartments.network.probe)
        gradients = gradient_figures(run, compartments, local, community.chemistry, substrate)
        figures |= {name: {"value": value, "unit": unit} for name, (value, unit) in gradients.items()}
    equipment = equipment_limits(run, scenario) | {"combustible_gas": combustible_mask(table, len(run.time))}
    limits = binding_limits(run, community, job.batch.maximum[row], equipment, compartments)
    return Outcome(table, figures, limits, poured, local)
