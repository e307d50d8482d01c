"""Heat of whole runs: books that close, a load that oxygen explains, a jacket that is too small."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import run
from moromi.simulator.scenario import load_scenario

SCENARIOS = (
    "ecoli-fedbatch",
    "ecoli-chemostat",
    "enjalbert2015-batch",
    "varma1994-batch",
    "varma1994-chemostat",
    "varma1994-fedbatch",
)


@pytest.fixture(scope="module", params=SCENARIOS)
def finished(request):
    return run(request.param)


def test_books_close(finished):
    assert finished.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)
    for element in ("carbon", "nitrogen", "oxygen"):
        assert finished.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_heat_per_oxygen(finished):
    """430 to 490 kJ per mol of oxygen wherever the culture breathes."""
    columns = finished.columns
    breathing = columns["our"] > 0.05 * columns["our"].max()
    heat = 3.6 * columns["heat_metabolic"][breathing] / columns["volume"][breathing]  # kJ/m³/h
    ratio = heat / columns["our"][breathing]
    assert 430.0 <= np.median(ratio) <= 490.0


def test_temperature_is_held(finished):
    held = finished.scenario.recipe.set_points.temperature
    assert np.abs(finished.columns["temperature"] - held).max() < 0.3


SMALL = (
    "vessel.heat_transfer_factor=0.03",
    "output.interval=0.05 h",
    "recipe.phases.exponential-feed.until=[fill > 95 %]",
)


def test_too_small_a_jacket_is_a_limit():
    """The valve is fully open where the limit says so, and the temperature rises only there."""
    hot = run("ecoli-fedbatch", overrides=SMALL)
    spans = [limit for limit in hot.limits if limit["limit"] == "cooling"]
    assert spans
    assert any("cooling at its limit" in text for text in hot.warnings)
    time, temperature = hot.columns["time"], hot.columns["temperature"]
    bound = np.any([(time >= item["from"] - 0.1) & (time <= item["to"] + 0.3) for item in spans], axis=0)
    warm = temperature > 310.15 + 1.0
    assert warm.any()
    assert np.all(bound[warm])
    assert hot.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_heating_is_a_limit():
    """A cold broth: hot water at its end, then none."""
    cold = run("ecoli-fedbatch", overrides=("recipe.temperature_control.start=15 degC", "recipe.duration=2 h"))
    assert cold.columns["temperature"][0] == pytest.approx(288.15)
    assert abs(cold.columns["temperature"][-1] - 310.15) < 0.05
    names = [limit["limit"] for limit in cold.limits]
    assert "heating" in names
    assert cold.columns["heat_removed"][0] < 0.0


def test_ideal_control_holds_exactly_and_costs_no_states():
    ideal = run("ecoli-fedbatch", overrides=("recipe.temperature_control.ideal=true",))
    np.testing.assert_array_equal(ideal.columns["temperature"], 310.15)
    np.testing.assert_array_equal(ideal.columns["heat_removed"], ideal.columns["heat"])
    real = run("ecoli-fedbatch")
    assert real.kpis["biomass_final"]["value"] == pytest.approx(ideal.kpis["biomass_final"]["value"], rel=1e-3)
    assert ideal.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(("factor", "name"), [("power_factor", "power_gassed"), ("kla_factor", "kla")])
def test_factors_of_uncertain_correlations(factor, name):
    """At a fixed stirrer the factor is in the column: kLa in proportion, gassed power as P0^0.918."""
    fixed = (
        "recipe.dissolved_oxygen.stirrer_speed=400 rpm",
        "recipe.dissolved_oxygen.aeration=1 vvm",
        "recipe.duration=0.2 h",
    )
    plain, more = (run("ecoli-fedbatch", overrides=(*fixed, f"vessel.{factor}={value}")) for value in (1.0, 1.3))
    expected = 1.3 ** (2.0 * 0.459) if factor == "power_factor" else 1.3
    np.testing.assert_allclose(more.columns[name] / plain.columns[name], expected, rtol=1e-3)


def test_factor_of_heat_transfer():
    plain = load_scenario("ecoli-fedbatch")
    better = load_scenario("ecoli-fedbatch", ("vessel.heat_transfer_factor=1.5",))
    assert better.vessel.cooling_conductance == pytest.approx(1.5 * plain.vessel.cooling_conductance)
