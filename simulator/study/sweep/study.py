"""A study made ready: its scenarios, its points, what to call it, and how it is cut into pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import ceil, floor

from ...errors import InputError, nearest
from ...run.api import resolve_vessel
from ...run.provenance import engine_hash, text_hash
from ...scenario import Scenario, check_criterion, dump_yaml, load_scenario
from ...variables import find_variable
from .design import MOST_RUNS
from .plan import StudyPlan
from .points import Points, points_of
from .task import Task

__all__ = ["Chunk", "Study", "study_of"]


@dataclass(frozen=True)
class Chunk:
    """Runs first … last−1 of a study, all of one scenario; the points of the scenario are begin … end−1."""

    index: int
    cell: int
    first: int
    last: int
    begin: int
    end: int


@dataclass
class Study:
    """A study made ready.

    Attributes
    ----------
    plan : StudyPlan
        With the scenarios by their names in `bases`.
    bases : dict of str to Scenario
        Scenarios, by name, with everything but what varies.
    points : Points
    """

    plan: StudyPlan
    bases: dict[str, Scenario]
    points: Points

    @property
    def runs(self) -> int:
        """Number of runs: every scenario at every point."""
        return len(self.bases) * len(self.points)

    @cached_property
    def key(self) -> str:
        """Hash of all that the numbers follow from, the simulator's own sources among it."""
        texts = [dump_yaml(self.plan), *(f"{name}\n{text}" for name, text in self._texts.items())]
        values = text_hash(repr(self.points.shares.tobytes())) if self.points.given else ""
        return text_hash("\n".join([engine_hash(), values, *texts]))

    def chunks(self) -> Iterator[Chunk]:
        """All pieces, in order."""
        size, count = self.plan.chunk, len(self.points)
        per_cell = ceil(count / size)
        for cell, place in product(range(len(self.bases)), range(per_cell)):
            begin, end = place * size, min((place + 1) * size, count)
            yield Chunk(cell * per_cell + place, cell, cell * count + begin, cell * count + end, begin, end)

    @cached_property
    def times(self) -> int:
        """Rows of every kept trajectory."""
        keep = self.plan.keep
        if keep is None:
            return 0
        longest = max(base.recipe.end - base.recipe.start.time for base in self.bases.values())
        return floor(longest / keep.interval + 1e-9) + 1

    def task(self, chunk: Chunk) -> Task:
        """What has to be known to run a piece, wherever."""
        name = list(self.bases)[chunk.cell]
        texts = tuple(tuple(self.points.texts(row)) for row in range(chunk.begin, chunk.end))
        paths = tuple(variable.path for variable in self.points.variables)
        return Task(self.key, name, self._texts[name], paths, self._ends, texts, self.plan.keep, self.times)

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {name: dump_yaml(base) for name, base in self.bases.items()}

    @cached_property
    def _ends(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.points.ends())


def study_of(plan: StudyPlan) -> Study:
    """Make a plan into a study: scenarios loaded and carried over, points laid; nothing is run.

    Raises
    ------
    InputError
        A scenario, vessel, strain or criterion is wrong, or a point is of no use.
    """
    points = points_of(plan)
    scenarios = len(plan.scenarios) * max(len(plan.vessels), 1) * max(len(plan.strains), 1)
    if scenarios * len(points) > MOST_RUNS:
        raise InputError(
            f"{scenarios} scenarios at {len(points):,} points each are more than the {MOST_RUNS:,} runs of a study"
        )
    if plan.by:
        check_criterion(plan.by)
    bases: dict[str, Scenario] = {}
    for parts in product(plan.scenarios, plan.strains or ("",), plan.vessels or ("",)):
        base = _base(*parts, plan)
        bases[_name_of(base, bases)] = base
    _check_kept(plan, bases)
    file = "points.csv" if points.given else ""
    resolved = plan.model_copy(
        update={
            "scenarios": tuple(f"scenarios/{name}.yaml" for name in bases),
            "vessels": (),
            "strains": (),
            "set": (),
            "by": "",
            "points": file,
        }
    )
    return Study(resolved, bases, points)


def _base(scenario: str, strain: str, vessel: str, plan: StudyPlan) -> Scenario:
    overrides = [*plan.set, *([f"strain={strain}"] if strain else [])]
    loaded = load_scenario(scenario, overrides)
    if not vessel:
        return loaded
    from ...scaleup.transfer import transfer

    return transfer(loaded, resolve_vessel(vessel), plan.by or None).scenario


def _name_of(base: Scenario, others: dict[str, Scenario]) -> str:
    """A name for a scenario of a study that none of the others has."""
    name = f"{base.name}-{base.strain_name.replace(' ', '')}-{base.vessel.name}"
    found, number = name, 2
    while found in others:
        found, number = f"{name}-{number}", number + 1
    return found


def _check_kept(plan: StudyPlan, bases: dict[str, Scenario]) -> None:
    """Every variable that is to be kept exists."""
    if plan.keep is None:
        return
    species = tuple(dict.fromkeys(name for base in bases.values() for name in base.species))
    strains = tuple(dict.fromkeys(name for base in bases.values() for name in base.strains))
    for name in plan.keep.variables:
        try:
            find_variable(name, species, strains)
        except KeyError:
            raise InputError(f"keep: no variable '{name}'{nearest(name, [*_common(), *species])}") from None
    if plan.keep.interval <= 0.0:
        raise InputError("keep: the interval is above 0")


def _common() -> list[str]:
    from ...variables import VARIABLES

    return list(VARIABLES)
