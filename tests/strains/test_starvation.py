"""Nothing to eat, nothing to breathe, and every wall and facet of the box: a number, not a crash."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from moromi.kernels.atlas import TOLERANCE, evaluate, locate
from moromi.strains import StrainError


@pytest.mark.parametrize("name", ["textbook", "ijo"])
def test_starving_is_a_shortfall(name, request, look_up):
    strain = request.getfixturevalue(name)
    at = {output: i for i, output in enumerate(strain.outputs)}
    nothing = look_up(strain, np.zeros(len(strain.box)))
    assert np.all(np.isfinite(nothing))
    assert nothing == pytest.approx(0.0, abs=1e-9)
    hungry = look_up(strain, np.array([0.0, 15.0, 0.0, 0.0, 20.0, 3.15]))
    assert hungry[at["shortfall_maintenance"]] == pytest.approx(3.15, abs=1e-9)
    assert hungry[at["growth"]] == pytest.approx(0.0, abs=1e-12)
    breathless = look_up(strain, np.array([10.0, 0.0, 0.0, 0.0, 20.0, 3.15]))
    assert breathless[at["oxygen"]] == 0.0
    assert breathless[at["growth"]] > 0.1
    assert breathless[at["acetate"]] > 5.0
    without_nitrogen = look_up(strain, np.array([10.0, 15.0, 0.0, 0.0, 0.0, 3.15]))
    assert without_nitrogen[at["growth"]] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("name", "count"), [("textbook", 64), ("ijo", 12)])
def test_corners_of_the_box(name, count, request, look_up, flux_error):
    strain = request.getfixturevalue(name)
    corners = np.array(list(itertools.product([0.0, 1.0], repeat=len(strain.box)))) * strain.box
    corners = np.random.default_rng(6).permutation(corners)[:count]
    found = np.array([look_up(strain, theta) for theta in corners])
    assert flux_error(found, np.array([strain.solve(theta) for theta in corners])) < 1e-9


@pytest.mark.parametrize(("name", "count"), [("textbook", 60), ("ijo", 30)])
def test_continuous_across_facets(name, count, request, look_up, flux_error):
    """From the middle of a region to a facet: the neighbour and the direct program say the same there."""
    strain = request.getfixturevalue(name)
    strain.answer(np.random.default_rng(7).random((40, len(strain.box))) * strain.box)
    rng = np.random.default_rng(8)
    both, direct, terms = [], [], []
    while len(direct) < count:
        region = strain._atlas.regions[int(rng.integers(strain.regions))]
        way = rng.random(len(strain.box)) * strain.box - region.inside
        climb, slack = region.normal @ way, region.offset - region.normal @ region.inside
        if not np.any(climb > slack):
            continue
        share = np.min(slack[climb > 0.0] / climb[climb > 0.0])
        theta = region.inside + share * way
        look_up(strain, region.inside + (share + 1e-7) * way)
        beyond = locate(strain.kernel_atlas(), region.inside + (share + 1e-7) * way, -1, TOLERANCE)
        assert strain._atlas.regions[beyond] is not region
        fluxes = np.zeros((2, len(strain.outputs)))
        evaluate(strain.kernel_atlas(), beyond, theta, fluxes[0])
        fluxes[1] = region.intercept + region.slope @ theta
        both.append(fluxes)
        direct.append(strain.solve(theta))
        terms.append(np.abs(region.intercept) + np.abs(region.slope) @ theta)
    sides = np.array(both)
    assert flux_error(sides[:, 0], np.array(direct), np.array(terms)) < 1e-9
    assert flux_error(sides[:, 1], np.array(direct), np.array(terms)) < 1e-9


def test_no_region_overlaps_another(ijo):
    ijo.answer(np.random.default_rng(9).random((60, len(ijo.box))) * ijo.box)
    atlas = ijo.kernel_atlas()
    for index, region in enumerate(ijo._atlas.regions):
        assert locate(atlas, region.inside, -1, TOLERANCE) == index
        inside = [r for r in ijo._atlas.regions if r.violation(region.inside) < -1e-9]
        assert len(inside) == 1


def test_outside_the_box_is_refused(textbook):
    with pytest.raises(StrainError, match="glucose_uptake = 100 is outside"):
        textbook.answer(np.array([100.0, 1.0, 0.0, 0.0, 1.0, 1.0]))
    with pytest.raises(StrainError, match="outside"):
        textbook.solve(np.array([np.nan, 1.0, 0.0, 0.0, 1.0, 1.0]))
    with pytest.raises(StrainError, match="shape"):
        textbook.solve(np.array([1.0, 1.0]))
    assert textbook.answer(np.array([-1e-7, 1.0, 0.0, 0.0, 1.0, 1.0])) >= 0
