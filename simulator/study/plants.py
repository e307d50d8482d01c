"""Large tanks, rigs and columns beside what plants have shown: run the cases, read the figures, tell their bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..run import Result
from ..run.simulate import simulate
from ..scenario import load_scenario
from .plant_case import PlantCase, Question, Trial, Variant, load_plant_case, plant_case_names
from .plant_measures import MEASURES
from .strain_ranges import ends_of_ranges, joint_draws, ranges_of

__all__ = ["Answer", "Spread", "ask_plants"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Spread:
    """What an answer becomes over the strain's ranges: lowest and highest, and with which numbers."""

    low: float
    high: float
    at_low: str
    at_high: str


@dataclass(frozen=True)
class Answer:
    """A question answered.

    Attributes
    ----------
    case : str
    question : Question
    variant : str
        Empty: the strain as it is.
    value : float
    spread : Spread or None
        Where it was asked for.
    """

    case: str
    question: Question
    variant: str
    value: float
    spread: Spread | None = None

    @property
    def unit(self) -> str:
        """Of the value and the band."""
        return MEASURES[self.question.measure].unit

    @property
    def agrees(self) -> bool | None:
        """Whether the value lies in the band; None without one, or with another strain."""
        return None if self.variant else self.question.agrees(self.value)

    def as_dict(self) -> dict[str, Any]:
        """Keys as in ``--json``."""
        asked, spread = self.question, self.spread
        return {
            "case": self.case,
            "quantity": asked.name,
            "variant": self.variant,
            "simulated": self.value,
            "unit": self.unit,
            "published": asked.published,
            "band": asked.band,
            "agrees": self.agrees,
            "spread": None if spread is None else [spread.low, spread.high],
            "spread_at": None if spread is None else [spread.at_low, spread.at_high],
            "row": asked.row,
            "mark": asked.mark,
            "source": asked.source,
        }


def ask_plants(
    cases: Sequence[str] = (), *, ranges: bool = False, corners: int = 16, progress: Progress | None = None
) -> list[Answer]:
    """Run cases of large scale.

    Parameters
    ----------
    cases : sequence of str
        Names; all of them by default.
    ranges : bool
        Whether the marked questions are also asked with every number of the strain's inertia at both ends of its
        sourced range, and at `corners` of them all.
    corners : int
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    list of Answer
        One a question, and one a variant of those that are marked.

    Raises
    ------
    InputError
        A case of that name does not exist.
    """
    answers: list[Answer] = []
    for case in [load_plant_case(name) for name in cases or plant_case_names()]:
        results = _runs(case, case.runs, (), progress)
        spreads = _spreads(case, corners, progress) if ranges else {}
        answers += [
            Answer(case.name, question, "", _answer(question, results), spreads.get(question.name))
            for question in case.questions
        ]
        for variant in case.variants:
            answers += _varied(case, variant, progress)
    return answers


def _runs(
    case: PlantCase, trials: Sequence[Trial], more: Sequence[str], progress: Progress | None
) -> dict[str, Result]:
    found = {}
    for trial in trials:
        if progress is not None:
            progress(f"{case.name}: {trial.name}")
        found[trial.name] = simulate(load_scenario(trial.scenario, (*trial.set, *more)))
    return found


def _answer(question: Question, results: dict[str, Result]) -> float:
    measure = MEASURES[question.measure]
    return measure.read(question, results[question.of], results[question.against or question.of])


def _varied(case: PlantCase, variant: Variant, progress: Progress | None) -> list[Answer]:
    """The marked questions with another strain."""
    marked = [question for question in case.questions if question.vary]
    needed = {name for question in marked for name in (question.of, question.against)}
    results = _runs(case, [run for run in case.runs if run.name in needed], variant.set, None)
    if progress is not None:
        progress(f"{case.name}: {variant.name}")
    return [Answer(case.name, question, variant.name, _answer(question, results)) for question in marked]


def _spreads(case: PlantCase, corners: int, progress: Progress | None) -> dict[str, Spread]:
    """Spread of every marked question, by its name."""
    if not any(question.vary for question in case.questions):
        return {}
    found = ranges_of(load_scenario(case.runs[0].scenario, case.runs[0].set))
    tried = [
        answer
        for variant in (*ends_of_ranges(found), *joint_draws(found, corners))
        for answer in _varied(case, variant, progress)
    ]
    spreads = {}
    for name in dict.fromkeys(answer.question.name for answer in tried):
        own = sorted((answer for answer in tried if answer.question.name == name), key=lambda answer: answer.value)
        spreads[name] = Spread(own[0].value, own[-1].value, own[0].variant, own[-1].variant)
    return spreads
