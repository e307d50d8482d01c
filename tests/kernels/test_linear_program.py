"""Small linear programs against SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from moromi.kernels.linear_program import INFEASIBLE, OPTIMAL, essential, largest_ball, maximise


def _program(seed: int, size: int, rows: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal((rows, size))
    normal[rng.random(normal.shape) < 0.3] = 0.0
    offset = normal @ rng.random(size) + rng.uniform(-0.1, 0.6, rows)
    return rng.standard_normal(size), normal, offset


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(0, 40))
def test_same_optimum_as_scipy(seed, size, rows):
    cost, normal, offset = _program(seed, size, rows)
    point = np.zeros(size)
    status = maximise(cost, normal, offset, np.zeros(size), np.ones(size), point)
    best = linprog(-cost, normal if rows else None, offset if rows else None, bounds=[(0.0, 1.0)] * size)
    if best.status == 2:
        assert status == INFEASIBLE
        return
    assert status == OPTIMAL
    assert cost @ point == pytest.approx(-best.fun, abs=1e-9)
    assert np.all(normal @ point <= offset + 1e-10)
    assert np.all((point >= -1e-12) & (point <= 1.0 + 1e-12))


@pytest.mark.parametrize("size", [2, 5, 8])
def test_cones_do_not_cycle(size):
    """Every half-space passes through the origin, as those of flux regions do."""
    rng = np.random.default_rng(size)
    for _ in range(50):
        normal = rng.standard_normal((30, size))
        normal[normal @ rng.random(size) > 0.0] *= -1.0
        cost = rng.standard_normal(size)
        point = np.zeros(size)
        assert maximise(cost, normal, np.zeros(30), np.zeros(size), np.ones(size), point) == OPTIMAL
        best = linprog(-cost, normal, np.zeros(30), bounds=[(0.0, 1.0)] * size)
        assert cost @ point == pytest.approx(-best.fun, abs=1e-9)


def test_ball_of_the_box_and_of_a_section():
    nothing, centre = np.zeros(3), np.zeros(3)
    assert largest_ball(np.zeros((0, 3)), np.zeros(0), nothing, 0.0, centre) == pytest.approx(0.5)
    assert centre == pytest.approx([0.5, 0.5, 0.5])
    # the diagonal plane cuts a rectangle of 1 by √2; its largest disc has radius 1/2
    radius = largest_ball(np.zeros((0, 3)), np.zeros(0), np.array([1.0, -1.0, 0.0]), 0.0, centre)
    assert radius == pytest.approx(0.5)
    assert centre[0] == pytest.approx(centre[1])
    assert largest_ball(np.array([[1.0, 0.0, 0.0]]), np.array([-0.2]), nothing, 0.0, centre) < 0.0


def test_ball_of_a_triangle():
    """Inscribed circle of the right triangle with legs of 1: radius 1 − √½."""
    centre = np.zeros(2)
    radius = largest_ball(np.array([[1.0, 1.0]]), np.array([1.0]), np.zeros(2), 0.0, centre)
    assert radius == pytest.approx(1.0 - np.sqrt(0.5))


def test_only_what_bounds_is_essential():
    normal = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0], [1.0, 0.5]])
    keep = essential(normal, np.array([1.0, 1.0, 0.9, 2.0]), 1e-10)
    assert keep.tolist() == [False, True, True, False]
