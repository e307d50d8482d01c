"""Strains shared by the tests of this room, each opened once, in a cache of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from moromi.kernels.atlas import TOLERANCE, evaluate, locate
from moromi.strains import Demand, Factor, Objective, Strain, StrainDefinition, TrackedSpecies, Uptake, open_strain

SPECIES = {
    "glucose": "EX_glc__D_e",
    "oxygen": "EX_o2_e",
    "carbon_dioxide": "EX_co2_e",
    "acetate": "EX_ac_e",
    "formate": "EX_for_e",
    "ethanol": "EX_etoh_e",
    "lactate": "EX_lac__D_e",
    "succinate": "EX_succ_e",
    "ammonium": "EX_nh4_e",
}
UPTAKES = {"glucose": 10.5, "oxygen": 15.0, "acetate": 3.0, "formate": 1.0, "ammonium": 20.0}
ORDER = (
    "max growth, min glucose_uptake, max ATPM, max acetate, min formate, max carbon_dioxide, min oxygen_uptake, "
    "min ethanol, min lactate, min succinate"
)


def ecoli(model: str, biomass: str, bounds: tuple[tuple[str, float, float], ...]) -> StrainDefinition:
    objectives = tuple(Objective(*item.split()) for item in ORDER.split(", "))
    return StrainDefinition(
        name=f"ecoli on {model}",
        model=model,
        biomass=biomass,
        species=tuple(TrackedSpecies(name, exchange) for name, exchange in SPECIES.items()),
        bounds=bounds,
        uptakes=tuple(Uptake(name, most, (Factor("monod", name, 0.1),)) for name, most in UPTAKES.items()),
        demands=(Demand("maintenance", "ATPM", 3.15),),
        objectives=objectives,
    )


@pytest.fixture(scope="session")
def textbook_definition() -> StrainDefinition:
    return ecoli("textbook", "Biomass_Ecoli_core", ())


@pytest.fixture(scope="session")
def ijo_definition() -> StrainDefinition:
    return ecoli("iJO1366", "BIOMASS_Ec_iJO1366_core_53p95M", (("EX_fe3_e", -1000.0, 0.0),))


@pytest.fixture(scope="session")
def strain_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strain-cache")


@pytest.fixture(scope="session")
def textbook(textbook_definition: StrainDefinition, strain_cache: Path) -> Strain:
    return open_strain(textbook_definition, strain_cache)


@pytest.fixture(scope="session")
def ijo(ijo_definition: StrainDefinition, strain_cache: Path) -> Strain:
    return open_strain(ijo_definition, strain_cache)


@pytest.fixture(scope="session")
def look_up() -> Callable[[Strain, NDArray[np.float64]], NDArray[np.float64]]:
    """Outputs from the atlas, exploring where it has no region yet: what a run does."""

    def outputs(strain: Strain, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        strain.answer(theta)
        atlas = strain.kernel_atlas()
        region = locate(atlas, theta, -1, TOLERANCE)
        assert region >= 0
        fluxes = np.full(len(strain.outputs), np.nan)
        evaluate(atlas, region, theta, fluxes)
        return fluxes

    return outputs


@pytest.fixture(scope="session")
def flux_error() -> Callable[..., float]:
    """|y − y_LP| / max(|y_LP|, 1e-3 of the output's range over the points, 1e-6), the worst of all.

    Where terms of the given size cancel, four roundings of them are nobody's error.
    """

    def error(
        found: NDArray[np.float64], reference: NDArray[np.float64], terms: NDArray[np.float64] | float = 0.0
    ) -> float:
        span = np.ptp(reference, axis=0)
        scale = np.maximum(np.maximum(np.abs(reference), 1e-3 * span), 1e-6)
        apart = np.maximum(np.abs(found - reference) - 4.0 * 2.2e-16 * terms, 0.0)
        return float(np.max(apart / scale))

    return error
