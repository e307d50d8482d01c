"""`network:` in vessels and scenarios, `at:` of a feed: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant.networks import build_network, feed_places, network_of
from moromi.simulator.scenario import NetworkPlan, dump_yaml, load_scenario, load_vessel

LOOPS = ("network.kind=impeller-loops",)
KINDS = {
    "ideal": {},
    "two-compartment": {"share": "30 %", "circulation_time": "60 s"},
    "str-pfr": {"share": 0.08, "residence_time": "60 s", "aerated": True},
    "impeller-loops": {"per_loop": 4},
    "axial-chain": {"slabs": 12, "mixing_time": "180 s"},
    "bubble-column": {"slabs": 12, "dispersion": "baird-rice"},
    "airlift-loop": {"slabs": 6, "downcomer": "30 %"},
}


def big(*overrides: str):
    return load_scenario("ecoli-fedbatch", overrides)


def test_no_network_is_ideally_mixed():
    assert network_of(big()) is None


def test_scenario_counts_before_the_vessel():
    scenario = big(*LOOPS, "vessel.network={kind: ideal}")
    assert scenario.network_plan is not None
    assert scenario.network_plan.kind == "impeller-loops"
    only = load_scenario("ecoli-fedbatch", ["vessel.network={kind: axial-chain, slabs: 7}"])
    network = network_of(only)
    assert network is not None
    assert network.size == 7


@pytest.mark.parametrize(("kind", "keys"), KINDS.items(), ids=KINDS)
def test_every_kind_is_built(kind: str, keys: dict[str, object]):
    plan = NetworkPlan.model_validate({"kind": kind, **keys})
    network = build_network(plan, load_vessel("tank-30m3"))
    assert network.volume == pytest.approx(22.0)
    for name in ("top", "middle", "bottom"):
        network.index(name)


def test_feed_goes_where_it_says():
    scenario = big(*LOOPS, "recipe.feeds.glucose-feed.at=impeller-2", "network.points.mine=stage-1-lower-wall-1")
    network = network_of(scenario)
    assert network is not None
    assert feed_places(network, scenario) == {"glucose-feed": network.index("impeller-2")}
    assert network.places[network.index("mine")] == "stage-1-lower-wall-1"


def test_places_may_be_chosen():
    network = network_of(big(*LOOPS, "network.feed=middle", "network.probe=impeller-1", "network.outlet=top"))
    assert network is not None
    at = [network.index(name) for name in ("middle", "impeller-1", "top")]
    assert [network.feed, network.probe, network.outlet] == at


def test_dump_is_read_again(tmp_path: Path):
    scenario = big(*LOOPS, "network.volume=1.5 L", "recipe.feeds.glucose-feed.at=middle")
    file = tmp_path / "again.yaml"
    file.write_text(dump_yaml(scenario), encoding="utf-8")
    assert load_scenario(file) == scenario


def test_tables_are_found_from_the_vessels_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "c.csv").write_text("id,volume [m3]\na,1\nb,1\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text("source,target,flow [m3/h]\na,b,9\nb,a,9\n", encoding="utf-8")
    vessel = load_vessel_file("jar-3l").read_text("utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"{vessel}\nnetwork: {{kind: table, compartments: c.csv, flows: f.csv}}\n", encoding="utf-8")
    monkeypatch.chdir("/")
    network = network_of(big(f"vessel={mine}"))
    assert network is not None
    assert network.places == ("a", "b")
    mine.write_text(mine.read_text("utf-8").replace("f.csv", "g.csv"), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine.yaml:\d+: network.flows: file 'g.csv' does not exist"):
        load_vessel(mine)


def load_vessel_file(name: str) -> Path:
    from moromi.simulator.scenario import built_in_files

    return built_in_files("vessel")[name]


REFUSED = {
    "network.kind=loops": "network.kind: 'loops' is not a choice",
    "network.kind=two-compartment": "a network of kind 'two-compartment' needs 'share'",
    "network={kind: ideal, slabs: 3}": "network.slabs: a network of kind 'ideal' has no 'slabs'",
    "network={kind: axial-chain, slabs: 0}": "network.slabs: ",
    "network={kind: str-pfr, share: 0, residence_time: 60 s}": "network.share: ",
    "network={kind: str-pfr, share: 100 %, residence_time: 60 s}": "network.share: ",
    "network={kind: axial-chain, mixing_time: 0 s}": "the mixing time is above 0",
    "network={kind: table}": "a network of kind 'table' needs 'compartments'",
    "network.per_lop=3": "unknown key 'per_lop'; nearest is 'per_loop'",
}


@pytest.mark.parametrize(("override", "message"), REFUSED.items())
def test_what_makes_no_sense_is_refused(override: str, message: str):
    with pytest.raises(InputError) as caught:
        big(override)
    assert message in str(caught.value)


def test_place_that_is_none_is_refused():
    scenario = big(*LOOPS, "recipe.feeds.glucose-feed.at=tpo")
    network = network_of(scenario)
    assert network is not None
    with pytest.raises(InputError, match=r"^recipe\.feeds\.glucose-feed\.at: 'tpo' is no place .* nearest is 'top'$"):
        feed_places(network, scenario)
    with pytest.raises(InputError, match=r"^network\.probe: 'nowhere' is no place"):
        network_of(big(*LOOPS, "network.probe=nowhere"))
