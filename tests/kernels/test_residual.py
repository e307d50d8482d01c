"""The residual in twice the working precision against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.sparse import random_array

from moromi.kernels.residual import add_to_pair, affine_pair, residual, residual_pair, residual_transposed


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
            terms = [Fraction(dense[i, j]) * Fraction(solution[j, c]) for j in range(9)]
            exact = Fraction(right[i, c]) - sum(terms)
            size = float(abs(Fraction(right[i, c])) + sum(map(abs, terms)))  # what cancels was rounded at this size
            assert abs(found[i, c] - float(exact)) <= 2e-16 * abs(float(exact)) + 1e-30 * size


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


def _exact(pair: np.ndarray) -> Fraction:
    return Fraction(float(pair[0])) + Fraction(float(pair[1]))


def test_pairs_have_twice_the_digits():
    rng = np.random.default_rng(3)
    matrix = random_array((12, 9), density=0.6, format="csc", rng=rng)
    matrix.data = rng.standard_normal(matrix.nnz) * 10.0 ** rng.integers(-3, 3, matrix.nnz)
    solution, right = (rng.standard_normal((size, 2)) * [1.0, 1e-17] for size in (9, 12))
    found = residual_pair(matrix.indptr, matrix.indices, matrix.data, solution, right)
    dense = matrix.toarray()
    for i in range(12):
        terms = [Fraction(dense[i, j]) * _exact(solution[j]) for j in range(9)]
        size = abs(_exact(right[i])) + sum(map(abs, terms))
        assert abs(_exact(found[i]) - (_exact(right[i]) - sum(terms))) <= 1e-30 * size
        assert found[i, 0] == found[i, 0] + found[i, 1]  # the low part is below the last digit of the high one


def test_affine_maps_as_pairs():
    rng = np.random.default_rng(4)
    maps, theta = rng.standard_normal((6, 4)), rng.standard_normal(3)
    maps[5, 0] = np.inf
    found = affine_pair(maps, theta)
    for row, pair in zip(maps[:5], found, strict=False):
        exact = Fraction(row[0]) + sum(Fraction(a) * Fraction(t) for a, t in zip(row[1:], theta, strict=True))
        assert abs(_exact(pair) - exact) <= 1e-30
    assert found[5].tolist() == [np.inf, 0.0]


def test_a_pair_takes_what_a_double_would_lose():
    pairs = np.array([[1.0, 0.0]])
    for _ in range(2):
        add_to_pair(pairs, np.array([1e-20]))
    assert pairs.tolist() == [[1.0, 2e-20]]
