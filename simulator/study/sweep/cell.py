"""One scenario of a study with all that varies in it: made ready once, members by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ....strains import Strain, StrainError, shared_definition
from ...errors import InputError
from ...run.opened import opened_strain
from ...scenario import Scenario
from ...scenario.family import Family

__all__ = ["Cell", "ready_cell"]

Progress = Callable[[str], None]

_BUDGET = 2000
"""Regions after which an atlas stays incomplete: what is missing is found by the runs that need it."""


@dataclass(frozen=True)
class Cell:
    """A scenario of a study.

    Parameters
    ----------
    family : Family
        Its members at the points.
    strains : tuple of Strain
        With room for what any member's cells can do.
    """

    family: Family
    strains: tuple[Strain, ...]


def ready_cell(
    base: Scenario, paths: Sequence[str], ends: Sequence[Sequence[str]], progress: Progress | None = None
) -> Cell:
    """Make a scenario ready for all points of a study; the ends of every variable are tried.

    Parameters
    ----------
    base : Scenario
    paths : sequence of str
        What varies.
    ends : sequence of sequences of str
        Of every path values between which all others lie.
    progress : callable, optional

    Raises
    ------
    InputError
        A path does not exist, a value is none of it, or what varies changes the linear program of a strain.
    """
    family = Family(base, dict(zip(paths, (values[0] for values in ends), strict=True)))
    edges = [family.member([values[0] for values in ends])]
    for place, values in enumerate(ends):
        for value in values[1:]:
            edges.append(_alone(base, paths[place], value))
    strains = tuple(_opened(edges, place, progress) for place in range(len(base.members)))
    for strain in strains:
        _fill(strain, progress)
    return Cell(family, strains)


def _alone(base: Scenario, path: str, value: str) -> Scenario:
    """The scenario with one value changed."""
    return Family(base, {path: value}).member([value])


def _opened(members: Sequence[Scenario], place: int, progress: Progress | None) -> Strain:
    definitions = [list(member.members.values())[place].definition() for member in members]
    try:
        return opened_strain(shared_definition(definitions), progress)
    except StrainError as error:
        raise InputError(str(error)) from error


def _fill(strain: Strain, progress: Progress | None) -> None:
    """Find all regions beforehand, so that no run waits and none depends on what others found."""
    if strain.complete or strain.regions >= _BUDGET:
        return
    if progress is not None:
        progress(f"flux atlas of '{strain.definition.name}': exploring it whole, once")
    try:
        strain.compile(budget=_BUDGET, certify=False, progress=progress)
    except StrainError as error:
        raise InputError(f"strain '{strain.definition.name}': {error}") from error
