"""How the cost of a complete flux atlas grows: with the number of parameters, and with the size of the model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..simulator.errors import InputError
from ..simulator.scenario.builtin import open_reference
from ..simulator.scenario.derived import complete_document
from ..simulator.scenario.explain import validate
from ..simulator.scenario.strain_file import StrainFile
from ..strains import Capacity, Demand, Objective, StrainDefinition, TrackedSpecies, Uptake
from .batch import GENOME, TEXTBOOK, Organism
from .case import Progress
from .compile_cost import compile_cost
from .machine import machine

__all__ = ["BUDGET", "PARAMETERS", "STEPS", "growth", "ladder", "strain_definition"]

BUDGET = 6000
"""Regions after which a row stays lazy."""

# Exchange, and the most the cells can take up [mmol/gDW/h]: more than growth needs of ammonium, of acetate what cells
# grown on glucose take up (Xu, Jahic & Enfors 1999), of glucose and oxygen Varma & Palsson 1994; the others assumed.
_SPECIES = {
    "glucose": ("EX_glc__D_e", 10.5),
    "oxygen": ("EX_o2_e", 15.0),
    "ammonium": ("EX_nh4_e", 15.0),
    "acetate": ("EX_ac_e", 3.0),
    "formate": ("EX_for_e", 2.0),
    "ethanol": ("EX_etoh_e", 3.0),
    "lactate": ("EX_lac__D_e", 3.0),
    "succinate": ("EX_succ_e", 3.0),
    "carbon_dioxide": ("EX_co2_e", 0.0),
}
_ATP = 7.6  # mmol/gDW/h, Varma & Palsson 1994
_CAP = 1.0  # 1/h
STEPS = (
    "glucose", "oxygen", "maintenance", "ammonium", "acetate",
    "formate", "growth_cap", "ethanol", "lactate", "succinate",
)  # fmt: skip
"""What becomes a parameter, in this order; before, oxygen, ammonium and maintenance stand at their usual value, the
growth cap nowhere, and nothing else is taken up."""
PARAMETERS = len(STEPS)
_ORDER = (
    "max growth", "min glucose_uptake", "max ATPM", "max acetate", "min formate", "max carbon_dioxide",
    "min oxygen_uptake", "min ethanol", "min lactate", "min succinate",
)  # fmt: skip
_OPEN = ("oxygen", "ammonium")


def ladder(organism: Organism, count: int) -> StrainDefinition:
    """*E. coli* with the first `count` of `STEPS` as parameters.

    Parameters
    ----------
    organism : Organism
    count : int
        1 to `PARAMETERS`.
    """
    free, held = STEPS[:count], STEPS[count:]
    bounds = list(organism.bounds)
    bounds.append(("EX_co2_e", 0.0, 1000.0))
    for name in held:
        if name in _SPECIES:
            exchange, most = _SPECIES[name]
            bounds.append((exchange, -most if name in _OPEN else 0.0, 1000.0))
    if "maintenance" in held:
        bounds.append(("ATPM", _ATP, 1000.0))
    cap = Capacity("growth_cap", (("growth", 1.0),), _CAP, varies=True)
    return StrainDefinition(
        name=f"{organism.model}, {count} parameters",
        model=organism.model,
        biomass=organism.biomass,
        bounds=tuple(bounds),
        species=tuple(TrackedSpecies(name, exchange) for name, (exchange, _) in _SPECIES.items()),
        uptakes=tuple(Uptake(name, _SPECIES[name][1]) for name in free if name in _SPECIES),
        demands=(Demand("maintenance", "ATPM", _ATP),) if "maintenance" in free else (),
        capacities=(cap,) if "growth_cap" in free else (),
        objectives=tuple(Objective("max" if text.startswith("max") else "min", text.split()[1]) for text in _ORDER),
    )


def strain_definition(name_or_file: str, models: Path | None) -> StrainDefinition:
    """A strain by name or from a file, its model file beside it or else in another folder.

    Raises
    ------
    InputError
        There is no such strain, or no such model file.
    """
    document = open_reference("strain", name_or_file, Path.cwd())
    model = document.get(("model",))
    if models is not None and isinstance(model, str) and not (document.folder / model).is_file():
        document.folder = models
    return validate(StrainFile, complete_document(document, "strain")).definition()


def growth(
    strains: Sequence[str], models: Path | None, progress: Progress, most: int = PARAMETERS, budget: int = BUDGET
) -> dict[str, Any]:
    """Compile every step of the ladder on a small and a large model, then every strain.

    Parameters
    ----------
    strains : sequence of str
        Names and files of strains.
    models : Path or None
        Where model files are that do not lie beside their strain.
    progress : callable
        Told, in a line, what is going on.
    most : int
        Parameters at the top of the ladder; 0: leave it out.
    budget : int
        Regions after which a strain stays lazy. A ladder ends there: what has more parameters has no fewer regions,
        since it holds the atlas before as a slice.

    Returns
    -------
    dict
        ``machine, budget, parameters, models``: the last two are rows as in `compile_cost`.
    """
    compile_cost(ladder(TEXTBOOK, 1), budget)  # not counted: compiles the kernels, should nobody have done so yet
    by_parameters, by_size = [], []
    for organism in (TEXTBOOK, GENOME):
        for count in range(1, most + 1):
            definition = ladder(organism, count)
            row = _told(compile_cost(definition, budget), progress) | {"model": organism.model}
            by_parameters.append(row)
            if row.get("mode") != "complete":
                break
    for name in strains:
        try:
            definition = strain_definition(name, models)
        except InputError as error:
            by_size.append(_told({"strain": name, "skipped": str(error)}, progress))
            continue
        model = Path(str(definition.model)).name
        by_size.append(_told(compile_cost(definition, budget), progress) | {"model": model})
    return {"machine": machine(), "budget": budget, "parameters": by_parameters, "models": by_size}


def _told(row: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The row, after a line about it."""
    said = row.get("skipped") or "{regions} regions, {mode}, {seconds:.1f} s".format(**row)
    progress(f"{row['strain']}: {said}")
    return row
