"""Where a process meets all its limits, with what probability: the design space of ICH Q8 over two chosen axes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..run.store import write_json
from .criteria import Criterion, all_met, parse_criteria
from .probability import Box, Field, Grid, bandwidth, largest_box, local_probability
from .responses import Responses, Varied, responses_of
from .sweep import Sweep, sweep
from .sweep.plan import StudyPlan
from .sweep.store import write_bytes
from .sweep.study import study_of
from .sweep.variable import Variable

__all__ = ["Axis", "DesignSpace", "design_space"]


@dataclass(frozen=True)
class Axis:
    """One of the two axes.

    Attributes
    ----------
    entry : Varied
    values : shape (n,)
        Of the grid, in the entry's unit.
    """

    entry: Varied
    values: Grid


@dataclass(frozen=True)
class DesignSpace:
    """Probability that all criteria are met.

    Attributes
    ----------
    sweep : Sweep
    responses : Responses
    criteria : tuple of Criterion
    x, y : Axis
    field : Field
        Over shares of the axes.
    alone : tuple of Field
        The same of every criterion by itself.
    least : float
        Probability asked for.
    box : Box or None
        Largest rectangle in which it is reached.
    """

    sweep: Sweep
    responses: Responses
    criteria: tuple[Criterion, ...]
    x: Axis
    y: Axis
    field: Field
    alone: tuple[Field, ...]
    least: float
    box: Box | None

    @property
    def kernel(self) -> float:
        """Width of the kernel of the estimate, as a share of either axis."""
        return bandwidth(self.responses.runs)

    @property
    def met(self) -> NDArray[np.bool_]:
        """Which runs meet all criteria, shape (runs,)."""
        return all_met(self.criteria, self.responses)

    def range_of(self, axis: Axis) -> tuple[float, float] | None:
        """Ends of the box along an axis, in its unit."""
        if self.box is None:
            return None
        ends = self.box.x if axis is self.x else self.box.y
        low, high = (float(np.interp(end, self.field.x, axis.values)) for end in ends)
        return low, high

    def counted(self) -> tuple[int, int]:
        """Runs in the box, and those of them that meet all criteria: the estimate without a kernel."""
        if self.box is None:
            return 0, 0
        inside = self.box.holds(_shares(self.sweep, (self.x.entry.path, self.y.entry.path)))
        return int(inside.sum()), int((inside & self.met).sum())

    def summary(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        inside, good = self.counted()
        ranges = None
        if self.box is not None:
            ranges = {axis.entry.path: self.range_of(axis) for axis in (self.x, self.y)}
        return self.sweep.summary() | {
            "x": {"path": self.x.entry.path, "unit": self.x.entry.unit, "values": self.x.values.tolist()},
            "y": {"path": self.y.entry.path, "unit": self.y.entry.unit, "values": self.y.values.tolist()},
            "random": [item.path for item in self.responses.varied if item not in (self.x.entry, self.y.entry)],
            "criteria": [
                {
                    "text": item.text,
                    "bound": item.bound,
                    "unit": item.unit,
                    "met": float(item.met(self.responses).mean()),
                }
                for item in self.criteria
            ],
            "met": float(self.met.mean()),
            "failures": [{"reason": reason, "runs": count} for reason, count in self.responses.failures()],
            "probability": self.field.probability.tolist(),
            "standard_error": self.field.error.tolist(),
            "runs_behind": self.field.weight.tolist(),
            "kernel_width": self.kernel,
            "least": self.least,
            "box": None if ranges is None else {"ranges": ranges, "runs": inside, "met": good},
        }

    def save(self, report: bool = True) -> dict[str, Path]:
        """Write ``design-space.json``, ``design-space.csv``, figures and report beside the table."""
        folder = self.sweep.folder
        files = {"table": self.sweep.path, "json": folder / "design-space.json", "csv": folder / "design-space.csv"}
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        heads = [f"{axis.entry.path} [{axis.entry.unit or '1'}]" for axis in (self.x, self.y)]
        writer.writerow([*heads, "probability", "standard_error", "runs_behind"])
        for i, y in enumerate(self.y.values.tolist()):
            for j, x in enumerate(self.x.values.tolist()):
                found = (self.field.probability[i, j], self.field.error[i, j], self.field.weight[i, j])
                writer.writerow([x, y, *(float(item) for item in found)])
        write_bytes(files["csv"], text.getvalue().encode())
        told = {key: value for key, value in self.summary().items() if key not in ("table", "runs_per_second", "ran")}
        write_json(files["json"], told)
        if report:
            from ..report import write_design_space_report

            files["report"] = write_design_space_report(self, folder)
        return files


def design_space(
    plan: StudyPlan,
    x: str,
    y: str,
    limits: Sequence[str],
    folder: Path | None = None,
    *,
    least: float = 0.9,
    progress: Callable[[str], None] | None = None,
    **options: Any,
) -> DesignSpace:
    """Run a study, or what is left of it, and map the probability that all limits are met.

    Parameters
    ----------
    plan : StudyPlan
        Of one scenario; everything that varies besides the axes is random.
    x, y : str
        Paths of the axes, which vary in the plan.
    limits : sequence of str
        ``dot_min > 20 %`` and the like.
    folder : Path, optional
        As of `sweep`.
    least : float
        Probability asked for in the box.
    progress : callable, optional
    **options
        Of `sweep`.

    Raises
    ------
    InputError
        Something about it is wrong; nothing was run.
    """
    if not limits:
        raise InputError("a design space needs at least one --limit, for example 'dot_min > 20 %'")
    study = study_of(plan)
    if len(study.bases) > 1:
        raise InputError("a design space is that of one scenario in one vessel with one strain: name one of each")
    criteria = parse_criteria(limits, study.bases.values())
    axes = tuple(_axis_variable(study.points.variables, path) for path in (x, y))
    done = sweep(plan, folder, progress=progress, **options)
    responses = responses_of(done.table)
    shares = _shares(done, (x, y))
    field = local_probability(shares, all_met(criteria, responses))
    alone = (
        tuple(local_probability(shares, item.met(responses)) for item in criteria) if len(criteria) > 1 else (field,)
    )
    made = [
        Axis(responses.entry(item.path), np.array([item.spread.at(share) for share in field.x.tolist()]))
        for item in axes
        if item.spread is not None
    ]
    return DesignSpace(done, responses, criteria, made[0], made[1], field, alone, least, largest_box(field, least))


def _axis_variable(variables: Sequence[Variable], path: str) -> Variable:
    """The variable of an axis, which has a range."""
    found = next((item for item in variables if item.path == path), None)
    if found is None:
        raise InputError(f"axis '{path}': it does not vary in this study")
    if found.spread is None or found.spread.kind not in ("uniform", "log"):
        raise InputError(f"axis '{path}': an axis needs a range, for example {path}=0.7:1.3")
    return found


def _shares(done: Sweep, paths: tuple[str, str]) -> Grid:
    """Shares of the axes at every run."""
    names = [variable.path for variable in done.study.points.variables]
    return np.asarray(done.study.points.shares[:, [names.index(path) for path in paths]])
