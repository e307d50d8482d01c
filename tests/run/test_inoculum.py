"""A run whose inoculum is grown first: what is mixed, and what is told when it cannot be."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import simulate
from moromi.simulator.scenario import dump_yaml, load_scenario

QUICK = ("strain=ecoli-varma1994", "inoculum.scenario.strain=ecoli-varma1994")


@pytest.fixture(scope="module")
def train():
    return load_scenario("ecoli-train", QUICK)


def test_start_is_the_mixture(train):
    """Cells, sugar and acid of the seed over the volume, beside what the fresh medium brings."""
    seed = simulate(train.inoculum.scenario)
    run = simulate(train)
    share = 40.0 / 1100.0
    assert run.columns["biomass"][0] == pytest.approx(share * seed.columns["biomass"][-1], rel=1e-9)
    assert run.columns["acetate"][0] == pytest.approx(share * seed.columns["acetate"][-1], rel=1e-9)
    fresh = 10.0 / run.molar_masses["glucose"]
    expected = share * seed.columns["glucose"][-1] + (1.0 - share) * fresh
    assert run.columns["glucose"][0] == pytest.approx(expected, rel=1e-9)
    assert run.columns["biomass"][-1] > 3.0
    assert run.balances["carbon"]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_what_was_run_stands_in_the_result(train, tmp_path):
    run = simulate(train)
    assert run.scenario.inoculum is None
    assert "inoculated with 40 L" not in run.scenario_yaml
    assert "inoculated with 0.04 L of ecoli-seed-flask" in run.scenario_yaml
    path = tmp_path / "again.yaml"
    path.write_text(run.scenario_yaml, encoding="utf-8")
    again = simulate(load_scenario(str(path)))
    assert again.kpis["biomass_final"]["value"] == pytest.approx(run.kpis["biomass_final"]["value"], rel=1e-12)


def test_a_train_round_trips(train, tmp_path):
    path = tmp_path / "train.yaml"
    path.write_text(dump_yaml(train), encoding="utf-8")
    assert load_scenario(str(path)) == train


def test_a_seed_is_asked_for_more_than_it_has(train):
    greedy = load_scenario("ecoli-train", (*QUICK, "inoculum.volume=60 mL"))
    with pytest.raises(InputError, match=r"60 L|0\.06 L"):
        simulate(greedy)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("strain=ecoli-varma1994",), "the seed grows 'ecoli', this run 'ecoli-varma1994'"),
        ((*QUICK, "inoculum.volume=2 L"), "the start's volume includes the inoculum"),
        (("inoculum.scenario=ecoli-seed-flsk",), "nearest is 'ecoli-seed-flask'"),
    ],
)
def test_bad_trains_are_told(changes, said):
    with pytest.raises(InputError) as told:
        load_scenario("ecoli-train", changes)
    assert said in str(told.value)


def test_a_train_that_runs_in_a_circle_is_told(tmp_path):
    path = tmp_path / "circle.yaml"
    text = dump_yaml(load_scenario("ecoli-train", QUICK).model_copy(update={"inoculum": None}))
    path.write_text(text + "\ninoculum: {scenario: circle.yaml, volume: 1 mL}\n", encoding="utf-8")
    with pytest.raises(InputError, match="at most 6 stages"):
        load_scenario(str(path))
