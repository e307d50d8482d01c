"""Find the region of a given θ: pivot there from a region that is known, or solve from scratch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE
from .atlas import FluxAtlas
from .basis import Basis
from .errors import StrainError
from .factors import Factors, SingularBasis, System
from .pivot import is_optimal, pivot_to
from .problem import ParametricProblem
from .reference import direct
from .region import Region, region_of
from .solver import LexicographicSolver

__all__ = ["Explorer"]

_NUDGE = 1e-8
_TRIES = 60
_POLISH = 3
_SHORTER = 0.6
_REMEMBERED = 3


class Explorer:
    """Solves one program; made when the first miss needs it.

    Parameters
    ----------
    problem : ParametricProblem
        The reduced program of a strain.
    start : Basis, optional
        An optimal basis anywhere in the box, so that the first region is pivoted to as well.
    """

    def __init__(self, problem: ParametricProblem, start: Basis | None = None) -> None:
        self.system = System(problem)
        self._start = start
        self._solver: LexicographicSolver | None = None
        self._recent: list[Factors] = []
        self._generic = np.random.default_rng(1).uniform(0.5, 1.0, problem.box.size)

    @property
    def solver(self) -> LexicographicSolver:
        """HiGHS with the program loaded."""
        if self._solver is None:
            self._solver = LexicographicSolver(self.system)
        return self._solver

    def first_basis(self) -> Basis:
        """An optimal basis in the middle of the box."""
        return self.solver.solve(0.5 * self.system.problem.box)

    def forget(self) -> None:
        """Drop what warm starts go by, so that what follows does not depend on what came before."""
        self._solver = None
        self._recent = []

    def direct(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """Outputs at θ from a direct lexicographic solve, right to the last digit; see `reference`."""
        return direct(self, theta)

    def region_at(self, theta: NDArray[np.float64], atlas: FluxAtlas) -> Region:
        """A region with volume whose closure holds θ.

        Parameters
        ----------
        theta : ndarray, shape (p,)
            Inside the box.
        atlas : FluxAtlas
            Where to pivot from.

        Returns
        -------
        Region

        Raises
        ------
        StrainError
            No such region was found; a fault of the solver, not of the strain.
        """
        near = atlas.nearest(theta)
        region = self.region_towards(theta, self.inward(theta), near.basis if near is not None else self._start)
        if region is None:
            raise StrainError(f"no critical region found at θ = {theta.tolist()}")
        return region

    def region_towards(
        self, theta: NDArray[np.float64], way: NDArray[np.float64], basis: Basis | None
    ) -> Region | None:
        """The region one enters on leaving θ along `way`.

        θ itself may lie on facets or on the walls of the box, where several bases are optimal and some have no
        volume. So the region of a point slightly further is taken, and the step shortened until the region
        reaches back to θ.

        Parameters
        ----------
        theta : ndarray, shape (p,)
            Inside the box.
        way : ndarray, shape (p,)
            A direction that stays in the box, as long as the box is wide.
        basis : Basis or None
            Where to pivot from; None: solve from scratch.

        Returns
        -------
        Region or None
            None where none was found.
        """
        step = _NUDGE
        for _ in range(_TRIES):
            region = self._region(theta + step * way, basis)
            if region is None:
                step *= _SHORTER
                continue
            if region.violation(theta) <= 0.5 * TOLERANCE:
                return region
            basis = region.basis
            step *= 0.5 * _share(region, theta, step * way)
        return None

    def inward(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """A fixed generic direction that points into the box."""
        box = self.system.problem.box
        return np.asarray(np.where(theta <= 0.5 * box, self._generic, -self._generic) * box)

    def _region(self, theta: NDArray[np.float64], basis: Basis | None) -> Region | None:
        """Region of a generic θ, first by pivoting, then from scratch."""
        if basis is not None:
            region = self._polished(theta, basis)
            if region is not None:
                return region
        try:
            return self._polished(theta, self.solver.solve(theta))
        except StrainError:  # a linear program that rounding made infeasible: another point will do
            return None

    def _factors(self, basis: Basis) -> Factors:
        """Factors of a basis: a run walks on from its last regions, an exploration crosses all facets of one."""
        for index, factors in enumerate(self._recent):
            if factors.basis is basis:
                return self._remember(self._recent.pop(index))
        return self._remember(Factors(self.system, basis))

    def _remember(self, factors: Factors) -> Factors:
        self._recent = [factors, *self._recent[: _REMEMBERED - 1]]
        return factors

    def _polished(self, theta: NDArray[np.float64], basis: Basis) -> Region | None:
        """Pivot until the basis is optimal and exactly feasible."""
        try:
            factors = self._factors(basis)
            for _ in range(_POLISH):
                found = pivot_to(factors, theta)
                if found is None:
                    return None
                factors = Factors(self.system, found)
                region = region_of(factors, theta)
                if region is not None:
                    self._remember(factors)
                    return region if is_optimal(factors) else None
        except SingularBasis:
            return None
        return None


def _share(region: Region, theta: NDArray[np.float64], step: NDArray[np.float64]) -> float:
    """How much of the way from θ + step back to θ lies outside the region, as a share of the step."""
    outside = region.normal @ theta - region.offset
    climb = region.normal @ step
    leaving = outside > 0.0
    with np.errstate(divide="ignore"):
        shares = np.where(leaving & (climb < 0.0), outside / -climb, 0.0)
    return float(np.clip(shares.max(initial=0.0), 1e-3, 1.0))
