"""Yields of the core model of C. glutamicum against published ones (reference/strains.md, section 4c)."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_strain
from moromi.strains import open_strain

from .fba import Core, Range

FED: dict[str, Range] = {"EX_ammonium": (-100.0, 0.0), "EX_oxygen": (-100.0, 0.0)}


def most(target: str, glucose: float = 1.0, maintenance: float = 0.0, **bounds: Range) -> dict[str, float]:
    """Fluxes with the most of one."""
    ends: dict[str, Range] = {"EX_glucose": (-glucose, 0.0), "ATPM": (maintenance, 1000.0)}
    x = Core("glutamicum-core", **(FED | ends | bounds)).best(target)
    assert x is not None
    return x


def test_growth_on_glucose():
    """0.40-0.45 1/h and 0.5-0.6 g/g on CGXII; Graf et al. 2018, Front Microbiol 9:2058 have 0.60 g/g at most."""
    x = most("GROWTH", 4.5, 2.0)
    assert 0.40 <= x["GROWTH"] <= 0.45
    assert 0.50 <= x["GROWTH"] / (4.5 * 0.180156) <= 0.60
    assert -x["EX_carbon_dioxide"] / x["EX_oxygen"] == pytest.approx(1.03, rel=0.05)


@pytest.mark.parametrize(
    ("closed", "published"),
    [
        ((), 0.82),  # all routes to NADPH: Wittmann & Becker 2007, Microbiol Monogr 5:39
        (("GLK", "ME", "FBP"), 0.75),  # Vallino & Stephanopoulos 1993, Biotechnol Bioeng 41:633
    ],
)
def test_most_lysine_per_glucose(closed: tuple[str, ...], published: float):
    x = most("EX_lysine", **{name: (0.0, 0.0) for name in closed})
    assert x["EX_lysine"] == pytest.approx(published, rel=0.02)


def test_most_glutamate_per_glucose():
    assert most("EX_glutamate")["EX_glutamate"] == pytest.approx(1.0, rel=1e-9)


def test_lysine_is_paid_for_with_growth():
    growth = most("GROWTH", 4.5, 2.0)["GROWTH"]
    made = [
        most("EX_lysine", 4.5, 2.0, GROWTH=(share * growth, share * growth))["EX_lysine"] / 4.5
        for share in (0, 0.5, 0.9)
    ]
    assert made[0] > made[1] > made[2] > 0.0
    assert made[1] == pytest.approx(0.41, abs=0.02)


def test_short_of_oxygen_it_makes_acids(tmp_path):
    strain = open_strain(load_strain("glutamicum").definition(), tmp_path)

    def fluxes(oxygen: float) -> dict[str, float]:
        point = dict.fromkeys(strain.parameters, 0.0)
        point |= {"glucose_uptake": 4.5, "oxygen_uptake": oxygen, "ammonium_uptake": 8.0, "maintenance": 2.0}
        point["growth_cap"] = 0.45
        values = strain.solve(np.array([point[name] for name in strain.parameters]))
        return dict(zip(strain.outputs, values.tolist(), strict=True))

    rich, poor = fluxes(12.0), fluxes(2.0)
    assert rich["lactate"] + rich["acetate"] + rich["succinate"] == pytest.approx(0.0, abs=1e-6)
    assert poor["lactate"] > 4.0
    assert poor["growth"] < 0.5 * rich["growth"]


def test_producer_makes_what_is_asked(tmp_path):
    strain = open_strain(load_strain("glutamicum-lysine").definition(), tmp_path)
    point = dict.fromkeys(strain.parameters, 0.0)
    point |= {"glucose_uptake": 4.5, "oxygen_uptake": 12.0, "ammonium_uptake": 8.0, "maintenance": 2.0}
    point |= {"production": 0.5, "phosphate_uptake": 1.0, "growth_cap": 0.45}
    out = dict(zip(strain.outputs, strain.solve(np.array([point[name] for name in strain.parameters])), strict=True))
    assert out["lysine"] == pytest.approx(2.0 * out["growth"] + 0.5, rel=1e-6)
    assert 0.2 < out["lysine"] / -out["glucose"] < 0.35
