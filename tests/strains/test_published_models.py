"""Every published model beside the repository: a strain of at most 25 lines, its growth, its atlas against the LP."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from moromi import load_strain
from moromi.strains import Strain, open_strain
from moromi.strains.uniqueness import sample_box, undecided

MODELS = Path(__file__).resolve().parents[3] / "shared" / "models"
STRAINS = sorted((Path(__file__).parent / "models").glob("*.yaml"))

pytestmark = pytest.mark.skipif(not MODELS.is_dir(), reason=f"the published models are not in {MODELS}")

# Growth [1/h] at stated uptakes [mmol/gDW/h], without maintenance unless stated: MANIFEST.csv beside the models,
# computed there with COBRApy and GLPK. Uptakes not named run at their maximum.
GROWTH = {
    "necator-h2": ({"hydrogen_uptake": 10.0, "maintenance": 0.0}, 0.05361),
    "necator-fructose": ({"fructose_uptake": 3.0, "maintenance": 0.0}, 0.2853),
    "yeast": ({"glucose_uptake": 10.0, "oxygen_uptake": 2.0, "maintenance": 1.0}, 0.2879),
    "ecoli-ijr904": (
        {"glucose_uptake": 10.0, "oxygen_uptake": 20.0, "acetate_uptake": 0.0, "maintenance": 7.6},
        0.9219,
    ),
    "glutamicum": ({"glucose_uptake": 4.67}, 0.4289),
    "yarrowia": ({"glucose_uptake": 1.0, "maintenance": 0.0}, 0.1057),
    "methylococcus": ({"methane_uptake": 18.46, "maintenance": 8.39}, 0.178),
    "cho": ({}, 0.03237),
    "ecoli-core": ({"glucose_uptake": 10.0, "acetate_uptake": 0.0, "maintenance": 8.39}, 0.8739),
}
_SLOW = ("cho", "glutamicum")


def each() -> list[object]:
    """One case a strain; the large ones are slow."""
    return [
        pytest.param(path.stem, id=path.stem, marks=[pytest.mark.slow] if path.stem in _SLOW else [])
        for path in STRAINS
    ]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Strain]:
    """The strain of a name, opened once."""
    folder = tmp_path_factory.mktemp("published")
    known: dict[str, Strain] = {}

    def strain(name: str) -> Strain:
        if name not in known:
            text = (Path(__file__).parent / "models" / f"{name}.yaml").read_text(encoding="utf-8")
            place = folder / f"{name}.yaml"
            place.write_text(re.sub(r"(?m)^model: ", f"model: {MODELS.as_posix()}/", text), encoding="utf-8")
            known[name] = open_strain(load_strain(place).definition(), folder)
        return known[name]

    return strain


def test_each_strain_is_short_and_has_a_figure():
    assert {path.stem for path in STRAINS} == set(GROWTH)
    assert {path.stem: n for path in STRAINS if (n := len(path.read_text("utf-8").splitlines())) > 25} == {}


@pytest.mark.parametrize("name", each())
def test_growth_is_the_published_one(name: str, opened: Callable[[str], Strain]):
    strain = opened(name)
    stated, published = GROWTH[name]
    theta = np.array([stated.get(key, end) for key, end in zip(strain.parameters, strain.box, strict=True)])
    outputs = dict(zip(strain.outputs, strain.solve(theta), strict=True))
    assert outputs["growth"] == pytest.approx(published, rel=2e-3)
    shortfalls = [value for key, value in outputs.items() if key.startswith("shortfall_")]
    assert np.max(shortfalls, initial=0.0) < 1e-9


@pytest.mark.parametrize("name", each())
def test_the_order_decides_every_tracked_flux(name: str, opened: Callable[[str], Strain]):
    strain = opened(name)
    for theta in sample_box(strain.box, 6, seed=3):
        assert undecided(strain, theta) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", [path.stem for path in STRAINS])
def test_atlas_equals_the_linear_program(
    name: str,
    opened: Callable[[str], Strain],
    look_up: Callable[[Strain, NDArray[np.float64]], NDArray[np.float64]],
    flux_error: Callable[..., float],
):
    strain = opened(name)
    thetas = sample_box(strain.box, 200, seed=11)
    found = np.array([look_up(strain, theta) for theta in thetas])
    direct = np.array([strain.solve(theta) for theta in thetas])
    assert flux_error(found, direct) <= 1e-9
