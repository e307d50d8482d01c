"""Carrying an operating point over: what is kept, what gives way, what is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.simulator.errors import InputError
from moromi.simulator.scaleup.best import sustained_oxygen
from moromi.simulator.scaleup.criteria import match
from moromi.simulator.scaleup.geometry import Limits
from moromi.simulator.scaleup.impossible import CriterionImpossible
from moromi.simulator.scaleup.operating_point import OperatingPoint

from .hand import JAR, TANK, full

MILD = full(JAR, 500.0 / 60.0, 0.5)
HARD = full(JAR, 800.0 / 60.0, 1.0)
STRONG = replace(TANK, limits=Limits())
KEPT = {
    "power-per-volume": "power_per_volume",
    "kla": "kla",
    "tip-speed": "tip_speed",
    "stirrer-speed": "stirrer_speed",
    "mixing-time": "mixing_time",
    "vvm": "vvm",
    "gas-velocity": "gas_velocity",
}


@pytest.mark.parametrize("criterion", KEPT)
def test_the_criterion_is_kept(criterion: str):
    point = match(criterion, MILD, STRONG).point
    assert getattr(point, KEPT[criterion]) == pytest.approx(getattr(MILD, KEPT[criterion]), rel=1e-9)
    assert point.tank is STRONG
    assert point.volume == pytest.approx(STRONG.working_volume)


@pytest.mark.parametrize("criterion", ["vvm", "gas-velocity"])
def test_gas_criteria_keep_the_power_too(criterion: str):
    point = match(criterion, MILD, STRONG).point
    assert point.power_per_volume == pytest.approx(MILD.power_per_volume)


@pytest.mark.parametrize("criterion", ["power-per-volume", "kla", "tip-speed"])
def test_stirring_criteria_keep_the_vvm(criterion: str):
    assert match(criterion, MILD, TANK).point.vvm == pytest.approx(0.5)


def test_every_criterion_of_the_files_is_known():
    schema = pytest.importorskip("moromi.simulator.scenario.criteria")
    assert set(get_args(schema.Criterion)) == {*KEPT, "best"}


def test_gas_gives_way_to_the_targets_air():
    result = match("tip-speed", MILD, replace(TANK, limits=replace(TANK.limits, vvm=0.3)))
    assert result.point.vvm == pytest.approx(0.3)
    assert any("0.5 to 0.3 vvm" in note for note in result.notes)


def test_gas_gives_way_to_foam():
    result = match("kla", MILD, replace(TANK, limits=replace(TANK.limits, gas_velocity=0.02)))
    assert result.point.gas_velocity == pytest.approx(0.02)
    assert any("gas reduced" in note for note in result.notes)


def test_flooding_is_told():
    notes = match("tip-speed", HARD, TANK).notes
    assert any("the lowest impeller floods" in note for note in notes)


def test_too_little_cooling_is_told():
    notes = match("tip-speed", HARD, replace(TANK, cooling_conductance=3_000.0)).notes
    assert any("cooling carries" in note for note in notes)


def test_a_speed_that_only_gas_allows_is_told():
    point = match("power-per-volume", MILD, STRONG).point
    motor = 0.5 * (point.power_gassed + point.power_ungassed)
    notes = match("power-per-volume", MILD, replace(TANK, limits=Limits(shaft_power=motor))).notes
    assert any("only while gas flows" in note for note in notes)


def test_equal_mixing_time_is_refused_with_its_power():
    """Power at equal mixing time grows at least with the fifth power of the size (the fluid sees N alone)."""
    with pytest.raises(CriterionImpossible, match="criterion 'mixing-time'") as refusal:
        match("mixing-time", HARD, TANK)
    error = refusal.value
    assert isinstance(error, InputError)
    assert error.exit_code == 2
    assert error.installed == 110e3
    assert error.power > 1e9  # the jar mixes in 1.4 s; a gigawatt is no stirrer
    assert error.power_per_volume == pytest.approx(error.power / 22.0)
    needed = full(TANK, error.stirrer_speed, 1.0)
    assert needed.mixing_time == pytest.approx(HARD.mixing_time)
    assert needed.power_gassed == pytest.approx(error.power)
    text = str(error)
    for part in ("1.41", "GW", "110 kW", "180 rpm", "tank"):
        assert part in text
    assert "\n" not in text


@pytest.mark.parametrize("linear", [2.0, 5.0, 10.0])
def test_power_at_equal_mixing_time_grows_with_the_fifth_power(linear: float):
    squat = replace(JAR, impeller_count=1, working_volume=math.pi / 4.0 * 0.130**3)
    lengths = ("diameter", "impeller_diameter", "impeller_clearance", "impeller_spacing")
    large = replace(
        squat,
        working_volume=squat.working_volume * linear**3,
        limits=Limits(),
        **{name: linear * getattr(squat, name) for name in lengths},
    )
    small = replace(full(squat, 20.0, 0.0), gas_flow=0.0)
    point = match("mixing-time", small, large).point
    assert point.stirrer_speed == pytest.approx(20.0, rel=1e-6)
    assert point.power_gassed / small.power_gassed == pytest.approx(linear**5, rel=1e-6)


def test_a_gas_the_tank_cannot_take_is_refused():
    with pytest.raises(CriterionImpossible, match=r"would need 1 vvm at .* it takes 0\.2 vvm"):
        match("vvm", HARD, replace(TANK, limits=Limits(vvm=0.2)))


def test_the_refusal_names_the_criterion_that_was_asked_for():
    with pytest.raises(CriterionImpossible, match=r"criterion 'vvm'.*W/m³") as refusal:
        match("vvm", HARD, TANK)
    assert refusal.value.criterion == "vvm"


def test_no_speed_can_do_it():
    with pytest.raises(CriterionImpossible, match="no stirrer speed gives"):
        match("kla", MILD, replace(TANK, limits=Limits(vvm=0.0)))


def test_unknown_criterion_names_the_nearest():
    with pytest.raises(InputError, match="nearest is 'tip-speed'"):
        match("tipspeed", MILD, TANK)


def test_volume_and_pressure_can_be_chosen():
    point = match("tip-speed", MILD, TANK, volume=10.0, head_pressure=1.5).point
    assert (point.volume, point.head_pressure) == (10.0, 1.5)


@given(st.floats(4.0, 15.0), st.floats(0.1, 1.5), st.sampled_from(sorted(KEPT)))
@settings(max_examples=60, deadline=None)
def test_within_the_limits_or_refused(speed: float, vvm: float, criterion: str):
    source = full(JAR, speed, vvm)
    try:
        point = match(criterion, source, TANK).point
    except CriterionImpossible:
        return
    limits = TANK.limits
    assert point.stirrer_speed <= limits.stirrer_speed * (1.0 + 1e-6)
    assert point.power_gassed <= limits.shaft_power * (1.0 + 1e-6)
    assert point.gas_velocity <= limits.gas_velocity * (1.0 + 1e-6)
    assert point.vvm <= limits.vvm * (1.0 + 1e-6)


# -------------------------------------------------------------------- best


def allowed(point: OperatingPoint) -> bool:
    limits = point.tank.limits
    return (
        point.power_gassed <= limits.shaft_power
        and point.stirrer_speed <= limits.stirrer_speed
        and point.flooding_ratio <= 1.0
        and point.gas_velocity <= limits.gas_velocity
        and point.vvm <= limits.vvm
    )


@pytest.mark.parametrize(
    ("changes", "limits", "bound"),
    [
        ({}, {}, "stirrer speed and air supply"),
        ({}, {"stirrer_speed": 5.0, "shaft_power": 40e3}, "motor"),
        ({}, {"gas_velocity": 0.03}, "gas velocity"),
        ({"cooling_conductance": 8_000.0}, {}, "cooling"),
        ({}, {"stirrer_speed": 1.5}, "flooding"),
    ],
)
def test_best_is_the_best_of_a_fine_grid(changes: dict[str, float], limits: dict[str, float], bound: str):
    tank = replace(TANK, limits=replace(TANK.limits, **limits), **changes)
    result = match("best", MILD, tank)
    assert bound in result.notes[0]
    assert "mol/m³/h" in result.notes[0]
    best = sustained_oxygen(result.point)
    grid = [
        full(tank, tank.limits.stirrer_speed * i / 40.0, 1.0 * j / 40.0) for i in range(1, 41) for j in range(1, 41)
    ]
    feasible = [sustained_oxygen(point) for point in grid if allowed(point)]
    assert max(feasible) <= best * (1.0 + 1e-6)
    assert max(feasible) >= 0.85 * best
    slack = replace(tank.limits, shaft_power=tank.limits.shaft_power * 1.0001)
    assert result.point.power_gassed <= slack.shaft_power
    assert result.point.flooding_ratio <= 1.0 + 1e-6


def test_best_of_a_tank_that_cannot_disperse_any_gas():
    with pytest.raises(CriterionImpossible, match="floods or overheats"):
        match("best", MILD, replace(TANK, limits=Limits(stirrer_speed=0.05, vvm=1.0)))


def test_best_needs_a_limit_on_the_gas():
    with pytest.raises(CriterionImpossible, match="no limit of aeration"):
        match("best", MILD, replace(TANK, limits=Limits(gas_velocity=math.inf)))
