"""Every limit of the equipment binds once, is named with its times, and binds where the numbers say so."""

from __future__ import annotations

import numpy as np
import pytest

from .absurd import OXYGEN, PHASES, bound, run

JAR = "ecoli-fedbatch"
SHORT = "recipe.duration=14 h"


def _rows(result, name):
    """Rows in which a limit binds."""
    time = result.columns["time"]
    spans = [limit for limit in result.limits if limit["limit"] == name]
    ends = [item["to"] + (item["to"] == time[-1]) for item in spans]
    return np.any([(time >= item["from"]) & (time < end) for item, end in zip(spans, ends, strict=True)], axis=0)


def test_the_motor_at_its_power_holds_the_stirrer_back():
    free = run(JAR, SHORT)
    held = run(JAR, SHORT, "vessel.limits.shaft_power=1.5 W")
    rows = _rows(held, "motor")
    assert rows.any()
    assert "motor" not in bound(free)
    power = held.columns["power_gassed"]
    assert power.max() <= 1.5 * (1.0 + 1e-3)
    assert power[rows] == pytest.approx(1.5, rel=2e-3)
    full = (held.columns["cascade"] >= 1.0) & rows
    assert np.all(held.columns["stirrer_speed"][full] < 900.0)
    assert any("held the stirrer back" in text for text in held.warnings)


def test_a_speed_at_the_limit_is_that_of_the_power_law():
    """Halving the power of a fixed, overloaded stirrer costs the speed its root of Michel & Miller's exponent."""
    fixed = (f"{OXYGEN}stirrer_speed=1200 rpm", f"{OXYGEN}aeration=1 vvm", "recipe.duration=0.2 h")
    one, two = (run(JAR, *fixed, f"vessel.limits.shaft_power={watts} W") for watts in (1.0, 2.0))
    ratio = two.columns["stirrer_speed"][0] / one.columns["stirrer_speed"][0]
    assert ratio == pytest.approx(2.0 ** (1.0 / (7.0 * 0.459)), rel=1e-3)


def test_air_is_a_limit_from_where_the_cascade_wants_more_of_it():
    starved = (f"{OXYGEN}oxygen_fraction=20.95 %", f"{PHASES}exponential-feed.until=[fill > 95 %]")
    assert "air" not in bound(run(JAR, *starved))  # the recipe stops at half of what the jar has
    result = run(JAR, *starved, f"{OXYGEN}aeration=[0.5 vvm, 2 vvm]")
    air, transfer = _rows(result, "air"), _rows(result, "oxygen_transfer")
    most = result.columns["gas_flow"].max()
    assert transfer.any()
    assert np.all(air[transfer])
    assert result.columns["gas_flow"][air] == pytest.approx(most, rel=1e-2)
    assert np.all(result.columns["cascade"][~air] < 2.0)


def test_pressure_is_a_limit_where_the_vessel_bears_no_more():
    starved = (f"{OXYGEN}oxygen_fraction=20.95 %", f"{PHASES}exponential-feed.until=[fill > 95 %]")
    result = run(JAR, *starved, f"{OXYGEN}pressure=0.3 bar(g)")
    rows = _rows(result, "pressure")
    assert rows.any()
    assert result.columns["pressure"][rows] == pytest.approx(1.31325, rel=1e-3)
    assert np.array_equal(rows, _rows(result, "oxygen_transfer"))
    assert "pressure" not in bound(run(JAR, *starved, f"{OXYGEN}pressure=0.2 bar(g)"))


def test_foam_is_a_limit_where_it_is_as_high_as_the_room_above():
    calm = run(JAR, SHORT)
    foamy = run(JAR, SHORT, "medium.foaminess=60 s")
    assert "foam" not in bound(calm)
    rows = _rows(foamy, "foam")
    columns, jar = foamy.columns, foamy.vessel
    surface = np.pi / 4.0 * jar.diameter**2
    height = (3e-3 - columns["volume"] / (1.0 - columns["gas_holdup"])) / surface
    dry = columns["pressure_mean"] - 0.0627, columns["pressure"] - 0.0627  # water at 37 °C
    foam = 60.0 * columns["gas_velocity"] * dry[0] / dry[1]
    clear = np.abs(foam / height - 1.0) > 0.01
    assert rows.any()
    assert np.array_equal(rows[clear][:-1], (foam > height)[clear][:-1])


@pytest.mark.parametrize(("speed", "floods"), [(60.0, True), (600.0, False)])
def test_too_much_gas_floods_a_slow_impeller(speed, floods):
    """By hand: Q/(N D³) against 30 (D/T)^3.5 N² D/g (Nienow et al. 1985)."""
    result = run(JAR, f"{OXYGEN}stirrer_speed={speed} rpm", f"{OXYGEN}aeration=2 vvm", "recipe.duration=0.5 h")
    number = 2.0 * 2e-3 / 60.0 * (310.15 / 273.15) / (speed / 60.0 * 0.052**3)
    most = 30.0 * 0.4**3.5 * (speed / 60.0) ** 2 * 0.052 / 9.80665
    assert (number > most) is floods
    assert ("flooding" in bound(result)) is floods


FED = "{kind: exponential, stream: glucose-feed, growth_rate: 0.3 1/h, biomass_yield: 0.45 g/g, backs_off: [%s]}"
WEAK = ("vessel.heat_transfer_factor=0.08",)


def _fed(gives_way, *changes):
    """Batch, then a feed that would outgrow the vessel; rows of the feed once it has begun to bite."""
    feed = FED % gives_way
    phases = (
        f"{PHASES}exponential-feed.feed={feed}",
        f"{PHASES}exponential-feed.until=[fill > 95 %]",
        f"{PHASES}exponential-feed.timeout=1000 h",
    )
    result = run(JAR, *phases, *changes)
    began = next(event["time"] for event in result.events if event.get("name") == "exponential-feed")
    return result, result.columns["time"] > began + 1.0


@pytest.mark.parametrize(("changes", "first"), [((), "oxygen"), (WEAK, "cooling")])
def test_a_capacity_limited_feed_keeps_oxygen_and_temperature_at_their_set_points(changes, first):
    result, fed = _fed("oxygen, cooling", *changes)
    columns = result.columns
    assert columns["dot"][fed].min() > 25.0
    assert np.abs(columns["temperature"][fed] - 310.15).max() < 0.5
    cascade, cooling = columns["cascade"][fed][-1] / 3.0, columns["valve"][fed][-1]
    used = {"oxygen": cascade, "cooling": cooling}
    assert max(used, key=lambda name: used[name]) == first
    assert 0.9 < used[first] < 1.0
    for name in ("oxygen_transfer", "cooling"):
        assert not np.any(_rows(result, name) & fed)


def test_without_giving_way_the_same_feeds_lose_oxygen_and_temperature():
    short, fed = _fed("")
    assert short.columns["dot"][fed].min() < 5.0
    assert "oxygen_transfer" in bound(short)
    hot, fed = _fed("oxygen", *WEAK)
    assert hot.columns["temperature"][fed].max() > 311.15
    assert "cooling" in bound(hot)
