"""Multiples of rows from parts of a vector, against NumPy, for parts shorter and longer than any register."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moromi.kernels.jit import kernel
from moromi.kernels.laws import powers
from moromi.kernels.spans import take_row, take_rows


@kernel
def run_one(target, begin, end, rows, j, factor):
    take_row(target, begin, end, rows, j, factor)


@kernel
def run_all(target, begin, end, rows, first, last, weights, factor):
    take_rows(target, begin, end, rows, first, last, weights, factor)


@pytest.mark.parametrize(("begin", "end"), [(0, 0), (3, 3), (2, 3), (0, 7), (1, 9), (0, 20), (5, 28), (0, 29)])
def test_as_numpy_does_it(begin, end):
    random = np.random.default_rng(end)
    rows, weights, start = random.normal(size=(6, 29)), random.normal(size=6), random.normal(size=29)
    one, several = start.copy(), start.copy()
    run_one(one, begin, end, rows, 2, 0.7)
    run_all(several, begin, end, rows, 1, 5, weights, -1.5)
    part = slice(begin, end)
    np.testing.assert_allclose(one[part], start[part] - 0.7 * rows[2, part], rtol=1e-14, atol=1e-15)
    expected = start[part] + 1.5 * weights[1:5] @ rows[1:5, part]
    np.testing.assert_allclose(several[part], expected, rtol=1e-14, atol=1e-14)
    for found in (one, several):  # nothing beside the part is touched
        np.testing.assert_array_equal(np.delete(found, np.arange(begin, end)), np.delete(start, np.arange(begin, end)))


def test_of_no_rows_nothing_comes():
    target = np.arange(5.0)
    run_all(target, 0, 5, np.full((2, 5), np.nan), 1, 1, np.zeros(2), 1.0)
    np.testing.assert_array_equal(target, np.arange(5.0))


def test_weights_may_be_the_vector_itself():
    """As in a substitution: the first two entries are known, the others wait for them."""
    rows, vector = np.arange(12.0).reshape(2, 6), np.array([2.0, 3.0, 1.0, 1.0, 1.0, 1.0])
    run_all(vector, 2, 6, rows, 0, 2, vector, 1.0)
    np.testing.assert_array_equal(vector, [2.0, 3.0, *(1.0 - 2.0 * rows[0, 2:] - 3.0 * rows[1, 2:])])


@pytest.mark.parametrize("x", [0.0, -1.0, 1e-6, 0.3, 4e3])
@pytest.mark.parametrize("y", [0.0, 2e-5, 0.02])
@pytest.mark.parametrize("a", [0.0, 1.0 / 3.0, 0.946])
def test_a_product_of_powers(x, y, a):
    """As the power function has it, also where a base is nought or an exponent is."""
    assert powers(x, a, y, 0.5) == pytest.approx(max(x, 0.0) ** a * math.sqrt(y), rel=1e-14)
