"""Ratios of the core model of iPS cells against those of reference/strains.md, section 4d."""

from __future__ import annotations

import pytest

from .fba import Core

ESSENTIAL = (
    "arginine cysteine histidine isoleucine leucine lysine methionine phenylalanine threonine tryptophan tyrosine "
    "valine choline"
)


@pytest.fixture(scope="module")
def fluxes() -> dict[str, float]:
    """Most ATP to spare at 0.035 1/h, 1.5 glucose, 0.2 glutamine and 1.2 oxygen [mmol/gDW/h]."""
    fed = {f"EX_{name}": (-1.0, 0.0) for name in ESSENTIAL.split()}
    fed |= {f"EX_{name}": (0.0, 0.0) for name in ("glutamate", "aspartate", "glycine", "proline")}
    fed |= {
        "EX_glucose": (-1.5, -1.5),
        "EX_glutamine": (-0.2, -0.2),
        "EX_oxygen": (-1.2, 0.0),
        "GROWTH": (0.035, 0.035),
        "EX_alanine": (0.0, 0.08),
    }
    found = Core("ipsc-core", **fed).best("ATPM")
    assert found is not None
    return found


def test_lactate_per_glucose_is_that_of_glycolytic_cells(fluxes: dict[str, float]):
    """Published 1.5-1.9; 5.3 % above the 1.61 of the reference's model, whose amino acids differ."""
    assert fluxes["EX_lactate"] / 1.5 == pytest.approx(1.61, rel=0.06)


def test_ammonium_per_glutamine(fluxes: dict[str, float]):
    assert 0.6 <= fluxes["EX_ammonium"] / 0.2 <= 0.9


def test_atp_to_spare(fluxes: dict[str, float]):
    assert fluxes["ATPM"] == pytest.approx(6.9, rel=0.05)
