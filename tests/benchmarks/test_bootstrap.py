"""The statistics of comparisons on samples whose ratio is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moromi.benchmarks.comparison.bootstrap import FASTER, SAME, SLOWER, Ratio, paired_ratio, separate_ratio, verdict
from moromi.benchmarks.comparison.compare import Rule

PROCESSES, PAIRS, CASES = 5, 12, 30
DRAWS = 20_000


def groups(random: np.random.Generator, ratio: float, between: float = 0.01, within: float = 0.04) -> list[list[float]]:
    """Ratios of pairs: processes differ by `between`, pairs by `within` and, one in ten, by a burst of other work."""
    found = []
    for _ in range(PROCESSES):
        logs = math.log(ratio) + random.normal(0.0, between) + random.normal(0.0, within, PAIRS)
        bursts = random.random(PAIRS) < 0.1
        logs[bursts] += random.normal(0.0, 0.7, int(bursts.sum()))
        found.append(np.exp(logs).tolist())
    return found


@pytest.mark.parametrize("ratio", [0.5, 1.0, 1.15, 3.0])
def test_the_ratio_is_found(ratio):
    random = np.random.default_rng(7)
    found = [paired_ratio(groups(random, ratio), 0.95, DRAWS) for _ in range(60)]
    middle = np.exp(np.mean([math.log(one.value) for one in found]))
    assert middle == pytest.approx(ratio, rel=0.01)
    assert all(one.low <= one.value <= one.high for one in found)


def test_the_interval_covers_the_ratio_about_as_often_as_it_says():
    """Five processes are few: a percentile interval of them is somewhat short (Davison & Hinkley 1997, §5.3)."""
    random = np.random.default_rng(8)
    found = [paired_ratio(groups(random, 1.1, between=0.03), 0.95, DRAWS) for _ in range(200)]
    covered = np.mean([one.low <= 1.1 <= one.high for one in found])
    assert 0.8 <= covered <= 0.99


def test_one_process_that_differs_decides_nothing():
    """Where code came to lie in one process is no regression."""
    steady = [[1.0] * PAIRS] * (PROCESSES - 1)
    assert verdict(paired_ratio([*steady, [1.3] * PAIRS], Rule().each(CASES)), 0.05) == SAME


def test_two_builds_that_are_the_same_are_hardly_ever_told_apart():
    """A first look at all cases and a decision on those that caught the eye, as `compare_builds` does it."""
    random = np.random.default_rng(9)
    rule = Rule()
    wrong = 0
    for _ in range(20):
        for _ in range(CASES):
            if rule.suspicious(paired_ratio(groups(random, 1.0, between=0.02)[:2], 0.95, 10).value):
                decided = paired_ratio(groups(random, 1.0, between=0.02), rule.each(CASES), DRAWS)
                wrong += verdict(decided, rule.threshold) != SAME
    assert wrong <= 1


def test_fifteen_per_cent_are_seen():
    random = np.random.default_rng(10)
    rule = Rule()
    seen = [
        rule.suspicious(paired_ratio(groups(random, 1.15, between=0.02)[:2], 0.95, 10).value)
        and verdict(paired_ratio(groups(random, 1.15, between=0.02), rule.each(CASES), DRAWS), 0.05) == SLOWER
        for _ in range(100)
    ]
    assert sum(seen) >= 95


def test_the_machine_s_speed_cancels_in_a_ratio_to_the_same_thing():
    random = np.random.default_rng(11)

    def times(mean: float) -> np.ndarray:
        return mean * np.exp(random.normal(0.0, 0.02, 15))

    old = [times(1.0), times(5.0)]
    new = [times(1.2 * 2.0), times(5.0 * 2.0)]  # a machine half as fast, and ours slower by a fifth
    found = separate_ratio(old, new, 0.99)
    assert found.value == pytest.approx(1.2, rel=0.03)
    assert verdict(found, 0.05) == SLOWER
    assert separate_ratio(old[:1], new[:1], 0.99).value == pytest.approx(2.4, rel=0.03)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (Ratio(1.2, 1.06, 1.4), SLOWER),
        (Ratio(1.2, 1.04, 1.4), SAME),
        (Ratio(0.8, 0.7, 0.94), FASTER),
        (Ratio(0.8, 0.7, 0.96), SAME),
        (Ratio(1.01, 1.005, 1.015), SAME),
    ],
)
def test_all_of_the_interval_must_be_beyond_the_threshold(ratio, said):
    assert verdict(ratio, 0.05) == said


def test_more_cases_ask_for_more_confidence_each():
    rule = Rule(confidence=0.95)
    assert rule.each(1) == pytest.approx(0.95)
    assert rule.each(50) == pytest.approx(0.999)
