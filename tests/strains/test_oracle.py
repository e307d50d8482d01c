"""The atlas against linear programs solved directly: by us, and by COBRApy with GLPK."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.strains.uniqueness import sample_box

# "max" of a net exchange flux (positive leaves the cell) is "min" of the uptake.
COBRA_ORDER = (
    ("growth", "max"), ("EX_glc__D_e", "max"), ("ATPM", "max"), ("EX_ac_e", "max"), ("EX_for_e", "min"),
    ("EX_co2_e", "max"), ("EX_o2_e", "max"), ("EX_etoh_e", "min"), ("EX_lac__D_e", "min"), ("EX_succ_e", "min"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "count"), [("textbook", 300), ("ijo", 40)])
def test_equals_the_direct_linear_program(name, count, request, look_up, flux_error):
    strain = request.getfixturevalue(name)
    thetas = sample_box(strain.box, count, seed=1)
    found = np.array([look_up(strain, theta) for theta in thetas])
    direct = np.array([strain.solve(theta) for theta in thetas])
    assert flux_error(found, direct) < 1e-9


def cobra_solution(model, strain, theta):
    """Lexicographic optimum by COBRApy's documented way."""
    from cobra.util import add_lexicographic_constraints

    with model:
        for species in strain.definition.species:
            model.reactions.get_by_id(species.exchange).lower_bound = 0.0
        for uptake, bound in zip(strain.definition.uptakes, theta, strict=False):
            exchange = next(s.exchange for s in strain.definition.species if s.name == uptake.species)
            model.reactions.get_by_id(exchange).lower_bound = -bound
        model.reactions.get_by_id("ATPM").bounds = (theta[-1], 1000.0)
        order = [strain.definition.biomass if target == "growth" else target for target, _ in COBRA_ORDER]
        add_lexicographic_constraints(model, order, [sense for _, sense in COBRA_ORDER])
        names = [strain.definition.biomass, *(s.exchange for s in strain.definition.species)]
        return np.array([model.reactions.get_by_id(name).flux for name in names])


@pytest.mark.parametrize(("name", "count"), [("textbook", 60), ("ijo", 6)])
def test_equals_cobra_with_glpk(name, count, request, look_up):
    from cobra.io import read_sbml_model

    from moromi.strains.model import model_path

    strain = request.getfixturevalue(name)
    model = read_sbml_model(str(model_path(strain.definition.model)))
    model.solver = "glpk"
    for reaction, lower, upper in strain.definition.bounds:
        model.reactions.get_by_id(reaction).bounds = (lower, upper)
    thetas = np.random.default_rng(4).uniform(0.3, 1.0, (count, len(strain.box))) * strain.box
    thetas[1::2, 1] *= 0.4  # half of them short of oxygen
    thetas[1::3, 4] *= 0.1  # a third short of nitrogen
    tracked = 1 + len(strain.definition.species)
    for theta in thetas:
        found = look_up(strain, theta)[:tracked]
        assert found == pytest.approx(cobra_solution(model, strain, theta), rel=2e-6, abs=2e-6)


def test_the_reduced_program_is_the_full_one(textbook, textbook_definition):
    from moromi.strains.edit import edit
    from moromi.strains.explore import Explorer
    from moromi.strains.model import load_network, model_path
    from moromi.strains.reduce import reduce_problem
    from moromi.strains.standard import build_problem

    network = edit(load_network(model_path("textbook")), textbook_definition)
    full = build_problem(network, textbook_definition)
    reduced = reduce_problem(full)
    assert reduced.matrix.shape[0] < 0.6 * full.matrix.shape[0]
    whole = Explorer(full)
    for theta in sample_box(textbook.box, 60, seed=2):
        assert whole.direct(theta) == pytest.approx(textbook.solve(theta), rel=1e-11, abs=1e-11)


def test_pivoting_ends_where_solving_from_scratch_does(ijo):
    from moromi.strains.factors import Factors
    from moromi.strains.pivot import is_optimal, pivot_to

    explorer = ijo.explorer()
    thetas = np.random.default_rng(5).uniform(0.01, 1.0, (8, len(ijo.box))) * ijo.box
    factors = Factors(explorer.system, explorer.solver.solve(thetas[0]))
    for theta in thetas[1:]:
        found = pivot_to(factors, theta)
        assert found is not None
        factors = Factors(explorer.system, found)
        assert is_optimal(factors)
        scratch = Factors(explorer.system, explorer.solver.solve(theta))
        assert is_optimal(scratch)
        np.testing.assert_allclose(factors.values, scratch.values, rtol=1e-12, atol=1e-15)
