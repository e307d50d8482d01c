"""Outputs that are small differences of large terms, against fractions: min and max of two lines."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csc_array

from moromi.kernels.atlas import TOLERANCE, evaluate, locate
from moromi.kernels.atlas_arrays import Atlas
from moromi.kernels.packing import pack_atlases
from moromi.strains.atlas import FluxAtlas, atlas_from_arrays
from moromi.strains.certify import adversarial, relative_error
from moromi.strains.complete import explore
from moromi.strains.crew import Crew
from moromi.strains.explore import Explorer
from moromi.strains.factors import System
from moromi.strains.finish import finish
from moromi.strains.problem import ParametricProblem

BOX = np.array([13.0, 17.0])
SHARE, MOST = 0.7, 1e-3


@pytest.fixture(scope="module")
def compiled() -> FluxAtlas:
    """First b, then a = 0.7 b + c, as large as they can be: c is what a exceeds 0.7 b by, at most 0.001."""
    problem = ParametricProblem(
        columns=("a", "b", "c"),
        parameters=("a_uptake", "b_uptake"),
        levels=("max b", "max a", "tie breaker"),
        outputs=("c", "a"),
        matrix=csc_array(np.array([[1.0, -SHARE, -1.0]])),
        lower=np.zeros(3),
        lower_slope=np.zeros((3, 2)),
        upper=np.array([0.0, 0.0, MOST]),
        upper_slope=np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]),
        costs=np.array([[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.1, 0.2, 0.3]]),
        output_matrix=np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
        box=BOX,
        stated=2,
    )
    with Crew(problem, 1) as crew:
        return finish(explore(Explorer(problem), crew, 100), System(problem))


def exact(theta: np.ndarray) -> list[float]:
    first, second = (Fraction(value) for value in theta.tolist())
    small = max(Fraction(0), min(Fraction(MOST), first - Fraction(SHARE) * second))
    return [float(small), float(min(first, Fraction(SHARE) * min(second, first / Fraction(SHARE)) + small))]


def read(atlas: Atlas, thetas: np.ndarray) -> np.ndarray:
    out = np.zeros((len(thetas), 2))
    for theta, row in zip(thetas, out, strict=True):
        evaluate(atlas, locate(atlas, theta, -1, TOLERANCE), theta, row)
    return out


@pytest.fixture(scope="module")
def hard(compiled: FluxAtlas) -> np.ndarray:
    """On facets and vertices, and the doubles next to them."""
    points = adversarial(compiled, BOX, 400)
    return np.clip(np.vstack([points, np.nextafter(points, 20.0), np.nextafter(points, -1.0)]), 0.0, BOX)


def test_they_keep_the_promise_where_doubles_do_not(compiled: FluxAtlas, hard: np.ndarray):
    wanted = np.array([exact(theta) for theta in hard])
    plain = [replace(region, digits=None) for region in compiled.regions]
    assert relative_error(read(FluxAtlas(2, 2, plain).packed(), hard), wanted) > 1e-9
    assert relative_error(read(compiled.packed(), hard), wanted) <= 1e-12


def test_only_the_strip_and_only_that_output_has_them(compiled: FluxAtlas):
    assert len(compiled) == 3
    kept = [region.digits for region in compiled.regions if region.digits is not None]
    assert [item.output.tolist() for item in kept] == [[0]]


def test_the_side_of_a_facet_is_the_true_one(compiled: FluxAtlas, hard: np.ndarray):
    """Even between neighbouring doubles."""
    strip = next(i for i, region in enumerate(compiled.regions) if region.digits is not None)
    sides = 0
    for theta in hard:
        beyond = Fraction(theta[0]) - Fraction(SHARE) * Fraction(theta[1])
        inside = 0 < beyond < Fraction(MOST)
        sides += inside and min(beyond, Fraction(MOST) - beyond) < Fraction(1, 10**14)
        if beyond not in (0, Fraction(MOST)):
            assert (locate(compiled.packed(), theta, -1, TOLERANCE) == strip) == inside
    assert sides > 10


def test_they_are_stored_and_packed_beside_another_strain(compiled: FluxAtlas, hard: np.ndarray):
    again = atlas_from_arrays(compiled.arrays())
    wanted = read(compiled.packed(), hard)
    assert read(again.packed(), hard).tobytes() == wanted.tobytes()
    both = pack_atlases([compiled.packed(), again.packed()])
    row = np.zeros(2)
    for theta, expected in zip(hard, wanted, strict=True):
        evaluate(both, len(again) + locate(again.packed(), theta, -1, TOLERANCE), theta, row)
        assert row.tolist() == expected.tolist()
