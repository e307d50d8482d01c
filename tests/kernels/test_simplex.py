"""The simplex method's sweeps against the same in NumPy."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, random_array

from moromi.kernels.simplex import (
    back_through_exchanges,
    excess,
    most_violated,
    move,
    priced,
    ratio_test,
    reprice,
    signs_agree,
    summed_terms,
    take_columns,
    through_exchanges,
)

RNG = np.random.default_rng


def matrix():
    found = csc_array(random_array((8, 20), density=0.4, rng=RNG(0)))
    return found, (found.indptr.astype(np.int32), found.indices.astype(np.int32), found.data)


def test_takes_columns():
    full, entries = matrix()
    which = np.array([3, 17, 0], dtype=np.int32)
    start, rows, values = take_columns(*entries, which)
    assert np.array_equal(csc_array((values, rows, start), shape=(8, 3)).toarray(), full.toarray()[:, which])


def test_prices():
    full, entries = matrix()
    prices, costs = RNG(1).standard_normal((8, 3)), RNG(2).standard_normal((3, 20))
    found = priced(*entries, prices, costs, 1e-12, 0.0)
    assert np.allclose(found, costs - prices.T @ full.toarray(), rtol=0, atol=1e-14)


def test_what_cancels_is_exactly_zero():
    full, entries = matrix()
    prices = RNG(3).standard_normal((8, 1))
    costs = (prices.T @ full.toarray()) * (1.0 + 1e-15)
    assert np.all(priced(*entries, prices, costs, 1e-12, 0.0) == 0.0)
    assert np.any(priced(*entries, prices, costs + 1e-10, 1e-12, 0.0) != 0.0)


def test_terms_are_summed_where_something_is_left_of_them():
    full, entries = matrix()
    prices, costs = RNG(6).standard_normal((8, 3)), RNG(7).standard_normal((3, 20))
    largest = RNG(8).random(20) * (RNG(9).random(20) > 0.4)
    reduced = costs * (RNG(10).random((3, 20)) > 0.3)
    sizes = np.abs(costs) + np.abs(prices).T @ np.abs(full.toarray())
    wanted = (sizes * (reduced != 0.0) @ largest)[1:]
    assert np.allclose(summed_terms(*entries, prices, costs, reduced, largest, 1), wanted, rtol=1e-14, atol=0)


def test_signs_are_those_of_the_first_level_that_cares():
    costs = np.array([[0.0, 1.0, 0.0, -1.0], [2.0, -9.0, 0.0, 0.0]])
    movable, upper = np.array([True, True, True, False]), np.zeros(3, bool)
    assert signs_agree(costs, movable, upper)
    assert not signs_agree(costs, np.ones(4, bool), upper)
    assert not signs_agree(costs, movable, np.array([False, True, False]))
    assert signs_agree(-costs, movable, np.array([True, True, False]))


def test_a_size_below_the_smallest_is_rounding():
    _, entries = matrix()
    costs = np.full((1, 20), 1e-21)
    nothing = np.zeros((8, 1))
    assert np.all(priced(*entries, nothing, costs, 1e-12, 1e-8) == 0.0)
    assert np.all(priced(*entries, nothing, costs, 1e-12, 0.0) == costs)


def test_excess_is_relative_to_the_steepest_slope():
    box, theta = np.array([2.0, 4.0]), np.array([1.0, 1.0])
    values = np.array([[1.0, 0.5, -0.5], [0.0, 0.0, 0.0], [5.0, 0.0, 0.0]])
    lower = np.array([[1.5, 0.0, 0.0], [-np.inf, 0.0, 0.0], [-1.0, 0.0, 0.0]])
    upper = np.array([[9.0, 0.0, 0.0], [np.inf, 0.0, 0.0], [4.0, 0.0, 0.0]])
    below, above = excess(values, lower, upper, np.array([0, 1, 2], dtype=np.int32), theta, box, 1e-11)
    # variable 0 is 1 at θ and its slopes span 2 over the box; variable 2 does not vary
    assert np.array_equal(below, [0.5 / 2.0, -1.0, -6.0])
    assert np.array_equal(above, [-8.0 / 2.0, -1.0, 1.0])


def test_repricing_is_an_elimination():
    costs, row = RNG(4).standard_normal((2, 6)), RNG(5).standard_normal(6)
    wanted = costs - np.outer(costs[:, 2] / row[2], row)
    wanted[:, 2] = 0.0
    reprice(costs, 2, row, 1e-11)
    assert np.allclose(costs, wanted, rtol=0, atol=1e-13)
    assert np.all(costs[:, 2] == 0.0)


def test_ties_stay_ties():
    costs = np.array([[0.3, 0.1, 0.7]])
    reprice(costs, 1, np.array([3.0, 1.0, 7.0]), 1e-11)
    assert np.all(costs == 0.0)


def test_the_largest_violation_leaves():
    values = np.array([[0.0, 1.0], [0.0, 50.0], [0.0, 9.0]])
    box, members = np.array([2.0]), np.array([0, 1, 2], dtype=np.int32)
    below, above = np.array([-1.0, -1.0, 1e-6]), np.array([1e-6, 1e-6, -1.0])
    assert most_violated(values, below, above, members, box, 1e-9) == 1
    assert most_violated(values, below, above, members[:1], box, 1e-9) == 0
    assert most_violated(values, below, above, members, box, 1e-3) == -1


def test_ratio_test_is_lexicographic():
    costs = np.array([[2.0, 1.0, 3.0, 0.5], [1.0, 7.0, 1.4, 0.0]])
    row = np.array([2.0, 1.0, 3.0, -1.0])
    movable, lower = np.ones(4, dtype=bool), np.zeros(4, dtype=bool)
    # the first level ties between 0, 1 and 2; the second prefers 2 (1.4/3) to 0 (1/2) and 1 (7/1)
    assert ratio_test(costs, row, movable, lower, 1e-10) == 2
    assert ratio_test(costs, row, np.array([True, True, False, True]), lower, 1e-10) == 0
    # at its upper bound a variable enters where the row is negative
    assert ratio_test(costs * [1, 1, 1, -1], row, np.array([False, False, False, True]), ~lower, 1e-10) == 3
    assert ratio_test(costs, row, np.array([False, False, False, True]), lower, 1e-10) == -1


def test_exchanges_are_those_of_the_basis():
    """Products with the inverse carried through two exchanges, against the inverse of the basis itself."""
    rng = RNG(6)
    old, entered = rng.standard_normal((5, 5)), rng.standard_normal((2, 5))
    places, basis = np.array([3, 0]), old.copy()
    columns = np.empty((2, 5))
    for k, place in enumerate(places):
        columns[k] = np.linalg.solve(basis, entered[k])
        basis[:, place] = entered[k]
    right = rng.standard_normal(5)
    vector = np.linalg.solve(old, right)
    through_exchanges(places, columns, vector)
    assert np.allclose(vector, np.linalg.solve(basis, right), rtol=1e-9)
    left = rng.standard_normal(5)
    carried = left.copy()
    back_through_exchanges(places, columns, carried)
    assert np.allclose(np.linalg.solve(old.T, carried), np.linalg.solve(basis.T, left), rtol=1e-9)


def test_moves_the_members_only():
    values, column, step = np.ones((4, 2)), np.array([1.0, 2.0]), np.array([0.5, -1.0])
    move(values, np.array([2, 0], dtype=np.int32), column, step)
    assert np.array_equal(values, [[0.0, 3.0], [1.0, 1.0], [0.5, 2.0], [1.0, 1.0]])
