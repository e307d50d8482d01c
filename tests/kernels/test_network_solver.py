"""The solver of networks: its linear algebra against dense matrices, its runs against SciPy and against themselves."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from numba.core import config
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from moromi.benchmarks.mixing_kernels import CARBON, INTERPOLATE, KERNELS, PLAIN, SETTLE, WHOLE
from moromi.benchmarks.mixing_tank import ModelRun, model_run
from moromi.kernels.network_border import assemble_border, correct_sums, precondition, solve_roughly
from moromi.kernels.network_cycle import assemble
from moromi.kernels.network_krylov import solve
from moromi.kernels.network_rows import pack, set_scale, unpack
from moromi.kernels.network_slope import BASE
from moromi.kernels.network_work import CYCLES
from moromi.kernels.status import Status

SETTINGS: Any = config
RUNS = pytest.mark.skipif(SETTINGS.DISABLE_JIT, reason="whole runs take minutes where nothing is compiled")
GRID = np.array([0.02, 0.1, 0.5, 1.0, 1.5, 2.0])
SMALL = (3, 4)


def slope_of(run: ModelRun):
    """The right-hand side for SciPy."""
    _, work, _ = run.fresh()
    floor = np.ones(work.residual.size)

    def slope(time, state):
        out = np.zeros(state.size)
        KERNELS.evaluate(time, np.ascontiguousarray(state), run.tank, run.graph, work, floor, BASE, out)
        return out

    return slope


def jacobian_of(run: ModelRun, state):
    """Dense Jacobian by central differences."""
    slope = slope_of(run)
    columns = []
    for j in range(state.size):
        step = 1e-5 * max(abs(state[j]), 1e-3)
        up, down = state.copy(), state.copy()
        up[j], down[j] = state[j] + step, state[j] - step
        columns.append((slope(0.0, up) - slope(0.0, down)) / (up[j] - down[j]))
    return np.column_stack(columns)


@cache
def whole() -> ModelRun:
    return model_run(*SMALL, WHOLE, uneven=0.6)


@pytest.fixture(scope="module")
def matrices():
    """The work with its matrices at g = 50/h, a state, and g − J as it should be."""
    run = whole()
    state, work, _ = run.fresh()
    g = 50.0
    KERNELS.differentiate(0.0, state, run.tank, run.graph, work, run.tolerance(1e-6).floor)
    assert assemble(g, run.graph, work)
    assert assemble_border(g, run.graph, work)
    d = work.residual.size
    dense = jacobian_of(run, state)
    return run, work, g, g * np.eye(d) - dense[:d, :d], dense


@cache
def oracle() -> np.ndarray:
    run = whole()
    found = solve_ivp(slope_of(run), (0.0, GRID[-1]), run.start, "Radau", GRID, rtol=1e-9, atol=1e-12, max_step=0.02)
    assert found.success
    return found.y.T


def worst(rows, exact):
    return np.max(np.abs(rows - exact) / np.abs(exact).max(axis=0))


def test_what_the_preconditioner_leaves_is_that_of_the_jacobian(matrices):
    """So the product with the matrix, which the Krylov iteration takes from it, is that of differences."""
    run, work, _, matrix, _ = matrices
    vector = matrix @ (np.random.default_rng(1).normal(size=len(matrix)) * (np.abs(run.start[: len(matrix)]) + 1e-3))
    found, left = np.zeros_like(vector), np.zeros_like(vector)
    pack(vector, run.graph, work, work.given[0])
    precondition(run.graph, work, work.corrected[0], work.basis[0])
    unpack(work.corrected[0], run.graph, work, found)
    unpack(work.basis[0], run.graph, work, left)
    assert np.abs(vector - matrix @ found - left).max() < 1e-5 * np.abs(vector).max()


def test_preconditioner_alone_converges(matrices):
    """Spectral radius of what one cycle leaves of an error."""
    run, work, _, matrix, _ = matrices
    left = np.eye(len(matrix))
    for j in range(len(matrix)):
        out = np.zeros(len(matrix))
        solve_roughly(np.ascontiguousarray(matrix[:, j]), run.graph, work, out)
        left[:, j] -= out
    assert np.abs(np.linalg.eigvals(left)).max() < 0.6


def test_krylov_iteration_solves(matrices):
    run, work, _, matrix, _ = matrices
    right = np.random.default_rng(3).normal(size=len(matrix))
    out, scale = np.zeros(len(matrix)), np.random.default_rng(2).uniform(0.5, 2.0, len(matrix))
    set_scale(scale, run.graph, work)
    before = work.memory[CYCLES]
    size = solve(right, 1e-6, 0.0, run.graph, work, out)
    assert 1 <= work.memory[CYCLES] - before <= 12
    assert np.linalg.norm(matrix @ out - right) < 2e-5 * np.linalg.norm(right)
    assert size == pytest.approx(np.sqrt(np.mean((out / scale) ** 2)), rel=1e-12)


def test_what_is_not_finite_leaves_no_trace(matrices):
    """A trial state may blow up; the next, shorter step must not know of it."""
    run, work, _, matrix, _ = matrices
    right = np.random.default_rng(3).normal(size=len(matrix))
    out = np.zeros(len(matrix))
    set_scale(np.ones(len(matrix)), run.graph, work)
    size = solve(right, 1e-6, 0.0, run.graph, work, out)
    expected = out.copy()
    inverse = work.inverse.copy()
    for poisoned in (np.where(np.arange(len(right)) == 2, np.nan, right), np.full(len(right), np.inf)):
        assert solve(poisoned, 1e-6, 0.0, run.graph, work, out) == math.inf
        assert not out.any()
    work.inverse[:] = np.nan  # a block that could not be inverted in single precision
    assert solve(right, 1e-6, 0.0, run.graph, work, out) == math.inf
    work.inverse[:] = inverse
    assert solve(right, 1e-6, 0.0, run.graph, work, out) == size
    assert np.array_equal(out, expected)


def test_sums_are_corrected(matrices):
    """After it the residual of a vector sums to zero over the nodes, and is zero for the shared states."""
    run, work, g, matrix, _ = matrices
    nodes = len(run.tank.volume)
    right = np.random.default_rng(4).normal(size=len(matrix))
    change = np.random.default_rng(6).normal(size=len(matrix))
    correct_sums(g, right, run.graph, work, change)
    size = np.abs(matrix @ change).max()
    rest = right - matrix @ change  # of a matrix by differences
    assert np.abs(rest[: 8 * nodes].reshape(nodes, 8).sum(axis=0)).max() < 1e-5 * size
    assert np.abs(rest[8 * nodes :]).max() < 1e-5 * size
    again = change.copy()
    correct_sums(g, right, run.graph, work, again)
    assert np.abs(again - change).max() < 1e-12 * np.abs(change).max()


@RUNS
def test_agrees_with_radau():
    rows, cursor, _ = whole().solve(GRID, 1e-7)
    assert cursor["status"] == Status.DONE
    assert worst(rows, oracle()) < 1e-5


@RUNS
def test_converges_with_the_tolerance():
    errors = [worst(whole().solve(GRID, relative)[0], oracle()) for relative in (1e-3, 1e-5, 1e-7)]
    assert errors[0] > 3 * errors[1] > 9 * errors[2]


@RUNS
def test_settled_output_is_better_than_interpolated():
    """Within steps much longer than the distance of the outputs, with kinks in them."""
    run, grid = model_run(3, 10, PLAIN), np.arange(0.1, 8.05, 0.1)
    exact, _, _ = run.solve(grid, 1e-7)
    settled, cursor, _ = run.solve(grid, 1e-5, outputs=SETTLE)
    interpolated, _, _ = run.solve(grid, 1e-5, outputs=INTERPOLATE)
    assert cursor["status"] == Status.DONE
    assert cursor["steps"] < len(grid)
    assert worst(settled, exact) < min(2e-3, 0.2 * worst(interpolated, exact))


@RUNS
@pytest.mark.parametrize("relative", [1e-2, 1e-4, 1e-6])
def test_carbon_and_nitrogen_are_kept(relative):
    """Also in a run that is not accurate at all: carbon with what was fed and left, nitrogen of the compartments."""
    run = whole()
    rows, _, _ = run.solve(GRID, relative)
    nodes = len(run.tank.volume)
    for row in (rows[0], rows[-1]):
        carbon, nitrogen = [], []
        for state in (run.start, row):
            inside = state[: 8 * nodes].reshape(nodes, 8)
            shared = state[8 * nodes :]
            carbon.append((inside @ CARBON).sum() + shared[1] - shared[3] + shared[4])
            nitrogen.append((inside[:, 5] + 7.0 * inside[:, 0]).sum() - shared[5])
        assert carbon[1] == pytest.approx(carbon[0], rel=1e-10)
        assert nitrogen[1] == pytest.approx(nitrogen[0], rel=1e-10)
    assert rows[-1][8 * nodes + 3] > 0.05 * carbon[0]
    assert rows[-1][8 * nodes + 5] > 0.01 * nitrogen[0]


@RUNS
def test_numbering_does_not_matter():
    nodes = SMALL[0] * SMALL[1]
    order = np.random.default_rng(5).permutation(nodes)
    rows, _, _ = whole().solve(GRID, 1e-4)
    other, _, _ = model_run(*SMALL, WHOLE, order, uneven=0.6).solve(GRID, 1e-4)
    inside, outside = np.split(rows, [8 * nodes], axis=1)
    again, shared = np.split(other, [8 * nodes], axis=1)
    back = again.reshape(len(GRID), nodes, 8)[:, order].reshape(len(GRID), -1)
    assert worst(back, inside) < 1e-9
    assert worst(shared, outside) < 1e-9


def alike(nodes: int) -> ModelRun:
    """Compartments of one size in a ring, each with its part of feed and gas."""
    whole_tank = model_run(1, 1, WHOLE)
    ring = model_run(nodes, 1, WHOLE) if nodes > 1 else whole_tank
    tank = ring.tank._replace(
        feed=np.full(nodes, whole_tank.tank.feed[0] / nodes),
        place=np.full(nodes, 1.0 / nodes),
        rise=np.full(nodes, whole_tank.tank.rise[0]),
    )
    return ModelRun(ring.graph, tank, WHOLE, ring.rates, ring.start)


@RUNS
def test_compartments_alike_equal_one():
    one, _, _ = alike(1).solve(GRID, 1e-6)
    many, _, _ = alike(7).solve(GRID, 1e-6)
    each = many[:, :56].reshape(len(GRID), 7, 8)
    assert np.ptp(each, axis=1).max() < 1e-9 * each.max()
    assert worst(each.sum(axis=1), one[:, :8]) < 1e-5
    assert worst(many[:, 56:], one[:, 8:]) < 1e-5


@RUNS
def test_tracer_follows_the_matrix_exponential_and_none_is_lost():
    """Without cells and feed the substrate is a tracer."""
    run = model_run(*SMALL, PLAIN, uneven=0.6)
    nodes = len(run.tank.volume)
    run.tank.feed[:] = 0.0
    run.start.reshape(nodes, 8)[:, :2] = 0.0
    run.start[8 * 5 + 1] = 1.0
    grid = np.array([0.002, 0.01, 0.05])
    rows, _, _ = run.solve(grid, 1e-8, 1e-4)
    tracer = rows.reshape(len(grid), nodes, 8)[:, :, 1]
    matrix = np.zeros((nodes, nodes))
    np.add.at(matrix, (run.graph.target, run.graph.source), run.rates)
    np.subtract.at(matrix, (run.graph.source, run.graph.source), run.rates)
    exact = np.array([expm(matrix * time)[:, 5] for time in grid])
    assert np.abs(tracer - exact).max() < 1e-7
    assert np.abs(tracer.sum(axis=1) - 1.0).max() < 1e-12


@RUNS
def test_what_is_not_finite_is_a_status():
    run = model_run(2, 2, PLAIN)
    run.start[9] = np.nan
    _, cursor, _ = run.solve(GRID, 1e-6)
    assert cursor["status"] == Status.NOT_FINITE
    run.start[9] = 1e300
    _, cursor, _ = run.solve(GRID, 1e-6)
    assert cursor["status"] in (Status.NOT_FINITE, Status.STEP_TOO_SMALL)
