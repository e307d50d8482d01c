"""Lanes: their arithmetic, their linear algebra, and ensembles against SciPy, closed forms and themselves."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.kernels import lanes
from moromi.kernels.jit import inlined, kernel
from moromi.kernels.lane_linear import factoriser, substituter
from moromi.kernels.lane_pattern import dependences, eliminate, groups
from moromi.kernels.lane_solve import solve_lanes
from moromi.kernels.lanes import LANES, number_of, put_number, workspace
from moromi.kernels.status import Status

from .lane_problems import PARAMETERS, STATES, by_differences, by_formula, ensemble, fed, slope

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of plain NumPy, where nothing is compiled
GRID = np.array([0.0, 0.1, 0.4, 1.0, 2.5, 4.0, 6.0, 10.0])
ABSOLUTE = np.array([1e-2, 1e-8, 1e-2, 1e-2, 1e-2, 1e-2])


def solve(advance, runs, relative=1e-6, **more):
    start, parameters, breaks = runs
    return solve_lanes(
        advance, start, parameters, GRID, relative=relative, absolute=ABSOLUTE * relative, breaks=breaks, **more
    )


def part(runs, chosen):
    return tuple(array[chosen] for array in runs)


# ------------------------------------------------------------------- numbers


@kernel
def _apply(which, scratch, given, found):
    """Functions of the first two rows given, into the row found; their bits."""
    w = workspace(scratch)
    for lane in range(LANES):
        put_number(w, 0, lane, given[0, lane])
        put_number(w, 1, lane, given[1, lane])
    one, other = w[0], w[1]
    if which == 0:
        w[2] = lanes.exponential(one)
    elif which == 1:
        w[2] = lanes.choose((one < other) & ~(one == 2.0) | (other != other), 2.0 * one - other, other / one)
    elif which == 2:
        w[2] = lanes.least(one, other) + 3.0 * lanes.greatest(one, 0.5)
    elif which == 3:
        w[2] = lanes.inverse_fifth_root(one)
    else:
        w[2] = lanes.multiply_add(one, other, -lanes.root(lanes.size_of(one)))
    for lane in range(LANES):
        found[lane] = number_of(w, 2, lane)
    return lanes.which(one >= other)


def apply(which, one, other):
    given, found = np.ones((2, LANES)), np.zeros(LANES)
    given[0, : len(one)], given[1, : len(other)] = one, other
    bits = _apply(which, np.zeros((4, LANES)), given, found)
    assert bits == sum(1 << i for i in range(LANES) if given[0, i] >= given[1, i])
    return given[0], given[1], found


def test_exponential():
    for seed in range(200):
        one, _, found = apply(0, np.random.default_rng(seed).uniform(-700.0, 709.0, LANES), [])
        np.testing.assert_array_max_ulp(found, np.exp(one), 2)
    _, _, found = apply(0, [0.0, -1e-300, -709.5, -np.inf, -708.0, 1.0], [])
    assert found[:6] == pytest.approx([1.0, 1.0, 0.0, 0.0, np.exp(-708.0), np.e], rel=1e-15)


def test_exponential_of_what_is_too_large_or_no_number():
    _, _, found = apply(0, [710.0, np.inf, np.nan], [])
    assert found[:2].tolist() == [np.inf, np.inf]
    assert np.isnan(found[2])


def test_arithmetic_and_choices():
    rng = np.random.default_rng(2)
    one, other = rng.uniform(0.5, 4.0, LANES), rng.uniform(0.5, 4.0, LANES)
    one[0] = 2.0
    _, _, found = apply(1, one, other)
    assert found.tolist() == np.where((one < other) & (one != 2.0), 2.0 * one - other, other / one).tolist()
    _, _, found = apply(2, one, other)
    assert found.tolist() == (np.minimum(one, other) + 3.0 * np.maximum(one, 0.5)).tolist()
    _, _, found = apply(4, one, other)
    assert found == pytest.approx(one * other - np.sqrt(one), rel=1e-14)


def test_fifth_root():
    one = 10.0 ** np.linspace(-10.0, 10.0, LANES)
    assert apply(3, one, [])[2] == pytest.approx(one**-0.2, rel=1e-3)


@kernel
def _of_floats(x):
    return lanes.choose(x > 1.0, lanes.exponential(x), lanes.least(x, 0.5) - lanes.greatest(x, lanes.root(x * 4.0)))


def test_the_same_functions_take_floats():
    assert float(_of_floats(2.0)) == pytest.approx(np.exp(2.0), rel=4e-16)
    assert float(_of_floats(0.81)) == 0.5 - 1.8


# ------------------------------------------------------------------- linear algebra

PATTERN = np.random.default_rng(8).random((7, 7)) < 0.4
PLAN = eliminate(PATTERN)
_factorise, _substitute = factoriser(PLAN), substituter(PLAN)


@kernel
def _solve_seven(scratch, matrices, added, rights):
    """Solve (added · 1 - matrix) x = right in every lane."""
    w = workspace(scratch)
    for lane in range(LANES):
        for i in range(7):
            put_number(w, 98 + i, lane, added[lane, i])
            put_number(w, 105 + i, lane, rights[lane, i])
            for j in range(7):
                put_number(w, i * 7 + j, lane, matrices[lane, i, j])
    fine = lanes.which(_factorise(w, w + 49, w + 98))
    _substitute(w + 49, w + 98, w + 105)
    for lane in range(LANES):
        for i in range(7):
            rights[lane, i] = number_of(w, 105 + i, lane)
    return fine


def solve_seven(matrices, added, rights):
    return _solve_seven(np.zeros((113, LANES)), matrices, added, rights)


def test_lanes_solve_their_own_systems():
    rng = np.random.default_rng(3)
    matrices = np.where(PATTERN, rng.normal(size=(LANES, 7, 7)), 0.0)
    added, rights = rng.uniform(4.0, 9.0, (LANES, 7)), rng.normal(size=(LANES, 7))
    whole = added[:, :, None] * np.eye(7) - matrices
    expected = np.linalg.solve(whole, rights[:, :, None])[:, :, 0]
    assert solve_seven(matrices, added, rights) == 2**LANES - 1
    assert rights == pytest.approx(expected, rel=1e-11, abs=1e-12)


def test_a_matrix_that_asks_for_an_exchange_is_refused():
    matrices, added = np.zeros((LANES, 7, 7)), np.ones((LANES, 7))
    last = PLAN.order[-1]
    other = next(j for j in range(7) if PATTERN[last, j] and PATTERN[j, last] and j != last)
    matrices[2, PLAN.order[0], PLAN.order[0]] = 1.0  # a zero where the elimination begins
    matrices[5, last, other], matrices[5, other, last] = 1.0, 1.0 - 1e-12  # a pivot that cancels
    added[6, 3] = 1e-30  # small, but nothing was lost
    matrices[:, 3, 3] = 0.0
    fine = solve_seven(matrices, added, np.ones((LANES, 7)))
    assert fine == 2**LANES - 1 - (1 << 2) - (1 << 5)


def test_elimination_has_every_entry_it_needs():
    """Symbolic against numeric elimination of random matrices of a pattern."""
    rng = np.random.default_rng(9)
    for _ in range(30):
        pattern = rng.random((9, 9)) < 0.25
        plan = eliminate(pattern)
        assert sorted(plan.order) == list(range(9))
        whole = np.where(pattern, rng.normal(size=(9, 9)), 0.0) + 9.0 * np.eye(9)
        left = whole[np.ix_(plan.order, plan.order)]
        for k in range(9):
            left[k + 1 :, k] /= left[k, k]
            left[k + 1 :, k + 1 :] -= np.outer(left[k + 1 :, k], left[k, k + 1 :])
        rows, columns = np.nonzero(left)
        assert set(plan.order[rows] * 9 + plan.order[columns]) <= set(plan.entries.tolist())


def test_dependences_are_those_of_the_derivatives():
    expected = np.zeros((STATES, STATES + 1), bool)
    expected[0, :3] = expected[1, :3] = True
    expected[2, 1] = expected[3, 3] = expected[3, -1] = expected[4, 4] = expected[5, -1] = True
    found = dependences(slope, STATES, PARAMETERS)
    assert found.tolist() == expected.tolist()
    shared = groups(found[:, :STATES])
    assert sorted(j for members in shared for j in members) == list(range(STATES))
    assert len(shared) == 3
    for members in shared:
        assert found[:, members].sum(axis=1).max() <= 1


@inlined
def _squared(x):
    return x * x


def _monod(half):
    @inlined
    def monod(x):
        return _squared(x) / (_squared(half) + _squared(x))

    return monod


_uptake = _monod(0.5)


@inlined
def _with_help(time, phase, y, p, out):
    out[0] = _uptake(y[1])
    out[1] = p[0] * _squared(time)


def test_compiled_functions_are_followed():
    assert dependences(_with_help, 2, 1).tolist() == [[False, True, False], [False, False, True]]


def _asks(time, phase, y, p, out):
    """No right-hand side of lanes: it asks whether a number is true."""
    out[0] = y[0] if y[1] > 0.0 else p[0]
    out[1] = y[1]


def test_what_cannot_be_followed_depends_on_everything():
    assert dependences(_asks, 2, 1).all()
    assert dependences(lambda time, phase, y, p, out: None, 2, 1).all()


# ------------------------------------------------------------------- ensembles


def test_agrees_with_radau_and_closed_forms():
    runs = ensemble(5)
    found = solve(by_differences(), runs, 1e-7)
    assert found.status.tolist() == [Status.DONE] * 5
    assert found.rows.tolist() == [len(GRID)] * 5
    assert found.reached.tolist() == [GRID[-1]] * 5
    for run, (start, p, breaks) in enumerate(zip(*runs, strict=True)):

        def robertson(t, y, p=p):
            a, b, c = p[0] * y[0], p[1] * y[1] ** 2, p[2] * y[1] * y[2]
            return [c - a, a - b - c, b]

        exact = solve_ivp(robertson, (0.0, 10.0), start[:3], "Radau", GRID, rtol=1e-10, atol=1e-14).y.T
        assert np.max(np.abs(found.state[run, :, :3] - exact) / exact.max(axis=0)) < 1e-5
        fed_batch = [fed(t, start, p, breaks) for t in GRID]
        assert found.state[run, :, 3] == pytest.approx(fed_batch, abs=2e-6 * max(fed_batch))
        assert found.state[run, :, 4] == pytest.approx(1.0 / (1.0 - p[4] * GRID), rel=1e-5)
        assert found.state[run, :, 5] == pytest.approx(GRID**2, abs=1e-6)


def test_what_the_kinetics_keep_is_kept():
    """A linear invariant, to rounding, at a loose tolerance."""
    found = solve(by_formula(), ensemble(3), 1e-3)
    assert found.state[:, :, :3].sum(axis=2) == pytest.approx(1.0, abs=1e-11)


@pytest.mark.trajectory
def test_converges_with_the_tolerance():
    runs = ensemble(16)
    exact = solve(by_formula(), runs, 1e-11)
    errors = []
    for relative in (1e-4, 1e-6, 1e-8):
        found = solve(by_differences(), runs, relative)
        errors.append(np.median(np.abs(found.state - exact.state).max(axis=1) / np.abs(exact.state).max(axis=1)))
    assert errors[0] > 10.0 * errors[1] > 100.0 * errors[2]


def test_derivatives_by_formula_and_by_differences():
    runs = ensemble(16)
    one, other = solve(by_formula(), runs, 1e-6), solve(by_differences(), runs, 1e-6)
    assert np.max(np.abs(one.state - other.state) / np.abs(one.state).max(axis=(0, 1))) < 1e-6
    assert np.abs(one.steps - other.steps).max() <= 2


@pytest.mark.parametrize("order", ["reversed", "shuffled", "alone", "threads"])
def test_company_does_not_matter(order):
    """The same bits: alone, in other groups, on two threads, and beside runs that fail."""
    runs = ensemble(21)
    runs[0][4, 2] = np.nan
    whole = solve(by_differences(), runs)
    chosen = {
        "reversed": np.arange(21)[::-1],
        "shuffled": np.random.default_rng(7).permutation(21),
        "alone": np.array([13]),
        "threads": np.arange(21),
    }[order]
    found = solve(by_differences(), part(runs, chosen), threads=2 if order == "threads" else 1)
    for name in ("state", "rows", "status", "reached", "steps"):
        assert getattr(found, name).tobytes() == getattr(whole, name)[chosen].tobytes()
    assert len(np.unique(whole.steps[:, 0])) > 3


def test_failures_are_statuses_and_their_neighbours_finish():
    runs = ensemble(11)
    runs[0][0, 3] = np.inf
    runs[0][1, 0] = np.nan
    runs[1][2, 4] = 0.5  # infinite at 2 h
    found = solve(by_differences(), runs)
    assert found.status[:2].tolist() == [Status.NOT_FINITE] * 2
    assert found.status[2] in (Status.STEP_TOO_SMALL, Status.NOT_FINITE)
    assert found.reached[2] == pytest.approx(2.0, abs=1e-3)
    assert found.rows[2] == np.sum(GRID < 2.0)
    assert found.state[2, found.rows[2] - 1, 4] == pytest.approx(1.0 / (1.0 - 0.5 * GRID[found.rows[2] - 1]), rel=1e-4)
    assert found.status[3:].tolist() == [Status.DONE] * 8
    assert np.isfinite(found.state[2:]).all()
    assert np.isfinite(found.state[:2, 1:]).all()


def test_the_number_of_steps_is_limited():
    runs = ensemble(9)
    found = solve(by_differences(), runs, max_steps=12)
    assert found.status.tolist() == [Status.TOO_MANY_STEPS] * 9
    assert found.steps[:, 0].tolist() == [12] * 9
    assert (found.reached < 10.0).all()


def test_breaks_at_the_edges_and_on_top_of_each_other():
    start, parameters, _ = ensemble(1)
    for breaks in ([0.0, 0.0], [-1.0, 2.5], [1.0, 1.0], [10.0, 99.0]):
        found = solve(by_differences(), (start, parameters, np.array([breaks])), 1e-6)
        expected = [fed(t, start[0], parameters[0], np.maximum(breaks, 0.0)) for t in GRID]
        assert found.status[0] == Status.DONE
        assert found.state[0, :, 3] == pytest.approx(expected, abs=1e-5 * max(expected))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": np.zeros((2, STATES))}, "one row for each run"),
        ({"absolute": np.ones(5)}, "6 tolerances"),
        ({"relative": 0.0}, "greater than 0"),
        ({"grid": [1.0, 1.0]}, "grid must ascend"),
        ({"breaks": [[2.0, 1.0]] * 3}, "breaks must ascend"),
        ({"end": -1.0}, "later than begin"),
        ({"grid": []}, "later than begin"),
        ({"parameters": np.ones((3, 2))}, "another number of columns"),
    ],
)
def test_nonsense_is_refused(changes, message):
    start, parameters, breaks = ensemble(3)
    told = {"start": start, "parameters": parameters, "grid": GRID, "relative": 1e-6, "absolute": ABSOLUTE}
    told |= {"breaks": breaks} | changes
    with pytest.raises(ValueError, match=message):
        solve_lanes(by_differences(), told.pop("start"), told.pop("parameters"), told.pop("grid"), **told)


@pytest.mark.trajectory
def test_the_documented_example_runs(tmp_path, capsys):
    text = (Path(__file__).parents[2] / "docs" / "ensembles.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    file = tmp_path / "example.py"
    file.write_text(example, encoding="utf-8")
    found = runpy.run_path(str(file))["found"]
    assert capsys.readouterr().out == "(1000, 41, 3) 0\n"
    assert found.state[:, -1, 0] == pytest.approx(1.08, rel=1e-9)
    mass = found.state[:, :, 0] * (found.state[:, :, 1] + 0.5 * found.state[:, :, 2])
    fed = 0.5 * 400.0 * 0.01 * np.maximum(np.linspace(0.0, 20.0, 41) - 12.0, 0.0)
    assert mass - fed == pytest.approx(0.2 + 5.0, rel=1e-6)
