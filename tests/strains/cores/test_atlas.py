"""Strains on own core models: the whole atlas is found, and says what a direct linear program says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from moromi import load_strain
from moromi.simulator.scenario import built_in_files
from moromi.strains import Strain, open_strain
from moromi.strains.chemistry import Chemistry

from .fba import NAMES


def _on_own_model(name: str) -> bool:
    return str(load_strain(name).model) in NAMES


# many regions, a minute and more: complete and certified elsewhere
LAZY = ("cho", "cho-producer", "glutamicum-lysine", "ipsc", "phaffii")
STRAINS = [name for name in built_in_files("strain") if _on_own_model(name)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cores")


@pytest.fixture(scope="module", params=STRAINS)
def strain(request: pytest.FixtureRequest, folder: Path) -> Strain:
    opened = open_strain(load_strain(request.param).definition(), folder)
    if request.param not in LAZY:
        assert opened.compile(certify=False).mode == "complete"
    return opened


@pytest.mark.slow
def test_that_of_cells_which_make_antibody_is_whole(folder):
    opened = open_strain(load_strain("cho-producer").definition(), folder / "whole")
    assert opened.compile(certify=False).mode == "complete"


def test_outputs_are_those_of_direct_programs(strain, look_up, flux_error):
    thetas = np.random.default_rng(5).random((150, len(strain.box))) * strain.box
    thetas[::3] *= np.random.default_rng(6).integers(0, 2, thetas[::3].shape)  # corners: nothing of some
    got = np.array([look_up(strain, theta) for theta in thetas])
    assert flux_error(got, np.array([strain.solve(theta) for theta in thetas])) < 1e-9


def test_what_is_not_tracked_holds_no_carbon_no_nitrogen_and_no_energy(strain, look_up):
    """Then the balances of a run, energy among them, close by species alone."""
    known: Chemistry = strain.chemistry
    for theta in np.random.default_rng(7).random((60, len(strain.box))) * strain.box:
        out = dict(zip(strain.outputs, look_up(strain, theta).tolist(), strict=True))
        for lump in ("other_carbon", "other_nitrogen", "other_electrons"):
            assert out[lump] == pytest.approx(0.0, abs=1e-7)
        carried = sum(content * out[name] for name, content in zip(known.species, known.enthalpy, strict=True))
        burnt = -carried - known.biomass_enthalpy * out["growth"]
        assert 3.6 * out["heat"] == pytest.approx(burnt, rel=1e-6, abs=1e-6)
        assert known.biomass_mass == pytest.approx(1.0, rel=1e-8)
