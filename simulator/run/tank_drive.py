"""Drive a run in a tank of compartments: steps, ends of phases, rows of output, answers to atlas misses.

As `kernels.integrate` and `drive` do it for one vessel; here a step is long enough for Python to look on between two. A
miss is answered where it happens and the step tried again; after misses the run starts once more on the grown atlas,
which makes the result independent of what the atlas knew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.integrate import BOILS, EVENT_PHASE, EVENT_TIMEOUT
from ...kernels.network_step import interpolate_network
from ...kernels.phases import apply_set_points, hold_rates
from ...kernels.status import Status
from ...kernels.stepping import SMALLEST_STEP
from ...kernels.tank_start import begin_tank_phase, take_tank_sample
from ...kernels.tank_steps import DIFFERENTIATE, EVALUATE, SETTLE, STEP, advance_tank, survey_tank
from ...kernels.vessel_record import SHAKEN
from ...strains import StrainError
from ..errors import InputError, SimulationError
from ..plant import Job
from ..plant.network import Network
from .compartments import Compartments
from .stopped import RunStopped
from .tank_rows import TankRows
from .tank_setup import TankRun, tank_run
from .trajectory import Event, Trajectory

__all__ = ["integrate_network"]

Array = NDArray[np.float64]
Progress = Callable[[str], None]

_MOST_ANSWERS = 10_000
_SHORTER = 0.25  # step that is tried where one led astray
_BESIDE = 1e-6  # of the atlas's box, that still belongs to it
_AT_THE_END = 1e-10  # h, to which the end of a phase is located


def integrate_network(
    job: Job, network: Network, places: Sequence[int], *, progress: Progress | None = None
) -> tuple[Trajectory, Compartments]:
    """Integrate the run of a job in a network of compartments.

    Parameters
    ----------
    job : Job
        Of one run.
    network : Network
        Of several compartments.
    places : sequence of int
        Compartment of every stream, in the job's order.
    progress : callable, optional
        Told about atlas growth and the time reached.

    Returns
    -------
    Trajectory, Compartments
        The tank as one vessel; each of its compartments.

    Raises
    ------
    InputError
        The recipe asks for what a network cannot do.
    SimulationError
        The run cannot go on; with its status, its time and what to do.
    """
    if int(job.batch.vessel["kind"][0]) == SHAKEN:
        raise InputError("network: a shaken flask has no compartments; leave 'network' out, or take another vessel")
    while True:
        driver = _Driver(job, tank_run(job, network, places), progress)
        driver.go()
        if not driver.answers:
            return driver.rows.trajectory(job, driver.run, driver.events), driver.rows.compartments(
                network, places, driver.run
            )


class _Driver:
    """One run from start to end."""

    def __init__(self, job: Job, run: TankRun, progress: Progress | None) -> None:
        self.job = job
        self.run = run
        self.rows = TankRows()
        self.events: list[Event] = []
        self.answers = 0
        self._progress = progress
        self._told = job.start

    @property
    def _now(self) -> float:
        return float(self.run.tank.cursor.time)

    def _survey(self, time: float, state: Array) -> float:
        return float(survey_tank(time, state, self.run.tank, self.run.work))

    def _call(self, task: int, time: float, state: Array) -> float:
        run = self.run
        return float(advance_tank(task, time, state, run.tank, run.graph, run.tolerance, run.work))

    def go(self) -> None:
        """Run to the end of the recipe."""
        end = float(self.run.tank.plant.operation.end)
        while self._next_phase():
            self._check()
            take_tank_sample(*self.run.split(self.run.state), self.run.tank)
            self._differentiate()
            if not len(self.rows):
                self._record(self._now, self.run.state)
            if self._now >= end - SMALLEST_STEP:
                break
            self._advance(self._step(end))
            self._tell(end)
        if self.rows.last_time < self._now:
            self._record(self._now, self.run.state)

    def _next_phase(self) -> bool:
        """Leave phases that are over at the present state; False when the last one is."""
        tank = self.run.tank
        cursor, plant, common = tank.cursor, tank.plant, tank.parts.signals[-1]
        while self._survey(self._now, self.run.state) > 0.0:
            late = common[at.TIME] >= plant.phases[cursor.phase]["timeout"]
            self.events.append(Event(self._now, EVENT_TIMEOUT if late else EVENT_PHASE, int(cursor.phase)))
            if cursor.phase + 1 >= plant.phases.size:
                return False
            cursor.phase += 1
            hold_rates(plant, cursor, common)
            apply_set_points(plant, cursor)
            begin_tank_phase(*self.run.split(self.run.state), tank)
        return True

    def _check(self) -> None:
        """Stop where the vessel overflows or boils."""
        tank = self.run.tank
        common = tank.parts.signals[-1]
        if common[at.VOLUME] > tank.plant.vessel.total_volume:
            self._fail(Status.VESSEL_FULL)
        if common[at.VAPOUR_PRESSURE] > BOILS * common[at.PRESSURE]:
            self._fail(Status.BOILING)

    def _fail(self, status: Status) -> None:
        raise RunStopped(status, self._now)

    def _differentiate(self) -> None:
        """Slope and derivatives at the present state."""
        while True:
            self._call(DIFFERENTIATE, self._now, self.run.state)
            if not self._answered():
                return

    def _step(self, end: float) -> float:
        """Length of an accepted step, none beyond the end or the next sample."""
        cursor, operation = self.run.tank.cursor, self.run.tank.plant.operation
        stop = min(end, float(cursor.next_sample)) if operation.sample_interval > 0.0 else end
        while True:
            tried = float(cursor.step)
            h = self._call(STEP, stop, self.run.state)
            if self._astray():
                cursor.step = _SHORTER * min(tried, stop - self._now)
                if cursor.step < SMALLEST_STEP:
                    self._fail(Status.STEP_TOO_SMALL)
            elif self._answered():
                cursor.step = tried
            else:
                break
            self._differentiate()
        if h < 0.0:
            self._fail(Status(int(-h)))
        return h

    def _advance(self, h: float) -> None:
        """Go on by a step, or to the end of the phase inside it; write the rows it has passed."""
        run, now = self.run, self._now
        share = self._end_of_phase(h)
        reached = now + share * h
        grid = self.job.grid
        while len(self.rows) < len(grid) and grid[len(self.rows)] <= reached:
            time = float(grid[len(self.rows)])
            self._record(time, self._settled(time))
        run.state[:] = self._settled(reached) if share < 1.0 else run.work.trial
        run.tank.cursor.time = reached

    def _settled(self, time: float) -> Array:
        """State at a time inside the accepted step."""
        while True:
            self._call(SETTLE, time, self.run.state)
            if not self._answered():
                return self.run.work.point.copy()

    def _end_of_phase(self, h: float) -> float:
        """Share of the accepted step at which the phase is over; 1 where it goes on."""

        def past(share: float) -> bool:
            interpolate_network(share, h, self.run.state, self.run.work)
            return self._survey(self._now + share * h, self.run.work.point) > 0.0

        if not past(1.0):
            return 1.0
        low, high = 0.0, 1.0
        while (high - low) * h > _AT_THE_END:
            middle = 0.5 * (low + high)
            low, high = (low, middle) if past(middle) else (middle, high)
        return high

    def _record(self, time: float, state: Array) -> None:
        """Append a row of output."""
        while True:
            self._call(EVALUATE, time, state)
            if not self._answered():
                break
        self.rows.append(time, *self.run.split(state), self.run.tank)

    def _astray(self) -> bool:
        """Whether a trial state asked for what no cell can do: a shorter step will not, and atlases end there."""
        parts = self.run.tank.parts
        asked = parts.missing[parts.missed > 0]
        box = np.concatenate([strain.box for strain in self.job.community.strains])
        if not np.any(asked > box * (1.0 + _BESIDE)):
            return False
        parts.missed[:] = 0
        return True

    def _answered(self) -> bool:
        """Let the strains learn what their atlases missed; whether there was anything."""
        missing = self.run.tank.parts.missed > 0
        if not missing.any():
            return False
        self.answers += 1
        added, asked = 0, ""
        for strain, member in zip(self.job.community.strains, self.job.community.members, strict=True):
            own = slice(member.parameter, member.parameter + len(member.parameters))
            # an iteration may pass below zero, where the region at zero goes on
            thetas = np.maximum(self.run.tank.parts.missing[missing, own], 0.0)
            name = member.name or strain.definition.name
            try:
                added += strain.answer(thetas)
            except StrainError as error:
                raise SimulationError(f"strain '{name}': {error}") from error
            asked = asked or f"strain '{name}' does not cover θ = {thetas[0].tolist()}"
        if not added or self.answers > _MOST_ANSWERS:
            message = "the linear program there belongs to a region it already has"
            raise SimulationError(f"the flux atlas of {asked}: {message}")
        self.run = self.run.knowing(self.job.known())
        if self._progress is not None:
            self._progress(f"flux atlas: {self.job.regions} regions")
        return True

    def _tell(self, end: float) -> None:
        """Say how far the run is, ten times."""
        if self._progress is not None and self._now - self._told >= 0.1 * (end - self.job.start):
            self._told = self._now
            self._progress(f"{self.run.tank.parts.missed.size} compartments: {self._now:.3g} of {end:.3g} h")
