"""Growth cap, capacity that varies and enforced uptake, beside cobra with the same bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cobra.io import load_model

from moromi.strains import Capacity, StrainDefinition, Uptake, open_strain

RELIEF = -0.6


@pytest.fixture(scope="module")
def limited(textbook_definition: StrainDefinition, strain_cache):
    """Textbook with enforced glucose, a growth cap and a respiration row."""
    uptakes = tuple(
        Uptake(item.species, item.maximum, item.factors, enforced=item.species == "glucose")
        for item in textbook_definition.uptakes
        if item.species != "formate"
    )
    respiration = Capacity("respiration", (("oxygen_uptake", 1.0), ("acetate", RELIEF)), 20.0, varies=True)
    cap = Capacity("growth_cap", (("growth", 1.0),), 1.2, varies=True)
    return open_strain(replace(textbook_definition, uptakes=uptakes, capacities=(respiration, cap)), strain_cache)


def _reference(theta: dict[str, float]) -> float:
    """Growth of cobra's model where every enforced flux can be met."""
    model = load_model("textbook")
    for name, exchange in (("glucose", "EX_glc__D_e"), ("oxygen", "EX_o2_e"), ("acetate", "EX_ac_e")):
        model.reactions.get_by_id(exchange).lower_bound = -theta[f"{name}_uptake"]
    model.reactions.EX_glc__D_e.upper_bound = -theta["glucose_uptake"]
    model.reactions.EX_nh4_e.lower_bound = -theta["ammonium_uptake"]
    model.reactions.EX_co2_e.lower_bound = 0.0  # a tracked species without an uptake is closed
    model.reactions.ATPM.lower_bound = theta["maintenance"]
    growth = model.reactions.Biomass_Ecoli_core
    growth.upper_bound = theta["growth_cap"]
    row = -model.reactions.EX_o2_e.flux_expression + RELIEF * model.reactions.EX_ac_e.flux_expression
    model.add_cons_vars(model.problem.Constraint(row, ub=theta["respiration"]))
    return float(model.slim_optimize())


@pytest.mark.parametrize("seed", range(12))
def test_growth_as_cobra_finds_it(seed, limited, look_up):
    share = np.random.default_rng(seed).uniform(0.2, 1.0, len(limited.box))
    theta = share * limited.box
    found = dict(zip(limited.outputs, look_up(limited, theta), strict=True))
    assert found["shortfall_glucose_uptake"] == pytest.approx(0.0, abs=1e-9)
    assert found["growth"] == pytest.approx(_reference(dict(zip(limited.parameters, theta, strict=True))), abs=1e-7)


def test_what_is_taken_up_must_go_somewhere(limited, look_up):
    """A pulse the cells cannot grow on yet: sugar in, growth held, the carbon leaves as acetate and CO2."""
    pulse = {name: float(end) for name, end in zip(limited.parameters, limited.box, strict=True)}
    pulse |= {"acetate_uptake": 0.0, "growth_cap": 0.1, "respiration": 5.0, "maintenance": 3.15}
    found = dict(zip(limited.outputs, look_up(limited, np.array(list(pulse.values()))), strict=True))
    assert found["glucose"] == pytest.approx(-10.5, abs=1e-9)
    assert found["growth"] == pytest.approx(0.1, abs=1e-9)
    assert found["acetate"] > 5.0
    assert -found["oxygen"] + RELIEF * found["acetate"] <= 5.0 + 1e-9


def test_what_cannot_be_disposed_of_is_a_shortfall(textbook_definition, strain_cache, look_up):
    """No oxygen and every by-product closed: the cell cannot take the sugar, and says how much it left."""
    closed = ("EX_ac_e", "EX_for_e", "EX_etoh_e", "EX_lac__D_e", "EX_succ_e", "EX_acald_e", "EX_pyr_e", "EX_akg_e")
    strain = open_strain(
        replace(
            textbook_definition,
            knockouts=closed,
            uptakes=(Uptake("glucose", 10.0, enforced=True), Uptake("oxygen", 15.0), Uptake("ammonium", 20.0)),
            demands=(),
        ),
        strain_cache,
    )
    found = dict(zip(strain.outputs, look_up(strain, np.array([10.0, 0.0, 20.0])), strict=True))
    assert found["shortfall_glucose_uptake"] == pytest.approx(10.0 + found["glucose"], abs=1e-9)
    assert found["shortfall_glucose_uptake"] > 5.0


def test_order_of_parameters(limited):
    assert limited.parameters[-3:] == ("maintenance", "respiration", "growth_cap")
    assert limited.box[-2:] == pytest.approx([20.0, 1.2])
