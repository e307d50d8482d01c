"""Readings of sensors: filters against closed forms, noise that stays out of the process, the inert balance."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.run.offgas import inert_balance
from moromi.simulator.run.sensors import delayed, lagged, scattered

SHORT = ("recipe.duration=6 h", "output.interval=0.02 h")
PROBE, ANALYSER = "{lag: 20 s, noise: 1 %}", "{delay: 60 s, lag: 20 s, noise: 0.02 %}"
SENSORS = f"recipe.sensors={{dissolved_oxygen: {PROBE}, offgas: {ANALYSER}, seed: 7}}"


@pytest.fixture(scope="module")
def plain():
    return run("ecoli-fedbatch", overrides=SHORT)


@pytest.fixture(scope="module")
def sensed():
    return run("ecoli-fedbatch", overrides=(*SHORT, SENSORS))


def test_lag_of_a_ramp_and_a_step():
    time = np.linspace(0.0, 5.0, 41)
    np.testing.assert_allclose(lagged(time, 2.0 * time, 0.7), 2.0 * (time - 0.7 * -np.expm1(-time / 0.7)), rtol=1e-12)
    steep = np.concatenate(([0.0, 1e-9], np.linspace(0.1, 3.0, 20)))
    answer = lagged(steep, (steep > 0.0).astype(float), 0.5)
    np.testing.assert_allclose(answer[2:], -np.expm1(-steep[2:] / 0.5), rtol=1e-6)
    np.testing.assert_array_equal(lagged(time, time, 0.0), time)


def test_delay_shifts():
    time = np.linspace(0.0, 1.0, 11)
    np.testing.assert_allclose(delayed(time, time**2, 0.2)[2:], time[:-2] ** 2, atol=1e-12)
    assert delayed(time, 3.0 + time, 0.2)[0] == 3.0


def test_noise_is_its_deviation_and_its_seed():
    values = np.zeros(20_000)
    one, same, other = (scattered(values, 0.3, *key) for key in ((1, "a"), (1, "a"), (1, "b")))
    assert one.std() == pytest.approx(0.3, rel=0.03)
    np.testing.assert_array_equal(one, same)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.05


def test_inert_balance_by_hand():
    """100 mol/h of air, 5 mol of O2 for 4 of CO2: 99 mol leave."""
    number = np.array
    uptake, release = inert_balance(
        number([100.0]),
        (number([0.21]), number([0.0])),
        (number([16.0 / 99.0]), number([4.0 / 99.0])),
        (number([0.0]), number([0.0])),
    )
    assert uptake[0] == pytest.approx(5.0)
    assert release[0] == pytest.approx(4.0)


def test_no_nitrogen_no_balance():
    number = np.array
    rows = (number([100.0]), (number([0.3]), number([0.1])), (number([0.2]), number([0.2])))
    uptake, _ = inert_balance(*rows, (number([0.6]), number([0.6])))
    assert np.isnan(uptake[0])


def test_inert_balance_is_the_true_uptake_at_a_steady_state():
    """End of a dilution rate of a chemostat: what the analyser computes is what the cells take."""
    table = run("ecoli-chemostat", overrides=("recipe.duration=70 h", "output.interval=0.5 h")).columns
    assert table["measured_our"][-1] == pytest.approx(table["our"][-1], rel=2e-3)
    # inorganic carbon leaves with the broth, too, where no analyser sees it: 2 % of it
    dissolved = table["outflow_rate"][-1] / table["volume"][-1] * table["inorganic_carbon"][-1]
    assert 0.01 < dissolved / table["cer"][-1] < 0.05
    assert table["measured_cer"][-1] == pytest.approx(table["cer"][-1] - dissolved, rel=2e-3)
    assert table["measured_rq"][-1] == pytest.approx(table["measured_cer"][-1] / table["measured_our"][-1], rel=1e-12)


def test_off_gas_composition_is_dry_and_whole(plain):
    table = plain.columns
    total = table["offgas_oxygen"] + table["offgas_carbon_dioxide"] + table["offgas_nitrogen"]
    np.testing.assert_allclose(total, 1.0, rtol=1e-12)
    assert "measured_dot" not in table


def test_noise_stays_out_of_the_process(sensed):
    quiet = SENSORS.replace("noise: 1 %", "noise: 0 %").replace("noise: 0.02 %", "noise: 0 %")
    silent = run("ecoli-fedbatch", overrides=(*SHORT, quiet))
    np.testing.assert_array_equal(silent.columns["biomass"], sensed.columns["biomass"])
    scatter = sensed.columns["measured_dot"] - silent.columns["measured_dot"]
    assert scatter.std() == pytest.approx(1.0, rel=0.15)
    scatter = sensed.columns["measured_offgas_oxygen"] - silent.columns["measured_offgas_oxygen"]
    assert scatter.std() == pytest.approx(2e-4, rel=0.15)


def test_same_seed_same_readings(sensed):
    again = run("ecoli-fedbatch", overrides=(*SHORT, SENSORS))
    np.testing.assert_array_equal(again.columns["measured_dot"], sensed.columns["measured_dot"])
    other = run("ecoli-fedbatch", overrides=(*SHORT, SENSORS.replace("seed: 7", "seed: 8")))
    assert not np.array_equal(other.columns["measured_dot"], sensed.columns["measured_dot"])


def test_late_off_gas_reads_low_while_uptake_grows(plain):
    late = run("ecoli-fedbatch", overrides=(*SHORT, "recipe.sensors={offgas: {delay: 5 min}}")).columns
    growing = (plain.columns["time"] > 1.0) & (plain.columns["time"] < 4.0)
    assert np.all(late["measured_our"][growing] < plain.columns["measured_our"][growing])
    shift = np.interp(plain.columns["time"] - 5.0 / 60.0, plain.columns["time"], plain.columns["offgas_oxygen"])
    np.testing.assert_allclose(late["measured_offgas_oxygen"], shift, rtol=1e-9)


@pytest.mark.parametrize(
    ("gas", "says"),
    [
        ("{hydrogen: 10 %}", "no strain follows"),
        ("{carbon_dioxide: 80 %}", "more than 100 %"),
        ("{oxygen: 10 %}", "stated twice"),
    ],
)
def test_gas_that_cannot_be(gas, says):
    with pytest.raises(InputError, match=says):
        run("ecoli-fedbatch", overrides=(f"recipe.gas={gas}",))
