"""The report of a study in one file: what varied, what came out, what failed, and the figures that fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..language import gettext as _
from ..study.responses import Responses, responses_of
from ..told import told
from .embed import inline_svg
from .figures import write_svgs
from .fonts import figure_language
from .html import write_page
from .numbers import DASH, percent, quantities
from .settings import parts_of, settings_of
from .study_figures import Drawn, of_design_space, of_sensitivity, of_sweep
from .study_prose import box_sentence, leading_sentences
from .study_words import entry_labels, unit_text
from .tables import Cells
from .templating import environment
from .words import clean, kpi_label, limit_label

if TYPE_CHECKING:
    from ..study.design_space import DesignSpace
    from ..study.sensitivity_study import Sensitivity
    from ..study.sweep import Sweep

__all__ = ["write_design_space_report", "write_sensitivity_report", "write_sweep_report"]

_QUANTILES = (0.05, 0.5, 0.95)
_MOST_REASONS = 30


def write_sweep_report(done: Sweep, folder: Path) -> Path:
    """Write figures and report of a sweep; returns the path of ``report.html``."""
    responses = responses_of(done.table)
    return _report(done, responses, folder, "sweep", lambda labels: of_sweep(done, _first(done, responses), labels), [])


def write_sensitivity_report(found: Sensitivity, folder: Path) -> Path:
    """Write figures and report of a study of sensitivity."""
    labels = entry_labels(found.problem.names)
    sentences = leading_sentences(found, labels)
    return _report(
        found.sweep, found.responses, folder, "sensitivity", lambda own: of_sensitivity(found, own), sentences
    )


def write_design_space_report(found: DesignSpace, folder: Path) -> Path:
    """Write figures and report of a design space."""
    labels = entry_labels([item.path for item in found.responses.varied])
    shares = ", ".join(f"{item.text}: {percent(item.met(found.responses).mean())}" for item in found.criteria)
    met = _("Of all runs {share} meet all limits ({each}).").format(share=percent(found.met.mean()), each=shares)
    sentences = [box_sentence(found, labels), met]
    return _report(
        found.sweep, found.responses, folder, "design space", lambda own: of_design_space(found, own), sentences
    )


def _report(
    done: Sweep,
    responses: Responses,
    folder: Path,
    kind: str,
    draw: Callable[[Mapping[str, str]], list[Drawn]],
    sentences: Sequence[str],
) -> Path:
    labels = entry_labels([item.path for item in responses.varied])
    with figure_language():
        drawn = draw(entry_labels([item.path for item in responses.varied]))
    write_svgs(folder / "figures", {item.name: item.figure for item in drawn})
    bases = done.study.bases
    first = next(iter(bases.values()))
    page = (
        environment()
        .get_template("study.html.j2")
        .render(
            title=_("{kind} of {scenario}").format(kind=told(kind.capitalize()), scenario=clean(first.name)),
            kind=kind,
            run={"scenario": clean(first.name)},
            summary=told(clean(first.summary or "", 400)),
            facts=_facts(done, responses),
            sentences=[told(clean(text, 600)) for text in sentences],
            varied=_varied_rows(done, labels),
            results=[(name, _result_rows(rows)) for name, rows in _cells(done, responses).items()],
            limits=_limit_rows(responses),
            failures=[
                Cells(f"{count:,}", (told(clean(text, 400)),)) for text, count in responses.failures()[:_MOST_REASONS]
            ],
            failed=int((~responses.done).sum()),
            runs=responses.runs,
            figures=[
                {
                    "title": told(item.title),
                    "caption": item.caption,
                    "svg": inline_svg(item.figure, item.title, item.name),
                }
                for item in drawn
            ],
            parts=parts_of(first),
            vessels=list({clean(base.vessel.name): settings_of(base.vessel) for base in bases.values()}.items()),
            symbols=[],
            provenance=_provenance(done),
        )
    )
    return write_page(folder / "report.html", page)


def _facts(done: Sweep, responses: Responses) -> list[tuple[str, str]]:
    bases = done.study.bases.values()
    return [
        ("Strain", ", ".join(dict.fromkeys(clean(base.strain_name) for base in bases))),
        ("Vessel", ", ".join(dict.fromkeys(clean(base.vessel.name) for base in bases))),
        ("Design", clean(done.study.plan.design.replace("-", " "))),
        ("Runs", f"{responses.runs:,}"),
        ("Failed", f"{int((~responses.done).sum()):,}"),
    ]


def _varied_rows(done: Sweep, labels: Mapping[str, str]) -> list[Cells]:
    rows = []
    for item in done.study.points.variables:
        spread = done.study.plan.vary.get(item.path) or _("points of a file")
        rows.append(Cells(labels[item.path], (clean(spread, 120), unit_text(item.unit) or DASH, clean(item.path, 120))))
    return rows


def _cells(done: Sweep, responses: Responses) -> dict[str, Responses]:
    """Runs of every scenario of the study, by its name."""
    size = len(done.study.points)
    return {name: responses.some(place * size, (place + 1) * size) for place, name in enumerate(done.study.bases)}


def _first(done: Sweep, responses: Responses) -> Responses:
    return next(iter(_cells(done, responses).values()))


def _result_rows(responses: Responses) -> list[Cells]:
    rows = []
    for item in responses.kpis.values():
        known = item.values[np.isfinite(item.values)]
        if known.size:
            texts, unit = quantities(item.name, list(np.quantile(known, _QUANTILES)), item.unit)
            rows.append(Cells(kpi_label(item.name), (*texts, unit or DASH, f"{known.size:,}")))
    return rows


def _limit_rows(responses: Responses) -> list[Cells]:
    """Limits, how many of the runs that came to an end they bind in, and for how long there."""
    rows = []
    for item in responses.limits.values():
        known = item.values[responses.done]
        binding = known[known > 0.0]
        if binding.size:
            hours, _ = quantities("duration", [float(np.median(binding))], "h")
            rows.append((binding.size, Cells(limit_label(item.limit), (percent(binding.size / known.size), hours[0]))))
    return [cells for _, cells in sorted(rows, key=lambda row: -row[0])]


def _provenance(done: Sweep) -> list[tuple[str, str]]:
    file = done.folder / "provenance.json"
    content: Any = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return [(row.label, row.value) for row in settings_of(content) if row.value is not None]
