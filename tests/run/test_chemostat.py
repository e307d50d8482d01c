"""A chemostat from its scenario file: what is read off the result, and that the books close with an outflow."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scaleup.transfer import transfer
from moromi.simulator.scenario import load_scenario, load_vessel

UNTIL_STEADY = ("recipe.duration=60 h", "output.interval=0.5 h")


@pytest.fixture(scope="module")
def culture():
    return run("ecoli-chemostat")


@pytest.fixture(scope="module")
def steady():
    return run("ecoli-chemostat", overrides=UNTIL_STEADY)


def _row(result, phase):
    """Last row of a phase."""
    ends = {event["what"].split()[0]: event["time"] for event in result.events if event.get("kind") == "end"}
    return int(np.searchsorted(result.columns["time"], ends[phase] - 1e-9)) - 1


@pytest.mark.parametrize(("phase", "dilution"), [("slow", 0.1), ("middle", 0.2), ("fast", 0.3)])
def test_growth_is_the_dilution_rate(culture, phase, dilution):
    row = _row(culture, phase)
    assert culture.columns["dilution_rate"][row] == pytest.approx(dilution, rel=1e-9)
    # water that leaves with the gas does not wash cells out
    evaporation = culture.columns["evaporation"][row]
    dried = evaporation / culture.columns["volume"][row]
    assert 2e-4 < dried < 1e-3
    assert culture.columns["mu"][row] == pytest.approx(dilution - dried, rel=1e-3)
    poured = culture.columns["feed_rate"][row]
    assert culture.columns["outflow_rate"][row] == pytest.approx(poured - evaporation, rel=1e-6)
    assert culture.columns["volume"][row] == pytest.approx(0.5e-3, rel=1e-3)


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass"])
def test_elements_close_with_an_outflow(culture, element):
    balance = culture.balances[element]
    assert balance["in"] > 0.0
    assert balance["closure"] == pytest.approx(1.0, abs=1e-6)
    if element != "charge":
        assert balance["out"] > 0.3 * balance["in"]  # most of it left, as cells and as gas


def test_energy_closes_with_an_outflow(culture):
    assert culture.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_cells_that_left_count_in_the_yield(steady):
    """At a steady state the yield of the run is, but for the start, X over the glucose that is gone."""
    run, table = steady.trajectory, steady.columns
    grown = run.biomass()[-1] - run.biomass()[0] + run.left_biomass()[-1]
    poured = run.stream_volume(0)[-1] * 5.0 + 0.5e-3 * 5.0
    assert steady.kpis["biomass_yield_glucose"]["value"] == pytest.approx(grown / poured, rel=2e-3)
    assert steady.kpis["biomass_yield_glucose"]["value"] == pytest.approx(table["biomass"][-1] / 5.0, rel=0.05)


def test_steadiness_is_told(steady, culture):
    assert steady.kpis["dilution_rate"] == {"value": pytest.approx(0.1), "unit": "1/h"}
    assert steady.kpis["residence_times"]["value"] > 4.0
    assert steady.kpis["steady_state_drift"]["value"] < 0.02
    assert culture.kpis["steady_state_drift"]["value"] > 0.3


def test_a_feed_by_its_rate_holds_the_same_steady_state():
    """50 mL/h into 0.5 L: the level stands a little above the overflow, so D is a little below 0.1 1/h."""
    feed = "recipe.phases.slow.feed={kind: constant, stream: medium, rate: 50 mL/h}"
    result = run("ecoli-chemostat", overrides=[*UNTIL_STEADY, feed])
    table = result.columns
    assert table["dilution_rate"][-1] == pytest.approx(5e-5 / table["volume"][-1], rel=1e-12)
    assert 0.099 < table["dilution_rate"][-1] < 0.1
    kept = 1.0 - table["evaporation"][-1] / 5e-5
    assert table["mu"][-1] == pytest.approx(table["dilution_rate"][-1] * kept, rel=2e-3)
    assert table["outflow_rate"][-1] == pytest.approx(5e-5 * kept, rel=1e-6)


def test_washout_is_seen(culture):
    intervals = [limit for limit in culture.limits if limit["limit"] == "washout"]
    end = culture.columns["time"][-1]
    assert intervals
    assert intervals[-1]["to"] == end
    begun = next(event["time"] for event in culture.events if event.get("name") == "washout")
    assert all(limit["from"] >= begun - 1.0 for limit in intervals)
    time, biomass, mu = (culture.columns[name] for name in ("time", "biomass", "mu"))
    late = time > end - 3.0
    decay = np.polyfit(time[late], np.log(biomass[late]), 1)[0]
    assert decay == pytest.approx(mu[-1] - 1.0, rel=1e-3)


def test_a_batch_has_no_columns_or_figures_of_an_outflow(fedbatch):
    assert "outflow_rate" not in fedbatch.columns
    assert "residence_times" not in fedbatch.kpis


def test_overflow_is_carried_over_with_the_volumes():
    small = load_scenario("ecoli-chemostat")
    large = transfer(small, load_vessel("jar-10l")).scenario
    ratio = large.vessel.working_volume / small.vessel.working_volume
    assert large.recipe.overflow == pytest.approx(0.5e-3 * ratio)
    assert large.recipe.phases[1].feed[0].dilution_rate == 0.1


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("recipe.overflow=0.4 L", "above the overflow"),
        ("recipe.overflow=5 L", "above the working volume"),
        ("recipe.phases.1.feed.rate=10 mL/h", "keep one"),
        ("recipe.phases.1.feed.kind=hold", "has no 'dilution_rate'"),
    ],
)
def test_one_clear_line(override, says):
    with pytest.raises(InputError, match=says):
        load_scenario("ecoli-chemostat", (override,))


def test_dilution_needs_an_overflow(tmp_path):
    from moromi.scenarios.index import built_in

    text = built_in("scenarios")["ecoli-chemostat"].read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.strip().startswith("overflow:")]
    (tmp_path / "mine.yaml").write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(InputError, match="needs the recipe's 'overflow'"):
        load_scenario(tmp_path / "mine.yaml")
