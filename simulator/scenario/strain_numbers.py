"""A strain's file → bare numbers for `moromi.strains`, with or without its inertia."""

from __future__ import annotations

from pathlib import Path

from ... import strains
from ..errors import InputError
from .inertia import Inertia
from .law import Law
from .strain_file import Demand, StrainFile, Uptake

__all__ = ["strain_definition"]


def strain_definition(file: StrainFile) -> strains.StrainDefinition:
    """Numbers of a strain.

    Raises
    ------
    InputError
        They do not make a strain.
    """
    try:
        return _definition(file, file.inertia if file.inertia and file.inertia.active else Inertia())
    except strains.StrainError as error:
        raise InputError(f"strain '{file.name}': {error}") from error


def _definition(file: StrainFile, inertia: Inertia) -> strains.StrainDefinition:
    objectives = inertia.objectives or file.objectives
    return strains.StrainDefinition(
        name=file.name,
        model=Path(file.model) if file.is_file else file.model,
        biomass=file.biomass,
        species=_species(file),
        bounds=tuple((name, item.lower, item.upper) for name, item in file.bounds.items()),
        knockouts=file.knockouts,
        uptakes=tuple(_uptake(name, item, inertia) for name, item in file.uptakes.items()),
        demands=tuple(_demand(name, item, inertia) for name, item in file.demands.items() if item.value.value),
        capacities=_capacities(file, inertia),
        objectives=tuple(strains.Objective(*file.objective(text)) for text in objectives),
        coefficients=tuple(file.coefficients.items()),
        memories=tuple(item.numbers(name) for name, item in inertia.memories.items()),
        fluctuations=tuple(
            strains.Fluctuation(name, item.fast, item.slow, item.time.value, item.scale.value.value, item.start)
            for name, item in inertia.fluctuations.items()
        ),
        limits=tuple(
            strains.CellLimit(name, item.memory, item.headroom.value, item.floor.value.value, item.exponent)
            for name, item in inertia.limits.items()
        ),
        metabolites=tuple(
            strains.AddedMetabolite(name, item.formula, item.charge) for name, item in file.metabolites.items()
        ),
        reactions=tuple(strains.AddedReaction(name, item.equation) for name, item in file.reactions.items()),
        death=strains.Death(file.death.rate.value, _factors(file.death.factors)) if file.death else None,
    )


def _factors(laws: tuple[Law, ...], species: str = "") -> tuple[strains.Factor, ...]:
    return tuple(law.factor(species) for law in laws)


def _species(file: StrainFile) -> tuple[strains.TrackedSpecies, ...]:
    found = []
    for name, item in file.species.items():
        heat = item.combustion_enthalpy.value if item.combustion_enthalpy else None
        found.append(strains.TrackedSpecies(name, item.exchange, heat, item.molar_mass, item.release))
    return tuple(found)


def _uptake(name: str, item: Uptake, inertia: Inertia) -> strains.Uptake:
    maximum = inertia.maxima.get(name, item.maximum).value
    laws = _factors((*item.factors, *inertia.factors.get(f"{name}_uptake", ())), name)
    return strains.Uptake(name, maximum, laws, item.enforced or name in inertia.enforced)


def _demand(name: str, item: Demand, inertia: Inertia) -> strains.Demand:
    return strains.Demand(
        name,
        item.reaction,
        item.value.value,
        item.per_growth.value if item.per_growth else 0.0,
        _factors((*item.factors, *inertia.factors.get(name, ()))),
        item.most.value if item.most else 0.0,
    )


def _capacities(file: StrainFile, inertia: Inertia) -> tuple[strains.Capacity, ...]:
    """The file's capacities, growth-associated products as rows of their own, and the growth cap."""
    capacities = []
    for name, item in file.capacities.items():
        varies = item.varies or name in inertia.varies
        laws = _factors((*item.factors, *inertia.factors.get(name, ())))
        capacities.append(strains.Capacity(name, tuple(item.terms.items()), item.maximum.value, varies, laws))
    for name, demand in file.demands.items():
        if not demand.value.value and demand.per_growth is not None:
            # nothing but growth asks for it, so a cell that cannot make it does not grow: no slack is needed
            terms = (("growth", demand.per_growth.value), (demand.reaction, -1.0))
            capacities.append(strains.Capacity(name, terms, 0.0))
    cap = inertia.growth_cap or file.growth_cap
    if cap is not None:
        own = file.growth_cap.factors if file.growth_cap else ()
        cap_laws = _factors((*own, *inertia.factors.get("growth_cap", ())))
        capacities.append(strains.Capacity("growth_cap", (("growth", 1.0),), cap.value, True, cap_laws))
    return tuple(capacities)
