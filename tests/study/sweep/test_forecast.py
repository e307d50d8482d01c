"""A study played through beforehand, against cases whose length is known."""

from __future__ import annotations

import pytest

from moromi.simulator.study.sweep.forecast import Costs, forecast

FREE = Costs(run=0.01, scatter=0.0, start=0.0, hand_out=0.0, schedule=0.0, travel=0.0, take_in=0.0, table=0.0)


def costs(**changes):
    return Costs(**(vars(FREE) | changes))


def test_nothing_in_the_way():
    """Work over workers; with pieces left over, the longest worker."""
    assert forecast(1000, 10, 10, FREE).seconds == pytest.approx(1.0)
    assert forecast(1000, 10, 10, FREE).efficiency == pytest.approx(1.0)
    assert forecast(1000, 10, 30, FREE).seconds == pytest.approx(0.4)  # 100 pieces: four for the busiest


def test_the_starter_is_the_limit():
    """No more pieces a second than it can hand out and take in (Amdahl 1967)."""
    slow = costs(hand_out=0.02, take_in=0.03)
    found = forecast(10_000, 10, 1000, slow)
    assert found.seconds == pytest.approx(1000 * 0.05, rel=0.02)
    assert found.starter > 0.98


def test_start_and_table_are_added():
    assert forecast(100, 10, 1, costs(start=5.0, table=0.001)).seconds == pytest.approx(5.0 + 1.0 + 0.1)


def test_scatter_costs_the_last_piece():
    even, uneven = forecast(4000, 10, 100, FREE), forecast(4000, 10, 100, costs(scatter=0.3))
    assert uneven.seconds > 1.1 * even.seconds


def test_more_workers_are_never_slower():
    slow = costs(hand_out=0.001, take_in=0.002, start=1.0, scatter=0.1)
    spans = [forecast(20_000, 128, workers, slow).seconds for workers in (1, 2, 8, 64, 512)]
    assert spans == sorted(spans, reverse=True)
