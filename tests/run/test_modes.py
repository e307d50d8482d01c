"""Modes of operation from a scenario's text to its result: repeats, perfusion, feeds that give way, several feeds."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import simulate
from moromi.simulator.scenario import load_scenario

QUICK = "strain=ecoli-varma1994"


def _closed(result):
    for name in ("carbon", "nitrogen", "oxygen", "charge"):
        assert result.balances[name]["closure"] == pytest.approx(1.0, abs=1e-6), name
    assert result.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


@pytest.fixture(scope="module")
def repeated():
    return simulate(load_scenario("ecoli-repeated-fedbatch", (QUICK,)))


def test_repeated_fed_batch_runs_each_turn_and_closes(repeated):
    names = [event["name"] for event in repeated.events if event["kind"] == "phase"]
    assert names == ["batch", "fed", "harvest", "fed (2)", "harvest (2)", "fed (3)", "harvest (3)"]
    _closed(repeated)


def test_every_turn_ends_as_the_one_before(repeated):
    """Cells at the end of each fed phase: the condition or the pump's limit repeats from the same seed."""
    ends = [event["time"] for event in repeated.events if event["what"].startswith("fed") and event["kind"] == "end"]
    last = np.searchsorted(repeated.columns["time"], ends) - 1
    biomass = repeated.columns["biomass"][last]
    assert len(ends) == 3
    assert biomass[1:] == pytest.approx(biomass[2], rel=0.05)
    assert repeated.columns["volume"].min() < 1.13e-3


def test_a_feed_that_backs_off_holds_dissolved_oxygen(repeated):
    """The same feed without backing off runs the culture out of oxygen."""
    assert repeated.columns["dot"].min() > 25.0
    greedy = simulate(load_scenario("ecoli-repeated-fedbatch", (QUICK, "recipe.phases.fed.feed.backs_off=[]")))
    assert greedy.columns["dot"].min() < 5.0


def test_perfusion_grows_as_fast_as_it_is_bled():
    result = simulate(load_scenario("ecoli-perfusion", (QUICK,)))
    _closed(result)
    assert result.columns["mu"][-1] == pytest.approx(0.1, rel=1e-3)
    assert result.kpis["steady_state_drift"]["value"] < 1e-3
    assert result.columns["bleed_rate"][-1] == pytest.approx(0.1 * 5e-4, rel=1e-3)


def test_two_feeds_are_told_apart():
    feeds = "{kind: constant, stream: medium, dilution_rate: 0.3 1/h}, {kind: constant, stream: extra, rate: 5 mL/h}"
    changes = (
        QUICK,
        "recipe.feeds.extra={concentrations: {glucose: 100 g/L}, density: 1040 kg/m3}",
        f"recipe.phases.perfusion.feed=[{feeds}]",
        "recipe.duration=2 h",
    )
    result = simulate(load_scenario("ecoli-perfusion", changes))
    assert result.columns["feed_rate_extra"] == pytest.approx(5e-6)
    total = result.columns["feed_rate_medium"] + result.columns["feed_rate_extra"]
    assert result.columns["feed_rate"] == pytest.approx(total)


def test_pressure_is_the_last_stage_of_the_cascade():
    """More head pressure carries more oxygen to a culture that the other three stages starve."""
    changes = (QUICK, "recipe.phases.fed.feed.backs_off=[]", "recipe.duration=12 h")
    without = simulate(load_scenario("ecoli-repeated-fedbatch", (*changes, "vessel.limits.head_pressure=2 bar(g)")))
    pressed = simulate(
        load_scenario(
            "ecoli-repeated-fedbatch",
            (*changes, "vessel.limits.head_pressure=2 bar(g)", "recipe.dissolved_oxygen.pressure=1.5 bar(g)"),
        )
    )
    assert without.columns["pressure"].max() == without.columns["pressure"].min()
    raised = pressed.columns["cascade"] > 3.01
    assert raised.any()
    assert pressed.columns["pressure"][raised].max() > 1.2
    low = pressed.columns["cascade"] < 2.99
    assert pressed.columns["pressure"][low] == pytest.approx(1.01325)
    assert pressed.columns["otr"].max() > 1.1 * without.columns["otr"].max()
    _closed(pressed)


def test_oxygen_stat_feeds_when_the_sugar_is_gone():
    """Dissolved oxygen rises as the glucose runs out, which opens the pump; it never runs into overflow."""
    feed = "{kind: dot-stat, stream: glucose-feed, rate: 60 mL/h, dot: 40 %, dot_band: 30 %}"
    changes = (
        QUICK,
        f"recipe.phases.fed.feed={feed}",
        "recipe.phases.fed.until=[time > 4 h]",
        "recipe.duration=20 h",
    )
    result = simulate(load_scenario("ecoli-repeated-fedbatch", (*changes, "recipe.phases.harvest.repeat.times=1")))
    fed = result.columns["feed_rate"] > 1e-7
    assert fed.any()
    assert np.all(result.columns["glucose"][fed][5:-5] < 20.0)
