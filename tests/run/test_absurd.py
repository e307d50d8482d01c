"""Controllers, set points, phases and feeds that nobody sane asks for: reported, bounded, no hang, no NaN."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import load_scenario

from .absurd import OXYGEN, PHASES, QUICK, bound, refused, run

JAR = "ecoli-fedbatch"


@pytest.mark.parametrize("gain", ["0", "1e-6", "1e3"])
def test_weak_and_strong_gains_of_the_oxygen_cascade(gain):
    assert run(JAR, f"{OXYGEN}gain={gain}").columns["time"][-1] > 20.0


def test_a_cascade_that_does_nothing_leaves_the_culture_to_its_oxygen():
    result = run(JAR, f"{OXYGEN}gain=0")
    assert result.columns["dot"].min() < 5.0
    assert np.ptp(result.columns["stirrer_speed"]) == 0.0
    assert "oxygen" in bound(result)


@pytest.mark.parametrize(
    "changes",
    [
        (f"{OXYGEN}gain=1e6",),
        ("recipe.temperature_control.gain=1e6",),
    ],
)
def test_a_controller_that_chatters_ends_in_a_status(changes):
    assert "controller that chatters" in refused(JAR, *changes)


def test_fast_integrals_and_fast_dosing():
    run(JAR, "recipe.temperature_control.integral_time=0.01 s", "recipe.temperature_control.gain=1e3")
    run(JAR, "recipe.ammonia.gain=10000 1/h")


def test_dissolved_oxygen_beyond_saturation_is_refused_and_saturation_is_a_limit():
    with pytest.raises(InputError, match="200 % is outside the allowed range"):
        load_scenario(JAR, (QUICK, f"{OXYGEN}set_point=200 %"))
    result = run(JAR, f"{OXYGEN}set_point=100 %", f"{OXYGEN}oxygen_fraction=20.95 %", f"{OXYGEN}aeration=2 vvm")
    assert {"oxygen_transfer", "air"} <= bound(result)


def test_a_weak_acid_pump_runs_at_its_most_and_is_named():
    control = "recipe.ph_control={base: {stream: lye, rate: 1 mL/h}, acid: {stream: acid, rate: 0.5 mL/h}}"
    lye = "lye: {strong_ions: 1 mol/L, density: 1040 kg/m3}"
    acid = "acid: {strong_ions: -1 mol/L, density: 1040 kg/m3}"
    phases = "recipe.phases=[{name: neutral, until: [time > 0.5 h]}, {name: sour, set_points: {ph: 2}}]"
    feeds = f"recipe.feeds={{{lye}, {acid}}}"
    result = run(JAR, "recipe.ammonia=null", feeds, phases, control, "recipe.duration=5 h")
    assert "acid" in bound(result)
    assert result.columns["ph"].min() > 3.0


def test_colder_than_the_coolant_is_a_limit():
    cold = ("recipe.set_points.temperature=5 degC", "recipe.temperature_control.start=37 degC")
    result = run(JAR, *cold, "vessel.cooling.coolant_temperature=20 degC")
    assert "cooling" in bound(result)
    assert result.columns["temperature"].min() > 293.0
    assert any("cooling at its limit" in text for text in result.warnings)


def test_ammonium_of_ten_molar_fills_the_vessel_no_further_than_the_lid():
    result = run(JAR, "recipe.ammonia.set_point=10 mol/L")
    assert {"volume", "level"} <= bound(result)
    assert any("level switch" in text for text in result.warnings)


def test_boiling_is_refused_as_a_set_point_and_a_status_where_it_happens():
    with pytest.raises(InputError, match="boils at 100 °C"):
        load_scenario(JAR, (QUICK, "recipe.set_points.temperature=100 degC"))
    assert "the broth boils" in refused(JAR, "recipe.temperature_control.start=99.5 degC")
    hot = ("recipe.set_points.temperature=100 degC", "recipe.set_points.pressure=2 bar(a)")
    load_scenario(JAR, (QUICK, "vessel.limits.head_pressure=2 bar(a)", *hot))


@pytest.mark.parametrize(
    "changes",
    [
        (f"{OXYGEN}aeration=0 vvm",),
        (f"{OXYGEN}stirrer_speed=0 rpm",),
        (f"{OXYGEN}aeration=0 vvm", f"{OXYGEN}stirrer_speed=0 rpm"),
        (f"{OXYGEN}oxygen_fraction=0 %",),
        ("vessel.kla_factor=0",),
    ],
)
def test_without_gas_stirrer_oxygen_or_transfer_the_culture_ferments(changes):
    result = run(JAR, *changes)
    assert "oxygen_transfer" in bound(result)
    assert result.columns["dot"][-1] < 1.0


def test_without_cells_nothing_happens_and_the_phase_runs_into_its_limit():
    result = run(JAR, "recipe.start.biomass=0 g/L")
    assert np.all(result.columns["biomass"] == 0.0)
    assert any("ran into its time limit" in text for text in result.warnings)


def test_with_nothing_dissolved():
    run(JAR, "recipe.start.concentrations={}")
    run(JAR, "recipe.start.concentrations={}", "recipe.start.biomass=0 g/L")


def test_a_phase_that_never_ends_ends_with_the_run():
    result = run(JAR, f"{PHASES}batch.until=[glucose > 10 mol/L]", f"{PHASES}batch.timeout=5000 h")
    assert result.columns["time"][-1] == pytest.approx(28.0)
    assert [event["what"] for event in result.events] == ["batch begins"]


def test_phases_that_are_over_as_they_begin():
    ends = tuple(f"{PHASES}{name}.until=[volume > 0.1 L]" for name in ("batch", "exponential-feed", "constant-feed"))
    result = run(JAR, *ends)
    assert result.columns["time"][-1] == 0.0
    assert len([event for event in result.events if event["kind"] == "end"]) == 3


ENDLESS = f"{PHASES}constant-feed.until=[]"


@pytest.mark.parametrize(
    "feed",
    [
        "{kind: constant, stream: glucose-feed, rate: 1 L/h}",
        "{kind: constant, stream: glucose-feed, rate: 1000 m3/h}",
        "{kind: exponential, stream: glucose-feed, growth_rate: 5 1/h, biomass_yield: 0.45 g/g}",
        "{kind: substrate-stat, stream: glucose-feed, concentration: 5 mol/L, gain: 10000 1/h}",
    ],
)
def test_feeds_that_overflow_are_stopped_under_the_lid(feed):
    result = run(JAR, f"{PHASES}constant-feed.feed={feed}", ENDLESS)
    assert {"volume", "level"} <= bound(result)
    assert result.columns["feed_rate"][-1] < 1e-6
    level = next(limit for limit in result.limits if limit["limit"] == "level")
    assert 0.0 < level["from"] < level["to"]


def test_feed_factor_without_measure():
    assert "volume" in bound(run(JAR, "recipe.feed_factor=1e6", ENDLESS))


def test_more_at_once_than_the_vessel_holds_is_a_status():
    assert "VESSEL_FULL" in refused(JAR, f"{PHASES}exponential-feed.add={{glucose-feed: 5 L}}")


def test_stats_that_fight_each_other():
    feeds = (
        "[{kind: dot-stat, stream: glucose-feed, rate: 1 L/h, dot: 10 %, dot_band: 0.1 %},"
        " {kind: substrate-stat, stream: syrup, concentration: 0.1 g/L, gain: 10000 1/h, maximum: 1 L/h}]"
    )
    syrup = "recipe.feeds.syrup={concentrations: {glucose: 50 g/L}, density: 1020 kg/m3}"
    run(JAR, syrup, f"{PHASES}exponential-feed.feed={feeds}", f"{PHASES}exponential-feed.until=[fill > 95 %]")


@pytest.mark.parametrize(
    ("changes", "least"),
    [
        ((f"{PHASES}batch.bleed=10000 1/h",), 1e-6),
        ((f"{PHASES}constant-feed.bleed=50 1/h",), 1e-6),
        (("recipe.sampling={interval: 1 min, volume: 0.1 L}",), 2e-5),
    ],
)
def test_bleeding_and_sampling_leave_a_rest(changes, least):
    assert least < run(JAR, *changes).columns["volume"].min() < 2e-4


def test_a_harvest_of_next_to_everything():
    result = run("ecoli-repeated-fedbatch", f"{PHASES}harvest.draw_to=1e-6 mL")
    assert result.columns["volume"].max() < 2.1e-3


def test_a_dilution_no_overflow_keeps_up_with():
    feed = "{kind: constant, stream: medium, dilution_rate: 3000 1/h}"
    result = run("ecoli-perfusion", f"{PHASES}perfusion.feed={feed}", "recipe.duration=5 h")
    assert "volume" in bound(result)


def test_a_motor_without_power_and_a_jacket_without_area():
    result = run(JAR, "vessel.limits.shaft_power=0 W")
    assert np.all(result.columns["stirrer_speed"] == 0.0)
    assert "motor" in bound(result)
    hot = run(JAR, "vessel.cooling.area=0 m2")
    assert "cooling" in bound(hot)
    assert hot.columns["temperature"].max() > 330.0
