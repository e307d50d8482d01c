"""What a recipe may say of feeds, phases and repeats, and what it is told when it may not."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.scenario import dump_yaml, load_scenario

BASE = "ecoli-repeated-fedbatch"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("recipe.phases.fed.feed.kind=constant", "feed kind 'constant' needs 'rate' above 0"),
        ("recipe.phases.fed.feed={kind: dot-stat, stream: glucose-feed, rate: 1 mL/h}", "needs 'dot' above 0"),
        ("recipe.phases.fed.feed={kind: hold, stream: fresh-medium}", "nothing to hold: 'fresh-medium'"),
        ("recipe.phases.fed.feed={kind: table, stream: glucose-feed, points: [[1 h, 1 mL/h], [1 h, 2 mL/h]]}", "rise"),
        ("recipe.phases.fed.feed={kind: table, stream: glucose-feed, points: [[1 h, 1 g/L]]}", "a flow"),
        ("recipe.phases.fed.feed={kind: table, stream: glucose-feed, rate: 1 mL/h}", "needs 'points'"),
        ("recipe.phases.fed.feed={kind: hold, stream: glucos-feed}", "nearest is 'glucose-feed'"),
        ("recipe.phases.fed.feed.backs_off=[oxigen]", "not a choice"),
        ("recipe.phases.fed.feed.groth_rate=1 1/h", "growth_rate"),
        ("recipe.phases.harvest.add={buffer: 1 L}", "'buffer' is not among the feeds"),
        ("recipe.phases.harvest.repeat={since: later, times: 1}", "'later' is no phase up to this one"),
        ("recipe.phases.harvest.repeat={since: fed, times: 100000}", "1000"),
        ("recipe.phases.harvest.draw_to=-1 L", "above 0"),
        ("recipe.phases.harvest.set_points={pressure: 9 bar(g)}", "times what vessel 'jar-3l' can give"),
        ("recipe.retention=50 %", "kept back by an 'overflow'"),
        ("recipe.sampling.interval=0 h", "the interval is above 0"),
    ],
)
def test_bad_recipe_is_told_in_one_line(change, said):
    with pytest.raises(InputError) as told:
        load_scenario(BASE, (change,))
    assert said in str(told.value)


def test_repeats_are_written_out():
    recipe = load_scenario(BASE).recipe
    assert recipe.steps == (0, 1, 2, 1, 2, 1, 2)
    assert recipe.step_names[3:5] == ("fed (2)", "harvest (2)")


def test_repeats_within_repeats():
    inner = load_scenario(BASE, ("recipe.phases.fed.repeat={since: batch, times: 1}",)).recipe
    assert inner.steps == (0, 1, 0, 1, 2, *(1, 0, 1, 2) * 2)


def test_a_recipe_survives_being_written(tmp_path):
    scenario = load_scenario(
        BASE,
        (
            "recipe.phases.fed.feed=[{kind: table, stream: glucose-feed, points: [[0 h, 1 mL/h], [2 h, 3 mL/h]]},"
            " {kind: substrate-stat, stream: fresh-medium, concentration: 1 g/L, maximum: 5 mL/h}]",
            "recipe.phases.harvest.set_points={temperature: 30 degC, dissolved_oxygen: 20 %}",
        ),
    )
    path = tmp_path / "again.yaml"
    path.write_text(dump_yaml(scenario), encoding="utf-8")
    assert load_scenario(str(path)) == scenario
