"""Scale-up with gradients: the target in compartments, what mixing and inertia cost, and what gives it back."""

from __future__ import annotations

import pytest

from moromi.simulator.plant.networks import feed_places, network_of
from moromi.simulator.run import run
from moromi.simulator.scaleup import scale_up
from moromi.simulator.scaleup.attribution import lose, without_inertia
from moromi.simulator.scaleup.remedies import feed_spread, remedies
from moromi.simulator.scaleup.transfer import transfer, well_mixed
from moromi.simulator.scenario import NetworkPlan, Vessel, load_scenario, load_vessel

SHORT = ("strain=ecoli-inertia", "recipe.duration=10 h")
YIELD = "biomass_yield_glucose"


def coarse() -> Vessel:
    """The 30 m³ tank with three compartments an impeller."""
    return load_vessel("tank-30m3").model_copy(update={"network": NetworkPlan(kind="impeller-loops", per_loop=1)})


@pytest.fixture(scope="module")
def compared():
    return scale_up("ecoli-fedbatch", [coarse()], overrides=SHORT)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("pilot-3m3", "impeller-loops"),
        ("tank-30m3", "impeller-loops"),
        ("tank-100m3", "impeller-loops"),
        ("column-100m3", "bubble-column"),
    ],
)
def test_large_vessels_have_gradients(name: str, kind: str):
    plan = load_vessel(name).network
    assert plan is not None
    assert plan.kind == kind


@pytest.mark.parametrize("name", ["flask-500ml", "jar-3l", "jar-30l", "culture-250l", "pilot-300l"])
def test_small_ones_are_mixed_in_seconds(name: str):
    assert load_vessel(name).network is None


def test_the_target_is_cut_into_compartments_and_the_causes_sum(compared):
    (target,) = compared.targets
    assert target.result.compartments.network.size == 12
    assert target.loss
    for loss in target.loss.values():
        assert sum(loss["causes"].values()) == pytest.approx(loss["relative"], abs=1e-12)


def test_a_controller_too_fast_for_the_tank_is_named_with_a_slower_one(compared):
    (target,) = compared.targets
    (text,) = [text for text in target.advice if "oxygen controller" in text]
    assert "integral_time=9" in text
    assert "instead of 3 min" in text
    jar = scale_up("ecoli-fedbatch", ["jar-30l"], overrides=["recipe.duration=2 h"]).targets[0]
    assert not any("oxygen controller" in text for text in jar.advice)


def test_mixing_is_the_loss_that_one_compartment_does_not_have(compared):
    (target,) = compared.targets
    single = run("ecoli-fedbatch", vessel=coarse(), overrides=[*SHORT, "network.kind=ideal"])
    assert single.compartments is None
    for name, loss in target.loss.items():
        lost = 1.0 - single.kpis[name]["value"] / compared.source.kpis[name]["value"]
        assert loss["causes"]["mixing"] == pytest.approx(loss["relative"] - lost, abs=1e-9)
    assert target.loss[YIELD]["causes"]["mixing"] > 0.01


def test_inertia_is_the_loss_that_cells_without_it_do_not_have(compared):
    (target,) = compared.targets
    calm = (*SHORT, "strain.inertia.active=false")
    before, after = run("ecoli-fedbatch", overrides=calm), run("ecoli-fedbatch", vessel=coarse(), overrides=calm)
    for name, loss in target.loss.items():
        lost = 1.0 - after.kpis[name]["value"] / before.kpis[name]["value"]
        assert loss["causes"]["inertia"] == pytest.approx(loss["relative"] - lost, abs=1e-9)
    assert abs(target.loss[YIELD]["causes"]["inertia"]) > 1e-4


def test_advice_says_what_gradients_cost_and_what_was_simulated(compared):
    (target,) = compared.targets
    told, middle, *others = target.advice
    assert told.startswith("gradients cost ")
    assert "recipe.feeds.glucose-feed.at=impeller-2" in middle
    moved = run("ecoli-fedbatch", vessel=coarse(), overrides=[*SHORT, "recipe.feeds.glucose-feed.at=impeller-2"])
    gain = 100.0 * (moved.kpis[YIELD]["value"] / target.result.kpis[YIELD]["value"] - 1.0)
    assert f"{gain:+.1f} % yield on glucose, as simulated" in middle
    assert gain > 0.0
    for change in ("equal parts", "network.probe=middle"):
        assert any(change in text and text.endswith("as simulated") for text in others)


def test_well_mixed_leaves_gradients_out(compared):
    (target,) = scale_up("ecoli-fedbatch", [coarse()], mixed=True, overrides=SHORT).targets
    assert target.result.compartments is None
    assert all(loss["causes"]["mixing"] == 0.0 for loss in target.loss.values())
    assert target.result.kpis[YIELD]["value"] > compared.targets[0].result.kpis[YIELD]["value"]


def test_a_feed_in_equal_parts_is_the_same_feed():
    """In a mixed vessel, where places do not matter; the pumps start from the same cells."""
    whole = load_scenario("ecoli-fedbatch", ("recipe.duration=12 h",))
    parts = well_mixed(feed_spread(whole, ["glucose-feed"], ("bottom", "middle", "top")))
    assert len(parts.recipe.feeds) == 3
    one, three = run(whole), run(parts)
    for name in ("biomass_final", YIELD, "volume_final"):
        assert three.kpis[name]["value"] == pytest.approx(one.kpis[name]["value"], rel=1e-5)
    assert any("comes in at 'middle'" in text for text in three.warnings)


def test_remedies_are_for_networks_and_change_places():
    moved = transfer(load_scenario("ecoli-fedbatch"), coarse(), "tip-speed")
    found = remedies(moved.scenario, moved.target)
    network = network_of(moved.scenario)
    assert network is not None
    assert len(found) == 4
    assert feed_places(network, found[0].scenario) == {"glucose-feed": network.index("impeller-2")}
    assert set(feed_places(network, found[1].scenario).values()) == {
        network.index(f"impeller-{number}") for number in (1, 2, 3, 4)
    }
    assert network_of(found[2].scenario).probe == network.index("middle")
    assert "rpm" in found[3].text
    assert remedies(well_mixed(moved.scenario), moved.target) == []


def test_a_cause_that_changes_both_vessels_is_what_is_lost_less():
    def figures(value: float):
        return {"biomass_final": {"value": value, "unit": "kg/m3"}}

    loss = lose(figures(10.0), figures(6.0), {"inertia": (figures(20.0), figures(16.0))})["biomass_final"]
    assert loss["relative"] == pytest.approx(0.4)
    assert loss["causes"]["inertia"] == pytest.approx(0.4 - 0.2)
    assert loss["causes"]["interaction"] == pytest.approx(0.2)


def test_cells_without_inertia():
    scenario = load_scenario("ecoli-fedbatch", ("strain=ecoli-inertia",))
    strain = without_inertia(scenario).first_strain
    assert strain.inertia is not None
    assert not strain.inertia.active
