"""One atlas for strains that differ in their kinetics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moromi.simulator.scenario import load_strain
from moromi.strains import StrainError, open_strain, shared_definition


@pytest.fixture(scope="module")
def yeast():
    return load_strain("yeast").definition()


def faster(definition, factor):
    uptakes = tuple(replace(item, maximum=factor * item.maximum) for item in definition.uptakes)
    return replace(definition, uptakes=uptakes)


def test_room_for_the_largest(yeast):
    shared = shared_definition([yeast, faster(yeast, 1.5), faster(yeast, 0.5)])
    assert shared.box[: len(yeast.uptakes)] == pytest.approx([1.5 * item.maximum for item in yeast.uptakes])
    assert shared.box[len(yeast.uptakes) :] == pytest.approx(yeast.box[len(yeast.uptakes) :])


def test_alike_is_itself(yeast):
    assert shared_definition([yeast, load_strain("yeast").definition()]) is yeast


def test_same_fluxes(yeast):
    wide = open_strain(shared_definition([yeast, faster(yeast, 1.5)]))
    narrow = open_strain(yeast)
    for share in (0.1, 0.5, 0.9):
        theta = share * narrow.box
        assert wide.solve(theta) == pytest.approx(narrow.solve(theta), rel=1e-9, abs=1e-9)


def test_other_programs_are_refused(yeast):
    other = replace(yeast, bounds=(*yeast.bounds, (yeast.biomass, 0.0, 0.1)))
    with pytest.raises(StrainError, match="linear program"):
        shared_definition([yeast, other])
    with pytest.raises(StrainError, match="linear program"):
        shared_definition([yeast, replace(yeast, uptakes=yeast.uptakes[:1], limits=(), objectives=yeast.objectives)])
