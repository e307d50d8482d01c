"""How sure a scale-up is: what is drawn, what vessels share, and what becomes of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.plant.correlations import CORRELATIONS
from moromi.simulator.scaleup import ScaleUp, scale_up
from moromi.simulator.scaleup.transfer import transfer
from moromi.simulator.scenario import load_scenario, load_vessel
from moromi.simulator.study.uncertain import uncertain_runs
from moromi.simulator.study.unsure import Draws, draws_of


@pytest.fixture(scope="module")
def draws() -> Draws:
    scenario = load_scenario("ecoli-fedbatch")
    return draws_of([scenario, transfer(scenario, load_vessel("tank-30m3")).scenario], 400, seed=3)


def column(draws: Draws, vessel: int, path: str) -> np.ndarray:
    place = draws.paths[vessel].index(path)
    return np.array([float(row[place].split(" ")[0]) for row in draws.texts[vessel]])


def test_a_factor_has_the_uncertainty_of_its_correlation(draws: Draws):
    logs = np.log(column(draws, 0, "vessel.kla_factor"))
    stated = CORRELATIONS["kla_van_t_riet_noncoalescing"].uncertainty
    assert np.median(logs) == pytest.approx(0.0, abs=0.01)
    assert logs.std() == pytest.approx(0.5 * np.log1p(stated), rel=0.03)


def test_one_law_is_one_draw_and_two_laws_are_two(draws: Draws):
    for path in (
        "vessel.kla_factor",
        "vessel.power_factor",
        "medium.solubility_factor",
        "strain.uptakes.glucose.maximum",
    ):
        assert np.array_equal(column(draws, 0, path), column(draws, 1, path))
    # Ruszkowski (1994) in the jar, Cooke et al. (1988) in the tall tank
    one, other = (column(draws, vessel, "vessel.mixing_factor") for vessel in (0, 1))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15
    told = [item.vessels for item in draws.unsure if item.path == "vessel.mixing_factor"]
    assert told == [("jar-3l",), ("tank-30m3",)]


def test_numbers_of_the_strain_stay_in_their_published_range(draws: Draws):
    maintenance = column(draws, 0, "strain.demands.maintenance.value")
    assert 3.0 <= maintenance.min() < 3.3
    assert 10.0 < maintenance.max() <= 15.0
    # triangular in the logarithm between 3 and 15 with its peak at 3.15
    low, mode, high = np.log([3.0, 3.15, 15.0])
    assert np.log(maintenance).mean() == pytest.approx((low + mode + high) / 3.0, rel=0.01)


def test_what_changes_the_linear_program_is_left_out_and_said(draws: Draws):
    assert "strain.capacities.respiration.maximum" not in draws.paths[0]
    assert any("strain.capacities.respiration.maximum" in note for note in draws.notes)


def test_draws_follow_from_their_seed():
    scenario = load_scenario("ecoli-fedbatch")
    one, same, other = (draws_of([scenario], 5, seed) for seed in (1, 1, 2))
    assert one == same != other


def test_a_factor_of_the_file_is_multiplied():
    scenario = load_scenario("ecoli-fedbatch", ["vessel.kla_factor=2"])
    assert np.median(column(draws_of([scenario], 200), 0, "vessel.kla_factor")) == pytest.approx(2.0, rel=0.02)


@pytest.mark.parametrize("count", [1, 9, 10**6])
def test_too_few_or_too_many_draws_are_refused(count: int):
    with pytest.raises(InputError, match=f"--uncertain {count}"):
        uncertain_runs(load_scenario("ecoli-fedbatch"), [], count)


@pytest.fixture(scope="module")
def sure() -> ScaleUp:
    # of a strain without ranges only the correlations are drawn
    return scale_up("ecoli-fedbatch", ["tank-30m3"], mixed=True, overrides=_WITHOUT_RANGES, uncertain=24)


_PATHS = {
    "uptakes.glucose.maximum": "6.94 mmol/gDW/h",
    "uptakes.glucose.factors.0.constant": "0.28 mmol/L",
    "uptakes.glucose.factors.1.constant": "152 mmol/L",
    "uptakes.oxygen.maximum": "15 mmol/gDW/h",
    "uptakes.oxygen.factors.0.constant": "0.0001 mmol/L",
    "uptakes.ammonium.factors.0.constant": "0.02 mmol/L",
    "uptakes.acetate.maximum": "3 mmol/gDW/h",
    "demands.maintenance.value": "3.15 mmol/gDW/h",
}
_WITHOUT_RANGES = [f"strain.{path}={{value: {value}}}" for path, value in _PATHS.items()]


def test_intervals_hold_the_median_and_the_prediction(sure: ScaleUp):
    found, told = sure.targets[0].uncertainty, sure.targets[0].summary()
    assert found is not None
    assert found.failed == (0, 0)
    for name in ("biomass_final", "otr_max", "kla_max"):
        low, median, high = (told["uncertainty"][name][key] for key in ("low", "median", "high"))
        assert low < median < high
        assert low < told["kpis"][name]["value"] < high
    assert told["uncertainty"]["biomass_final"]["unit"] == "kg/m3"
    loss = told["loss_uncertainty"]["biomass_final"]
    assert loss["low"] < told["loss"]["biomass_final"]["relative"] < loss["high"]


def test_a_shared_draw_makes_the_loss_surer_than_the_vessels(sure: ScaleUp):
    found = sure.targets[0].uncertainty
    assert found is not None
    loss, target = found.loss["biomass_final"], found.kpis["biomass_final"]
    assert loss.high - loss.low < (target.high - target.low) / target.median


def test_probabilities_of_limits_are_shares_of_the_draws(sure: ScaleUp):
    found = sure.targets[0].uncertainty
    assert found is not None
    binding = {str(limit["limit"]) for limit in sure.targets[0].result.limits}
    assert found.binding["oxygen_transfer"] == 1.0
    assert all(0.0 <= share <= 1.0 for share in found.binding.values())
    assert {name for name, share in found.binding.items() if share > 0.9} <= binding


def test_bands_have_source_and_target(sure: ScaleUp):
    found = sure.targets[0].uncertainty
    assert found is not None
    for bands, kpis in zip(found.bands, (found.kpis, found.source), strict=True):
        biomass = next(item for item in bands if item.name == "biomass")
        assert (np.diff(biomass.quantiles, axis=0) >= 0.0).all()
        assert biomass.quantiles[2, -1] == pytest.approx(kpis["biomass_final"].median, rel=1e-3)
        assert (biomass.runs == 24).all()


def test_the_report_says_how_sure_it_is(sure: ScaleUp, tmp_path):
    files = sure.save(tmp_path / "result")
    page = files["report.html"].read_text("utf-8")
    assert "How sure this is" in page
    assert "24 draws of 8 numbers" in page
    assert (tmp_path / "result" / "figures" / "intervals-1-tank-30m3.svg").is_file()
    told = json.loads(files["summary.json"].read_text("utf-8"))["targets"][0]
    assert {"uncertainty", "loss_uncertainty", "limit_probability", "draws"} <= set(told)


def test_without_asking_nothing_is_drawn():
    assert "uncertainty" not in scale_up("ecoli-fedbatch", ["jar-3l"], mixed=True).targets[0].summary()


def test_a_word_for_a_number_is_refused(capsys: pytest.CaptureFixture[str]):
    assert outcome(["scale-up", "ecoli-fedbatch", "--to", "tank-30m3", "--uncertain", "many"]) == 2
    assert "--uncertain" in capsys.readouterr().err


def test_a_growth_cap_keeps_its_factors():
    """A number with factors beside it is drawn by its value, not put in place of all of it."""
    scenario = load_scenario("cho-mab")
    found = draws_of([scenario], 10, seed=2)
    paths = {item.path for item in found.unsure}
    assert "strain.growth_cap.value" in paths
    assert "strain.growth_cap.factors.2.constant" in paths
    assert "strain.growth_cap" not in paths
