"""The table of what changes with temperature against the laws it was made from."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import acidbase, henry, solubility
from moromi.kernels import properties as of

LAWS = {
    of.VAPOUR: solubility.water_vapour_pressure,
    of.CARBONIC_1: lambda temperature: 10.0 ** -acidbase.carbonic_pk1(temperature),
    of.CARBONIC_2: lambda temperature: 10.0 ** -acidbase.carbonic_pk2(temperature),
    of.OXYGEN: solubility.oxygen_henry,
    of.CARBON_DIOXIDE: solubility.carbon_dioxide_henry,
    of.NITROGEN: solubility.nitrogen_henry,
    of.HYDROGEN: henry.hydrogen_henry,
    of.CARBON_MONOXIDE: henry.carbon_monoxide_henry,
    of.METHANE: henry.methane_henry,
}


@pytest.fixture(scope="module")
def table():
    return of.property_table()


def test_every_column_is_tested():
    assert sorted(LAWS) == list(range(of.COLUMNS))


@pytest.mark.parametrize("column", LAWS)
def test_follows_its_law(table, column):
    for temperature in np.linspace(274.0, 333.0, 700):
        assert of.look_up(table, column, temperature) == pytest.approx(LAWS[column](temperature), rel=1e-7)


@pytest.mark.parametrize("column", LAWS)
def test_no_kink_between_pieces(table, column):
    nudge = 1e-4
    for joint in np.arange(280.15, 320.0):
        below, here, above = (of.look_up(table, column, joint + shift) for shift in (-nudge, 0.0, nudge))
        assert abs(above - 2.0 * here + below) / here < 1e-9
        assert (above - here) / (here - below) == pytest.approx(1.0, abs=1e-3)
