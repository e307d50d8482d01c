"""CVODE (SUNDIALS through scikit-sundae) on the model tank: banded, sparse, and with our own preconditioner.

It calls the same compiled right-hand side. Its calls come through Python; what that costs is measured, so that it can
be taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.network_border import assemble_border, solve_roughly
from ..kernels.network_cycle import assemble
from ..kernels.network_slope import BASE
from ..simulator.errors import InputError
from .case import Side
from .mixing_kernels import KERNELS, slope_loop
from .mixing_tank import ModelRun
from .timing import PROCESSOR, time_of

__all__ = ["BAND", "GMRES", "SPARSE", "PeerRun", "StoppedError", "run_cvode"]

Array = NDArray[np.float64]

BAND, SPARSE, GMRES = "band", "sparse", "gmres"
OVERHEAD_CALLS = 300  # timed to know what a call costs besides its compiled code


class StoppedError(InputError):
    """CVODE gave up."""


@dataclass(frozen=True)
class PeerRun:
    """States at the grid's times, and the work done.

    Attributes
    ----------
    overhead : float
        Seconds its calls of the right-hand side spent outside compiled code.
    """

    states: Array
    seconds: float
    calls: int
    overhead: float


class _Callbacks:
    """What CVODE calls."""

    def __init__(self, run: ModelRun) -> None:
        self.run = run
        _, self.work, _ = run.fresh()
        self.size = self.work.residual.size
        self.floor = run.tolerance(1.0).absolute[: self.size].copy()
        self.point = run.start.copy()
        self.change = np.zeros(self.size)
        self.calls = 0

    def slope(self, time: float, state: Array, out: Array) -> None:
        """Slopes; what CVODE gives is read-only, which would be another signature."""
        self.calls += 1
        self.point[:] = state
        run = self.run
        KERNELS.evaluate(time, self.point, run.tank, run.graph, self.work, self.floor, BASE, out)

    def set_up(self, time: float, state: Array, slope: Array, fresh: bool, renewed: list[int], gamma: float) -> None:
        """Matrices of our preconditioner for I − γJ = γ(g − J)."""
        renewed[0] = 0 if fresh else 1
        run = self.run
        if not fresh:
            self.point[:] = state
            KERNELS.differentiate(time, self.point, run.tank, run.graph, self.work, self.floor)
        assemble(1.0 / gamma, run.graph, self.work)
        assemble_border(1.0 / gamma, run.graph, self.work)
        self.gamma = gamma

    def solve(
        self, time: float, state: Array, slope: Array, right: Array, out: Array, gamma: float, delta: float, side: int
    ) -> None:
        """One cycle."""
        self.change[:] = right
        self.change /= self.gamma
        solve_roughly(self.change, self.run.graph, self.work, self.point)
        out[:] = self.point

    def overhead(self) -> float:
        """Seconds a call spends outside compiled code."""
        run, out, state = self.run, np.zeros(self.size), self.run.start.copy()

        def called() -> None:
            for _ in range(OVERHEAD_CALLS):
                self.slope(0.0, state, out)

        def compiled(calls: int = OVERHEAD_CALLS) -> None:
            slope_loop(calls, 0.0, state, run.tank, run.graph, self.work, self.floor, out)

        compiled(1)
        outside, inside = (time_of(Side(work), PROCESSOR)[0] for work in (called, compiled))
        return max(outside - inside, 0.0) / OVERHEAD_CALLS


def _options(run: ModelRun, kind: str, calls: _Callbacks) -> Mapping[str, Any]:
    """How CVODE solves its linear systems."""
    from sksundae.cvode import CVODEPrecond

    if kind == BAND:
        width = 8 * int(np.abs(run.graph.source - run.graph.target).max(initial=0)) + 7
        return {"linsolver": "band", "lband": width, "uband": width}
    if kind == GMRES:
        return {"linsolver": "gmres", "krylov_dim": 10, "precond": CVODEPrecond(calls.set_up, calls.solve, "right")}
    nodes = len(run.tank.volume)
    coupled = np.eye(nodes, dtype=bool)
    coupled[run.graph.target, run.graph.source] = True
    coupled[run.graph.gas_target, run.graph.gas_source] = True
    return {"linsolver": "sparse", "sparsity": np.kron(coupled, np.ones((8, 8)))}


def run_cvode(run: ModelRun, grid: Array, relative: float, absolute: float, kind: str = BAND) -> PeerRun:
    """Integrate with CVODE.

    Parameters
    ----------
    run : ModelRun
        Without shared and passive states.
    grid : ndarray
        Output times [h].
    relative, absolute : float
        Tolerances; the absolute one as share of the relative, of 1 mol/m³.
    kind : str
        `BAND`, `SPARSE` or `GMRES`.

    Raises
    ------
    InputError
        It is not installed, or it stopped.
    """
    try:
        from sksundae.cvode import CVODE
    except ImportError as error:
        raise InputError("suite 'mixing' needs CVODE: pip install scikit-sundae") from error
    calls = _Callbacks(run)
    tolerance = run.tolerance(relative, absolute)
    options = _options(run, kind, calls)
    solver = CVODE(
        calls.slope, rtol=relative, atol=tolerance.absolute, first_step=1e-6, max_num_steps=1_000_000, **options
    )
    work = Side(partial(solver.solve, np.concatenate(([0.0], grid)), run.start))
    seconds, found = time_of(work, PROCESSOR)
    if not found.success:
        raise StoppedError(f"CVODE stopped at {found.t[-1]:.4g} h: {found.message}")
    return PeerRun(np.array(found.y[1:]), seconds, calls.calls, calls.calls * calls.overhead())
