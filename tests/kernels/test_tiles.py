"""Vector kernels against NumPy, for rows of one and of several tiles, in double and single precision."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.jit import kernel
from moromi.kernels.tiles import (
    add_product,
    add_row,
    dot,
    eliminate_row,
    gather_row,
    multiply_row,
    padded,
    pivot_row,
    scale_row,
    set_row,
)

SIZES = [1, 7, 8, 9, 21]


@kernel
def run_gather(weight, source, column, begin, end, start, out):
    gather_row(weight, source, column, begin, end, start, 1, out, 2)


@kernel
def run_products(columns, vector, out, change, more):
    multiply_row(columns, 1, vector, 2, out, 0, change, 1)
    add_product(columns, 1, vector[2], 0, more, 1)


@kernel
def run_rows(target, source, by):
    add_row(target, 0, 2.0, source, 1)
    set_row(target, 1, 3.0, source, 0)
    scale_row(target, 2, -1.0, source, 0, by, 1)
    return dot(target, 0, source, 0)


@kernel
def run_inverse(matrix):
    for k in range(matrix.shape[0]):
        pivot_row(matrix, k)
        for i in range(matrix.shape[0]):
            if i != k:
                eliminate_row(matrix, k, i)


def rows(seed: int, size: int, *shape: int) -> np.ndarray:
    """Random rows, padded with zeros."""
    found = np.zeros((*shape, padded(size)))
    found[..., :size] = np.random.default_rng(seed).normal(size=(*shape, size))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_gathered(size, kind):
    weight, source, start, out = rows(1, size, 6).astype(kind), rows(2, size, 4), rows(3, size, 2), rows(4, size, 3)
    column = np.array([0, 3, 1, 2, 2, 0])
    run_gather(weight, source, column, 1, 5, start, out)
    assert out[2] == pytest.approx(start[1] + (weight * source[column])[1:5].sum(axis=0), abs=1e-14)
    run_gather(weight, source, column, 3, 3, start, out)
    assert (out[2] == start[1]).all()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_multiplied(size, kind):
    columns, vector = rows(1, size, 2, size).astype(kind), rows(2, size, 3)
    out, change, more = rows(3, size, 1), rows(4, size, 2), rows(5, size, 2)
    product, before, expected = columns[1].T @ vector[2, :size], out[0].copy(), more[1].copy()
    run_products(columns, vector, out, change, more)
    assert out[0] == pytest.approx(product, abs=1e-13)
    assert change[1] == pytest.approx(product - before, abs=1e-13)
    assert more[1] == pytest.approx(expected + product, abs=1e-13)


@pytest.mark.parametrize("size", SIZES)
def test_rows(size):
    """Of arrays with two axes behind the first as well."""
    target, source, by = rows(1, size, 3, 2), rows(2, size, 2, 2), rows(3, size, 2, 2)
    first = target[0] + 2.0 * source[1]
    product = run_rows(target, source, by)
    assert target == pytest.approx(np.stack([first, 3.0 * source[0], -source[0] * by[1]]), abs=1e-14)
    assert product == pytest.approx((first * source[0]).sum(), abs=1e-12)


@pytest.mark.parametrize("size", SIZES)
def test_inverted(size):
    matrix = rows(1, size, size)
    matrix[:, :size] += 5.0 * np.eye(size)
    exact = np.linalg.inv(matrix[:, :size])
    run_inverse(matrix)
    assert matrix[:, :size] == pytest.approx(exact, abs=1e-12)
    assert (matrix[:, size:] == 0.0).all()
