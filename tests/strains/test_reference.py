"""What a certificate holds an atlas against: a linear program, and differences it can see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moromi.strains import Strain, open_strain
from moromi.strains.atlas import FluxAtlas
from moromi.strains.certify import certify
from moromi.strains.crew import Crew
from moromi.strains.explore import Explorer
from moromi.strains.reference import direct
from moromi.strains.uniqueness import sample_box

from .glpk import GlpkSolver
from .test_published_models import MODELS, STRAINS


@pytest.fixture(scope="module")
def compiled(textbook_definition, tmp_path_factory: pytest.TempPathFactory) -> Strain:
    strain = open_strain(textbook_definition, tmp_path_factory.mktemp("reference"))
    strain.compile(certify=False)
    return strain


def atlas_of(strain: Strain) -> FluxAtlas:
    return strain._atlas


def test_it_is_the_lexicographic_optimum(compiled: Strain):
    """Of HiGHS as of GLPK."""
    asked, other = (Explorer(compiled.explorer().system.problem) for _ in range(2))
    other._solver = GlpkSolver(other.system)
    for theta in sample_box(compiled.box, 40, seed=41):
        assert direct(asked, theta) == pytest.approx(direct(other, theta), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("wrong", [1e-8, 1e-4])
def test_a_wrong_coefficient_is_found(compiled: Strain, wrong: float):
    """Also where the output is zero, in one region of many."""
    atlas, box = atlas_of(compiled), compiled.box
    outputs = list(compiled.outputs)
    number = atlas.find(0.5 * box)
    old = atlas.regions[number]
    lactate = outputs.index("lactate")
    moved = old.intercept + wrong * (np.arange(len(outputs)) == lactate)
    regions = [*atlas.regions[:number], replace(old, intercept=moved), *atlas.regions[number + 1 :]]
    changed = FluxAtlas(atlas.parameters, atlas.outputs, regions, complete=True)
    with Crew(compiled.explorer().system.problem, 1) as crew:
        good = certify(atlas, box, crew, random=200, hard=100)
        bad = certify(changed, box, crew, random=200, hard=100)
    assert good.max_relative_error <= 1e-9 < bad.max_relative_error


@pytest.mark.slow
@pytest.mark.skipif(not MODELS.is_dir(), reason=f"the published models are not in {MODELS}")
def test_vertices_of_a_published_model(tmp_path: Path):
    """iMcBath, where other nitrogen is nothing: doubles make −3e-15 of it at θ = (1.936…, 3.872…, 0, 16.78)."""
    from moromi.benchmarks.growth import strain_definition

    (file,) = (path for path in STRAINS if path.stem == "methylococcus")
    strain = open_strain(strain_definition(str(file), MODELS), tmp_path)
    strain.compile(certify=False)
    with Crew(strain.explorer().system.problem, 1) as crew:
        mark = certify(atlas_of(strain), strain.box, crew, random=0, hard=1000)
    assert mark.samples == 1000
    assert mark.max_relative_error <= 1e-9
