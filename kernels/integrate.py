"""The stiff, error-controlled integration of one run, with events, output rows and resume after an atlas miss.

Inside a step one flux map is used; where the trajectory leaves its critical region for one with another map, or a
recipe phase ends, the moment is located on the dense output and the step is cut there. So the right-hand side is
smooth within every step, and nothing chatters at a change of metabolism.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .books import keep_books
from .corners import corner_share
from .fermenter import derivative, survey
from .jit import inlined, spliced, uncounted
from .members import all_held, furthest_out, region_of
from .phases import apply_set_points, begin_phase, hold_rates, past_end, take_sample
from .reach import KNOWN, NOTHING, mark_reaches, mark_time, slope_within
from .records import Cursor, Plant
from .rosenbrock import BENDS, STAGES, Work, differentiator, interpolate, work_arrays
from .signals import CLOCK, PRESSURE, TIME, VAPOUR_PRESSURE
from .state import biomass_index
from .status import Status
from .stepping import OUTSIDE, SMALLEST_STEP, Tolerance, acceptor, locator
from .vectors import copy

__all__ = ["EVENT_PHASE", "EVENT_TIMEOUT", "Output", "integrate"]

EVENT_PHASE = 1
EVENT_TIMEOUT = 2

INSIDE = 1e-9  # slack, relative to the θ box, that still counts as inside a region
MOST_SILENT = 50  # regions of one map that a step may run through
AFTER_EVENT = 0.1  # of the step that was wanted before one
ONE_CELL = 1e-16  # kg, a third of a dry cell of E. coli (0.28 pg: Neidhardt et al. 1990)
DONE = int(Status.DONE)
MISS = int(Status.ATLAS_MISS)
FULL = int(Status.VESSEL_FULL)
BOILING = int(Status.BOILING)
BOILS = 0.94  # vapour pressure of the broth over head pressure from which it boils; just below where that is capped


class Output(NamedTuple):
    """Rows an integration fills: one per grid time, and one more for the end of the run."""

    grid: NDArray[np.float64]  # (rows,) clock times [h]
    time: NDArray[np.float64]  # (rows + 1,)
    state: NDArray[np.float64]  # (rows + 1, n)
    signals: NDArray[np.float64]
    theta: NDArray[np.float64]
    fluxes: NDArray[np.float64]
    region: NDArray[np.int64]  # (rows + 1, strains)
    event_time: NDArray[np.float64]  # (events,)
    event_kind: NDArray[np.int64]
    event_phase: NDArray[np.int64]
    missed: NDArray[np.float64]  # (p,) θ of the last atlas miss; whose it was says the cursor


@uncounted
def _record(time: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, output: Output, work: Work) -> None:
    """Append an output row."""
    row = cursor.output
    derivative(time, state, plant, cursor, work.signals, work.theta, work.fluxes, work.other)
    output.time[row] = time
    copy(state, output.state[row])
    copy(work.signals, output.signals[row])
    copy(work.theta, output.theta[row])
    copy(work.fluxes, output.fluxes[row])
    for strain in range(plant.layout.strains):
        output.region[row, strain] = cursor.region[strain]
    cursor.output = row + 1


@uncounted
def _event_distance(
    share: float, h: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, work: Work
) -> float:
    """Distance past the first event at `share` of the accepted step (> 0: it happened)."""
    interpolate(share, state, work)
    survey(cursor.time + share * h, work.point, plant, cursor, work.signals, work.theta)
    left = furthest_out(plant, cursor, work.theta) - OUTSIDE
    return max(left, past_end(plant, cursor, work.signals))


@uncounted
def _enter_region(plant: Plant, cursor: Cursor, work: Work) -> bool:
    """Put the cursor into the regions of the θ at hand; False where an atlas has none."""
    return all_held(plant, cursor, work.theta, INSIDE)


@uncounted
def _next_phase(state: NDArray[np.float64], plant: Plant, cursor: Cursor, output: Output, work: Work) -> bool:
    """Leave phases that are over at the present state, which was surveyed; False when the last one is."""
    while True:
        if past_end(plant, cursor, work.signals) <= 0.0:
            return True
        phase = plant.phases[cursor.phase]
        late = work.signals[TIME] >= phase.timeout
        if cursor.events < output.event_time.size:
            output.event_time[cursor.events] = cursor.time
            output.event_kind[cursor.events] = EVENT_TIMEOUT if late else EVENT_PHASE
            output.event_phase[cursor.events] = cursor.phase
            cursor.events += 1
        if cursor.phase + 1 >= plant.phases.size:
            return False
        cursor.phase += 1
        hold_rates(plant, cursor, work.signals)
        apply_set_points(plant, cursor)
        begin_phase(state, plant, cursor)
        survey(cursor.time, state, plant, cursor, work.signals, work.theta)


@uncounted
def _emit(
    reached: float,
    h: float,
    state: NDArray[np.float64],
    plant: Plant,
    cursor: Cursor,
    output: Output,
    work: Work,
) -> None:
    """Write the grid rows that the step has passed."""
    while cursor.output < output.grid.size and output.grid[cursor.output] <= reached:
        time = output.grid[cursor.output]
        share = (time - cursor.time) / h
        interpolate(share, state, work)
        keep_books(share, h, state, work, work.point)
        _record(time, work.point, plant, cursor, output, work)


_differentiate = differentiator(slope_within, NOTHING, KNOWN)
_accepted_step = acceptor(derivative, corner_share)
_locate_event = locator(_event_distance)


@uncounted
def _changes_nothing(
    share: float, h: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, work: Work
) -> bool:
    """Whether the event at `share` only leads to regions with the same flux maps, which are then the cursor's."""
    interpolate(share, state, work)
    survey(cursor.time + share * h, work.point, plant, cursor, work.signals, work.theta)
    if past_end(plant, cursor, work.signals) > 0.0:
        return False
    moved = False
    for strain in range(plant.layout.strains):
        first = plant.members[strain].region
        region = region_of(plant, cursor, strain, work.theta, INSIDE)
        if region < 0 or plant.atlas.form[first + region] != plant.atlas.form[first + cursor.region[strain]]:
            return False
        moved = moved or region != cursor.region[strain]
    for strain in range(plant.layout.strains):  # asked once more, which is rare: there is no place to keep them
        cursor.region[strain] = region_of(plant, cursor, strain, work.theta, INSIDE)
    return moved


@uncounted
def _first_event(h: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, work: Work) -> float:
    """Share of the step at which the first event that changes anything happens; 1 where there is none."""
    share = _locate_event(0.0, h, state, plant, cursor, work)
    for _ in range(MOST_SILENT):
        if share >= 1.0 or not _changes_nothing(share, h, state, plant, cursor, work):
            break
        share = _locate_event(share, h, state, plant, cursor, work)
    return share


@inlined
def _stay_sterile(state: NDArray[np.float64], plant: Plant, work: Work) -> None:
    """Where there are no cells of a strain none appear: the rounding of the linear algebra would grow exponentially."""
    for strain in range(plant.layout.strains):
        place = biomass_index(strain)
        if state[place] == 0.0:
            work.trial[place] = 0.0
            for i in range(STAGES):
                work.stages[i, place] = 0.0
            for k in range(BENDS):
                work.curve[k, place] = 0.0


@inlined
def _die_out(state: NDArray[np.float64], plant: Plant) -> bool:
    """Less than one cell of a strain is none: what a washout leaves may be negative, and would grow as that.

    Whether there was such a strain.
    """
    died = False
    for strain in range(plant.layout.strains):
        place = biomass_index(strain)
        if state[place] < ONE_CELL:
            died = died or state[place] != 0.0
            state[place] = 0.0
    return died


@inlined
def _go_on(share: float, h: float, state: NDArray[np.float64], plant: Plant, cursor: Cursor, work: Work) -> bool:
    """Move state and cursor to a share of the accepted step; whether it is the step's own end that was reached."""
    point = work.trial
    if share < 1.0:
        interpolate(share, state, work)
        point = work.point
    keep_books(share, h, state, work, point)
    for i in range(state.size):
        state[i] = point[i]
    cursor.time += share * h
    if share < 1.0:  # what is fast begins anew
        cursor.step *= AFTER_EVENT
        cursor.stride = 0.0
    return not _die_out(state, plant) and share >= 1.0


@inlined
def _stop(plant: Plant, cursor: Cursor) -> float:
    """Time [h] no step goes beyond: the end of the run, or the next sample."""
    if plant.operation.sample_interval > 0.0:
        return min(plant.operation.end, cursor.next_sample)
    return plant.operation.end


@uncounted
def _run(
    state: NDArray[np.float64], plant: Plant, cursor: Cursor, tolerance: Tolerance, output: Output, work: Work
) -> int:
    """`integrate`, with its scratch arrays made: nobody counts who refers to them, at every step anew."""
    surveyed = False  # whether signals and θ at hand are those of the present state
    while True:
        if not surveyed:
            survey(cursor.time, state, plant, cursor, work.signals, work.theta)
        if not _next_phase(state, plant, cursor, output, work):
            break
        if state[0] > plant.vessel.total_volume:
            return FULL
        if work.signals[VAPOUR_PRESSURE] > BOILS * work.signals[PRESSURE]:
            return BOILING
        if not _enter_region(plant, cursor, work):
            copy(work.theta, output.missed)
            return MISS
        if cursor.output < output.grid.size and output.grid[cursor.output] <= cursor.time:
            _record(cursor.time, state, plant, cursor, output, work)
        if cursor.time >= plant.operation.end - SMALLEST_STEP:
            break
        if take_sample(state, plant, cursor):
            survey(cursor.time, state, plant, cursor, work.signals, work.theta)
        mark_time(plant, cursor, work.reaches, work.slope_time)
        _differentiate(state, plant, cursor, tolerance.floor, work)
        h = _accepted_step(_stop(plant, cursor), state, plant, cursor, tolerance, work)
        if h < 0.0:
            return int(-h)
        _stay_sterile(state, plant, work)
        share = _first_event(h, state, plant, cursor, work)
        rows = cursor.output
        _emit(cursor.time + share * h, h, state, plant, cursor, output, work)
        whole = _go_on(share, h, state, plant, cursor, work)
        # the search for events ends at the end of a step that has none
        surveyed = whole and cursor.output == rows and work.signals[CLOCK] == cursor.time
    if state[0] > plant.vessel.total_volume:
        return FULL
    if cursor.output == 0 or output.time[cursor.output - 1] < cursor.time:
        survey(cursor.time, state, plant, cursor, work.signals, work.theta)
        if _enter_region(plant, cursor, work):
            _record(cursor.time, state, plant, cursor, output, work)
    return DONE


@spliced
def integrate(state: NDArray[np.float64], plant: Plant, cursor: Cursor, tolerance: Tolerance, output: Output) -> int:
    """Run from the cursor to the end of the recipe, or to the first θ an atlas does not know.

    Parameters
    ----------
    state : shape (n,)
        Start state; overwritten by the last one reached.
    plant : Plant
    cursor : record CURSOR
        Where the run stands; updated, so that calling again resumes.
    tolerance : Tolerance
    output : Output
        Rows are appended from `cursor.output` on.

    Returns
    -------
    int
        A `status.Status`.
    """
    work = work_arrays(plant.layout, plant.maximum.size)
    mark_reaches(plant, work.reaches)
    return _run(state, plant, cursor, tolerance, output, work)
