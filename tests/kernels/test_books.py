"""Books that are made up at the end of a step are those that went through it as states."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.books import WEIGHTS, keep_books
from moromi.kernels.rosenbrock import BENDS, NODES, STAGES, A, D, Work

from .test_rosenbrock import dense, rodas

H = 0.3
START = np.array([0.8, 0.4, 2.0, -1.0, 7.0])  # two dynamic states, three books


def slopes(t, y):
    return np.array([np.cos(t) * y[0] * y[1], y[0] - 30 * y[1] ** 2, y[0] * y[1] * t, np.sin(y[0]), 5.0])


def columns(t, y):
    return np.array(
        [
            [np.cos(t) * y[1], np.cos(t) * y[0], 0, 0, 0],
            [1.0, -60 * y[1], 0, 0, 0],
            [y[1] * t, y[0] * t, 0, 0, 0],
            [np.cos(y[0]), 0, 0, 0, 0],
            [0, 0, 0, 0, 0],
        ]
    )


def drift(t, y):
    return np.array([-np.sin(t) * y[0] * y[1], 0, y[0] * y[1], 0, 0])


def made_up(share, stages):
    """The books by `keep_books`, which knows the dynamic states' stages and what the books are given at them."""
    d, n = 2, START.size
    kept = stages.copy()
    for i in range(STAGES):
        point = START + A[i, :i] @ stages[:i]
        kept[i, d:] = (slopes(0.2 + NODES[i] * H, point) + D[i] * H * drift(0.2, START))[d:]
    work = Work(
        *(np.zeros(n), np.zeros(n), columns(0.2, START).T[:d].copy()),
        *(np.zeros((d, d)), np.zeros((2, d), np.int64)),
        *(kept, np.zeros((BENDS, d)), np.zeros(n), np.zeros(n), np.zeros(n)),
        *(np.zeros(d + 1, np.int64), np.zeros(n), np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)),
    )
    target = np.full(n, np.nan)
    keep_books(share, H, START, work, target)
    assert np.all(np.isnan(target[:d]))
    return target[d:]


@pytest.mark.parametrize("share", [0.0, 0.37, 1.0])
def test_as_if_they_were_states(share):
    end, _, stages = rodas(slopes, columns, drift, 0.2, START, H)
    expected = dense(share, START, end, stages)[2:]
    np.testing.assert_allclose(made_up(share, stages), expected, rtol=1e-13)


def test_weights_are_those_of_a_method_of_order_five():
    """Σ bᵢ = 1: what flows evenly is counted exactly; the dense output adds nothing to that."""
    assert WEIGHTS[0].sum() == pytest.approx(1.0, rel=1e-12)
    np.testing.assert_allclose(WEIGHTS[1:].sum(axis=1), 0.0, atol=1e-10)
