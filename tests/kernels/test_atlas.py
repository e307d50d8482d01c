"""Look-up in a hand-made atlas: the pyramid |θ| split along its diagonals."""

from __future__ import annotations

import itertools

import numba
import numpy as np
import pytest

from moromi.kernels.atlas import TOLERANCE, evaluate, locate, nearest, violation
from moromi.kernels.atlas_arrays import Atlas, Tree, atlas_of

# min(θ₁, θ₂, 0.5) over the unit box: three regions that meet at (0.5, 0.5).
NORMALS = ([[1.0, -1.0], [1.0, 0.0]], [[-1.0, 1.0], [0.0, 1.0]], [[-1.0, 0.0], [0.0, -1.0]])
OFFSETS = ([0.0, 0.5], [0.0, 0.5], [-0.5, -0.5])
MAPS = ((0.0, [1.0, 0.0]), (0.0, [0.0, 1.0]), (0.5, [0.0, 0.0]))


def atlas_in_order(order: tuple[int, ...]) -> Atlas:
    return atlas_of(
        np.arange(0, 2 * len(order) + 1, 2, dtype=np.int64),
        np.array([row for r in order for row in NORMALS[r]]),
        np.array([row for r in order for row in OFFSETS[r]]),
        np.array([[MAPS[r][0]] for r in order]),
        np.array([[[part] for part in MAPS[r][1]] for r in order]),
    )


ATLAS = atlas_in_order((0, 1, 2))


def value(atlas: Atlas, theta: np.ndarray, current: int = -1) -> float:
    fluxes = np.zeros(1)
    evaluate(atlas, locate(atlas, theta, current, TOLERANCE), theta, fluxes)
    return float(fluxes[0])


def test_finds_the_region_and_its_value():
    for theta in np.random.default_rng(0).random((200, 2)):
        assert value(ATLAS, theta) == pytest.approx(min(*theta, 0.5), abs=1e-15)


def test_violation_is_the_worst_facet():
    assert violation(ATLAS, 0, np.array([0.7, 0.1])) == pytest.approx(0.6)
    assert violation(ATLAS, 2, np.array([0.7, 0.6])) == pytest.approx(-0.1)
    alone = atlas_of(np.zeros(2, np.int64), np.zeros((0, 1)), np.zeros(0), np.ones((1, 1)), np.zeros((1, 1, 1)))
    assert violation(alone, 0, np.array([5.0])) == -np.inf
    assert locate(alone, np.array([5.0]), -1, TOLERANCE) == 0


def test_nearest_is_the_region_least_left():
    for theta in (*np.random.default_rng(5).random((50, 2)), np.array([0.25, 0.25])):
        assert nearest(ATLAS, theta) == int(np.argmin([violation(ATLAS, region, theta) for region in range(3)]))
    assert nearest(atlas_in_order((0, 1)), np.array([0.9, 0.8])) == 1
    nothing = atlas_of(np.zeros(1, np.int64), np.zeros((0, 2)), np.zeros(0), np.zeros((0, 1)), np.zeros((0, 2, 1)))
    assert nearest(nothing, np.array([0.9, 0.8])) == -1


def test_order_of_storage_does_not_matter():
    shared = [np.array([0.25, 0.25]), np.array([0.5, 0.5]), np.array([0.5, 0.75]), np.array([0.0, 0.0])]
    for theta in (*shared, *np.random.default_rng(1).random((50, 2))):
        chosen = set()
        for order in itertools.permutations(range(3)):
            chosen.add(order[locate(atlas_in_order(order), theta, -1, TOLERANCE)])
        assert len(chosen) == 1


def test_current_region_is_kept_on_a_shared_facet():
    theta = np.array([0.25, 0.25])
    assert locate(ATLAS, theta, 0, TOLERANCE) == 0
    assert locate(ATLAS, theta, 1, TOLERANCE) == 1
    assert locate(ATLAS, theta, 2, TOLERANCE) != 2
    assert locate(ATLAS, theta, 99, TOLERANCE) >= 0


def test_miss():
    nothing = atlas_of(np.zeros(1, np.int64), np.zeros((0, 2)), np.zeros(0), np.zeros((0, 1)), np.zeros((0, 2, 1)))
    partial = atlas_in_order((0, 1))
    assert locate(partial, np.array([0.7, 0.8]), -1, TOLERANCE) == -1
    assert locate(partial, np.array([0.7, 0.8]), 1, TOLERANCE) == -1
    assert locate(partial, np.array([0.5 + 0.5e-9, 0.9]), -1, TOLERANCE) == 0
    assert locate(partial, np.array([0.5 + 1e-6, 0.9]), -1, TOLERANCE) == -1
    assert locate(nothing, np.array([0.1, 0.1]), -1, TOLERANCE) == -1


@pytest.mark.parametrize("current", [-1, 0])
def test_not_a_number_is_a_miss(current):
    assert locate(ATLAS, np.array([np.nan, 0.1]), current, TOLERANCE) == -1


def test_below_zero_continues_the_region_at_zero():
    theta = np.array([-1e-4, 0.3])
    assert locate(ATLAS, theta, -1, TOLERANCE) == locate(ATLAS, np.array([0.0, 0.3]), -1, TOLERANCE) == 0
    assert value(ATLAS, theta) == pytest.approx(-1e-4)


def test_serves_compiled_callers():
    @numba.njit
    def walk(atlas, thetas):
        fluxes = np.zeros(1)
        region = -1
        total = 0.0
        for k in range(thetas.shape[0]):
            region = locate(atlas, thetas[k], region, 1e-9)
            evaluate(atlas, region, thetas[k], fluxes)
            total += fluxes[0]
        return total

    thetas = np.random.default_rng(2).random((100, 2))
    assert walk(ATLAS, thetas) == pytest.approx(np.minimum(thetas.min(axis=1), 0.5).sum(), rel=1e-13)


def test_neighbours_and_tree_change_no_answer():
    """Facets of the three regions, in storage order: θ₁ ≤ θ₂, θ₁ ≤ ½ | θ₂ ≤ θ₁, θ₂ ≤ ½ | θ₁ ≥ ½, θ₂ ≥ ½."""
    behind = [[1], [2], [0], [2], [0], [1]]
    tree = Tree(
        normal=np.array([[1.0, -1.0], [0.0, 1.0]]),
        offset=np.array([0.0, 0.5]),
        plane=np.array([0, 1]),
        child=np.array([[-1, 1], [-2, -3]]),  # θ₁ ≤ θ₂: leaf 0; else by θ₂ ≤ ½: leaf 1 or 2
        leaf_start=np.array([0, 2, 3, 4]),
        leaf=np.array([0, 2, 1, 2]),
    )
    known = ATLAS._replace(
        neighbour_start=np.cumsum([0, *(len(item) for item in behind)]), neighbour=np.concatenate(behind), tree=tree
    )
    rng = np.random.default_rng(4)
    for theta in (*rng.random((300, 2)), np.array([0.5, 0.5]), np.array([0.5, 0.7]), np.array([0.3, 0.3])):
        for current in range(-1, 3):
            assert locate(known, theta, current, TOLERANCE) == locate(ATLAS, theta, current, TOLERANCE)
