"""The first strain file for a bare model: short, loadable, marked, and the same growth as the model."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from moromi import load_strain
from moromi.strains import StrainError
from moromi.strains.check import Case, case_of_model, case_of_strain, inspect
from moromi.strains.check.growth import growth_findings
from moromi.strains.check.suggest import suggestion
from moromi.strains.model import load_network, model_path

MODELS = Path(__file__).resolve().parents[4] / "shared" / "models"
needs_models = pytest.mark.skipif(not MODELS.is_dir(), reason=f"the published models are not in {MODELS}")

# What reading the models by hand gives: tracked exchanges, and the reaction of growth.
EXPECTED = {
    "textbook": {"glucose": "EX_glc__D_e", "oxygen": "EX_o2_e", "ammonium": "EX_nh4_e", "acetate": "EX_ac_e"},
    "iJO1366": {"glucose": "EX_glc__D_e", "carbon_dioxide": "EX_co2_e", "formate": "EX_for_e"},
    "salmonella": {"glucose": "EX_glc__D_e", "oxygen": "EX_o2_e"},
    "RehMBEL1391.json.gz": {"fructose": "EX_fru_e", "ethanol": "EX_eth_e", "formate": "EX_formate_e"},
    "e_coli_core.json.gz": {"glucose": "EX_glc__D_e", "lactate": "EX_lac__D_e"},
    "iCHOv1.json.gz": {"glucose": "EX_glc_e_", "glutamine": "EX_gln_L_e_", "l_lactate": "EX_lac_L_e_"},
    "iCW773.json.gz": {"glucose": "EX_glc_e", "oxygen": "EX_o2_e"},
    "iJR904.json.gz": {"glucose": "EX_glc_DASH_D_e", "oxygen": "EX_o2_e"},
    "iMM904.json.gz": {"glucose": "EX_glc__D_e", "ethanol": "EX_etoh_e"},
    "iMcBath.json.gz": {"methane": "EX_ch4_e", "nitrate": "EX_no3_e"},
    "iYali.json.gz": {"glucose": "y001714", "oxygen": "y001992", "carbon_dioxide": "y001672", "ethanol": "y001761"},
}
_SLOW = ("iCHOv1.json.gz", "iJO1366", "salmonella")


def cases() -> list[object]:
    return [
        pytest.param(
            name,
            id=name.split(".")[0],
            marks=[*([needs_models] if "." in name else []), *([pytest.mark.slow] if name in _SLOW else [])],
        )
        for name in EXPECTED
    ]


def opened(name: str) -> tuple[Case, str]:
    path = MODELS / name if "." in name else model_path(name)
    return case_of_model(load_network(path)), path.as_posix() if "." in name else name


@pytest.mark.parametrize("name", cases())
def test_suggestion(name: str, tmp_path: Path):
    case, model = opened(name)
    text = suggestion(case, name.split(".")[0], model)
    assert len(text.splitlines()) <= 25
    path = tmp_path / "guess.yaml"
    path.write_text(text, encoding="utf-8")
    strain = load_strain(path)
    exchanges = {key: item.exchange for key, item in strain.species.items()}
    assert exchanges | EXPECTED[name] == exchanges
    assert all(item.note.startswith("guess") for item in strain.species.values())
    numbers = [item.maximum for item in strain.uptakes.values()] + [item.value for item in strain.demands.values()]
    numbers += [law.constant for item in strain.uptakes.values() for law in item.factors]
    assert all(re.match("guess|assumed|bound of the model file", number.source) for number in numbers)
    report = inspect(case_of_strain(load_network(model_path(strain.definition().model)), strain.definition()))
    assert [finding.what for finding in report.findings if finding.level == "error"] == []
    assert report.growth == pytest.approx(growth_findings(case)[1], rel=2e-3)
    assert case_of_model(case.network).name(case.biomass) == strain.biomass


def test_a_model_without_a_medium_gets_one(tmp_path: Path):
    """Every uptake closed: what growth needs is opened, the food at an assumed maximum, and both are marked."""
    case, model = opened("textbook")
    network = case.network
    lower = network.lower.copy()
    lower[[index for index, name in enumerate(network.reactions) if name.startswith("EX_")]] = 0.0
    text = suggestion(replace(case, network=replace(network, lower=lower)), "starving", model)
    path = tmp_path / "guess.yaml"
    path.write_text(text, encoding="utf-8")
    strain = load_strain(path)
    assert "assumed" in next(iter(strain.uptakes.values())).maximum.source
    assert {bound.note for bound in strain.bounds.values()} <= {"guess: growth needs it", "guess: breaks a loop"}
    report = inspect(case_of_strain(network, strain.definition()))
    assert report.ok
    assert report.growth > 0.01


def test_a_model_that_cannot_grow_gets_none():
    case, model = opened("textbook")
    lower, upper = case.network.lower.copy(), case.network.upper.copy()
    for name in ("GLNS", "GLUSy", "GLNabc", "EX_gln__L_e"):
        lower[case.network.reactions.index(name)] = upper[case.network.reactions.index(name)] = 0.0
    broken = replace(case, network=replace(case.network, lower=lower, upper=upper))
    with pytest.raises(StrainError, match="does not grow even with every exchange open"):
        suggestion(broken, "broken", model)


def test_odd_names_become_names(tmp_path: Path):
    case, model = opened("textbook")
    for name in ("2 bad: name", "", "-", "ä" * 90):
        path = tmp_path / "guess.yaml"
        path.write_text(suggestion(case, name, model), encoding="utf-8")
        assert load_strain(path).name
