"""Suite `mixing`: a tank in compartments by the solver of networks beside CVODE on the same compiled right-hand side.

Eight states per compartment with cheap kinetics (`mixing_kernels`), 10 h with 100 outputs. CVODE runs with a banded
Jacobian and the compartments numbered so that the band is narrow, with a sparse one (SuperLU), and with GMRES and our
own preconditioner; at the tolerances, relative and absolute, at which it is as good as ours, or within `GOOD`, for the
least time. Both errors are against our own solver at a tolerance of 1e-8. CVODE calls the right-hand side through
Python: `reference_overhead` is the time that takes, to be taken off `reference_seconds` for a bound on what it could do
from C. Cases `flux-…` are ours with the fluxes of iJO1366 in every compartment, beside CVODE on cheap kinetics.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.network_work import CYCLES, EVALUATIONS
from .case import Case, Contest, Progress, Side, Suite
from .mixing_flux import genome_regions, solve_flux
from .mixing_kernels import PLAIN
from .mixing_peers import BAND, GMRES, SPARSE, PeerRun, StoppedError, run_cvode
from .mixing_tank import ModelRun, model_run

__all__ = ["SUITE"]

Array = NDArray[np.float64]

HOURS = 10.0
OUTPUTS = 100
GOOD = 2e-5  # error that counts as good; CVODE is given this too where ours is smaller
RELATIVE, ABSOLUTE = 2e-5, 1e-3  # the absolute tolerance as share of the relative one, of 1 mol/m³
FLUX_RELATIVE, FLUX_ABSOLUTE = 4e-6, 1e-2  # of the same accuracy: regions have more kinks than one
EXACT = 1e-8
KINDS = PLAIN.states
QUICK = 100  # compartments up to which CVODE's tolerances are found in seconds, and a comparison need not go beyond
LADDER = ((1e-5, 1e-2), (1e-6, 1e-1), (1e-6, 1e-2), (1e-6, 1e-3), (1e-7, 1e-1), (1e-7, 1e-2), (1e-8, 1e-2))
"""Tolerances tried for CVODE."""


@cache
def _run(size: int, width: int) -> ModelRun:
    return model_run(min(width, size), max(size // width, 1), PLAIN)


def _grid(hours: float) -> Array:
    return np.linspace(0.0, hours, OUTPUTS + 1)[1:]


@cache
def _exact(size: int, width: int) -> Array:
    return _run(size, width).solve(_grid(HOURS), EXACT, ABSOLUTE)[0]


def _error(rows: Array, exact: Array) -> float:
    """Largest difference of any state at any output, relative to its largest value.

    A compartment that never holds a thousandth of what others hold of something is judged by that thousandth.
    """
    largest = np.abs(exact).max(axis=0).reshape(-1, KINDS)
    return float((np.abs(rows - exact) / np.maximum(largest, 1e-3 * largest.max(axis=0)).ravel()).max())


def _ours(size: int, width: int) -> tuple[Array, Any, Any]:
    return _run(size, width).solve(_grid(HOURS), RELATIVE, ABSOLUTE)


@cache
def _as_good(size: int, width: int, kind: str, progress: Progress) -> tuple[float, float]:
    """Tolerances at which CVODE's error is good, or no larger than ours, for the least time."""
    exact = _exact(size, width)
    ours = max(_error(_ours(size, width)[0], exact), GOOD)
    best, found = math.inf, LADDER[-1]
    for relative, absolute in LADDER:
        try:
            peer = run_cvode(_run(size, width), _grid(HOURS), relative, absolute, kind)
        except StoppedError as stopped:
            progress(str(stopped))
            continue
        error = _error(peer.states, exact)
        progress(f"CVODE {kind} {relative:.0e}, {absolute:.0e}: {peer.seconds:.3g} s, {error:.2e}; wanted {ours:.2e}")
        if error <= ours and peer.seconds < best:
            best, found = peer.seconds, (relative, absolute)
    return found


def _peer(size: int, width: int, kind: str, progress: Progress) -> Side:
    """CVODE at the tolerances at which it does best."""
    tolerances = _as_good(size, width, kind, progress)
    return Side(partial(run_cvode, _run(size, width), _grid(HOURS), *tolerances, kind), repeats=3)


def _facts(size: int, width: int, kind: str, progress: Progress, ours: Any, theirs: PeerRun) -> Mapping[str, Any]:
    """Errors and work of both."""
    tolerances = _as_good(size, width, kind, progress)
    rows, cursor, work = ours
    exact = _exact(size, width)
    return {
        "states": rows.shape[1],
        "error": _error(rows, exact),
        "reference_error": _error(theirs.states, exact),
        "reference_tolerance": tolerances[0],
        "reference_absolute": tolerances[0] * tolerances[1],
        "steps": int(cursor["steps"]),
        "evaluations": int(work.memory[EVALUATIONS]),
        "cycles": int(work.memory[CYCLES]),
        "reference_calls": theirs.calls,
        "reference_overhead": theirs.overhead,
    }


@cache
def _exact_flux(size: int, width: int) -> Array:
    return solve_flux(_run(size, width), _grid(HOURS), EXACT, ABSOLUTE)[0]


def _ours_flux(size: int, width: int) -> tuple[Array, Any, Any]:
    return solve_flux(_run(size, width), _grid(HOURS), FLUX_RELATIVE, FLUX_ABSOLUTE)


def _flux_facts(
    size: int, width: int, progress: Progress, ours: tuple[Array, Any, Any], theirs: PeerRun
) -> Mapping[str, Any]:
    """Errors, each against its own problem, and work of both."""
    cheap = _facts(size, width, BAND, progress, ours, theirs)
    return {**cheap, "error": _error(ours[0], _exact_flux(size, width)), "regions": genome_regions()}


def _build_flux(width: int, size: float, progress: Progress) -> Contest:
    nodes = int(size)
    ours = Side(partial(_ours_flux, nodes, width), repeats=9)
    reference = partial(_peer, nodes, width, BAND, progress)
    return Contest(ours, reference, partial(_flux_facts, nodes, width, progress))


def _build(width: int, kind: str, size: float, progress: Progress) -> Contest:
    nodes = int(size)
    ours = Side(partial(_ours, nodes, width), repeats=9)
    reference = partial(_peer, nodes, width, kind, progress)
    return Contest(ours, reference, partial(_facts, nodes, width, kind, progress))


def _memory(run: ModelRun) -> int:
    """Bytes of a run."""
    _, work, _ = run.fresh()
    return sum(part.nbytes for part in (*work, *run.graph, *run.tank) if isinstance(part, np.ndarray))


def _scaling_facts(size: int, width: int, small: int, ours: Any, theirs: Any) -> Mapping[str, Any]:
    """Steps of both sizes, memory per compartment."""
    return {
        "steps": int(ours[1]["steps"]),
        "reference_steps": int(theirs[1]["steps"]),
        "cycles": int(ours[2].memory[CYCLES]),
        "reference_cycles": int(theirs[2].memory[CYCLES]),
        "bytes_per_compartment": _memory(_run(size, width)) / size,
        "reference_bytes_per_compartment": _memory(_run(small, width)) / small,
    }


def _scaling(width: int, size: float, progress: Progress) -> Contest:
    """Ours against ours at a tenth of the size, ten of which are one operation."""
    nodes, small = int(size), max(int(size) // 10, 1)
    ours = Side(partial(_ours, nodes, width), repeats=3)
    reference = Side(partial(_ours, small, width), repeats=3)
    return Contest(
        Side(ours.run, repeats=3, operations=nodes),
        Side(reference.run, repeats=3, operations=small),
        partial(_scaling_facts, nodes, width, small),
    )


def _against(width: int, kind: str, size: int, goal: float, tiny: float) -> Case:
    return Case(
        name=f"cheap-{size}",
        summary=f"{size} compartments of 8 states, cheap kinetics, 10 h, at equal achieved error",
        reference=f"CVODE {kind}",
        size=float(size),
        unit="compartments",
        tiny=tiny,
        build=partial(_build, width, kind),
        goal=goal,
        needs=("scikit-sundae",),
        slow=size > QUICK,
    )


def _with_fluxes(width: int, size: int, goal: float, tiny: float) -> Case:
    return Case(
        name=f"flux-{size}",
        summary=f"{size} compartments with fluxes of iJO1366, beside CVODE with cheap kinetics, errors alike",
        reference=f"CVODE {BAND}, cheap kinetics",
        size=float(size),
        unit="compartments",
        tiny=tiny,
        build=partial(_build_flux, width),
        goal=goal,
        needs=("scikit-sundae",),
        slow=size > QUICK,
    )


SUITE = Suite(
    "mixing",
    "a tank in compartments beside CVODE on the same compiled right-hand side (needs scikit-sundae)",
    (
        _against(5, BAND, 50, 1.0, 10.0),
        _against(5, GMRES, 50, 1.0, 10.0),
        _against(5, SPARSE, 50, 1.0, 10.0),
        _against(10, BAND, 500, 8.0, 20.0),
        _against(10, GMRES, 500, 1.0, 20.0),
        _against(10, SPARSE, 500, 1.0, 20.0),
        _with_fluxes(5, 50, 1.0, 10.0),
        _with_fluxes(10, 500, 8.0, 20.0),
        *(
            Case(
                name=f"scaling-{size}",
                summary=f"time per compartment of {size} beside {size // 10}, ten wide",
                reference="a tenth",
                size=float(size),
                unit="compartments",
                tiny=20.0,
                build=partial(_scaling, 10),
                goal=10.0**-0.1,
                slow=size > QUICK,
            )
            for size in (100, 1000, 10_000)
        ),
    ),
)
