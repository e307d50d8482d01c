"""Redundant half-spaces go, the others stay: against linear programs of SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from moromi.strains.facets import irredundant, normalised


@pytest.mark.parametrize("seed", range(6))
def test_keeps_exactly_the_facets(seed):
    rng = np.random.default_rng(seed)
    size, box = 4, np.array([1.0, 10.0, 0.1, 3.0])
    normal, inside = rng.standard_normal((30, size)) / box, 0.5 * box
    offset = normal @ inside + rng.uniform(0.2, 1.5, 30)
    normal, offset = normalised(normal, offset, box)
    assert np.abs(normal * box).max(axis=1) == pytest.approx(1.0)
    kept_normal, kept_offset, centre, radius = irredundant(normal, offset, box)
    assert radius > 0.0
    assert np.all(normal @ centre <= offset + 1e-9)
    for row, end in zip(normal, offset, strict=True):
        others = np.any(normal != row, axis=1)
        best = linprog(-row, normal[others], offset[others], bounds=[(0.0, b) for b in box])
        needed = -best.fun > end + 1e-9
        assert bool(np.any(np.all(kept_normal == row, axis=1) & (kept_offset == end))) == needed


def test_walls_and_twins_are_not_facets():
    box = np.array([2.0, 2.0])
    normal = np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 1.0], [3.0, 3.0], [0.0, 0.0]])
    normal, offset = normalised(normal, np.array([2.0, 0.0, 3.0, 6.0, 1.0]), box)
    assert normal == pytest.approx(np.array([[0.5, 0.5], [0.5, 0.5]]))
    kept, ends, centre, radius = irredundant(normal, offset, box)
    assert kept == pytest.approx(np.array([[0.5, 0.5]]))
    assert ends == pytest.approx([1.0])
    # in the unit box: the circle that touches both walls at zero and u + v = 1
    assert radius == pytest.approx(1.0 / (2.0 + np.sqrt(2.0)))
    assert centre == pytest.approx(2.0 * np.array([radius, radius]))


def test_nothing_left():
    assert normalised(np.zeros((1, 2)), np.array([-1.0]), np.ones(2)) is None
    assert irredundant(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([0.2, -0.4]), np.ones(2))[3] <= 0.0
