"""Bands, rank correlations and swings of finished studies."""

from __future__ import annotations

import numpy as np
import pytest
import xarray
from scipy.stats import spearmanr

from moromi.kernels.status import Status
from moromi.simulator.study.responses import responses_of, tabulate
from moromi.simulator.study.summaries import SHARES, bands_of, correlations, swings
from moromi.simulator.study.sweep.points import lay
from moromi.simulator.study.sweep.variable import parse_variable


def kept(values: np.ndarray, status: np.ndarray) -> xarray.Dataset:
    return xarray.Dataset(
        {
            "status": ("run", status),
            "kept_biomass": (("run", "kept_time"), values, {"units": "kg/m³"}),
            "kept_time": ("kept_time", np.arange(values.shape[1], dtype=float)),
        }
    )


def test_bands_are_quantiles_over_the_runs_that_go_on():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(50, 4))
    values[:20, 3] = np.nan  # these were shorter
    values[:, 2] = np.nan
    status = np.full(50, int(Status.DONE), np.int16)
    status[-1] = 101
    (found,) = bands_of(kept(values, status))
    assert found.runs.tolist() == [49, 49, 0, 29]
    assert np.allclose(found.quantiles[:, 0], np.quantile(values[:49, 0], SHARES))
    assert np.allclose(found.quantiles[:, 3], np.quantile(values[20:49, 3], SHARES))
    assert np.isnan(found.quantiles[:, 2]).all()
    assert (found.name, found.unit) == ("biomass", "kg/m³")


def test_a_study_that_kept_nothing_has_no_bands():
    points = lay([parse_variable("p=0:1")], "random", 5)
    assert bands_of(tabulate(points, lambda at: {"f": at["p"]})) == []


def test_correlations_are_spearmans():
    points = lay([parse_variable("p=0:1"), parse_variable("q=0:1"), parse_variable("r=a,b")], "random", 60)
    table = responses_of(tabulate(points, lambda at: {"f": np.exp(3.0 * at["p"]) - at["q"], "ten": 10.0}))
    figure = table.of("f")
    found = correlations(table, figure)
    for item in table.varied:
        assert found[item.path] == pytest.approx(spearmanr(item.values, figure.values).statistic)
    assert table.entry("r").choices == ("a", "b")
    assert set(correlations(table, table.of("ten")).values()) == {0.0}


def test_swings_of_a_plane_are_its_slopes():
    points = lay([parse_variable("p=0:2"), parse_variable("q=-1:3")], "one-at-a-time", 0, levels=3)
    table = responses_of(tabulate(points, lambda at: {"f": at["p"] - 4.0 * at["q"]}))
    first, second = swings(table, table.of("f"))
    assert (first.entry.path, second.entry.path) == ("q", "p")
    assert (first.low, first.middle, first.high) == pytest.approx((5.0, -3.0, -11.0))
    assert (second.low, second.high, second.size) == pytest.approx((-4.0, -2.0, 1.0))
