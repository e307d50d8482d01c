"""Ratios of the core model of CHO cells against published ones (reference/strains.md, section 4d)."""

from __future__ import annotations

import numpy as np
import pytest

from moromi import load_strain
from moromi.strains import Strain, open_strain

from .fba import Core

ESSENTIAL = (
    "arginine cysteine histidine isoleucine leucine lysine methionine phenylalanine threonine tryptophan tyrosine "
    "valine choline"
)
RESIDUE = 0.10825  # g/mmol of the antibody's residues


@pytest.fixture(scope="module")
def strain(tmp_path_factory: pytest.TempPathFactory) -> Strain:
    return open_strain(load_strain("cho").definition(), tmp_path_factory.mktemp("cho"))


def fluxes(strain: Strain, **theta: float) -> dict[str, float]:
    """Outputs of growing cells; the maintenance is met by what ATP there is to spare."""
    point = dict.fromkeys(strain.parameters, 0.0)
    point |= {"asparagine_uptake": 0.02, "serine_uptake": 0.03, "oxygen_uptake": 1.0, "production": 0.0065} | theta
    values = strain.solve(np.array([point[name] for name in strain.parameters]))
    return dict(zip(strain.outputs, values.tolist(), strict=True))


# glucose, glutamine [mmol/gDW/h], growth [1/h], published range of lactate per glucose
@pytest.mark.parametrize(
    ("glucose", "glutamine", "growth", "low", "high"),
    [
        (0.6, 0.09, 0.029, 1.0, 1.6),
        (0.8, 0.10, 0.029, 1.0, 1.6),
        (0.4, 0.05, 0.025, 0.7, 1.0),
        (0.2, 0.067, 0.029, 0.0, 0.1),
    ],
)
def test_lactate_follows_glucose_beyond_what_is_respired(
    strain: Strain, glucose: float, glutamine: float, growth: float, low: float, high: float
):
    x = fluxes(strain, glucose_uptake=glucose, glutamine_uptake=glutamine, growth_cap=growth)
    assert x["growth"] == pytest.approx(growth, rel=1e-6)
    assert low <= x["lactate"] / glucose <= high


@pytest.mark.parametrize(("glucose", "glutamine"), [(0.6, 0.09), (0.8, 0.10)])
def test_ammonium_per_glutamine_and_respiratory_quotient(strain: Strain, glucose: float, glutamine: float):
    """Published: 0.6-0.9 NH4 per glutamine in the growth phase, RQ about 1.0-1.1."""
    x = fluxes(strain, glucose_uptake=glucose, glutamine_uptake=glutamine, growth_cap=0.029)
    assert 0.6 <= x["ammonium"] / glutamine <= 0.9
    assert 1.0 <= x["carbon_dioxide"] / -x["oxygen"] <= 1.1 * 1.05


def core(**bounds: tuple[float, float]) -> dict[str, float]:
    """Most ATP to spare at 0.03 1/h with a usual medium."""
    fed = {f"EX_{name}": (-1.0, 0.0) for name in ESSENTIAL.split()}
    fed |= {
        "EX_glucose": (-0.6, -0.6),
        "EX_glutamine": (-0.09, -0.09),
        "EX_oxygen": (-1.0, 0.0),
        "GROWTH": (0.03, 0.03),
    }
    fed |= {f"EX_{name}": (0.0, 0.0) for name in ("glutamate", "aspartate", "glycine", "proline")}
    fed |= {"EX_asparagine": (-0.02, 0.0), "EX_serine": (-0.03, 0.0), "EX_alanine": (0.0, 0.036)}
    x = Core("cho-core", **(fed | bounds)).best("ATPM")
    assert x is not None
    return x


def test_atp_to_spare_is_the_maintenance_of_mammalian_cells():
    assert 3.5 <= core()["ATPM"] <= 5.0


def test_antibody_hardly_costs_energy():
    """0.7 mg/gDW/h, 5 pg per cell and day: less than a hundredth of the ATP to spare."""
    made = 0.7e-3 / RESIDUE
    without, producing = core(EX_antibody=(0.0, 0.0)), core(EX_antibody=(made, made))
    assert 0.0 < without["ATPM"] - producing["ATPM"] < 0.01 * without["ATPM"]


def test_antibody_is_that_of_its_sequence(strain: Strain):
    """142.9 kDa, 1320 residues; 44.3 mmol C and 11.8 mmol N per gram."""
    at = strain.chemistry.species.index("antibody")
    mass = strain.chemistry.molar_mass[at]
    assert 1320.0 * mass == pytest.approx(142.9, rel=1e-3)
    assert strain.chemistry.carbon[at] / mass == pytest.approx(44.3, rel=2e-3)
    assert strain.chemistry.nitrogen[at] / mass == pytest.approx(11.8, rel=2e-3)
