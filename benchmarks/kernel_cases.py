"""Suite `kernels`: the house's hot kernels, each on its own, beside the same work in C, NumPy or SciPy.

Both sides loop over the same ring of inputs; `difference` is how far their sums are apart, relative to the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.ph import acid_table, fill_acids, water_constant
from ..kernels.power import GassedPowerLaw
from .case import Case, Contest, Progress, Side, Suite
from .kernel_loops import (
    carbonate_loop,
    lu_loop,
    ph_loop,
    power_loop,
    random_loop,
    sparse_loop,
    transfer_loop,
)
from .lifelines import CASES as LIFELINES
from .plain_c import plain
from .rhs import CASES as RIGHT_HAND_SIDE
from .rhs import mid_feed
from .rhs_kernels import atlas_loop

__all__ = ["SUITE"]

Array = NDArray[np.float64]

RING = 64
REPEATS = 15
TEMPERATURE = 310.15  # K
BUFFERS = ("inorganic_carbon", "ammonium", "phosphate", "acetate")
DENSE = 24  # unknowns: the states of a vessel
SPARSE = 1000  # unknowns: the rows of a genome-scale model
KEYS = (20_110_613, 42)


def _difference(ours: float, reference: float) -> Mapping[str, Any]:
    return {"difference": abs(ours - reference) / abs(reference)}


def _random(*columns: tuple[float, float]) -> Array:
    """A ring of rows, each column between its ends."""
    random = np.random.default_rng(1)
    return np.ascontiguousarray(np.column_stack([random.uniform(*ends, RING) for ends in columns]))


def _side(loop: Callable[..., float], calls: int, *arguments: Any) -> Side:
    return Side(partial(loop, calls, *arguments), repeats=REPEATS, operations=calls)


def _against_c(loop: Callable[..., float], name: str, rows: Array, *more: Any) -> Callable[[float, Progress], Contest]:
    """Build of a case whose C function takes the ring and nothing else."""

    def build(calls: float, progress: Progress) -> Contest:
        reference = partial(plain, name, int(calls), REPEATS, RING, rows)
        return Contest(_side(loop, int(calls), rows, *more), reference, _difference)

    return build


def _ph(calls: float, progress: Progress) -> Contest:
    """Carbonate, ammonia, phosphate and acetate with strong ions that bring the pH between 5 and 9."""
    acids = np.zeros((len(BUFFERS), 5))
    fill_acids(acid_table([(name, place) for place, name in enumerate(BUFFERS)]), TEMPERATURE, 0.0, acids)
    rows = _random((1.0, 30.0), (20.0, 200.0), (20.0, 100.0), (1.0, 50.0), (0.0, 60.0))
    water = water_constant(TEMPERATURE)
    table = np.ascontiguousarray(acids[:, 1:])
    reference = partial(plain, "ph", int(calls), REPEATS, RING, rows, len(BUFFERS), table, float(water))
    return Contest(_side(ph_loop, int(calls), rows, acids, water), reference, _difference)


def _matrices(n: int) -> Array:
    """What a stiff step factorises: unity less a part of a Jacobian."""
    return np.eye(n) + np.random.default_rng(1).normal(0.0, 0.3, (RING, n, n))


def _lu(peer: str, calls: float, progress: Progress) -> Contest:
    matrices, right = _matrices(DENSE), np.arange(1.0, DENSE + 1.0)
    columns = np.ascontiguousarray(matrices.transpose(0, 2, 1))
    room = (np.zeros((DENSE, DENSE)), np.zeros(DENSE), np.zeros((2, DENSE), np.int64))
    ours = _side(lu_loop, int(calls), columns, right, *room)
    if peer == "C":
        work = np.zeros(DENSE * DENSE + DENSE)
        return Contest(ours, partial(plain, "lu", int(calls), REPEATS, RING, matrices, right, DENSE, work), _difference)
    return Contest(
        ours, Side(partial(_lapack, int(calls), matrices, right), repeats=3, operations=int(calls)), _difference
    )


def _lapack(calls: int, matrices: Array, right: Array) -> float:
    """The same by SciPy's calls of LAPACK, checks off."""
    from scipy.linalg import lu_factor, lu_solve

    total = 0.0
    for number in range(calls):
        found = lu_solve(lu_factor(matrices[number % RING], check_finite=False), right, check_finite=False)
        total += found[0] + found[-1]
    return float(total)


def _sparse(calls: float, progress: Progress) -> Contest:
    """A lower triangle with three entries a column and a few above it, as bases of flux balances have."""
    from scipy.sparse import csc_matrix

    random = np.random.default_rng(1)
    columns = np.repeat(np.arange(SPARSE), 3)
    rows = np.minimum(columns + random.integers(1, SPARSE, columns.size), SPARSE - 1)
    above = random.integers(SPARSE, size=(2, 30))
    places = {(int(i), int(j)) for i, j in zip(rows, columns, strict=True)} | set(zip(*above.tolist(), strict=True))
    places |= {(k, k) for k in range(SPARSE)}
    at = np.array(sorted(places))
    matrix = csc_matrix((random.uniform(1.0, 2.0, len(at)), (at[:, 0], at[:, 1])), (SPARSE, SPARSE))
    matrix.setdiag(4.0)
    data = matrix.data * random.uniform(0.9, 1.1, (8, matrix.nnz))
    right = np.ones((SPARSE, 1))
    indptr, indices = matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32)
    ours = _side(sparse_loop, int(calls), indptr, indices, data, right)
    return Contest(
        ours, Side(partial(_superlu, int(calls), matrix, data), repeats=3, operations=int(calls)), _difference
    )


def _superlu(calls: int, matrix: Any, data: Array) -> float:
    """The same by SciPy's calls of SuperLU."""
    from scipy.sparse import csc_matrix
    from scipy.sparse.linalg import splu

    total = 0.0
    for number in range(calls):
        filled = csc_matrix((data[number % len(data)], matrix.indices, matrix.indptr), matrix.shape)
        found = splu(filled).solve(np.ones(SPARSE))
        total += found[0] + found[-1]
    return float(total)


def _flux_call(calls: float, progress: Progress) -> Contest:
    """The fluxes of a region beside the matrix product they are."""
    scene = mid_feed()
    atlas, region = scene.plant.atlas, scene.region
    intercept, slope = (np.ascontiguousarray(part[region]) for part in (atlas.intercept, atlas.slope))
    thetas = np.ascontiguousarray(scene.thetas)
    sizes = (thetas.shape[1], len(intercept))
    peer = partial(
        plain, "affine", int(calls), REPEATS, len(thetas), thetas, *sizes, intercept, slope, np.zeros(len(intercept))
    )
    return Contest(_side(atlas_loop, int(calls), atlas, region, scene.thetas, scene.work.fluxes), peer, _difference)


def _threefry(calls: float, progress: Progress) -> Contest:
    return Contest(
        _side(random_loop, int(calls), *KEYS), partial(plain, "threefry", int(calls), REPEATS, *KEYS), _difference
    )


def _case(
    name: str, summary: str, build: Callable[[float, Progress], Contest], calls: int = 100_000, reference: str = "C"
) -> Case:
    return Case(
        name=name,
        summary=summary,
        reference=reference,
        size=calls,
        unit="calls",
        tiny=RING,
        build=build,
        needs=("C compiler",) if reference.startswith("C") else (),
    )


_TRANSFER = _random((500.0, 10_000.0), (0.002, 0.05))
_CARBONATE = _random((4.0, 10.0), (283.0, 318.0))
_POWER = _random((5.0, 5000.0), (1.0, 15.0), (0.05, 0.5), (1e-4, 1e-2))

CASES = (
    _case("transfer", "kLa of a stirred tank (van 't Riet)", _against_c(transfer_loop, "transfer", _TRANSFER)),
    _case("carbonate", "share of CO2 in inorganic carbon", _against_c(carbonate_loop, "carbonate", _CARBONATE)),
    _case(
        "power",
        "gassed power of an impeller (Michel & Miller)",
        _against_c(power_loop, "power", _POWER, int(GassedPowerLaw.MICHEL_MILLER), 0.783, 0.459),
    ),
    _case("ph", "pH of four buffers from charges, from 7", _ph, 20_000, "C, Brent's method"),
    _case("lu", f"dense LU and a solution, {DENSE} unknowns", partial(_lu, "C"), 10_000),
    _case("lu", f"dense LU and a solution, {DENSE} unknowns", partial(_lu, "LAPACK"), 10_000, "SciPy, LAPACK"),
    _case("sparse-lu", f"sparse LU and a solution, {SPARSE} unknowns", _sparse, 100, "SciPy, SuperLU"),
    _case("random", "two random words", _threefry, 1_000_000),
    _case("flux-call", "fluxes of a known critical region", _flux_call),
)

SUITE = Suite(
    "kernels",
    "the hot kernels, each on its own, beside the same work in C, NumPy or SciPy",
    (*CASES, *RIGHT_HAND_SIDE, *LIFELINES),
)
