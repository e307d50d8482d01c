"""A definition refuses nonsense in one line."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from moromi.strains import Capacity, Demand, Factor, Objective, StrainError, TrackedSpecies, Uptake


def test_parameters_are_uptakes_then_demands(textbook_definition):
    assert textbook_definition.parameters[0] == "glucose_uptake"
    assert textbook_definition.parameters[-1] == "maintenance"
    assert textbook_definition.box[0] == 10.5
    assert textbook_definition.box[-1] == 6.3


@pytest.mark.parametrize(
    "make",
    [
        lambda: Factor("monot", "glucose", 1.0),
        lambda: Factor("monod", "glucose", 0.0),
        lambda: Factor("hill", "glucose", 1.0),
        lambda: Uptake("glucose", math.inf),
        lambda: Demand("maintenance", "ATPM", -1.0),
        lambda: Capacity("respiration", (), 1.0),
        lambda: Capacity("respiration", (("EX_o2_e", math.nan),), 1.0),
        lambda: Objective("least", "glucose"),
    ],
)
def test_nonsense_is_refused(make):
    with pytest.raises(StrainError) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_names_the_nearest_kind():
    with pytest.raises(StrainError, match="nearest is 'monod'"):
        Factor("monot", "glucose", 1.0)


def test_whole_definition_is_consistent(textbook_definition):
    twice = (*textbook_definition.species, TrackedSpecies("glucose", "EX_fru_e"))
    with pytest.raises(StrainError, match="species 'glucose' is given twice"):
        replace(textbook_definition, species=twice)
    with pytest.raises(StrainError, match="nearest is 'acetate'"):
        replace(textbook_definition, uptakes=(Uptake("acetat", 1.0),))
    with pytest.raises(StrainError, match="nothing can vary"):
        replace(textbook_definition, uptakes=(), demands=())
    with pytest.raises(StrainError, match="crossed"):
        replace(textbook_definition, bounds=(("PFK", 2.0, 1.0),))
