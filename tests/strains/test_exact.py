"""Optima at hard θ against rational arithmetic: vertices, facets, corners of the box, where doubles cannot tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from moromi.kernels.atlas import TOLERANCE, evaluate, locate
from moromi.strains import Strain, StrainDefinition, open_strain
from moromi.strains.basis import Basis
from moromi.strains.certify import adversarial, certify, relative_error
from moromi.strains.crew import Crew
from moromi.strains.errors import StrainError
from moromi.strains.explore import Explorer
from moromi.strains.factors import Factors, System
from moromi.strains.problem import ParametricProblem
from moromi.strains.reduce import reduce_problem
from moromi.strains.reference import direct, proved
from moromi.strains.uniqueness import sample_box

from .rational import Rational


@pytest.fixture(scope="module")
def compiled(textbook_definition: StrainDefinition, tmp_path_factory: pytest.TempPathFactory) -> Strain:
    """Three parameters: a vertex in nearly every region."""
    uptakes = textbook_definition.uptakes[:2]
    definition = replace(textbook_definition, uptakes=uptakes, bounds=(("EX_nh4_e", -15.0, 1000.0),))
    strain = open_strain(definition, tmp_path_factory.mktemp("exact"))
    strain.compile(certify=False)
    return strain


@pytest.fixture(scope="module")
def hard(compiled: Strain) -> np.ndarray:
    return np.vstack([adversarial(compiled._atlas, compiled.box, 40), sample_box(compiled.box, 10, seed=51)])


def test_the_reference_is_the_rational_optimum(compiled: Strain, hard: np.ndarray):
    """Feasible and optimal in fractions, so optimal: whoever found the basis; and outputs right to the last digit."""
    explorer = compiled.explorer()
    for theta in hard:
        rational = Rational(explorer.system.problem, theta)
        basis = proved(explorer, theta).basis
        values = rational.values(basis)
        assert rational.outside(values) <= 1e-24
        assert rational.improving(basis) == []
        exact = rational.outputs_of(values)
        assert direct(explorer, theta) == pytest.approx(exact, rel=1e-15, abs=1e-28)


def test_the_atlas_is_the_rational_optimum(compiled: Strain, hard: np.ndarray):
    """To 1e-9 of an output, and to 1e-15 of one that is zero."""
    explorer, atlas = compiled.explorer(), compiled.kernel_atlas()
    found, exact = np.zeros((2, len(hard), len(compiled.outputs)))
    for theta, row, wanted in zip(hard, found, exact, strict=True):
        evaluate(atlas, locate(atlas, theta, -1, TOLERANCE), theta, row)
        rational = Rational(explorer.system.problem, theta)
        wanted[:] = rational.outputs_of(rational.values(proved(explorer, theta).basis))
    assert relative_error(found, exact) <= 1e-9


def test_a_wrong_basis_is_told_apart(compiled: Strain):
    """By the fractions: bases of other regions are infeasible, one with a column at the wrong bound no optimum."""
    explorer, atlas = compiled.explorer(), compiled._atlas
    here = 0.5 * compiled.box
    rational = Rational(explorer.system.problem, here)
    number = atlas.find(here)
    others = [region for index, region in enumerate(atlas.regions) if index != number]
    assert len(others) >= 5
    assert min(rational.outside(rational.values(region.basis)) for region in others) > 1e-6
    right = proved(explorer, here).basis
    free = np.isfinite(explorer.system.problem.upper) & (explorer.system.problem.upper > 0.0)
    free[right.basic[right.basic < free.size]] = False
    turned = right.at_upper.copy()
    turned[np.flatnonzero(free)[0]] ^= True
    assert rational.improving(Basis(right.basic, turned)) != []


def test_a_solver_led_astray_is_asked_again(compiled: Strain):
    """From scratch: a warm start can end without an optimum (iMM904, one of 11,000 θ)."""
    explorer = Explorer(compiled.explorer().system.problem)
    theta = 0.5 * compiled.box
    wanted = direct(explorer, theta)

    class Astray:
        def solve(self, theta: np.ndarray) -> Basis:
            asked.append(theta)
            raise StrainError("the linear program has no optimum")

    asked: list[np.ndarray] = []
    explorer._solver = Astray()
    assert direct(explorer, theta).tolist() == wanted.tolist()
    assert len(asked) == 1


def test_it_certifies_to_the_letter(compiled: Strain):
    with Crew(compiled.explorer().system.problem, 1) as crew:
        mark = certify(compiled._atlas, compiled.box, crew, random=100, hard=500)
    assert mark.samples == 600
    assert mark.max_relative_error <= 1e-9


def test_gaps_beside_large_bounds_keep_their_digits():
    """x = 1000 + (0.1 + 0.2 − 0.3) of doubles is 2.8e-17 above its bound of 1000; doubles resolve 1e-13 there."""
    ends = np.array([1000.0, 1000.0, 0.1, 0.2, 0.3])
    problem = ParametricProblem(
        columns=tuple("xabcd"),
        parameters=("t",),
        levels=("one", "two"),
        outputs=("x",),
        matrix=csc_array(np.array([[1.0, -1.0, -1.0, -1.0, 1.0]])),
        lower=np.array([0.0, *ends[1:]]),
        lower_slope=np.zeros((5, 1)),
        upper=ends,
        upper_slope=np.zeros((5, 1)),
        costs=np.zeros((2, 5)),
        output_matrix=np.eye(1, 5),
        box=np.ones(1),
        stated=1,
    )
    factors = Factors(System(problem), Basis(np.array([0], dtype=np.int32), np.zeros(5, dtype=bool)))
    above, below = factors.gaps
    assert above[0, 0] == 0.1 + (0.2 - 0.3) == pytest.approx(2.8e-17, rel=0.01)
    assert below[0, 0] == -1000.0
    assert factors.outputs[0].tolist() == [1000.0, 0.0]


def test_what_cancels_where_reactions_are_lumped_is_zero():
    """→ A → B →, of which the inner reaction makes 0.1 + 0.2 of something that the last one takes 0.3 of."""
    problem = ParametricProblem(
        columns=("in", "inner", "out"),
        parameters=("t",),
        levels=("growth", "tie breaker"),
        outputs=("something", "growth"),
        matrix=csc_array(np.array([[1.0, -1.0, 0.0], [0.0, 1.0, -1.0]])),
        lower=np.zeros(3),
        lower_slope=np.zeros((3, 1)),
        upper=np.array([0.0, 1000.0, 1000.0]),
        upper_slope=np.array([[1.0], [0.0], [0.0]]),
        costs=np.array([[0.0, 0.0, -1.0], [1.0, 1.0, 1.0]]),
        output_matrix=np.array([[0.0, 0.1 + 0.2, -0.3], [0.0, 0.0, 1.0]]),
        box=np.ones(1),
        stated=1,
    )
    assert reduce_problem(problem).output_matrix.tolist() == [[0.0], [1.0]]
