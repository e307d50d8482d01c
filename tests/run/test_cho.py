"""CHO cells in batch: the books close with every amino acid in them, and the poisons slow the cells down."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import run


@pytest.fixture(scope="module")
def culture():
    return run("cho-batch")


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass", "energy"])
def test_balances_close(culture, element):
    assert culture.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_lactate_and_ammonium_slow_growth(culture):
    growth = culture.columns["mu"]
    assert growth[0] > 0.9 * 0.029
    assert growth[-1] < 0.5 * growth[0]
    assert culture.columns["lactate"][-1] > 20.0
    assert np.all(np.diff(culture.columns["antibody"]) > 0.0)


def test_antibody_is_made_as_stated(culture):
    """0.026 mmol of residues per gDW and hour, whatever growth is."""
    assert culture.columns["q_antibody"] == pytest.approx(0.026, rel=0.2)
    assert culture.columns["q_antibody"][0] == pytest.approx(0.026, rel=0.15)  # less by amino acids at hand


def test_no_amino_acid_runs_below_nothing(culture):
    for name in ("glutamine", "asparagine", "serine", "leucine", "tryptophan", "choline"):
        assert culture.columns[name].min() > -1e-6
