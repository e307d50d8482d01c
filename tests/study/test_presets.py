"""The two E. coli presets: what their capacities and energetics make of them, straight from the linear program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moromi.simulator.scenario import load_strain
from moromi.simulator.study.cases import load_case
from moromi.simulator.study.physiology import onset_of_overflow
from moromi.strains import open_strain
from moromi.strains.uniqueness import sample_box, undecided

PRESETS = ("ecoli", "ecoli-w3110")


def _open(name):
    """The strain with room for anaerobic and acetate-adapted uptake."""
    definition = load_strain(name).definition()
    wide = {"glucose": 18.5, "acetate": 20.0}
    uptakes = tuple(replace(item, maximum=wide.get(item.species, item.maximum)) for item in definition.uptakes)
    return definition, open_strain(replace(definition, uptakes=uptakes))


@pytest.fixture(scope="module", params=PRESETS)
def preset(request):
    return request.param, *_open(request.param)


def _solve(definition, strain, **given):
    theta = dict(zip(strain.parameters, strain.box.tolist(), strict=True))
    theta |= {item.name: item.value for item in definition.demands}
    theta |= {f"{name}_uptake": 0.0 for name in ("glucose", "acetate", "formate") if f"{name}_uptake" in theta} | given
    return dict(zip(strain.outputs, strain.solve([theta[name] for name in strain.parameters]).tolist(), strict=True))


def test_recommended_set_gives_its_published_numbers():
    """The batch point of the fit: growth 0.693 1/h and 4.92 mmol acetate per gram at 10.5 mmol/gDW/h glucose."""
    definition, strain = _open("ecoli-w3110")
    batch = _solve(definition, strain, glucose_uptake=10.5)
    assert batch["growth"] == pytest.approx(0.693, abs=5e-4)
    assert batch["acetate"] / batch["growth"] == pytest.approx(4.92, abs=0.01)
    adapted = _solve(definition, strain, acetate_uptake=20.0)
    assert adapted["growth"] == pytest.approx(0.199, abs=5e-4)
    assert -adapted["acetate"] == pytest.approx(11.9, abs=0.05)
    assert _solve(definition, strain, acetate_uptake=3.0)["growth"] == pytest.approx(0.029, abs=5e-4)
    anaerobic = _solve(definition, strain, glucose_uptake=18.5, oxygen_uptake=0.0)
    assert anaerobic["growth"] == pytest.approx(0.27, abs=0.006)


def test_the_respiration_row_binds_before_the_oxygen_maximum(preset):
    name, definition, strain = preset
    full = _solve(definition, strain, glucose_uptake=10.5)
    row = next(item for item in definition.capacities if item.name == "respiration")
    rates = {"EX_o2_e": full["oxygen"], "EX_ac_e": full["acetate"]}
    used = sum(factor * rates[reaction] for reaction, factor in row.terms)
    assert used == pytest.approx(row.maximum, rel=1e-9)
    assert -full["oxygen"] < dict(zip(strain.parameters, strain.box, strict=True))["oxygen_uptake"]
    assert full["acetate"] > 1.0, name


def test_overflow_of_the_default_begins_where_published_cultures_begin_it():
    definition, strain = _open("ecoli")
    usual = np.array(definition.usual)
    assert 0.35 <= onset_of_overflow(strain, usual, "glucose") <= 0.5
    row = next(item for item in load_strain("ecoli").capacities.values())
    assert row.maximum.range[0] <= row.maximum.value <= row.maximum.range[1]


@pytest.mark.parametrize("capacity", [6.83, 8.94])
def test_both_published_capacities_of_that_source_give_a_published_onset(capacity):
    """The onset and growth on acetate do not hang on which of the two strains of the source is taken."""
    definition = load_strain("ecoli").definition()
    rows = tuple(
        replace(item, maximum=capacity) if item.name == "respiration" else item for item in definition.capacities
    )
    uptakes = tuple(replace(u, maximum=20.0) if u.species == "acetate" else u for u in definition.uptakes)
    strain = open_strain(replace(definition, capacities=rows, uptakes=uptakes))
    usual = np.array(strain.definition.usual)
    assert 0.35 <= onset_of_overflow(strain, usual, "glucose") <= 0.5
    assert 0.15 <= _solve(definition, strain, acetate_uptake=20.0)["growth"] <= 0.25


def test_without_oxygen_mixed_acids(preset):
    _, definition, strain = preset
    made = _solve(definition, strain, glucose_uptake=18.5, oxygen_uptake=0.0)
    assert made["growth"] > 0.2
    assert made["oxygen"] == 0.0
    acids = {name: made[name] for name in ("acetate", "ethanol", "formate")}
    assert all(value > 10.0 for value in acids.values())
    assert made["lactate"] + made["succinate"] < 1.0


def test_electrons_balance_at_any_theta(preset):
    """−4 q_O2 is what the other exchanges and biomass leave over, to rounding."""
    _, _, strain = preset
    content = np.append(strain.chemistry.electrons, strain.chemistry.biomass_electrons)
    for theta in sample_box(strain.box, 12, seed=5):
        outputs = dict(zip(strain.outputs, strain.solve(theta).tolist(), strict=True))
        rates = np.array([outputs[name] for name in strain.chemistry.species] + [outputs["growth"]])
        gap = content @ rates + outputs["other_electrons"]
        assert abs(gap) <= 1e-9 * max(float(np.abs(content * rates).sum()), 1e-6)


def test_every_tracked_flux_is_unique(preset):
    _, _, strain = preset
    for theta in sample_box(strain.box, 15, seed=8):
        assert undecided(strain, theta) == {}


def test_uncertainty_of_oxygen_demand_is_that_of_its_sources():
    """10th and 90th percentile of measured over balanced oxygen uptake in the two chemostats that measured it."""
    strain = open_strain(load_strain("ecoli").definition())
    content = dict(zip(strain.chemistry.species, strain.chemistry.electrons, strict=True))
    ratios = []
    for case in ("varma1994-chemostat", "kayser2005-chemostat"):
        for point in load_case(case).chemostat.points:
            if point.glucose is None or point.oxygen is None:
                continue
            left = content["glucose"] * point.glucose - content["acetate"] * (point.acetate or 0.0)
            left -= strain.chemistry.biomass_electrons * point.dilution_rate
            ratios.append(-content["oxygen"] * point.oxygen / left)
    assert len(ratios) == 23
    for name in PRESETS:
        stated = load_strain(name).uncertainty["oxygen_demand"]
        assert stated.low == pytest.approx(np.quantile(ratios, 0.1), abs=0.02)
        assert stated.high == pytest.approx(np.quantile(ratios, 0.9), abs=0.03)
