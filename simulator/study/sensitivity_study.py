"""Which of the things that vary matter for a scenario: a study and its indices."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..run.store import write_json
from ..scenario import Scenario
from .figure_names import check_figures
from .responses import Responses, responses_of
from .sensitivity import Indices, Problem, indices
from .sweep import Sweep, sweep
from .sweep.plan import StudyPlan
from .sweep.sampled import SAMPLED, unit_sample
from .sweep.store import write_bytes
from .sweep.study import study_of

__all__ = ["Sensitivity", "sensitivity"]


@dataclass(frozen=True)
class Sensitivity:
    """Indices of a finished study.

    Attributes
    ----------
    sweep : Sweep
        All its runs.
    responses : Responses
    problem : Problem
    indices : dict of str to Indices
        By the name of the key figure.
    """

    sweep: Sweep
    responses: Responses
    problem: Problem
    indices: dict[str, Indices]

    def summary(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        told = self.sweep.summary()
        return told | {
            "scenario": next(iter(self.sweep.study.bases.values())).name,
            "method": "morris" if self.problem.design == "morris" else "sobol",
            "base_samples": self.problem.base,
            "variables": list(self.problem.names),
            "failures": [{"reason": reason, "runs": count} for reason, count in self.responses.failures()],
            "indices": {
                name: {"unit": self.responses.of(name).unit} | found.summary() for name, found in self.indices.items()
            },
        }

    def rows(self) -> list[tuple[str | float, ...]]:
        """Key figure, variable, kind of index, value, low, high: a row for each index there is."""
        found: list[tuple[str | float, ...]] = []
        for figure, own in self.indices.items():
            for kind, items in own.by_kind.items():
                found += [
                    (figure, name, kind, item.value, item.low, item.high)
                    for name, item in zip(own.names, items, strict=True)
                ]
            found += [
                (figure, f"{one} × {other}", "second", item.value, item.low, item.high)
                for (one, other), item in own.pairs.items()
            ]
        return found

    def save(self, report: bool = True) -> dict[str, Path]:
        """Write ``sensitivity.json``, ``sensitivity.csv``, figures and report beside the table."""
        folder = self.sweep.folder
        files = {"table": self.sweep.path, "json": folder / "sensitivity.json", "csv": folder / "sensitivity.csv"}
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("key_figure", "variable", "index", "value", "low", "high"))
        writer.writerows(self.rows())
        write_bytes(files["csv"], text.getvalue().encode())
        told = {key: value for key, value in self.summary().items() if key not in ("table", "runs_per_second", "ran")}
        write_json(files["json"], told)
        if report:
            from ..report import write_sensitivity_report

            files["report"] = write_sensitivity_report(self, folder)
        return files


def sensitivity(
    plan: StudyPlan,
    folder: Path | None = None,
    *,
    figures: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
    **options: Any,
) -> Sensitivity:
    """Run a study, or what is left of it, and say what matters.

    Parameters
    ----------
    plan : StudyPlan
        Of one scenario, with a design of `SAMPLED`.
    folder : Path, optional
        As of `sweep`.
    figures : sequence of str
        Key figures or limits (``limit_cooling``); all key figures by default.
    progress : callable, optional
    **options
        Of `sweep`: executor, workers, cluster, restart.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InputError
        The study is wrong, or SALib is not installed.
    """
    if plan.design not in SAMPLED:
        raise InputError(f"design '{plan.design}' gives no indices; those that do are {', '.join(SAMPLED)}")
    unit_sample("morris", 1, 2, 1)  # is SALib there?
    study = study_of(plan)
    if len(study.bases) > 1:
        raise InputError("indices are those of one scenario in one vessel with one strain: name one of each")
    bases: list[Scenario] = list(study.bases.values())
    check_figures(figures, bases)
    done = sweep(plan, folder, progress=progress, **options)
    responses = responses_of(done.table)
    problem = Problem(tuple(item.path for item in responses.varied), plan.design, plan.runs, plan.seed)
    noise = max(bases[0].tolerance.relative, 1e-9)
    wanted = figures or tuple(responses.kpis)
    # a limit that never binds has no column
    found = {
        name: indices(problem, responses.of(name).values, noise)
        if name in responses.kpis or name in responses.limits
        else Indices(problem.names, note="in no run")
        for name in wanted
    }
    return Sensitivity(done, responses, problem, found)
