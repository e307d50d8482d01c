"""Drive a run in a tank of compartments: the compiled right-hand side, an implicit method, events, atlas misses.

The method is SciPy's BDF with the whole Jacobian, so its cost grows with the square of the number of compartments; it
is meant for some tens of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.compartments import Flows, Tank, liquid_width, node_width, tail_size
from ...kernels.integrate import BOILS, EVENT_PHASE, EVENT_TIMEOUT
from ...kernels.phases import apply_set_points, hold_rates, past_end
from ...kernels.records import CURSOR, SHARED, Plant
from ...kernels.start import commence
from ...kernels.state import gas_index, headspace_index, signal_size, state_size
from ...kernels.status import ADVICE, Status
from ...kernels.stepping import SMALLEST_STEP
from ...kernels.tank import parts_of, tank_derivative, tank_jacobian
from ...kernels.tank_rows import average
from ...kernels.tank_start import begin_tank_phase, spread, tail_of, take_tank_sample
from ...strains import StrainError
from ..errors import SimulationError
from ..plant import Job
from .compartments import Compartments
from .trajectory import Event, Trajectory

__all__ = ["TankRun", "plant_of"]

Array = NDArray[np.float64]

_FIRST_STEP = 1e-5  # h
_MOST_ANSWERS = 10_000
_AT_THE_EVENT = 1e-10  # h, to which the end of a phase is located


def plant_of(job: Job, run: int = 0) -> Plant:
    """One run of a job as the kernels see it, with what the strains know now."""
    batch = job.known()
    fields = {name: getattr(batch, name) for name in Plant._fields}
    return Plant(**{name: value if name in SHARED else value[run] for name, value in fields.items()})


@dataclass
class _Rows:
    """Rows of output as they come."""

    time: list[float]
    vessel: list[tuple[Array, ...]]
    nodes: list[Array]
    signals: list[Array]
    theta: list[Array]
    fluxes: list[Array]
    region: list[NDArray[np.int64]]


class TankRun:
    """One run from its start to its end.

    Parameters
    ----------
    job : Job
        Of one run.
    flows : Flows
        Of the tank's compartments; streams in the job's order.
    progress : callable, optional
        Told about atlas growth and the time reached.
    """

    def __init__(self, job: Job, flows: Flows, progress: Callable[[str], None] | None = None) -> None:
        self._job = job
        self._layout = job.batch.layout
        self._flows = flows
        self._progress = progress
        self._count = len(flows.fraction)
        self._width = node_width(self._layout)
        self.tank = Tank(plant_of(job), flows)
        self.parts = parts_of(self._layout, self._count, job.batch.maximum.shape[1])
        self.cursor = np.zeros(1, CURSOR)[0]
        self.cursor["time"] = self.cursor["phase_start"] = job.start
        self._scratch = np.zeros(state_size(self._layout))
        self._events: list[Event] = []
        self._rows = _Rows([], [], [], [], [], [], [])
        self._steps = 0
        self.state = self._start()
        self.absolute = self._absolute()

    def _start(self) -> Array:
        """State of the run before anything has happened: one broth, everywhere the same."""
        state = self._job.states[0].copy()
        signals = np.zeros(signal_size(self._layout))
        commence(state, self.tank.plant, self.cursor, signals, np.zeros(self._job.batch.maximum.shape[1]))
        nodes = np.zeros((self._count, self._width))
        tail = np.zeros(tail_size(self._layout))
        spread(state, signals, self.tank, nodes, tail)
        return np.concatenate([nodes.ravel(), tail])

    def _absolute(self) -> Array:
        """Absolute tolerances: of a compartment its share of the tank's."""
        whole, layout = self._job.absolute[0], self._layout
        liquid, gas = whole[1 : 1 + liquid_width(layout)], whole[gas_index(layout) : headspace_index(layout)]
        tail = np.zeros(tail_size(layout))
        tail_of(whole, layout, tail)
        return np.concatenate([np.outer(self._flows.fraction, np.concatenate([liquid, gas])).ravel(), tail])

    def _parts_of(self, state: Array) -> tuple[Array, Array]:
        """Nodes and tail of a state."""
        size = self._count * self._width
        return state[:size].reshape(self._count, self._width), state[size:]

    def slope(self, time: float, state: Array) -> Array:
        """Derivative of the state; the atlases learn what they do not know."""
        slope = np.empty_like(state)
        for _ in range(_MOST_ANSWERS):
            tank_derivative(time, state, self.tank, self.cursor, False, self.parts, slope)
            if not self.parts.missed.any():
                return slope
            self._answer()
        raise SimulationError("the flux atlas grew without end: report this strain as a defect")

    def jacobian(self, time: float, state: Array) -> Any:
        """Its derivative, sparse."""
        from scipy.sparse import csc_matrix

        self.slope(time, state)
        matrix = np.zeros((state.size, state.size))
        floor = self.absolute / self._job.relative
        tank_jacobian(time, state, self.tank, self.cursor, floor, self.parts, matrix)
        return csc_matrix(matrix)

    def _answer(self) -> None:
        """Ask the strains for the regions that are missing."""
        added, asked = 0, ""
        missing = self.parts.missed > 0
        for strain, member in zip(self._job.community.strains, self._job.community.members, strict=True):
            thetas = self.parts.theta[missing, member.parameter : member.parameter + len(member.parameters)]
            thetas = np.maximum(thetas, 0.0)  # an iteration may pass below zero, where the region at zero goes on
            try:
                added += strain.answer(thetas)
            except StrainError as error:
                raise SimulationError(f"strain '{member.name or strain.definition.name}': {error}") from error
            asked = asked or f"strain '{member.name or strain.definition.name}' at θ = {thetas[0].tolist()}"
        if not added:
            raise SimulationError(f"the flux atlas of {asked}: the linear program there belongs to a known region")
        self._renew()
        if self._progress is not None:
            self._progress(f"flux atlas: {self._job.regions} regions")

    def _renew(self) -> None:
        """Let the kernels see what the strains know now; set points and what feeds hold stay."""
        batch = self._job.known()
        plant = self.tank.plant._replace(atlas=batch.atlas, members=batch.members)
        self.tank = Tank(plant, self._flows)

    def signals(self, time: float, state: Array) -> Array:
        """Signals of the tank at a state."""
        self.slope(time, state)
        return np.asarray(self.parts.signals[-1])

    def _past(self, time: float, state: Array) -> float:
        return float(past_end(self.tank.plant, self.cursor, self.signals(time, state)))

    def _next_phase(self) -> bool:
        """Leave phases that are over; False when the last one is."""
        while True:
            cursor, plant = self.cursor, self.tank.plant
            signals = self.signals(float(cursor["time"]), self.state)
            if past_end(plant, cursor, signals) <= 0.0:
                return True
            late = signals[at.TIME] >= plant.phases[cursor["phase"]]["timeout"]
            kind = EVENT_TIMEOUT if late else EVENT_PHASE
            self._events.append(Event(float(cursor["time"]), kind, int(cursor["phase"])))
            if cursor["phase"] + 1 >= plant.phases.size:
                return False
            cursor["phase"] += 1
            hold_rates(plant, cursor, signals)
            apply_set_points(plant, cursor)
            nodes, tail = self._parts_of(self.state)
            begin_tank_phase(nodes, tail, self.tank, cursor, self._scratch)

    def _check(self) -> None:
        """Stop where the vessel overflows or boils."""
        vessel, signals = self.tank.plant.vessel, self.parts.signals[-1]
        if signals[at.VOLUME] > vessel["total_volume"]:
            self._fail(Status.VESSEL_FULL)
        if signals[at.VAPOUR_PRESSURE] > BOILS * signals[at.PRESSURE]:
            self._fail(Status.BOILING)

    def _fail(self, status: Status) -> None:
        raise SimulationError(f"run stopped at {float(self.cursor['time']):.4g} h ({status.name}): {ADVICE[status]}")

    def _record(self, time: float, state: Array) -> None:
        """Append a row of output."""
        self.slope(time, state)
        layout, rows = self._layout, self._rows
        nodes, tail = self._parts_of(state)
        whole = np.zeros(state_size(layout))
        signals = np.zeros(signal_size(layout))
        theta, fluxes = np.zeros(self.parts.theta.shape[1]), np.zeros(layout.outputs)
        average(nodes, tail, self.tank, self.parts, whole, signals, theta, fluxes)
        rows.time.append(time)
        rows.vessel.append((whole, signals, theta, fluxes))
        rows.nodes.append(nodes.copy())
        rows.signals.append(self.parts.signals.copy())
        rows.theta.append(self.parts.theta.copy())
        rows.fluxes.append(self.parts.fluxes.copy())
        rows.region.append(self.parts.region.copy())

    def run(self) -> tuple[Trajectory, Compartments]:
        """Go to the end of the recipe."""
        end = float(self.tank.plant.operation["end"])
        while self._next_phase():
            self._check()
            now = float(self.cursor["time"])
            if not self._rows.time and now >= self._job.grid[0]:
                self._record(now, self.state)
            if now >= end - SMALLEST_STEP:
                break
            nodes, tail = self._parts_of(self.state)
            take_tank_sample(nodes, tail, self.tank, self.cursor, self._scratch)
            stop = end
            if self.tank.plant.operation["sample_interval"] > 0.0:
                stop = min(end, float(self.cursor["next_sample"]))
            self._advance(stop)
        last = float(self.cursor["time"])
        if not self._rows.time or self._rows.time[-1] < last:
            self._record(last, self.state)
        return self._trajectory(), self._compartments()

    def _advance(self, stop: float) -> None:
        """Integrate until the phase ends or the clock shows `stop`."""
        from scipy.integrate import BDF

        start = float(self.cursor["time"])
        solver = BDF(
            self.slope,
            start,
            self.state,
            stop,
            rtol=self._job.relative,
            atol=self.absolute,
            jac=self.jacobian,
            first_step=min(_FIRST_STEP, stop - start),
        )
        while solver.status == "running":
            message = solver.step()
            self._steps += 1
            if self._steps > self._job.max_steps:
                self._fail(Status.TOO_MANY_STEPS)
            if solver.status == "failed":
                raise SimulationError(f"run stopped at {solver.t:.4g} h: {message}")
            curve, reached = solver.dense_output(), float(solver.t)
            over = self._past(reached, solver.y) > 0.0
            if over:
                reached = self._locate(curve, float(solver.t_old), reached)
            self._emit(curve, reached)
            if over:
                break
        self.cursor["time"] = reached
        self.state = np.array(curve(reached)) if over else solver.y.copy()

    def _locate(self, curve: Callable[[float], Array], low: float, high: float) -> float:
        """When, within a step, the phase is over."""
        while high - low > _AT_THE_EVENT:
            middle = 0.5 * (low + high)
            if self._past(middle, curve(middle)) > 0.0:
                high = middle
            else:
                low = middle
        return high

    def _emit(self, curve: Callable[[float], Array], reached: float) -> None:
        """Write the rows of the grid that a step has passed."""
        grid = self._job.grid
        while len(self._rows.time) < len(grid) and grid[len(self._rows.time)] <= reached:
            time = float(grid[len(self._rows.time)])
            self._record(time, np.array(curve(time)))
            if self._progress is not None and len(self._rows.time) % 20 == 0:
                self._progress(f"{self._count} compartments: {time:.3g} of {grid[-1]:.3g} h")

    def _trajectory(self) -> Trajectory:
        """The tank as one vessel; its region is that of the sensors' compartment."""
        rows, job = self._rows, self._job
        whole, signals, theta, fluxes = (np.array(item) for item in zip(*rows.vessel, strict=True))
        region = np.array(rows.region)
        return Trajectory(
            layout=self._layout,
            species=job.community.species,
            members=job.community.members,
            time=np.array(rows.time),
            state=whole,
            signals=signals,
            theta=theta,
            fluxes=fluxes,
            region=region[:, self._flows.probe],
            events=tuple(self._events),
            steps=self._steps,
            rejected=0,
            crossings=int(np.count_nonzero(np.diff(region, axis=0))),
        )

    def _compartments(self) -> Compartments:
        """What every compartment went through."""
        rows = self._rows
        return Compartments(
            fraction=self._flows.fraction,
            height=self._flows.height,
            probe=self._flows.probe,
            nodes=np.array(rows.nodes),
            signals=np.array(rows.signals)[:, :-1],
            theta=np.array(rows.theta),
            fluxes=np.array(rows.fluxes),
            region=np.array(rows.region),
        )
