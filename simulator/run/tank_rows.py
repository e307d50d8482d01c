"""Rows of output of a run in compartments, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...kernels.compartments import Tank
from ...kernels.state import signal_size, state_size
from ...kernels.tank_rows import average
from ..plant import Job
from ..plant.network import Network
from .compartments import Compartments
from .tank_setup import TankRun
from .trajectory import Event, Trajectory

__all__ = ["TankRows"]

Array = NDArray[np.float64]


class TankRows:
    """Rows as they come: of the tank as one vessel, and of every compartment."""

    def __init__(self) -> None:
        self._time: list[float] = []
        self._whole: list[tuple[Array, ...]] = []
        self._parts: list[tuple[Array, ...]] = []
        self._region: list[NDArray[np.int64]] = []

    def __len__(self) -> int:
        return len(self._time)

    @property
    def last_time(self) -> float:
        """Time of the last row [h]."""
        return self._time[-1]

    def append(self, time: float, nodes: Array, tail: Array, tank: Tank) -> None:
        """Add a row; the tank's parts are those of its right-hand side at this time and state."""
        layout, parts = tank.plant.layout, tank.parts
        sizes = (state_size(layout), signal_size(layout), parts.theta.shape[1], layout.outputs)
        whole = tuple(np.zeros(size) for size in sizes)
        average(nodes, tail, tank, *whole)
        self._time.append(time)
        self._whole.append(whole)
        self._parts.append((nodes.copy(), parts.signals[:-1].copy(), parts.theta.copy(), parts.fluxes.copy()))
        self._region.append(parts.region.copy())

    def trajectory(self, job: Job, run: TankRun, events: Sequence[Event]) -> Trajectory:
        """The tank as one vessel; θ and regions are those of the sensors' compartment."""
        state, signals, _, fluxes = (np.array(item) for item in zip(*self._whole, strict=True))
        probe, cursor = run.tank.flows.probe, run.tank.cursor
        return Trajectory(
            layout=job.batch.layout,
            species=job.community.species,
            members=job.community.members,
            time=np.array(self._time),
            state=state,
            signals=signals,
            theta=np.array([item[2][probe] for item in self._parts]),
            fluxes=fluxes,
            region=np.array(self._region)[:, probe],
            events=tuple(events),
            steps=int(cursor.steps),
            rejected=int(cursor.rejected),
            crossings=int(np.count_nonzero(np.diff(np.array(self._region), axis=0))),
        )

    def compartments(self, network: Network, places: Sequence[int], run: TankRun) -> Compartments:
        """What every compartment went through, in the network's order."""
        nodes, signals, theta, fluxes = (np.array(item)[:, run.rank] for item in zip(*self._parts, strict=True))
        region, feeds = np.array(self._region)[:, run.rank], tuple(sorted(set(places)))
        return Compartments(network, feeds, nodes, signals, theta, fluxes, region)
