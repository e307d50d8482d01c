"""Enforced production with a growth part, beside cobra with the same row; species the cells only notice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cobra.io import load_model

from moromi.strains import Demand, StrainError, TrackedSpecies, open_strain

PER_GROWTH = 4.0


@pytest.fixture(scope="module")
def producer(textbook_definition, strain_cache):
    """Textbook that must make succinate: 4 mmol per gram grown and 1.5 mmol/g/h besides; and an inducer."""
    demands = (*textbook_definition.demands, Demand("product", "succinate", 1.5, PER_GROWTH))
    inducer = TrackedSpecies("iptg", "", molar_mass=0.2383)
    definition = replace(textbook_definition, species=(*textbook_definition.species, inducer), demands=demands)
    return open_strain(definition, strain_cache)


def _reference(theta: dict[str, float]) -> float:
    """Growth of cobra's model with the row v_succ − 4·growth ≥ θ."""
    model = load_model("textbook")
    for name, exchange in (("glucose", "EX_glc__D_e"), ("oxygen", "EX_o2_e"), ("acetate", "EX_ac_e")):
        model.reactions.get_by_id(exchange).lower_bound = -theta[f"{name}_uptake"]
    model.reactions.EX_for_e.lower_bound = -theta["formate_uptake"]
    model.reactions.EX_nh4_e.lower_bound = -theta["ammonium_uptake"]
    model.reactions.EX_co2_e.lower_bound = 0.0
    model.reactions.ATPM.lower_bound = theta["maintenance"]
    growth = model.reactions.Biomass_Ecoli_core
    row = model.reactions.EX_succ_e.flux_expression - PER_GROWTH * growth.flux_expression
    model.add_cons_vars(model.problem.Constraint(row, lb=theta["product"]))
    return float(model.slim_optimize())


@pytest.mark.parametrize("seed", range(10))
def test_growth_as_cobra_finds_it(seed, producer, look_up):
    theta = np.random.default_rng(seed).uniform(0.3, 1.0, len(producer.box)) * producer.box
    found = dict(zip(producer.outputs, look_up(producer, theta), strict=True))
    named = dict(zip(producer.parameters, theta, strict=True))
    assert found["shortfall_product"] == pytest.approx(0.0, abs=1e-9)
    assert found["growth"] == pytest.approx(_reference(named), abs=1e-7)
    assert found["succinate"] >= PER_GROWTH * found["growth"] + named["product"] - 1e-9


def test_what_cannot_be_made_is_a_shortfall(producer, look_up):
    theta = dict(zip(producer.parameters, producer.box.tolist(), strict=True))
    theta |= {"glucose_uptake": 1.0, "acetate_uptake": 0.0, "formate_uptake": 0.0}
    found = dict(zip(producer.outputs, look_up(producer, np.array(list(theta.values()))), strict=True))
    assert found["shortfall_product"] > 0.0
    assert found["succinate"] - PER_GROWTH * found["growth"] + found["shortfall_product"] == pytest.approx(3.0)


def test_the_cells_leave_an_inducer_alone(producer, look_up):
    found = dict(zip(producer.outputs, look_up(producer, producer.box), strict=True))
    assert found["iptg"] == 0.0
    place = producer.chemistry.species.index("iptg")
    assert producer.chemistry.molar_mass[place] == 0.2383
    assert producer.chemistry.carbon[place] == 0.0


def test_an_inducer_needs_a_molar_mass():
    with pytest.raises(StrainError, match="molar mass of 'iptg'"):
        TrackedSpecies("iptg", "")
