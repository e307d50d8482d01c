"""The small LU against LAPACK."""

from __future__ import annotations

import numpy as np
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.linear import factorise, substitute


@settings(max_examples=40, deadline=None)
@given(size=st.integers(1, 24), seed=st.integers(0, 2**32 - 1), filled=st.sampled_from([0.1, 0.4, 1.0]))
def test_solves_like_lapack(size, seed, filled):
    """Full matrices, and such with a full diagonal and few other entries, whose columns end early."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(size, size)) * 10.0 ** random.uniform(-4, 4, size=(size, 1))
    matrix *= (random.random((size, size)) < filled) | np.eye(size, dtype=bool)
    right = random.normal(size=size + 3)
    columns, pivots, found = matrix.T.copy(), np.zeros((2, size), np.int64), right.copy()
    assert factorise(columns, pivots)
    substitute(columns, pivots, found)
    expected = scipy.linalg.lu_solve(scipy.linalg.lu_factor(matrix), right[:size])
    np.testing.assert_allclose(found[:size], expected, rtol=1e-9, atol=1e-12 * np.abs(expected).max())
    np.testing.assert_array_equal(found[size:], right[size:])


def test_singular_is_reported():
    assert not factorise(np.zeros((2, 2)), np.zeros((2, 2), np.int64))
