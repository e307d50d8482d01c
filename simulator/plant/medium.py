"""Reactions in the medium → the kernel's records, once their elements, charge and mass are seen to balance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ...kernels.laws import KINDS
from ...kernels.medium import EFFECTS
from ...kernels.medium_records import REACTION, SORPTION
from ...kernels.records import FACTOR, Layout
from ...kernels.state import medium_signal
from ...strains import Chemistry, StrainError
from ...strains.formula import degree_of_reduction, elements, molar_mass
from ...strains.kinetics import SIGNAL_LAWS
from ..errors import InputError
from ..scenario import Concentration, Law, Reactions, Scenario, Step
from .community import Community
from .turnover import Turnover

__all__ = ["Medium", "medium_of", "turnovers", "with_reactions"]

_QUANTITIES = ("carbon", "nitrogen", "oxygen", "charge", "molar_mass", "electrons")
_WORDS = ("carbon", "nitrogen", "oxygen", "charge", "mass", "electrons")
_BALANCED = 1e-6  # of the largest term
_WATER = {"oxygen": 1.0, "molar_mass": molar_mass({"H": 2.0, "O": 1.0})}
_PROTON = {"charge": 1.0, "molar_mass": molar_mass({"H": 1.0})}


@dataclass(frozen=True)
class Medium:
    """The medium's part of a run's arrays.

    Parameters
    ----------
    groups : shape (g, species)
    sorptions : records SORPTION
    reactions : records REACTION
    effects : records FACTOR
    stoichiometry : shape (r, species)
    """

    groups: NDArray[np.float64]
    sorptions: NDArray[np.void]
    reactions: NDArray[np.void]
    effects: NDArray[np.void]
    stoichiometry: NDArray[np.float64]


def with_reactions(community: Community, reactions: Reactions | None) -> Community:
    """The same strains in a vessel with more species: those of the medium that no strain exchanges.

    Raises
    ------
    InputError
        A species is another compound for a strain.
    """
    if reactions is None:
        return community
    chemistry = community.chemistry
    values = {key: [*getattr(chemistry, key)] for key in (*_QUANTITIES, "enthalpy")}
    species = [*community.species]
    exchanged = {item.name for strain in community.strains for item in strain.definition.species if item.exchange}
    for name in reactions.species:
        contents = _contents(reactions, name)
        if name in exchanged:
            _check_same(name, contents, chemistry)
            continue
        if name not in species:
            species.append(name)
            for key, column in values.items():
                column.append(contents[key])
        else:  # cells only notice it: what it is made of says the medium
            for key, column in values.items():
                column[species.index(name)] = contents[key]
    arrays = {key: np.array(column) for key, column in values.items()}
    extended = replace(
        chemistry,
        species=tuple(species),
        carbon=arrays["carbon"],
        nitrogen=arrays["nitrogen"],
        oxygen=arrays["oxygen"],
        charge=arrays["charge"],
        molar_mass=arrays["molar_mass"],
        enthalpy=arrays["enthalpy"],
        electrons=arrays["electrons"],
    )
    return replace(community, species=tuple(species), chemistry=extended, turnovers=turnovers(reactions))


def turnovers(reactions: Reactions) -> tuple[Turnover, ...]:
    """Name, water and protons of every reaction."""
    found = []
    for name, step in reactions.steps.items():
        counts = step.stoichiometry
        found.append(Turnover(name, counts.get("water", 0.0), counts.get("proton", 0.0)))
    return tuple(found)


def _contents(reactions: Reactions, name: str) -> dict[str, float]:
    """What a compound of the medium is made of."""
    compound = reactions.species[name]
    counts = elements(compound.formula)
    mass = molar_mass(counts) if counts else compound.molar_mass or 0.0
    electrons = degree_of_reduction(counts, compound.charge) if counts else 0.0
    given = compound.combustion_enthalpy
    if given is None and counts and abs(electrons) > _BALANCED:
        raise InputError(
            f"reactions '{reactions.name}': species '{name}' needs its 'combustion_enthalpy' (where the heat of a "
            "reaction is not known, that of what it becomes)"
        )
    return {
        "carbon": counts.get("C", 0.0),
        "nitrogen": counts.get("N", 0.0),
        "oxygen": counts.get("O", 0.0),
        "charge": float(compound.charge),
        "molar_mass": mass,
        "electrons": electrons,
        "enthalpy": given.value if given is not None else 0.0,
    }


def _check_same(name: str, contents: Mapping[str, float], chemistry: Chemistry) -> None:
    """Refuse two compounds of one name."""
    place = chemistry.species.index(name)
    for key, word in zip(_QUANTITIES, _WORDS, strict=True):
        here, there = contents[key], float(getattr(chemistry, key)[place])
        if abs(here - there) > _BALANCED * max(1.0, abs(here), abs(there)):
            raise InputError(
                f"the strain and the medium's reactions mean different compounds by '{name}': {word} {there:.6g} and "
                f"{here:.6g}; give one of them another name"
            )


def medium_of(community: Community, scenario: Scenario, layout: Layout) -> Medium:
    """What reacts in a medium, as the kernel's records.

    Raises
    ------
    InputError
        A reaction does not balance, or a constant cannot be meant as it is written.
    """
    reactions = scenario.reactions
    if reactions is None:
        none = np.zeros((0, len(community.species)))
        return Medium(none, np.zeros(0, SORPTION), np.zeros(0, REACTION), np.zeros(0, FACTOR), none)
    places = _Places(community, reactions, scenario, medium_signal(layout))
    table = np.array([_stoichiometry(name, step, community) for name, step in reactions.steps.items()])
    records = np.zeros(len(reactions.steps), REACTION)
    effects: list[tuple[float, ...]] = []
    for row, (step, counts) in enumerate(zip(reactions.steps.values(), table, strict=True)):
        own = places.effects(row, step)
        records[row]["constant"] = places.constant(step)
        records[row]["heat"] = -float(counts @ community.chemistry.enthalpy)
        records[row]["first"], records[row]["last"] = len(effects), len(effects) + len(own)
        effects += own
    return Medium(places.groups(), places.sorptions(), records, np.array(effects, FACTOR), table)


def _stoichiometry(name: str, step: Step, community: Community) -> NDArray[np.float64]:
    """Row of the stoichiometry, mol per mol of the equation as written."""
    chemistry, counts = community.chemistry, step.stoichiometry
    row = np.zeros(len(community.species))
    for species, count in counts.items():
        if species not in ("water", "proton"):
            row[community.species.index(species)] = count
    for key, word in zip(_QUANTITIES, _WORDS, strict=True):
        terms = row * getattr(chemistry, key)
        booked = counts.get("water", 0.0) * _WATER.get(key, 0.0) + counts.get("proton", 0.0) * _PROTON.get(key, 0.0)
        if abs(terms.sum() + booked) > _BALANCED * max(np.abs(terms).max(), abs(booked), 1e-12):
            raise InputError(
                f"reaction '{name}' ({step.equation}) does not balance: {word} {terms.sum() + booked:+.6g} per mol; "
                "water and protons count when they are written"
            )
    return row


class _Places:
    """Where the signals stand that a rate watches, and what a unit of each weighs."""

    def __init__(self, community: Community, reactions: Reactions, scenario: Scenario, first: int) -> None:
        self._species = community.species
        self._mass = community.chemistry.molar_mass
        self._reactions = reactions
        self._scenario = scenario
        self._first = first

    def _by_mass(self, name: str) -> bool:
        """Whether a signal counts kg: groups and cells have no molar mass."""
        return name in self._reactions.groups or name == "biomass"

    def _molar_mass(self, name: str) -> float:
        """kg/mol of a species; 1 for what is counted in kg."""
        if self._by_mass(name):
            return 1.0
        return float(self._mass[self._species.index(name.split(".")[0])])

    def _signal(self, name: str) -> int:
        groups = [*self._reactions.groups]
        if name == "biomass":
            return at.BIOMASS
        if name in groups:
            return self._first + groups.index(name)
        enzyme, _, share = name.partition(".")
        if share:
            pair = [*self._reactions.adsorption].index(enzyme)
            return self._first + len(groups) + 2 * pair + (share == "free")
        return at.COUNT + self._species.index(name)

    def _inside(self, name: str, given: Concentration) -> float:
        """A concentration in the unit of its signal."""
        if self._by_mass(name) and given.basis == "molar":
            raise InputError(f"'{name}' is counted by mass: write its constant like '12 g/L', not '{given}'")
        return given.molar(self._molar_mass(name))

    def _start(self, name: str) -> float:
        """Concentration as the run starts, in the unit of its signal."""
        members = self._reactions.groups.get(name)
        if members is not None:
            return sum(self._start(member) * self._molar_mass(member) for member in members)
        given = self._scenario.recipe.start.concentrations.get(name)
        return given.molar(self._molar_mass(name)) if given is not None else 0.0

    def constant(self, step: Step) -> float:
        """Rate of the equation [mol/m³/h] with every concentration at 1 in the unit of its signal."""
        given, per = step.constant.value, -step.stoichiometry[step.reference]
        value = given.value
        if given.basis == "mass":
            for name, exponent in step.order.items():
                value *= self._molar_mass(name) ** exponent
            value /= self._molar_mass(step.reference)
        elif any(self._by_mass(name) for name in step.order):
            raise InputError(f"constant {given}: biomass and groups are counted by mass; give the constant by mass")
        return value / per

    def effects(self, row: int, step: Step) -> list[tuple[float, ...]]:
        """FACTOR rows of one reaction."""
        rows = [self._row(row, "order", name, 1.0, exponent) for name, exponent in step.order.items()]
        for name, exponent in step.relative.items():
            start = self._start(name)
            if start <= 0.0:
                raise InputError(f"a rate is relative to '{name}' at the start, but there is none: put some in")
            rows.append(self._row(row, "relative", name, start, exponent))
        for name, given in step.saturation.items():
            rows.append(self._row(row, "order", name, self._inside(name, given.value), 1.0))
        for name, given in (*step.saturation.items(), *step.inhibitors.items()):
            rows.append(self._row(row, "term", name, self._inside(name, given.value), 1.0))
        return rows + [self._law(row, law) for law in step.factors]

    def _row(self, row: int, effect: str, name: str, constant: float, exponent: float) -> tuple[float, ...]:
        return row, EFFECTS[effect], self._signal(name), 0, constant, exponent, 0.0

    def _law(self, row: int, law: Law) -> tuple[float, ...]:
        """A law that cells could have as well."""
        try:
            factor = law.factor("")
        except StrainError as error:
            raise InputError(f"reactions '{self._reactions.name}': {error}") from error
        watched = SIGNAL_LAWS.get(factor.kind)
        signal = self._signal(factor.of) if watched is None else at.NAMES.index(watched)
        other = self._signal(factor.other) if factor.other else 0
        return row, KINDS[factor.kind], signal, other, factor.constant, factor.second, factor.third

    def groups(self) -> NDArray[np.float64]:
        """Molar masses of every group's species."""
        table = np.zeros((len(self._reactions.groups), len(self._species)))
        for row, members in zip(table, self._reactions.groups.values(), strict=True):
            for name in members:
                row[self._species.index(name)] = self._molar_mass(name)
        return table

    def sorptions(self) -> NDArray[np.void]:
        """Records SORPTION."""
        records = np.zeros(len(self._reactions.adsorption), SORPTION)
        for record, (name, item) in zip(records, self._reactions.adsorption.items(), strict=True):
            mass, solid = self._molar_mass(name), self._molar_mass(item.on)
            record["enzyme"], record["solid"] = self._signal(name), self._signal(item.on)
            # a species' signal counts moles, a group's kg
            record["capacity"] = item.capacity.value * solid / mass
            record["affinity"] = item.affinity.value * mass
        return records
