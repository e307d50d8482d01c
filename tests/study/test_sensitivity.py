"""Indices of sensitivity: closed forms of others through our design, points, table and estimators."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from moromi.simulator.errors import InputError, SimulationError
from moromi.simulator.study.responses import responses_of, tabulate
from moromi.simulator.study.sensitivity import Indices, Problem, indices
from moromi.simulator.study.sweep.points import Points, lay
from moromi.simulator.study.sweep.variable import parse_variable

pytest.importorskip("SALib", reason="indices need SALib")

# Ishigami & Homma (1990), doi:10.1109/ISUMA.1990.151285, a = 7, b = 0.1
A, B = 7.0, 0.1
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
ALONE = np.array([0.5 * (1 + B * math.pi**4 / 5) ** 2, A**2 / 8, 0.0]) / VARIANCE
WITH_13 = (B**2 * math.pi**8 / 18 - B**2 * math.pi**8 / 50) / VARIANCE
FIRST = dict(zip("abc", ALONE, strict=True))
TOTAL = dict(zip("abc", ALONE + np.array([WITH_13, 0.0, WITH_13]), strict=True))


def ishigami(at: Mapping[str, float]) -> Mapping[str, float]:
    x, y, z = (at[f"x.{name}"] for name in "abc")
    return {"f": math.sin(x) + A * math.sin(y) ** 2 + B * z**4 * math.sin(x), "ten": 10.0}


def study(design: str, base: int, seed: int = 1) -> tuple[Problem, Points]:
    pi = math.pi
    points = lay([parse_variable(f"x.{name}=-{pi!r}:{pi!r}") for name in "abc"], design, base, seed=seed)
    return Problem(tuple("abc"), design, base, seed), points


def of_ishigami(design: str, base: int, seed: int = 1) -> Indices:
    problem, points = study(design, base, seed)
    return indices(problem, responses_of(tabulate(points, ishigami)).of("f").values)


def test_ishigami_matches_its_closed_form_within_the_intervals():
    found = of_ishigami("saltelli-pairs", 512)
    for name in "abc":
        for kind, truth in (("first", FIRST), ("total", TOTAL)):
            index = found.of(name, kind)
            assert index.low <= truth[name] <= index.high
            assert abs(index.value - truth[name]) < 0.1
    pair = found.pairs["a", "c"]
    assert pair.low <= WITH_13 <= pair.high
    assert found.first_sum is not None
    assert found.first_sum.low <= ALONE.sum() <= found.first_sum.high
    assert found.ranked() == ["a", "b", "c"]


def test_intervals_hold_the_truth_as_often_as_they_say():
    hits = []
    for seed in range(1, 13):
        found = of_ishigami("saltelli", 128, seed)
        for name in "abc":
            for kind, truth in (("first", FIRST), ("total", TOTAL)):
                index = found.of(name, kind)
                hits.append(index.low <= truth[name] <= index.high)
    assert np.mean(hits) > 0.9  # 95 % asked for; quasi-random points make them wider than need be


def test_morris_finds_the_slopes_of_a_plane():
    points = lay([parse_variable("p=0:2"), parse_variable("q=-1:1")], "morris", 10)
    table = responses_of(tabulate(points, lambda at: {"f": 3.0 * at["p"] - 5.0 * at["q"] + 1.0}))
    found = indices(Problem(("p", "q"), "morris", 10), table.of("f").values)
    assert [item.value for item in found.by_kind["mu_star"]] == pytest.approx([6.0, 10.0])
    assert [item.value for item in found.by_kind["mu"]] == pytest.approx([6.0, -10.0])
    assert [item.value for item in found.by_kind["sigma"]] == pytest.approx([0.0, 0.0], abs=1e-12)


def test_morris_stays_out_of_tails_without_an_end():
    points = lay([parse_variable("p=normal(0, 1)"), parse_variable("q=0:1")], "morris", 20)
    assert points.shares[:, 0].min() == pytest.approx(0.05)
    assert points.shares[:, 0].max() == pytest.approx(0.95)
    assert (points.shares[:, 1].min(), points.shares[:, 1].max()) == (0.0, 1.0)


def test_a_base_sample_with_a_failed_run_is_left_out_whole():
    problem, points = study("saltelli", 64)

    def fails(at: Mapping[str, float]) -> Mapping[str, float]:
        if at["x.a"] > 3.0:
            raise SimulationError("too far")
        return ishigami(at)

    table = responses_of(tabulate(points, fails))
    values = table.of("f").values
    groups = np.isnan(values.reshape(64, 5)).any(axis=1)
    found = indices(problem, values)
    assert found.left_out == groups.sum() > 0
    assert found.used == 64 - found.left_out
    ((reason, count),) = table.failures()
    assert "too far" in reason
    assert count == np.isnan(values).sum()
    whole = of_ishigami("saltelli", 64).of("b", "total").value
    assert found.of("b", "total").value == pytest.approx(whole, abs=0.2)


def test_too_many_failures_are_refused_in_words():
    problem, points = study("saltelli", 64)
    values = np.ones(len(points))
    values[: len(points) // 2] = np.nan
    found = indices(problem, values)
    assert "32 of 64 base samples" in found.note
    assert found.ranked() == []
    assert "first" not in found.summary()


@pytest.mark.parametrize("design", ["saltelli", "saltelli-pairs", "morris"])
def test_a_constant_is_said_not_nan(design: str):
    problem, points = study(design, 64)
    found = indices(problem, responses_of(tabulate(points, ishigami)).of("ten").values)
    assert found.note == "constant: 10 in all runs"


@pytest.mark.parametrize(("design", "base"), [("saltelli", 100), ("saltelli", 1), ("morris", 1)])
def test_numbers_that_make_no_design_are_refused(design: str, base: int):
    with pytest.raises(InputError, match=f"runs {base}"):
        lay([parse_variable("p=0:1")], design, base)


def test_points_that_lie_too_close_together_are_refused():
    five = [parse_variable(f"x.{name}=0:1") for name in "abcde"]
    with pytest.raises(InputError, match="too few base samples for 5 variables; take 32 or more"):
        lay(
            five, "saltelli", 16
        )  # of variable b the squared distance of the halves is a thirteenth of what it should be
    assert len(lay(five, "saltelli", 64)) == 448


def test_values_of_another_design_are_refused():
    problem, _ = study("saltelli", 64)
    with pytest.raises(InputError, match="39 values do not belong to a design of 320 runs"):
        indices(problem, np.zeros(39))
