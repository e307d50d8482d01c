"""The strains of one vessel: what their species have in common, and whose numbers stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels.atlas_arrays import Atlas
from ...strains import Chemistry, Strain, StrainDefinition, TrackedSpecies
from ..errors import InputError
from .turnover import Turnover

__all__ = ["STRONG_IONS", "Community", "Member", "community_of", "with_strong_ions"]

_CONTENTS = {
    "molar_mass": "molar mass",
    "carbon": "carbon content",
    "nitrogen": "nitrogen content",
    "oxygen": "oxygen content",
    "charge": "charge",
    "enthalpy": "combustion enthalpy",
}
"""What one compound has one value of."""
STRONG_IONS = "strong_ions"
"""Species that stands for the charge of strong cations less that of strong anions."""
_SAME = 1e-6  # relative, or absolute where the content is small
_ROUNDED = 1e-3  # relative, of a molar mass


@dataclass(frozen=True)
class Member:
    """Names of one strain's numbers, and where the first of each stands among those of all strains.

    Attributes
    ----------
    name : str
        As the scenario calls the strain; empty for the only one.
    species, outputs, parameters, carried : tuple of str
    output, parameter, cell, ledger : int
        First flux output, flux parameter, cell-bound state and ledger.
    mortal : bool
        Whether its cells die: the dead stand behind what it carries.
    """

    name: str
    species: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[str, ...]
    carried: tuple[str, ...]
    output: int
    parameter: int
    cell: int
    ledger: int
    mortal: bool

    @property
    def cells(self) -> int:
        """Number of states that travel with its cells."""
        return len(self.carried) + self.mortal

    @property
    def suffix(self) -> str:
        """End of the names of what belongs to this strain: ``_wild``; nothing for the only strain."""
        return f"_{self.name}" if self.name else ""


@dataclass(frozen=True)
class Community:
    """All strains of a vessel.

    Attributes
    ----------
    strains : tuple of Strain
        Owners of the flux atlases; one may stand in two places.
    members : tuple of Member
        In the same order.
    species : tuple of str
        Followed by any strain, those of the first one first.
    chemistry : Chemistry
        Of these species; its biomass is the first strain's.
    turnovers : tuple of Turnover
        Reactions in the medium.
    """

    strains: tuple[Strain, ...]
    members: tuple[Member, ...]
    species: tuple[str, ...]
    chemistry: Chemistry
    turnovers: tuple[Turnover, ...] = ()

    @property
    def followed(self) -> list[list[int]]:
        """Places of every strain's species among those of the vessel."""
        return [[self.species.index(name) for name in member.species] for member in self.members]

    def atlases(self) -> list[Atlas]:
        """What the strains know now."""
        return [strain.kernel_atlas() for strain in self.strains]


def community_of(strains: Sequence[Strain], names: Sequence[str] = ("",)) -> Community:
    """Put strains into one vessel.

    Parameters
    ----------
    strains : sequence of Strain
    names : sequence of str
        What the scenario calls them; an empty one for the only strain.

    Raises
    ------
    InputError
        A species of one name is not the same compound for all strains.
    """
    members: list[Member] = []
    output = parameter = cell = ledger = 0
    for name, strain in zip(names, strains, strict=True):
        definition = strain.definition
        species = tuple(item.name for item in definition.species)
        member = Member(
            name=name,
            species=species,
            outputs=strain.outputs,
            parameters=strain.parameters,
            carried=definition.carried,
            output=output,
            parameter=parameter,
            cell=cell,
            ledger=ledger,
            mortal=definition.death is not None,
        )
        members.append(member)
        output += len(member.outputs)
        parameter += len(member.parameters)
        cell += member.cells
        ledger += len(member.outputs) - 1 - len(species)
    union = tuple(dict.fromkeys(name for member in members for name in member.species))
    return Community(tuple(strains), tuple(members), union, _chemistry(strains, members, union))


def with_strong_ions(community: Community) -> Community:
    """The same strains in a vessel whose pH follows from its ions: the last species is the strong-ion difference.

    It is an amount of charge, without mass and elements: what the strains exchange of ions that nobody follows is
    in their ledgers already.
    """
    chemistry = community.chemistry
    species = (*community.species, STRONG_IONS)
    extended = replace(
        chemistry,
        species=species,
        carbon=np.append(chemistry.carbon, 0.0),
        nitrogen=np.append(chemistry.nitrogen, 0.0),
        oxygen=np.append(chemistry.oxygen, 0.0),
        charge=np.append(chemistry.charge, 0.0),
        molar_mass=np.append(chemistry.molar_mass, 0.0),
        enthalpy=np.append(chemistry.enthalpy, 0.0),
        electrons=np.append(chemistry.electrons, 0.0),
    )
    return replace(community, species=species, chemistry=extended)


def _chemistry(strains: Sequence[Strain], members: Sequence[Member], union: tuple[str, ...]) -> Chemistry:
    """Contents of all species, from the first strain that exchanges each."""
    if len(strains) == 1:
        return strains[0].chemistry
    owners = [_owner(name, strains, members) for name in union]

    def content(key: str) -> NDArray[np.float64]:
        """One content of every species."""
        pairs = zip(union, owners, strict=True)
        return np.array([_content(key, name, strains[owner], members[owner]) for name, owner in pairs])

    return replace(
        strains[0].chemistry,
        species=union,
        carbon=content("carbon"),
        nitrogen=content("nitrogen"),
        oxygen=content("oxygen"),
        charge=content("charge"),
        molar_mass=content("molar_mass"),
        enthalpy=content("enthalpy"),
        electrons=content("electrons"),
    )


def _content(key: str, name: str, strain: Strain, member: Member) -> float:
    """What a strain says of a species."""
    return float(getattr(strain.chemistry, key)[member.species.index(name)])


def _owner(name: str, strains: Sequence[Strain], members: Sequence[Member]) -> int:
    """The strain whose word on a species counts; all others that follow it must agree."""
    following = [place for place, member in enumerate(members) if name in member.species]
    # a species that cells only notice has a molar mass, and no contents
    owner = next((place for place in following if _item(name, strains[place].definition).exchange), following[0])
    for place in following:
        if place != owner:
            _check_same(name, members, strains, owner, place)
    return owner


def _item(name: str, definition: StrainDefinition) -> TrackedSpecies:
    return next(item for item in definition.species if item.name == name)


def _check_same(name: str, members: Sequence[Member], strains: Sequence[Strain], first: int, second: int) -> None:
    """Refuse two compounds of one name; of what cells only notice, the molar mass stated may be rounded."""
    both = f"strains '{members[first].name}' and '{members[second].name}'"
    items = [_item(name, strains[place].definition) for place in (first, second)]
    exchanged = all(item.exchange for item in items)
    for key in _CONTENTS if exchanged else ("molar_mass",):
        here, there = (_content(key, name, strains[place], members[place]) for place in (first, second))
        slack = _SAME * max(1.0, abs(here), abs(there)) if exchanged else _ROUNDED * here
        if abs(here - there) > slack:
            raise InputError(
                f"{both} mean different compounds by '{name}': {_CONTENTS[key]} {here:.6g} and {there:.6g}; "
                "give one of them another name"
            )
