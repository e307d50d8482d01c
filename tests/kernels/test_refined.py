"""Refined solutions of a badly conditioned system against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csc_array

from moromi.kernels.markowitz import factorise_sparse, solve_sparse
from moromi.kernels.refined import solve_refined, solve_refined_pair, solve_refined_transposed

SIZE = 8
# Hilbert's matrix, condition 1.5e10, times the common multiple of its denominators: whole numbers, so exact.
DENSE = np.array([[360360.0 / (i + j + 1) for j in range(SIZE)] for i in range(SIZE)])
MATRIX = csc_array(DENSE)
BLOCK = MATRIX.indptr.astype(np.int32), MATRIX.indices.astype(np.int32), MATRIX.data
WANTED = np.array([[Fraction(1, 3) * (i + 1) * (-1) ** i, Fraction(i + 2)] for i in range(SIZE)])


def product(dense: np.ndarray, side: int) -> list[Fraction]:
    return [
        sum((Fraction(float(a)) * b for a, b in zip(row, WANTED[:, side], strict=True)), Fraction(0)) for row in dense
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_refined_is_right_where_the_factors_are_not(turned: bool):
    """Two thirds of the digits are lost; the right-hand side is exact, the solution whole numbers."""
    dense = DENSE.T if turned else DENSE
    right = np.array([[float(value)] for value in product(dense, 1)])
    factors = factorise_sparse(*BLOCK)
    wanted = np.array([[float(value)] for value in WANTED[:, 1]])
    found = (
        solve_refined_transposed(factors, *BLOCK, right, 3) if turned else solve_refined(factors, *BLOCK, right, 3, 0.0)
    )
    assert np.abs(solve_sparse(factors, right) / wanted - 1.0).max() > 1e-9
    assert found == pytest.approx(wanted, rel=1e-15)


def test_what_is_nothing_becomes_zero():
    factors = factorise_sparse(*BLOCK)
    found = solve_refined(factors, *BLOCK, DENSE[:, :1] * 1.0, 2, 1e-3)
    assert found[1:].tolist() == [[0.0]] * (SIZE - 1)


def test_pairs_are_right_in_twice_the_digits():
    exact = product(DENSE, 0)
    high = np.array([float(value) for value in exact])
    low = np.array([float(value - Fraction(part)) for value, part in zip(exact, high.tolist(), strict=True)])
    factors = factorise_sparse(*BLOCK)
    found = solve_refined_pair(factors, *BLOCK, np.column_stack([high, low]), 6, 0.0)
    for (first, second), wanted in zip(found.tolist(), WANTED[:, 0], strict=True):
        assert abs(Fraction(first) + Fraction(second) - wanted) < abs(wanted) * Fraction(1, 10**20)
