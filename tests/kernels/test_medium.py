"""Reactions in the medium: the isotherm against a root finder, rates against the published equations written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from moromi.kernels.laws import KINDS
from moromi.kernels.medium import EFFECTS, free_enzyme, medium_rates
from moromi.kernels.medium_records import REACTION, SORPTION
from moromi.kernels.records import FACTOR

POSITIVE = st.floats(1e-6, 1e4)


@given(POSITIVE, st.floats(0.0, 1e4), POSITIVE)
def test_the_isotherm_is_a_root_of_langmuir_s_equation(total, sites, affinity):
    free = free_enzyme(total, sites, affinity)
    found = brentq(
        lambda e: e + sites * affinity * e / (1.0 + affinity * e) - total, 0.0, total, xtol=1e-300, rtol=1e-14
    )
    assert free == pytest.approx(found, rel=1e-9)
    assert 0.0 < free <= total * (1.0 + 1e-12)


def test_nothing_adsorbs_without_sites_or_affinity():
    assert free_enzyme(2.0, 0.0, 5.0) == pytest.approx(2.0, rel=1e-15)
    assert free_enzyme(2.0, 7.0, 0.0) == 2.0
    assert free_enzyme(0.0, 7.0, 3.0) == 0.0


def _rates(effects, constant, concentrations, sorptions=(), groups=None, extra=()):
    """Rates of one reaction for signals that begin with the concentrations, then groups, shares, the rate, extras."""
    groups = np.zeros((0, len(concentrations))) if groups is None else groups
    first = len(concentrations) + len(extra)
    rates = first + len(groups) + 2 * len(sorptions)
    signals = np.array([*concentrations, *extra, *np.full(len(groups) + 2 * len(sorptions) + 1, np.nan)])
    reactions = np.array([(constant, 0.0, 0, len(effects))], REACTION)
    medium_rates(
        groups,
        np.array(list(sorptions), SORPTION),
        reactions,
        np.array(effects, FACTOR),
        np.array(concentrations),
        signals,
        first,
        rates,
    )
    return signals[rates], signals


def test_michaelis_and_menten_with_a_competitor():
    effects = [
        (0, EFFECTS["order"], 0, 0, 2.0, 1.0, 0.0),
        (0, EFFECTS["term"], 0, 0, 2.0, 1.0, 0.0),
        (0, EFFECTS["term"], 1, 0, 0.5, 1.0, 0.0),
    ]
    rate, _ = _rates(effects, 3.0, [4.0, 0.7])
    assert rate == pytest.approx(3.0 * 4.0 / (2.0 * (1.0 + 0.7 / 0.5) + 4.0), rel=1e-14)


def test_orders_relative_amounts_and_laws_of_cells_multiply():
    energy, at, now = 23.2, 318.15, 308.15
    effects = [
        (0, EFFECTS["order"], 0, 0, 1.0, 1.5, 0.0),
        (0, EFFECTS["relative"], 1, 0, 8.0, 2.0, 0.0),
        (0, KINDS["arrhenius"], 2, 0, energy, at, 0.0),
        (0, KINDS["inhibition"], 1, 0, 3.0, 0.0, 0.0),
    ]
    rate, _ = _rates(effects, 1.7, [4.0, 2.0], extra=[now])
    arrhenius = np.exp(energy / 8.314462618e-3 * (1.0 / at - 1.0 / now))
    assert rate == pytest.approx(1.7 * 8.0 * 0.0625 * arrhenius / (1.0 + 2.0 / 3.0), rel=1e-13)


def test_bound_enzyme_of_a_group_of_solids():
    groups = np.array([[0.162, 0.132, 0.0]])
    sorption = (2.0, 3.0, 0.01, 4.0)  # enzyme is species 2, the solid is the first group
    effects = [(0, EFFECTS["order"], 4, 0, 1.0, 1.0, 0.0)]
    rate, signals = _rates(effects, 10.0, [400.0, 60.0, 0.3], [sorption], groups)
    solids = 0.162 * 400.0 + 0.132 * 60.0
    free = free_enzyme(0.3, 0.01 * solids, 4.0)
    assert signals[3] == pytest.approx(solids, rel=1e-15)
    assert signals[4] + signals[5] == pytest.approx(0.3, rel=1e-15)
    assert signals[5] == pytest.approx(free, rel=1e-14)
    assert rate == pytest.approx(10.0 * (0.3 - free), rel=1e-14)


def test_what_undershoots_is_pulled_back_and_inhibits_nothing():
    effects = [(0, EFFECTS["order"], 0, 0, 1.0, 1.0, 0.0), (0, EFFECTS["term"], 0, 0, 1e-6, 1.0, 0.0)]
    rate, _ = _rates(effects, 2.0, [-1e-6])
    assert rate == -2e-6
