"""The whole atlas: it fills the box, overlaps nowhere, and depends on nothing but the strain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from moromi.kernels.atlas import TOLERANCE, evaluate, locate, locate_many
from moromi.kernels.atlas_arrays import Atlas
from moromi.kernels.linear_program import largest_ball
from moromi.strains import Capacity, Strain, StrainDefinition, StrainError, complete, open_strain
from moromi.strains import compile as compilation_of
from moromi.strains.build import _program
from moromi.strains.certify import adversarial, certify, coverage, relative_error
from moromi.strains.complete import explore
from moromi.strains.crew import Crew
from moromi.strains.explore import Explorer
from moromi.strains.factors import System
from moromi.strains.finish import finish
from moromi.strains.uniqueness import sample_box

from .glpk import GlpkSolver


@pytest.fixture(scope="module")
def definition(textbook_definition: StrainDefinition) -> StrainDefinition:
    """Seven parameters: five uptakes, maintenance, growth cap."""
    return replace(textbook_definition, capacities=(Capacity("growth_cap", (("growth", 1.0),), 1.2, varies=True),))


@pytest.fixture(scope="module")
def whole(definition: StrainDefinition, tmp_path_factory: pytest.TempPathFactory) -> Strain:
    strain = open_strain(definition, tmp_path_factory.mktemp("whole"))
    assert strain.compile(certify=False).mode == "complete"
    return strain


def _read(atlas: Atlas, thetas: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.zeros((len(thetas), atlas.intercept.shape[1]))
    for theta, row in zip(thetas, out, strict=True):
        region = locate(atlas, theta, -1, TOLERANCE)
        assert region >= 0
        evaluate(atlas, region, theta, row)
    return out


def test_fills_the_box(whole):
    thetas = sample_box(whole.box, 200_000, seed=31)
    regions = np.zeros(len(thetas), dtype=np.int64)
    assert locate_many(whole.kernel_atlas(), thetas, regions) == len(thetas)


def test_report(whole):
    report = whole.compile(certify=False)
    assert report.regions == whole.regions > 30
    assert report.facets_mean <= 12.0
    assert report.coverage == 1.0
    assert report.certificate is None
    assert report.parameters == whole.parameters


def test_no_two_regions_overlap(whole):
    regions = whole._atlas.regions
    nothing, centre = np.zeros(len(whole.box)), np.zeros(len(whole.box))
    for index, one in enumerate(regions):
        for other in regions[:index]:
            normal = np.vstack([one.normal, other.normal]) * whole.box
            offset = np.concatenate([one.offset, other.offset])
            assert largest_ball(normal, offset, nothing, 0.0, centre) < 1e-8


def test_every_facet_is_needed_and_has_a_neighbour(whole):
    atlas = whole.kernel_atlas()
    behind = np.diff(atlas.neighbour_start)
    assert np.all(behind >= 1)
    for number, region in enumerate(whole._atlas.regions):
        unit = region.normal * whole.box
        for index, row in enumerate(unit):
            rest = np.arange(len(unit)) != index
            centre = np.zeros(len(whole.box))
            facet = atlas.facet_start[number] + index
            assert largest_ball(unit[rest], region.offset[rest], row, float(region.offset[index]), centre) > 1e-9
            assert number not in atlas.neighbour[atlas.neighbour_start[facet] : atlas.neighbour_start[facet + 1]]


def test_tree_and_scan_find_the_same(whole):
    atlas = whole.kernel_atlas()
    assert len(atlas.tree.plane) > 10
    alone = atlas._replace(tree=atlas.tree._replace(plane=atlas.tree.plane[:0]))
    thetas = np.vstack([sample_box(whole.box, 5000, seed=32), adversarial(whole._atlas, whole.box, 1000)])
    random = np.random.default_rng(33)
    for theta in thetas:
        expected = locate(alone, theta, -1, TOLERANCE)
        assert locate(atlas, theta, -1, TOLERANCE) == expected
        start = int(random.integers(whole.regions))
        assert locate(atlas, theta, start, TOLERANCE) in (expected, start)


def test_certificate(definition, tmp_path):
    strain = open_strain(definition, tmp_path)
    strain.compile(certify=False)
    with Crew(strain.explorer().system.problem, 1) as crew:
        mark = certify(strain._atlas, strain.box, crew, random=300, hard=300)
    assert mark.samples == 600
    assert mark.max_relative_error <= 1e-9
    assert mark.coverage == 1.0


def test_a_wrong_map_is_found_out(whole):
    """The certificate fails where one region of the atlas lies."""
    from moromi.strains.atlas import FluxAtlas

    regions = list(whole._atlas.regions)
    often = int(
        np.argmax(np.bincount([locate(whole.kernel_atlas(), t, -1, TOLERANCE) for t in sample_box(whole.box, 100)]))
    )
    regions[often] = replace(regions[often], slope=regions[often].slope * (1.0 + 1e-7))
    wrong = FluxAtlas(len(whole.box), len(whole.outputs), regions, complete=True)
    with Crew(whole.explorer().system.problem, 1) as crew:
        assert certify(wrong, whole.box, crew, random=100, hard=0).max_relative_error > 1e-9


def _twice(definition: StrainDefinition, folder: Path) -> Iterator[bytes]:
    for name in ("a", "b"):
        strain = open_strain(definition, folder / name)
        strain.compile(certify=False)
        yield (folder / name / "strains" / f"atlas-{strain.key}.arrays").read_bytes()


def test_same_bytes_every_time(definition, tmp_path):
    first, second = _twice(definition, tmp_path)
    assert first == second


def test_another_start_and_two_processes_change_nothing(whole):
    problem = whole.explorer().system.problem
    with Crew(problem, 1) as crew:
        other = finish(explore(Explorer(problem), crew, 5000, start=0.013 * whole.box), System(problem))
    with Crew(problem, 2) as crew:
        parallel = finish(explore(Explorer(problem), crew, 5000), System(problem))
    assert len(other) == len(parallel) == whole.regions
    for region, moved, same in zip(whole._atlas.regions, other.regions, parallel.regions, strict=True):
        assert np.array_equal(region.slope, same.slope)
        assert np.array_equal(region.normal, same.normal)
        scale = np.abs(region.slope).max()
        assert moved.slope == pytest.approx(region.slope, abs=1e-11 * scale)
        assert moved.offset == pytest.approx(region.offset, abs=1e-11)


def test_lazy_and_complete_say_the_same(whole, definition, tmp_path):
    lazy = open_strain(definition, tmp_path)
    thetas = sample_box(whole.box, 400, seed=34)
    lazy.answer(thetas)
    assert not lazy.complete
    assert relative_error(_read(whole.kernel_atlas(), thetas), _read(lazy.kernel_atlas(), thetas)) < 1e-9


def test_a_small_budget_leaves_the_strain_lazy(definition, tmp_path):
    strain = open_strain(definition, tmp_path)
    lines: list[str] = []
    report = strain.compile(budget=10, certify=False, progress=lines.append)
    assert report.mode == "lazy"
    assert report.regions > 10
    assert 0.0 < report.coverage < 1.0
    assert any("stays lazy" in line for line in lines)
    again = open_strain(definition, tmp_path)
    assert again.regions == report.regions
    assert again.answer(sample_box(again.box, 200, seed=35)) > 0


def test_a_lazy_atlas_is_certified_in_the_whole_box(definition, tmp_path):
    """With the regions a run would find there; they are not kept."""
    strain = open_strain(definition, tmp_path)
    strain.compile(budget=10, certify=False)
    before = strain.regions
    with Crew(strain.explorer().system.problem, 1) as crew:
        known = certify(strain._atlas, strain.box, crew, random=80, hard=40)
        whole = certify(strain._atlas, strain.box, crew, random=80, hard=40, explorer=strain.explorer())
    assert known.samples < 120 == whole.samples
    assert known.found == 0 < whole.found
    assert known.coverage == whole.coverage < 1.0
    assert whole.max_relative_error <= 1e-9
    assert strain.regions == before


def test_a_budget_that_ends_goes_where_runs_may_be(definition, tmp_path, monkeypatch):
    """Crossing spreads from the middle of the box; then random places have their turn, as many as a fifth of it."""
    problem = open_strain(definition, tmp_path).explorer().system.problem
    works = []
    for share in (0.0, complete._SPREAD):
        monkeypatch.setattr(complete, "_SPREAD", share)
        with Crew(problem, 1) as crew:
            works.append(explore(Explorer(problem), crew, 20).atlas)
    crossed, sought = works
    assert len(crossed) < len(sought) <= len(crossed) + 4
    assert coverage(sought, problem.box, 20_000) > coverage(crossed, problem.box, 20_000) + 0.01
    for one, other in zip(crossed.regions, sought.regions, strict=False):
        assert np.array_equal(one.inside, other.inside)


def test_a_certificate_that_fails_leaves_what_was_explored(definition, tmp_path, monkeypatch):
    def refuse(*given, **named):
        raise StrainError("the linear program has no optimum that can be proved")

    monkeypatch.setattr(compilation_of, "certify", refuse)
    strain = open_strain(definition, tmp_path)
    with pytest.raises(StrainError, match="proved"):
        strain.compile()
    assert strain.complete
    again = open_strain(definition, tmp_path)
    assert again.complete
    assert again.regions == strain.regions > 10


def test_glpk_says_the_same(whole):
    explorer = Explorer(whole.explorer().system.problem)
    explorer._solver = GlpkSolver(explorer.system)
    thetas = sample_box(whole.box, 120, seed=36)
    reference = np.array([explorer.direct(theta) for theta in thetas])
    assert relative_error(_read(whole.kernel_atlas(), thetas), reference) < 1e-9


def test_names_and_order_in_the_file_do_not_matter(whole, definition, tmp_path, monkeypatch):
    """Every id renamed, so sorted otherwise: other columns, other rows, other weights in the last level."""
    from moromi.strains import build, network
    from moromi.strains.model import load_network, model_path

    plain = load_network(model_path("textbook"))

    def name(old: str) -> str:
        return f"x{np.random.default_rng(list(old.encode())).integers(10**9):09d}_{old[::-1]}"

    reactions = {
        name(reaction): (
            {name(plain.metabolites[row]): float(value) for row, value in zip(*plain.column(index), strict=True)},
            float(plain.lower[index]),
            float(plain.upper[index]),
        )
        for index, reaction in enumerate(plain.reactions)
    }
    metabolites = {
        name(metabolite): (formula, float(charge))
        for metabolite, formula, charge in zip(plain.metabolites, plain.formulas, plain.charges, strict=True)
    }
    other = network.network_from(metabolites, reactions)
    renamed = replace(
        definition,
        biomass=name(definition.biomass),
        species=tuple(replace(item, exchange=name(item.exchange)) for item in definition.species),
        demands=tuple(replace(item, reaction=name(item.reaction)) for item in definition.demands),
        objectives=tuple(
            replace(item, target=name(item.target) if item.target == "ATPM" else item.target)
            for item in definition.objectives
        ),
    )
    monkeypatch.setattr(build, "_network", lambda *given: other)
    problem, _ = _program(renamed, "renamed", tmp_path)
    with Crew(problem, 1) as crew:
        atlas = finish(explore(Explorer(problem), crew, 5000), System(problem))
    thetas = np.vstack([sample_box(whole.box, 2000, seed=37), adversarial(atlas, whole.box, 300)])
    assert relative_error(_read(atlas.packed(), thetas), _read(whole.kernel_atlas(), thetas)) < 1e-9
