"""C. necator in a chemostat: short of nitrogen it stores, short of carbon it does not, and the books close."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import run


@pytest.fixture(scope="module")
def culture():
    return run("necator-chemostat")


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass", "energy"])
def test_balances_close(culture, element):
    assert culture.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_stores_when_short_of_nitrogen_only(culture):
    table = culture.columns
    before = int(np.searchsorted(table["time"], 100.0))
    assert table["content_phb"][before] < 0.01
    share = table["content_phb"][-1] * 0.08609  # g/g of other biomass
    assert 1.17 < share < 2.29  # two batches of Jahn et al. 2021 at the same feed
    assert table["ammonium"][-1] < 0.01
    # the feed's dilution rate is 0.1 1/h, of which a little evaporates
    assert table["mu"][-1] == pytest.approx(culture.trajectory.signal("cell_loss_rate")[-1], rel=1e-3)
    assert table["mu"][-1] == pytest.approx(0.1, rel=5e-3)
