"""Sparse factors against NumPy's dense solver, on matrices with and without triangles."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array, eye_array, random_array

from moromi.kernels.markowitz import factorise_sparse, solve_sparse, solve_transposed

RNG = np.random.default_rng


def factors_of(matrix):
    matrix = csc_array(matrix)
    matrix.sort_indices()
    return factorise_sparse(matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data)


def shuffled(matrix, seed):
    rng = RNG(seed)
    rows, columns = rng.permutation(matrix.shape[0]), rng.permutation(matrix.shape[1])
    return csc_array(csc_array(matrix)[rows][:, columns])


def samples():
    sparse = random_array((40, 40), density=0.1, rng=RNG(0)) + eye_array(40)
    yield "nucleus", shuffled(sparse, 1)
    triangle = np.tril(random_array((30, 30), density=0.2, rng=RNG(2)).toarray(), -1) + np.diag(
        RNG(3).uniform(1, 2, 30)
    )
    yield "lower triangle", shuffled(triangle, 4)
    yield "upper triangle", shuffled(triangle.T, 5)
    scaled = csc_array(sparse) * (10.0 ** RNG(6).integers(-4, 4, 40))[:, None]
    yield "badly scaled rows", csc_array(scaled)
    yield "dense", csc_array(RNG(7).standard_normal((12, 12)))
    yield "one", csc_array(np.array([[-3.0]]))


@pytest.mark.parametrize(("name", "matrix"), [pytest.param(*sample, id=sample[0]) for sample in samples()])
def test_equals_the_dense_solution(name, matrix):
    factors = factors_of(matrix)
    n = matrix.shape[0]
    assert factors.sizes[0] == n
    assert sorted(factors.row) == sorted(factors.column) == list(range(n))
    right = RNG(8).standard_normal((n, 3))
    dense = matrix.toarray()
    for found, wanted in (
        (solve_sparse(factors, right), np.linalg.solve(dense, right)),
        (solve_transposed(factors, right), np.linalg.solve(dense.T, right)),
    ):
        assert np.abs(found - wanted).max() <= 1e-12 * np.linalg.cond(dense) * np.abs(wanted).max()


def test_triangles_do_not_fill_in():
    """Every entry of a triangular matrix stands in its factors once, none is added."""
    triangle = np.tril(random_array((30, 30), density=0.2, rng=RNG(2)).toarray(), -1) + np.eye(30)
    for matrix in (triangle, triangle.T):
        factors = factors_of(shuffled(matrix, 9))
        assert factors.sizes.sum() == np.count_nonzero(matrix)


@pytest.mark.parametrize("dense", [np.zeros((3, 3)), np.ones((4, 4)), np.vander([1.0, 2.0, 2.0, 3.0])])
def test_a_singular_matrix_has_fewer_pivots(dense):
    assert factors_of(dense).sizes[0] < len(dense)


def test_a_dependent_row_is_seen_through_rounding():
    dense = RNG(10).standard_normal((20, 20))
    dense[7] = 0.3 * dense[2] - 1.7 * dense[11]
    assert factors_of(dense).sizes[0] < 20
