"""Lysine from the jar to 300 m3: growth ends with phosphate, lysine goes on; the limits are those of the trade."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_scenario
from moromi.simulator.errors import InputError
from moromi.simulator.run import Result, run

LADDER = ("lysine", "lysine-pilot", "lysine-plant")


def figure(result: Result, name: str) -> float:
    """A key figure."""
    return float(result.kpis[name]["value"])


def phase(result: Result, name: str) -> slice:
    """Rows of a phase."""
    began = {str(event["name"]): float(event["time"]) for event in result.events if event["kind"] == "phase"}
    ended = {str(event["what"]).split()[0]: float(event["time"]) for event in result.events if event["kind"] == "end"}
    time = result.columns["time"]
    last = ended.get(name, float(time[-1]))
    return slice(int(np.searchsorted(time, began[name])), int(np.searchsorted(time, last)))


def closes(result: Result) -> bool:
    shares = {name: abs(values["closure"] - 1.0) for name, values in result.balances.items()}
    return max(shares.values()) < 1e-6


@pytest.fixture(scope="module")
def jar() -> Result:
    return run("lysine")


def test_books_close(jar):
    assert closes(jar)


def test_titre_and_yield_are_of_published_fed_batches(jar):
    """Seo & Hyun 2006 (abstract): 105-131 g/L, 0.42-0.49 g/g; the strain's rates were not chosen for them."""
    assert 100.0 < figure(jar, "titre_lysine") < 135.0
    assert 0.40 < figure(jar, "yield_lysine_glucose") < 0.50


def test_growth_ends_with_phosphate_and_lysine_goes_on(jar):
    rows = phase(jar, "production")
    assert np.all(jar.columns["mu"][rows][10:] < 1e-6)
    assert np.all(jar.columns["q_lysine"][rows][10:] == pytest.approx(0.5, rel=0.02))
    assert jar.columns["lysine"][rows][-1] > 2.0 * jar.columns["lysine"][rows][0]


def test_cells_are_what_the_phosphate_makes(jar):
    """0.40 mmol/gDW of it: 25 mmol/L in 3 L make 187 g, beside the inoculum."""
    made = jar.columns["biomass"][-1] * jar.columns["volume"][-1] - 3e-3
    assert made == pytest.approx(25.0 * 3e-3 / 0.4003, rel=0.01)


def test_lysine_per_sugar_is_least_where_cells_grow_fast(jar):
    """Luedeking & Piret: 0.2-0.3 mol/mol in the batch, two thirds where nothing grows."""
    batch, production = phase(jar, "batch"), phase(jar, "production")
    ratio = jar.columns["q_lysine"] / jar.columns["q_s"]
    assert 0.2 < np.median(ratio[batch]) < 0.35
    assert 0.55 < np.median(ratio[production][10:]) < 0.75


def test_oxygen_transfer_ends_the_free_growth_of_the_jar(jar):
    assert "oxygen_transfer" in {item["limit"] for item in jar.limits}


@pytest.mark.parametrize("name", LADDER)
def test_the_ladder_is_one_recipe(name):
    scenario, bench = load_scenario(name), load_scenario("lysine")
    assert scenario.strain == bench.strain
    assert scenario.recipe.phases == bench.recipe.phases
    assert scenario.recipe.start.volume < 0.55 * scenario.vessel.working_volume


def test_a_stream_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="molasses"):
        load_scenario("lysine", ("recipe.phases.1.feed.stream=molasses",))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "expected"), [("lysine-pilot", {"air"}), ("lysine-plant", {"oxygen_transfer", "cooling"})]
)
def test_larger_vessels_meet_the_limits_an_expert_expects(jar, name, expected):
    result = run(name)
    assert closes(result)
    assert expected <= {item["limit"] for item in result.limits}
    titre = figure(result, "titre_lysine") / figure(jar, "titre_lysine")
    assert 0.9 < titre < 1.0  # C. glutamicum bears gradients: Kass et al. 2014, Microb Cell Fact 13:6
    assert figure(result, "anoxic_share") > 0.02
    assert figure(result, "reassimilated_lactate") > 0.9
