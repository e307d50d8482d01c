"""The design space: criteria and who refuses them, and its probability beside closed forms."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pytest

from moromi.simulator.errors import InputError, SimulationError
from moromi.simulator.run.api import run
from moromi.simulator.scenario import Scenario, load_scenario
from moromi.simulator.study.criteria import all_met, parse_criteria
from moromi.simulator.study.design_space import design_space
from moromi.simulator.study.figure_names import figure_names, limit_names
from moromi.simulator.study.probability import Box, Field, bandwidth, largest_box, local_probability
from moromi.simulator.study.responses import responses_of, tabulate
from moromi.simulator.study.sweep.plan import plan_of
from moromi.simulator.study.sweep.points import lay
from moromi.simulator.study.sweep.table import limit_name
from moromi.simulator.study.sweep.variable import parse_variable


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("ecoli-fedbatch")


def met_where(rules: list[str], scenario: Scenario, figures: Mapping[str, float]) -> bool:
    points = lay([parse_variable("p=0:1")], "random", 1)
    responses = responses_of(tabulate(points, lambda at: figures))
    return bool(all_met(parse_criteria(rules, [scenario]), responses)[0])


@pytest.mark.parametrize(
    ("rule", "figures", "met"),
    [
        ("dot_min > 20 %", {"dot_min": 21.0}, True),
        ("dot_min > 20", {"dot_min": 19.0}, False),
        ("biomass_final>=60 g/L", {"biomass_final": 60.0}, True),
        ("biomass_final > 0.06 t/m3", {"biomass_final": 59.0}, False),
        ("duration < 1 d", {"duration": 23.0}, True),
        ("duration < 1 d", {"duration": 25.0}, False),
        ("duration < 1 d", {}, False),  # nobody knows
        ("titre_acetate < 1 g/L", {"duration": 1.0}, True),  # runs say nothing of what they do not make
        ("limit_cooling < 0.1 h", {"duration": 1.0}, True),
    ],
)
def test_criteria_are_read_with_their_units(rule: str, figures: dict[str, float], met: bool, scenario: Scenario):
    assert met_where([rule], scenario, figures) is met


def test_a_run_that_failed_meets_nothing(scenario: Scenario):
    def fails(at: Mapping[str, float]) -> Mapping[str, float]:
        if at["p"] > 0.5:
            raise SimulationError("too far")
        return {"dot_min": 30.0}

    points = lay([parse_variable("p=0:1")], "latin-hypercube", 20)
    responses = responses_of(tabulate(points, fails))
    for rule in ("dot_min > 20 %", "titre_acetate < 1 g/L", "limit_cooling < 1 h"):
        met = all_met(parse_criteria([rule], [scenario]), responses)
        assert np.array_equal(met, points.shares[:, 0] <= 0.5)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (["dot_min"], "write it like"),
        (["dot_mni > 20 %"], "nearest is 'dot_min'"),
        (["limit_coolin < 1 h"], "nearest is 'limit_cooling'"),
        (["dot_min > high"], "not a number"),
        (["duration < 3 kg"], "this figure is in h"),
        (["duration < 3 parsec"], "unit 'parsec' is not known"),
        (["dot_min > 20 %", "dot_min > 30 %"], "same side"),
        (["dot_min > 30 %", "dot_min < 20 %"], "nothing lies between"),
    ],
)
def test_criteria_that_make_no_sense_are_refused(rules: list[str], words: str, scenario: Scenario):
    with pytest.raises(InputError, match=words):
        parse_criteria(rules, [scenario])


KLA, FEED = "vessel.kla_factor", "recipe.feed_factor"


@pytest.mark.parametrize(
    ("vary", "x", "limits", "words"),
    [
        ({KLA: "0.7:1.3", FEED: "0.7:1.3"}, "vessel.power_factor", ["dot_min > 1"], "vary"),
        ({KLA: "0.7, 1.3", FEED: "0.7:1.3"}, KLA, ["dot_min > 1"], "range"),
        ({KLA: "1.3:0.7", FEED: "0.7:1.3"}, KLA, ["dot_min > 1"], "empty"),
        ({KLA: "0.7:1.3", FEED: "0.7:1.3"}, KLA, [], "at least one"),
        ({KLA: "0.7:1.3", FEED: "0.7:1.3"}, KLA, ["f > 1"], "no key figure"),
        ({"vessel.name": "0.7:1.3", FEED: "0.7:1.3"}, "vessel.name", ["dot_min > 1"], "name"),
    ],
)
def test_nonsense_is_refused_before_anything_runs(
    vary: dict[str, str], x: str, limits: list[str], words: str, tmp_path
):
    plan = plan_of({"scenarios": ["ecoli-fedbatch"], "vary": vary, "runs": 64})
    with pytest.raises(InputError, match=words):
        design_space(plan, x, FEED, limits, tmp_path / "study")
    assert not (tmp_path / "study" / "chunks").exists()


def sample(runs: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    """x + y + noise > 1, with normal noise."""
    points = lay([parse_variable(text) for text in ("x=0:1", "y=0:1", f"e=normal(0, {width})")], "sobol", runs)
    table = responses_of(tabulate(points, lambda at: {"f": sum(at.values())}))
    return points.shares[:, :2], table.of("f").values > 1.0


def test_probability_is_that_of_the_closed_form():
    shares, met = sample(2048, 0.25)
    field = local_probability(shares, met, cells=21)
    x, y = np.meshgrid(field.x, field.y)
    truth = np.vectorize(NormalDist(0.0, 0.25).cdf)(x + y - 1.0)
    off = (field.probability - truth) / field.error
    assert np.abs(off).max() < 4.0
    assert np.mean(np.abs(off) < 2.0) > 0.9
    assert np.abs(field.probability - truth).max() < 0.15
    middle = field.weight[10, 10]
    assert middle == pytest.approx(2048 * 4.0 * np.pi * bandwidth(2048) ** 2, rel=0.1)  # of a Gaussian kernel


def test_where_all_or_none_meet_the_limits_it_is_one_or_nought():
    shares, _ = sample(256, 0.1)
    assert np.allclose(local_probability(shares, np.ones(256, bool), 9).probability, 1.0)
    assert np.allclose(local_probability(shares, np.zeros(256, bool), 9).probability, 0.0)
    assert (local_probability(shares, np.ones(256, bool), 9).error > 0.0).all()  # no sample is proof


def test_the_largest_box_is_the_largest():
    axis = np.linspace(0.0, 1.0, 9)
    rng = np.random.default_rng(3)
    for _ in range(10):
        high = (rng.random((9, 9)) > 0.3).astype(float)
        found = largest_box(Field(axis, axis, high, high, high), 0.9)
        areas = [
            (axis[d] - axis[c]) * (axis[b] - axis[a])
            for a in range(9) for b in range(a + 1, 9) for c in range(9) for d in range(c + 1, 9)
            if high[a : b + 1, c : d + 1].all()
        ]  # fmt: skip
        assert found is not None
        assert (found.x[1] - found.x[0]) * (found.y[1] - found.y[0]) == pytest.approx(max(areas))
    assert largest_box(Field(axis, axis, 0 * high, high, high), 0.9) is None


def test_a_box_holds_its_edges():
    held = Box((0.25, 0.5), (0.0, 1.0)).holds(np.array([[0.25, 1.0], [0.5, 0.0], [0.6, 0.5]]))
    assert held.tolist() == [True, True, False]


@pytest.mark.parametrize("name", ["ecoli-fedbatch", "ecoli-chemostat"])
def test_every_figure_and_limit_of_a_run_has_a_name_and_its_unit(name: str):
    result = run(name)
    known = figure_names(result.scenario)
    assert {figure: kpi["unit"] for figure, kpi in result.kpis.items()}.items() <= known.items()
    assert {limit_name(str(limit["limit"])) for limit in result.limits} <= set(limit_names(result.scenario))
