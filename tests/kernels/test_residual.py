"""The residual in twice the working precision against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.sparse import random_array

from moromi.kernels.residual import residual, residual_transposed


def test_equals_exact_arithmetic():
    rng = np.random.default_rng(0)
    matrix = random_array((12, 9), density=0.6, format="csc", rng=rng)
    matrix.data = rng.standard_normal(matrix.nnz) * 10.0 ** rng.integers(-6, 6, matrix.nnz)
    solution = rng.standard_normal((9, 2))
    right = np.asarray(matrix @ solution)  # so that everything cancels but rounding
    found = residual(matrix.indptr, matrix.indices, matrix.data, solution, right)
    dense = matrix.toarray()
    for i in range(12):
        for c in range(2):
            exact = Fraction(right[i, c]) - sum(Fraction(dense[i, j]) * Fraction(solution[j, c]) for j in range(9))
            assert abs(found[i, c] - float(exact)) <= 1e-15 * abs(float(exact)) + 1e-30


def test_transposed_is_that_of_the_transpose():
    rng = np.random.default_rng(2)
    matrix = random_array((12, 9), density=0.6, format="csc", rng=rng)
    matrix.data = rng.standard_normal(matrix.nnz) * 10.0 ** rng.integers(-6, 6, matrix.nnz)
    solution = rng.standard_normal((12, 2))
    right = np.asarray(matrix.T @ solution)
    turned = matrix.T.tocsc()
    turned.sort_indices()
    found = residual_transposed(matrix.indptr, matrix.indices, matrix.data, solution, right)
    wanted = residual(turned.indptr, turned.indices, turned.data, solution, right)
    assert np.all(np.abs(found - wanted) <= 1e-15 * np.abs(wanted) + 1e-30)


def test_leaves_its_arguments_alone():
    matrix = random_array((3, 3), density=1.0, format="csc", rng=np.random.default_rng(1))
    solution, right = np.ones((3, 1)), np.ones((3, 1))
    residual(matrix.indptr, matrix.indices, matrix.data, solution, right)
    assert np.all(solution == 1.0)
    assert np.all(right == 1.0)
