"""An atlas with many regions: finding the region of any θ, and having the atlas at all."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.atlas import TOLERANCE, locate
from ..simulator.scenario import load_scenario
from ..strains import Strain, StrainDefinition, open_strain
from ..strains.model import model_path
from ..strains.uniqueness import sample_box
from .case import Case, Contest, Progress, Side
from .look_up_kernels import look_up_loop
from .scratch import scratch
from .start_up import output_of

__all__ = ["CASES"]

SCENARIO = "ecoli-fedbatch"  # on iJO1366
RING = 1024  # θ in a loop
CALLS = 50_000
REPEATS = 15
# Opens the strain in an interpreter of its own, which then tells whether it imported cobra.
WATCHED = """
import sys
from pathlib import Path
from moromi.simulator.scenario import load_scenario
from moromi.strains import open_strain
open_strain(load_scenario(sys.argv[1]).first_strain.definition(), Path(sys.argv[2])).kernel_atlas()
print("cobra" in sys.modules)
"""


def _definition() -> StrainDefinition:
    return load_scenario(SCENARIO).first_strain.definition()


@cache
def _strain(budget: int, progress: Progress) -> Strain:
    """The strain compiled: all its regions, or the first ones where the budget ends before, stored."""
    strain = open_strain(_definition(), scratch())
    strain.compile(certify=False, budget=budget, progress=progress)
    return strain


def _covered(strain: Strain) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Random θ the strain has a region for, and that region."""
    thetas = sample_box(strain.box, RING, seed=1)
    found = np.array([locate(strain.kernel_atlas(), theta, -1, TOLERANCE) for theta in thetas])
    return thetas[found >= 0], found[found >= 0]


def _look_up(budget: float, progress: Progress) -> Contest:
    """Hints that are right, beside hints that are the region of another θ."""
    strain = _strain(int(budget), progress)
    atlas = strain.kernel_atlas()
    thetas, found = _covered(strain)

    def side(hints: NDArray[np.int64]) -> Side:
        return Side(partial(look_up_loop, CALLS, atlas, hints, thetas), repeats=REPEATS, operations=CALLS)

    return Contest(side(np.roll(found, 1)), side(found), partial(_same, strain, thetas, found))


def _same(
    strain: Strain, thetas: NDArray[np.float64], found: NDArray[np.int64], ours: int, reference: int
) -> Mapping[str, Any]:
    """How many regions and θ there were, and how many hints were right by chance."""
    chance = float(np.mean(np.roll(found, 1) == found))
    return {"regions": strain.regions, "thetas": len(thetas), "hits_by_chance": chance}


def _load(budget: float, progress: Progress) -> Contest:
    """Opening the strain from the cache, beside reading its model file."""
    definition = _strain(int(budget), progress).definition

    def ours() -> int:
        return len(open_strain(definition, scratch()).kernel_atlas().intercept)

    return Contest(Side(ours, repeats=25), partial(_read, str(model_path(definition.model))), _imports)


def _read(model: str) -> Side:
    """Reading a model file with cobra."""
    from cobra.io import read_sbml_model

    return Side(partial(read_sbml_model, model), repeats=3, warm=False)


def _imports(ours: int, reference: Any) -> Mapping[str, Any]:
    """Regions loaded, and whether that takes cobra."""
    told = output_of([sys.executable, "-c", WATCHED, SCENARIO, str(scratch())])
    return {"regions": ours, "cobra_imported": told.strip() == "True"}


CASES = (
    Case(
        name="look-up",
        summary="region of a random θ, iJO1366 with seven parameters, the last region being that of another θ",
        reference="in place",
        size=5000,
        unit="regions at most",
        tiny=12,
        build=_look_up,
        goal=1 / 20,
        slow=True,
    ),
    Case(
        name="load",
        summary="opening a strain whose complete atlas is cached",
        reference="cobra SBML",
        size=5000,
        unit="regions at most",
        tiny=12,
        build=_load,
        goal=100.0,
        slow=True,
    ),
)
"""Look-up in a large atlas, and loading it."""
