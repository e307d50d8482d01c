"""Suite `ensemble`: many alike runs at once, in the lanes of SIMD registers, beside what a user could assemble.

A thousand kinetic fed-batches (`ensemble_model`: ten states, stiff by a kLa of 300 to 800 1/h, four phases, 40 h,
outputs every half hour) on one thread. Every side calls the same right-hand side, compiled, takes its derivatives by
differences, starts afresh where a phase begins, and runs at the tolerances at which the median of the runs' errors is
at most `GOAL` for the least time, found on a tenth of them. Errors are against our own integrator at a tolerance of
1e-11; `confirmed` is its largest difference from SciPy's Radau at 1e-9 in the first runs. Times are of a run.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..kernels.lane_ensemble import LaneRuns
from ..kernels.lane_solve import solve_lanes
from ..kernels.status import Status
from ..simulator.errors import InputError, SimulationError
from .case import Case, Contest, Progress, Side, Suite
from .ensemble_cvode import CvodeEnsemble
from .ensemble_fermenter import CASE as FERMENTER
from .ensemble_kernels import advance
from .ensemble_peers import CYRK_METHODS, LoopEnsemble, ScipyEnsemble
from .ensemble_runs import ABSOLUTE, Ensemble, achieved_error, draw, grid
from .ensemble_single import SingleEnsemble
from .ensemble_sweep import CASE as SWEEP

__all__ = ["SUITE"]

Array: TypeAlias = NDArray[np.float64]
Solve: TypeAlias = Callable[[float, float], Array]
"""Of relative tolerance, and absolute ones as share of `ABSOLUTE` times it: outputs, shape (R, g, n)."""
Peer: TypeAlias = Callable[[Ensemble, Array], Solve]
Choose: TypeAlias = Callable[[], tuple[str, float, float]]
"""Name of the best peer, its relative tolerance, and the absolute ones as in `Solve`."""

RUNS = 1000
GOAL = 1.2e-5  # median of the runs' errors
EXACT, CONFIRMED, CHECKED = 1e-11, 1e-9, 2  # our tolerance, SciPy's, runs
RELATIVE = 4e-6
SLOWLY = 20  # runs of a peer that is slow; time is counted per run
TENTH = 10
LADDER = tuple((10.0 ** (-exponent / 4), share) for exponent in range(14, 30) for share in (10.0, 1.0, 0.1))
"""Tolerances tried for the others: 3e-4 to 6e-8, with three absolute ones each."""


def _lanes(ensemble: Ensemble, relative: float = RELATIVE, threads: int = 1) -> LaneRuns:
    """Ours.

    Raises
    ------
    SimulationError
        A run was not finished.
    """
    found = solve_lanes(
        advance,
        ensemble.start,
        ensemble.parameters,
        grid(),
        relative=relative,
        absolute=ABSOLUTE * relative,
        breaks=ensemble.breaks,
        threads=threads,
    )
    if np.any(found.status != Status.DONE):
        raise SimulationError(f"runs of the ensemble stopped with status {sorted(set(found.status.tolist()))}")
    return found


@cache
def _drawn(runs: int) -> Ensemble:
    return draw(runs)


@cache
def _exact(runs: int) -> Array:
    return _lanes(_drawn(runs), EXACT).state


@cache
def _confirmed() -> float:
    """Largest difference of the first runs from SciPy's Radau."""
    true = ScipyEnsemble(_drawn(CHECKED), grid(), "Radau").solve(CONFIRMED, 0.1)
    return float(achieved_error(true, _exact(CHECKED)).max())


def _cvode(ensemble: Ensemble, times: Array) -> Solve:
    return CvodeEnsemble(ensemble, times).solve


def _numbalsoda(ensemble: Ensemble, times: Array) -> Solve:
    return LoopEnsemble(ensemble, times).solve


def _cyrk(method: str, ensemble: Ensemble, times: Array) -> Solve:
    return LoopEnsemble(ensemble, times, method).solve


def _single(ensemble: Ensemble, times: Array) -> Solve:
    return SingleEnsemble(ensemble, times).solve


def _scipy(ensemble: Ensemble, times: Array) -> Solve:
    return ScipyEnsemble(ensemble, times).solve


def _least(work: Callable[[], Any]) -> float:
    """Least of three times [s]."""
    times = []
    for _ in range(3):
        begin = clock.perf_counter()
        work()
        times.append(clock.perf_counter() - begin)
    return min(times)


def _as_good(peers: Mapping[str, Peer], runs: int, progress: Progress) -> tuple[str, float, float]:
    """Which of the peers, and its tolerances, whose median error is at most `GOAL` for the least time."""
    few, exact = _drawn(runs), _exact(runs)
    best, found = math.inf, ("", math.nan, math.nan)
    for name, peer in peers.items():
        solve = peer(few, grid())
        for relative, share in LADDER:
            try:
                good = np.median(achieved_error(solve(relative, share), exact)) <= GOAL  # the first call compiles
            except InputError as stopped:
                progress(str(stopped))
                continue
            seconds = _least(partial(solve, relative, share)) if good else math.inf
            if seconds < best:
                best, found = seconds, (name, relative, share)
    if not found[0]:
        raise InputError(f"none of {', '.join(peers)} reached an error of {GOAL:g}")
    progress(f"{found[0]} at {found[1]:.1e}, absolute {found[2]:g}: {best / runs * 1e3:.3g} ms a run")
    return found


def _facts(runs: int, others: int, choose: Choose, ours: LaneRuns, theirs: Array) -> Mapping[str, Any]:
    """Errors of both and work of ours."""
    exact, chosen = _exact(runs), choose()
    mine, other = achieved_error(ours.state, exact), achieved_error(theirs, exact[:others])
    return {
        "error": float(np.median(mine)),
        "error_worst": float(mine.max()),
        "tolerance": RELATIVE,
        "steps": float(ours.steps[:, 0].mean()),
        "rejected": float(ours.steps[:, 1].mean()),
        "reference_method": chosen[0],
        "reference_error": float(np.median(other)),
        "reference_error_worst": float(other.max()),
        "reference_tolerance": chosen[1],
        "reference_absolute": chosen[2],
        "reference_runs": others,
        "confirmed": _confirmed(),
    }


@cache
def _ours(runs: int) -> Side:
    return Side(partial(_lanes, _drawn(runs)), repeats=21, operations=runs)


def _build(peers: Mapping[str, Peer], most: int, size: float, progress: Progress) -> Contest:
    """Ours beside the best of peers."""
    runs = int(size)
    others = min(runs, most)
    choose = cache(partial(_as_good, peers, min(others, max(runs // TENTH, 1)), progress))
    return Contest(_ours(runs), partial(_best, peers, runs, others, choose), partial(_facts, runs, others, choose))


def _best(peers: Mapping[str, Peer], runs: int, others: int, choose: Choose) -> Side:
    """The best of peers at its tolerances."""
    name, *tolerances = choose()
    solve = peers[name](_drawn(others), grid())
    return Side(partial(solve, *tolerances), repeats=5 if others == runs else 1, operations=others)


def _build_threads(size: float, progress: Progress) -> Contest:
    """Ours on two threads beside one."""
    runs = int(size)
    both = Side(partial(_lanes, _drawn(runs), RELATIVE, 2), repeats=21, operations=runs)
    return Contest(both, _ours(runs), _same)


def _same(ours: LaneRuns, reference: LaneRuns) -> Mapping[str, Any]:
    """Whether both give the same bytes."""
    return {"same": ours.state.tobytes() == reference.state.tobytes()}


def _against(reference: str, peers: Mapping[str, Peer], goal: float | None, *needs: str, most: int = RUNS) -> Case:
    return Case(
        name="kinetic",
        summary="kinetic fed-batches of ten states, 40 h, one thread, at equal achieved error",
        reference=reference,
        size=float(RUNS),
        unit="runs",
        tiny=16.0,
        build=partial(_build, peers, most),
        goal=goal,
        needs=needs,
    )


SUITE = Suite(
    "ensemble",
    "many alike runs at once, in the lanes of SIMD registers, beside compiled CVODE, numbalsoda and CyRK",
    (
        _against("CVODE in C", {"BDF": _cvode}, 2.0, "scikit-sundae"),
        _against("numbalsoda", {"LSODA": _numbalsoda}, 2.0, "numbalsoda"),
        _against("CyRK", {method: partial(_cyrk, method) for method in CYRK_METHODS}, 2.0, "CyRK"),
        _against("our Rodas5P, one run at a time", {"Rodas5P": _single}, None),
        _against("SciPy LSODA", {"LSODA": _scipy}, None, most=SLOWLY),
        Case(
            name="kinetic-threads",
            summary="the same on two threads, ours beside ours",
            reference="one thread",
            size=float(RUNS),
            unit="runs",
            tiny=16.0,
            build=_build_threads,
            goal=1.8,
            threads=2,
        ),
        FERMENTER,
        SWEEP,
    ),
)
