"""Yields of the core model of yeast against published ones (reference/strains.md, section 4b)."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_strain
from moromi.strains import open_strain

from .fba import Core, Range

GLUCOSE = 0.180156  # g/mmol
ETHANOL = 0.046069
SHARE = 0.05  # beyond the ends of what is published

CLOSED: dict[str, Range] = {"XR_NADPH": (0.0, 0.0), "XR_NADH": (0.0, 0.0), "XI": (0.0, 0.0)}
FED: dict[str, Range] = {"EX_ammonium": (-100.0, 0.0), "ATPM": (1.0, 1000.0)}


def chemostat(oxygen: float) -> dict[str, float]:
    """Least glucose for growth at 0.1 1/h; uptakes and releases [mmol/gDW/h] and their ratios."""
    core = Core("yeast-core", **CLOSED, **FED, EX_glucose=(-50.0, 0.0), EX_oxygen=(-oxygen, 0.0), GROWTH=(0.1, 0.1))
    x = core.best("EX_glucose")
    assert x is not None
    return {
        "yield": 0.1 / (-x["EX_glucose"] * GLUCOSE),
        "glucose": -x["EX_glucose"],
        "oxygen": -x["EX_oxygen"],
        "carbon_dioxide": x["EX_carbon_dioxide"],
        "ethanol": x["EX_ethanol"],
        "glycerol": x["EX_glycerol"],
        "rq": -x["EX_carbon_dioxide"] / x["EX_oxygen"] if oxygen else float("nan"),
    }


@pytest.mark.parametrize(
    ("oxygen", "quantity", "low", "high"),
    [
        # Verduyn et al. 1990, J Gen Microbiol 136:395; Nissen et al. 1997, Microbiology 143:203: anaerobic, 0.1 1/h
        (0.0, "yield", 0.09, 0.10),
        (0.0, "glucose", 5.7, 6.2),
        (0.0, "ethanol", 9.0, 9.5),
        (0.0, "carbon_dioxide", 9.5, 10.5),
        (0.0, "glycerol", 0.9, 1.1),
        # Verduyn et al. 1991, Yeast 7:413; van Hoek et al. 1998, Appl Environ Microbiol 64:4226: aerobic, 0.1 1/h
        (100.0, "yield", 0.48, 0.51),
        (100.0, "glucose", 1.1, 1.15),
        (100.0, "oxygen", 2.5, 2.7),
        (100.0, "rq", 1.04, 1.08),
        (100.0, "ethanol", 0.0, 0.0),
    ],
)
def test_chemostat_at_a_tenth_per_hour(oxygen: float, quantity: str, low: float, high: float):
    found = chemostat(oxygen)[quantity]
    assert low * (1.0 - SHARE) - 1e-9 <= found <= high * (1.0 + SHARE) + 1e-9


def test_growth_on_ethanol():
    x = Core("yeast-core", **CLOSED, **FED, EX_oxygen=(-100.0, 0.0), EX_ethanol=(-4.0, 0.0)).best("GROWTH")
    assert x is not None
    assert x["GROWTH"] / (4.0 * ETHANOL) == pytest.approx(0.60, rel=SHARE)  # Verduyn et al. 1991: about 0.6 g/g


def ferment(**bounds: Range) -> dict[str, float] | None:
    """Most ethanol without oxygen and maintenance."""
    return Core("yeast-core", **(CLOSED | bounds), ATPM=(0.0, 1000.0), EX_oxygen=(0.0, 0.0)).best("EX_ethanol")


def test_most_ethanol_is_what_redox_allows():
    glucose = ferment(EX_glucose=(-1.0, 0.0))
    xylose = ferment(EX_xylose=(-1.0, 0.0), XI=(-1000.0, 1000.0))
    assert glucose is not None
    assert xylose is not None
    assert glucose["EX_ethanol"] == pytest.approx(2.0, rel=1e-9)
    assert xylose["EX_ethanol"] == pytest.approx(5.0 / 3.0, rel=1e-9)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 1.0])
def test_xylose_reductase_leaves_glycerol_for_the_nadph_it_takes(share: float):
    """By hand: left-over NADH, 1 − share, makes as much glycerol; NADPH costs half a CO2 each; carbon does the rest."""
    x = ferment(EX_xylose=(-1.0, -1.0), XR_NADH=(0.0, share), XR_NADPH=(0.0, 1.0 - share))
    assert x is not None
    assert x["EX_glycerol"] == pytest.approx(1.0 - share, abs=1e-9)
    assert x["EX_ethanol"] == pytest.approx((5.0 - 3.5 * (1.0 - share)) / 3.0, rel=1e-9)
    assert x["EX_xylitol"] == pytest.approx(0.0, abs=1e-9)


def test_without_nadh_xylose_reductase_starves_for_atp():
    assert ferment(EX_xylose=(-1.0, -1.0), XR_NADPH=(0.0, 1.0), EX_xylitol=(0.0, 0.0)) is None


def test_anaerobic_growth_on_xylose_by_isomerase(tmp_path):
    """Strain RWB 217 (Kuyper et al. 2005, FEMS Yeast Res 5:399): 1.06 g/g/h xylose, 0.09 1/h, 0.43 g/g ethanol."""
    strain = open_strain(load_strain("yeast-xylose").definition(), tmp_path)
    theta = dict.fromkeys(strain.parameters, 0.0)
    theta |= {"xylose_uptake": 7.06, "ammonium_uptake": 5.0, "maintenance": 1.0, "growth_cap": 0.42}
    out = dict(zip(strain.outputs, strain.solve(np.array(list(theta.values()))).tolist(), strict=True))
    assert out["growth"] == pytest.approx(0.09, rel=0.2)
    assert out["ethanol"] * ETHANOL / (7.06 * 0.15013) == pytest.approx(0.43, rel=0.1)


def test_respiration_gives_way_in_batch_where_cells_share_their_protein(tmp_path):
    """The row was solved from chemostats; a batch at 15-17 mmol/gDW/h of glucose breathes 2-4 mmol/gDW/h (recalled)."""
    wild, sharing = (open_strain(load_strain(name).definition(), tmp_path) for name in ("yeast", "yeast-crabtree"))
    theta = dict.fromkeys(wild.parameters, 0.0)
    theta |= {"glucose_uptake": 15.5, "oxygen_uptake": 10.0, "ammonium_uptake": 5.0, "maintenance": 1.0}
    point = np.array(list((theta | {"growth_cap": 0.42}).values()))
    out = [dict(zip(strain.outputs, strain.solve(point).tolist(), strict=True)) for strain in (wild, sharing)]
    assert -out[0]["oxygen"] == pytest.approx(7.4, rel=1e-6)
    assert 2.0 < -out[1]["oxygen"] < 4.0
    assert out[1]["growth"] == pytest.approx(0.42, rel=1e-6)  # there is protein enough for the highest growth rate


def test_protein_budget_is_spent_in_the_chemostats_it_was_solved_from():
    """van Hoek et al. 1998, table 1: dilution rate, oxygen, ethanol and acetate."""
    terms = load_strain("yeast-crabtree").capacities["protein"].terms
    for growth, oxygen, made in ((0.28, 7.4, 0.19), (0.35, 5.1, 10.12), (0.40, 3.7, 14.5)):
        spent = terms["growth"] * growth + terms["oxygen_uptake"] * oxygen + terms["PDC"] * made
        assert spent == pytest.approx(1.0, abs=2e-3)
    assert terms["growth"] * 0.30 + terms["oxygen_uptake"] * 6.1 + terms["PDC"] * 2.71 == pytest.approx(1.0, abs=0.06)
