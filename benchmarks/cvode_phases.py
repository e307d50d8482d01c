"""A fermenter of ours as CVODE takes it: the dynamic states alone, started afresh at the end of every phase."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.phases import apply_set_points, begin_phase
from ..kernels.records import CURSOR, SHARED, Plant
from ..kernels.rosenbrock import Work, work_arrays
from ..kernels.start import commence
from ..kernels.state import dynamic_size
from ..simulator.errors import InputError
from ..simulator.plant import Job

__all__ = ["DynamicStates", "StoppedError", "through_phases"]

Array = NDArray[np.float64]

FIRST_STEP = 1e-5  # h
MOST_STEPS = 100_000


class StoppedError(InputError):
    """CVODE gave up."""


class DynamicStates(ABC):
    """The only run of a job, at its start; what slopes are taken of is left to those who derive from this.

    Parameters
    ----------
    job : Job
        Its atlas knows every region.
    """

    def __init__(self, job: Job) -> None:
        batch = job.known()
        parts = (getattr(batch, name) if name in SHARED else getattr(batch, name)[0].copy() for name in Plant._fields)
        self.plant = Plant(*parts)
        self.cursor: Any = np.zeros(1, CURSOR)[0]
        self.cursor["time"] = self.cursor["phase_start"] = job.start
        self.cursor["region"] = -1
        self.work: Work = work_arrays(batch.layout, self.plant.maximum.size)
        self.size = dynamic_size(batch.layout)
        self.floor = job.absolute[0, : self.size] / job.relative
        self.state = job.states[0].copy()
        commence(self.state, self.plant, self.cursor, self.work.signals, self.work.theta)

    @abstractmethod
    def slope(self, time: float, state: Array, out: Array) -> None:
        """Slopes of the dynamic states, as scikit-sundae asks for them."""

    def next_phase(self, time: float, state: Array) -> Array:
        """Begin the next phase; the state it begins with."""
        self.state[: self.size] = state
        self.cursor["time"] = time
        self.cursor["phase"] += 1
        apply_set_points(self.plant, self.cursor)
        begin_phase(self.state, self.plant, self.cursor)
        return np.array(self.state[: self.size])


def through_phases(box: DynamicStates, grid: Array, relative: float, ends: tuple[float, ...], **options: Any) -> Array:
    """Integrate with CVODE, afresh at every phase.

    Parameters
    ----------
    box : DynamicStates
        At its start.
    grid : shape (rows,)
        Output times [h], from the start on.
    relative : float
        Relative tolerance.
    ends : tuple of float
        Times [h] at which phases end.
    **options
        More of them, for CVODE.

    Returns
    -------
    shape (rows, d)

    Raises
    ------
    InputError
        It is not installed.
    StoppedError
        It gave up.
    """
    try:
        from sksundae.cvode import CVODE
    except ImportError as error:
        raise InputError("CVODE is needed: pip install scikit-sundae") from error
    settings = {"rtol": relative, "atol": box.floor * relative, "first_step": FIRST_STEP, "max_num_steps": MOST_STEPS}
    solver = CVODE(box.slope, **settings, **options)
    state, begin = box.state[: box.size].copy(), float(grid[0])
    rows: list[Array] = [state[None]]
    for end in (*ends, float(grid[-1])):
        inner = grid[(grid > begin) & (grid <= end)]
        found = solver.solve(np.unique(np.concatenate(([begin], inner, [end]))), state)
        if not found.success:
            raise StoppedError(f"CVODE stopped at {found.t[-1]:.4g} h: {found.message}")
        rows.append(found.y[np.isin(found.t, inner)])
        state, begin = found.y[-1].copy(), end
        if end in ends:
            state = box.next_phase(end, state)
    return np.concatenate(rows)
