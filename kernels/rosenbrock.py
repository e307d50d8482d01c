"""One step of Rodas5P: a stiffly accurate, L-stable Rosenbrock method of order 5(4) with dense output of order 4.

Steinebach (2023), Construction of Rosenbrock–Wanner method Rodas5P and numerical benchmarks within the Julia
Differential Equations package, BIT Numer. Math. 63:27, doi:10.1007/s10543-023-00967-x. The order of the step, of
the embedded error and of the dense output are verified numerically in the tests.

A Rosenbrock step needs no Newton iteration, and linear invariants of the right-hand side survive it to rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, kernel
from .linear import factorise, substitute
from .records import Cursor, Layout
from .spans import take_rows
from .state import dynamic_size, signal_size, state_size

__all__ = [
    "BENDS",
    "STAGES",
    "RightHandSide",
    "Work",
    "bend",
    "differentiator",
    "interpolate",
    "stepper",
    "whole",
    "work_arrays",
]

Array: TypeAlias = NDArray[np.float64]
P = TypeVar("P")  # what the right-hand side belongs to: a vessel, or anything with a cursor
RightHandSide: TypeAlias = Callable[[float, Array, P, Cursor, Array, Array, Array, Array], None]
"""A kernel as `fermenter.derivative`: time, state, plant, cursor; signals, θ, fluxes and slope are written."""

STAGES = 8
BENDS = 3
GAMMA = 0.21193756319429014

# A[i, j], C[i, j] in the transformed variables of Hairer & Wanner (1996), Solving ODEs II, §IV.7
A = np.zeros((STAGES, STAGES))
A[1, 0] = 3.0
A[2, :2] = 2.849394379747939, 0.45842242204463923
A[3, :3] = -6.954028509809101, 2.489845061869568, -10.358996098473584
A[4, :4] = 2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641
A[5, :5] = -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946
A[6, :5] = A[5, :5]
A[6, 5] = 1.0
A[7, :6] = A[6, :6]
A[7, 6] = 1.0

C = np.zeros((STAGES, STAGES))
C[1, 0] = -14.155112264123755
C[2, :2] = -17.97296035885952, -2.859693295451294
C[3, :3] = 147.12150275711716, -1.41221402718213, 71.68940251302358
C[4, :4] = 165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306
C[5, :5] = 24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471
C[6, :6] = (
    30.91273214028599,
    -3.1208243349937974,
    77.79954646070892,
    34.28646028294783,
    -19.097331116725623,
    -28.087943162872662,
)
C[7, :7] = (
    37.80277123390563,
    -3.2571969029072276,
    112.26918849496327,
    66.9347231244047,
    -40.06618937091002,
    -54.66780262877968,
    -9.48861652309627,
)

NODES = np.array([0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1.0, 1.0, 1.0])
D = np.array([GAMMA, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0, 0, 0])

H = np.array(
    [
        [
            25.948786856663858,
            -2.5579724845846235,
            10.433815404888879,
            -2.3679251022685204,
            0.524948541321073,
            1.1241088310450404,
            0.4272876194431874,
            -0.17202221070155493,
        ],
        [
            -9.91568850695171,
            -0.9689944594115154,
            3.0438037242978453,
            -24.495224566215796,
            20.176138334709044,
            15.98066361424651,
            -6.789040303419874,
            -6.710236069923372,
        ],
        [
            11.419903575922262,
            2.8879645146136994,
            72.92137995996029,
            80.12511834622643,
            -52.072871366152654,
            -59.78993625266729,
            -0.15582684282751913,
            4.883087185713722,
        ],
    ]
)


class Work(NamedTuple):
    """Scratch arrays of one integration; n states, of which d dynamic."""

    slope: NDArray[np.float64]  # (n,) derivative at the step's start
    slope_time: NDArray[np.float64]  # (n,) its explicit time derivative
    jacobian: NDArray[np.float64]  # (d, n), a row the derivative with respect to one state
    factors: NDArray[np.float64]  # (d, d), by columns
    pivots: NDArray[np.int64]  # (2, d)
    stages: NDArray[np.float64]  # (8, n); of the books what they are given, see `books`
    curve: NDArray[np.float64]  # (3, d), bends of the dense output
    trial: NDArray[np.float64]  # (n,) dynamic states at a stage and at the step's end
    point: NDArray[np.float64]  # (n,) state at a stage or output
    other: NDArray[np.float64]  # (n,) derivative at a stage
    reaches: NDArray[np.int64]  # (d + 1,) part of the right-hand side that a state changes, and time; see `reach`
    ground: NDArray[np.float64]  # (n,) slope of such a part
    base: NDArray[np.float64]  # signals at the step's start
    signals: NDArray[np.float64]
    theta: NDArray[np.float64]
    fluxes: NDArray[np.float64]


PartOfIt: TypeAlias = Callable[[int, float, Array, P, Cursor, Array, Array, Array, Array], None]
"""The same with the number of a part before; of parts but the first, the whole, only differences have a meaning."""

Differentiate: TypeAlias = Callable[[Array, P, Cursor, Array, Work], None]
Step: TypeAlias = Callable[[float, Array, P, Cursor, float, Array, Work], float]


@kernel
def work_arrays(layout: Layout, parameters: int) -> Work:
    """Fresh scratch arrays."""
    n = state_size(layout)
    d = dynamic_size(layout)
    return Work(
        np.zeros(n),
        np.zeros(n),
        np.zeros((d, n)),
        np.zeros((d, d)),
        np.zeros((2, d), np.int64),
        np.zeros((STAGES, n)),
        np.zeros((BENDS, d)),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(d + 1, np.int64),
        np.zeros(n),
        np.zeros(signal_size(layout)),
        np.zeros(signal_size(layout)),
        np.zeros(parameters),
        np.zeros(layout.outputs),
    )


@inlined
def _copy(source: Array, target: Array) -> None:
    """Element by element: a slice would reserve memory in case both overlap."""
    for i in range(source.size):
        target[i] = source[i]


def whole(derivative: RightHandSide[P]) -> PartOfIt[P]:
    """A right-hand side without parts, for `differentiator`."""

    @inlined
    def slope(
        reach: int,
        time: float,
        state: Array,
        plant: P,
        cursor: Cursor,
        signals: Array,
        theta: Array,
        fluxes: Array,
        out: Array,
    ) -> None:
        derivative(time, state, plant, cursor, signals, theta, fluxes, out)

    return slope


def differentiator(slope: PartOfIt[P], parts: int = 1, known: int = 0) -> Differentiate[P]:
    """The kernel that differentiates a right-hand side.

    Parameters
    ----------
    slope : kernel
        The right-hand side with its parts, see `reach.slope_within`; it is merged into the new kernel.
    parts : int
        How many it has; part 0 is the whole.
    known : int, optional
        Number of a whole that may rely on signals and θ being those of the present state.

    Returns
    -------
    kernel
        Of state, plant, cursor, floor and work: writes the derivative at the cursor's time, its Jacobian and its
        explicit time derivative into `work`, by forward differences; of every state, and of time, of the part that
        `work.reaches` says; what reaches none is left as it is. `floor`, shape (n,), is the magnitude below which a
        state's difference step no longer shrinks (its absolute over relative tolerance).
    """

    @inlined
    def differentiate(state: Array, plant: P, cursor: Cursor, floor: Array, work: Work) -> None:
        root = math.sqrt(2.220446049250313e-16)
        _copy(state, work.point)
        d, n = work.jacobian.shape
        # one call site, so that the right-hand side is merged into these loops once: base, states, time
        for part in range(parts):
            for j in range(-1, d + 1):
                if j >= 0 and work.reaches[j] != part:
                    continue
                time = cursor.time
                reach = 1.0
                if j == d:
                    time += root * max(abs(time), 1e-2)
                    reach = time - cursor.time
                elif j >= 0:
                    work.point[j] = state[j] + root * max(abs(state[j]), floor[j])
                    reach = work.point[j] - state[j]  # what the floating-point number really moved
                asked = part
                if part > 0 or j >= 0:
                    _copy(work.base, work.signals)
                else:
                    asked = known
                slope(asked, time, work.point, plant, cursor, work.signals, work.theta, work.fluxes, work.other)
                if j < 0:
                    _copy(work.other, work.ground)
                    if part == 0:
                        _copy(work.other, work.slope)
                        _copy(work.signals, work.base)
                    continue
                column = work.jacobian[j] if j < d else work.slope_time
                inverse = 1.0 / reach
                for i in range(n):
                    column[i] = (work.other[i] - work.ground[i]) * inverse
                if j < d:
                    work.point[j] = state[j]

    return differentiate


@inlined
def _solve_stage(i: int, h: float, work: Work) -> None:
    """Turn the derivative in `work.other` into stage i."""
    d, n = work.jacobian.shape
    stage = work.stages[i]
    # states inside: they lie side by side, so several are done at once
    shift = D[i] * h
    for m in range(n):
        stage[m] = work.other[m] + shift * work.slope_time[m]
    take_rows(stage, 0, d, work.stages, 0, i, C[i], -1.0 / h)
    substitute(work.factors, work.pivots, stage)


@inlined
def _factorise(h: float, work: Work) -> bool:
    """Factors of the matrix all stages share; False when it is singular."""
    d = work.factors.shape[0]
    for j in range(d):
        column = work.factors[j]
        source = work.jacobian[j]
        for i in range(d):
            column[i] = -source[i]
        column[j] += 1.0 / (GAMMA * h)
    return factorise(work.factors, work.pivots)


@inlined
def _approach(i: int, state: Array, work: Work) -> None:
    """Put the dynamic states at which stage i is evaluated into `work.trial`."""
    d = work.factors.shape[0]
    _copy(state[:d], work.trial[:d])
    take_rows(work.trial, 0, d, work.stages, 0, i, A[i], -1.0)


@inlined
def _complete(state: Array, relative: float, absolute: Array, work: Work) -> float:
    """Add the last stage, which is the embedded error; its norm."""
    d = work.factors.shape[0]
    total = 0.0
    for m in range(d):
        error = work.stages[STAGES - 1, m]
        work.trial[m] += error
        scale = absolute[m] + relative * max(abs(state[m]), abs(work.trial[m]))
        total += (error / scale) ** 2
    return math.sqrt(total / d)


@inlined
def bend(work: Work) -> None:
    """Prepare the dense output of the step just made."""
    d = work.factors.shape[0]
    for k in range(BENDS):
        row = work.curve[k]
        for m in range(d):
            row[m] = 0.0
        take_rows(row, 0, d, work.stages, 0, STAGES, H[k], -1.0)


def stepper(derivative: RightHandSide[P]) -> Step[P]:
    """The kernel that steps along a right-hand side.

    Parameters
    ----------
    derivative : kernel
        The right-hand side; it is merged into the new kernel.

    Returns
    -------
    kernel
        Of h [h], state, plant, cursor, relative and absolute tolerance (n,) and work: advances by h into
        `work.trial` and returns the error, a root mean square over the dynamic states (accept when ≤ 1; inf: matrix
        singular).
    """

    @inlined
    def step(h: float, state: Array, plant: P, cursor: Cursor, relative: float, absolute: Array, work: Work) -> float:
        if not _factorise(h, work):
            return math.inf
        _copy(work.slope, work.other)
        _solve_stage(0, h, work)
        for i in range(1, STAGES):
            _approach(i, state, work)
            time = cursor.time + NODES[i] * h
            derivative(time, work.trial, plant, cursor, work.signals, work.theta, work.fluxes, work.other)
            _solve_stage(i, h, work)
        return _complete(state, relative, absolute, work)

    return step


@inlined
def interpolate(share: float, state: Array, work: Work) -> None:
    """Dynamic states at `share` (0 … 1) of the accepted step into `work.point`."""
    rest = 1.0 - share
    for m in range(work.factors.shape[0]):
        bent = work.curve[0, m] + share * (work.curve[1, m] + share * work.curve[2, m])
        work.point[m] = rest * state[m] + share * (work.trial[m] + rest * bent)
