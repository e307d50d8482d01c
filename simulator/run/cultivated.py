"""Every strain of a run beside what the scenario states of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..plant import Member
from ..scenario import Scenario
from ..scenario.strain_file import StrainFile
from .trajectory import Trajectory

if TYPE_CHECKING:
    from .kpis import Kpi

__all__ = ["Cultivated", "cultivated", "figures_by_strain"]


class Cultivated(NamedTuple):
    """One strain of a run.

    Attributes
    ----------
    place : int
        Its place among the strains of the run.
    member : Member
        What the run calls it and what belongs to it.
    strain : StrainFile
        What its file states.
    """

    place: int
    member: Member
    strain: StrainFile


def cultivated(run: Trajectory, scenario: Scenario) -> Iterator[Cultivated]:
    """Go through the strains of a run in their order.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
        Whose run it is.
    """
    pairs = zip(run.members, scenario.members.values(), strict=True)
    return (Cultivated(place, member, strain) for place, (member, strain) in enumerate(pairs))


def figures_by_strain(
    run: Trajectory, scenario: Scenario, figures: Callable[[Cultivated], Mapping[str, tuple[float, str]]]
) -> dict[str, Kpi]:
    """Key figures of every strain; of several strains with their names.

    Parameters
    ----------
    run : Trajectory
    scenario : Scenario
    figures : callable
        Value and unit by name, of one strain; empty where it has none.
    """
    return {
        f"{name}{one.member.suffix}": {"value": float(value), "unit": unit}
        for one in cultivated(run, scenario)
        for name, (value, unit) in figures(one).items()
    }
