"""Causes of a loss where the target is a column: kLa, head and cooling are switched off there as in tanks."""

from __future__ import annotations

import pytest

from moromi.kernels.column import kla_heijnen_column
from moromi.simulator.errors import InputError
from moromi.simulator.plant.operation import gas_flow
from moromi.simulator.scaleup import scale_up
from moromi.simulator.scaleup.attribution import products_of
from moromi.simulator.scaleup.points import kla_at_top, top_point
from moromi.simulator.scaleup.transfer import transfer
from moromi.simulator.scenario import load_scenario, load_vessel

BENCH, LOOP = "cnecator-gas-phb", "gas-loop-150m3"


@pytest.fixture(scope="module")
def losses():
    return scale_up(BENCH, [LOOP], mixed=True, overrides=("output.interval=2 h",)).targets[0].loss


def test_the_product_that_cells_store_can_be_lost(losses):
    assert products_of(load_scenario(BENCH)) == ("phb",)
    assert losses["titre_phb"]["relative"] > 0.3


def test_gas_transfer_has_the_blame(losses):
    """An airlift has a tenth of the jar's kLa and no other oxygen: with the jar's, most of the loss is gone."""
    causes = losses["titre_phb"]["causes"]
    assert causes["oxygen"] > 0.7 * losses["titre_phb"]["relative"]
    assert causes["pressure"] < 0.0  # nine metres of liquid help
    assert abs(causes["interaction"]) < 0.2 * losses["titre_phb"]["relative"]
    assert sum(causes.values()) == pytest.approx(losses["titre_phb"]["relative"], abs=1e-12)


def test_kla_of_a_column_by_hand():
    """Heijnen & van 't Riet at the gas velocity of the ideal-gas law halfway down, warmed by 1.022 per kelvin."""
    scenario = transfer(load_scenario(BENCH), load_vessel(LOOP)).scenario
    vessel = scenario.vessel
    flow = gas_flow(60.0, vessel.working_volume)  # 1 vvm
    head = scenario.recipe.set_points.pressure
    height = vessel.working_volume / vessel.cross_section
    pressure = head + 0.5e-5 * scenario.medium.density * 9.80665 * height
    moist = pressure - 0.0424  # water at 30 degC
    velocity = flow / 3600.0 * 8.314462618e-5 * 303.15 / moist / vessel.cross_section
    by_hand = scenario.medium.antifoam * kla_heijnen_column(velocity) * 1.022**10.0
    assert kla_at_top(scenario, flow) == pytest.approx(by_hand, rel=1e-3)


def test_kla_of_a_tank_is_that_of_its_point():
    point = top_point(load_scenario("ecoli-fedbatch"))
    assert kla_at_top(load_scenario("ecoli-fedbatch"), point.gas_flow) == point.kla


def test_products_are_species():
    assert products_of(load_scenario("hydrolysate-sscf")) == ("ethanol",)
    with pytest.raises(InputError, match=r"transfer.products.*'ethanole'.*nearest is 'ethanol'"):
        load_scenario("hydrolysate-sscf", ("transfer.products=[ethanole]",))
