"""One HTML file a reader can keep, print or send: text, tables, inline figures, nothing fetched from anywhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from ..told import told
from . import tables, uncertainty_tables
from .combustible_map import combustible_map, map_of_run
from .criteria_dotplot import criteria_dotplot
from .embed import inline_svg
from .figures import uncertainty_figures
from .gradients import gradient_sections
from .loss_waterfall import loss_waterfall
from .numbers import number
from .prose import criterion_phrase, loss_sentence, run_sentences, tiles_of
from .protocols import Measured, RunLike, ScaleUpLike, TargetLike
from .reading import length_of
from .regime_diagram import regime_diagram
from .settings import changed_settings, parts_of, settings_of
from .sheet import batch_sheet
from .templating import environment
from .timeline import limits_timeline
from .words import clean, kpi_label

if TYPE_CHECKING:
    from ..study.uncertain import Uncertainty

__all__ = [
    "page",
    "provenance_rows",
    "run_report",
    "scale_up_report",
    "sentence",
    "write_page",
    "write_run_report",
    "write_scale_up_report",
]


def write_run_report(result: RunLike, path: str | Path, measured: Measured | None = None) -> Path:
    """Write the report of one run.

    Parameters
    ----------
    result : run
    path : str or Path
        File to write; replaced only when the new one is complete.
    measured : mapping of name to (hours, values), optional
        Measured points in the variables' own units, see `moromi.simulator.run.measured`.

    Returns
    -------
    Path
    """
    return write_page(Path(path), run_report(result, measured))


def write_scale_up_report(scale_up: ScaleUpLike, path: str | Path) -> Path:
    """Write the report of a scale-up; see `write_run_report`."""
    return write_page(Path(path), scale_up_report(scale_up))


def page(template: str, **content: Any) -> str:
    """HTML of a template of this room; whatever is not marked as safe is escaped."""
    return environment().get_template(template).render(**content)


def write_page(path: Path, text: str) -> Path:
    """Write through a neighbour file, so that nobody ever sees half a report."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def run_report(result: RunLike, measured: Measured | None = None) -> str:
    """HTML of the report of one run."""
    points: Measured = measured or {}
    sheet = inline_svg(batch_sheet(result, points), _sheet_label(result), "sheet")
    return (
        environment()
        .get_template("run.html.j2")
        .render(
            title=_("{scenario} in {vessel}").format(
                scenario=clean(result.scenario.name), vessel=clean(result.vessel.name)
            ),
            run=_run_context(result),
            tiles=tiles_of(result),
            sentences=run_sentences(result),
            sheet=sheet,
            fit=tables.fit_rows(result, points),
            timeline=_timeline([result], "limits"),
            sections=_sections(result),
            gas_map=_gas_map(result),
            parts=parts_of(result.scenario),
            vessels=[(clean(result.vessel.name), settings_of(result.vessel))],
            symbols=tables.symbol_rows([result]),
            provenance=provenance_rows(result),
        )
    )


def _sections(result: RunLike) -> list[Any]:
    """Cross-sections of a tank in compartments."""
    return [
        inline_svg(figure, _("Cross-section: {name}").format(name=name), name)
        for name, figure in gradient_sections(result).items()
    ]


def _gas_map(result: RunLike) -> Any:
    """The safe operating map of a gas that can burn; None without one."""
    found = map_of_run(result)
    if found is None:
        return None
    return inline_svg(combustible_map(found), _("Oxygen against fuel in the gas, and where it burns"), "gas-map")


def scale_up_report(scale_up: ScaleUpLike) -> str:
    """HTML of the report of a scale-up."""
    source, targets = scale_up.source, list(scale_up.targets)
    runs = [source, *(target.result for target in targets)]
    vessels = {clean(run.vessel.name): settings_of(run.vessel) for run in runs}
    names = _(" and ").join(dict.fromkeys(clean(t.result.vessel.name) for t in targets)) or _("no target")
    dots = criteria_dotplot(targets) if any(target.criteria for target in targets) else None
    return (
        environment()
        .get_template("scale_up.html.j2")
        .render(
            title=_("{scenario}: from {source} to {target}").format(
                scenario=clean(source.scenario.name), source=clean(source.vessel.name), target=names
            ),
            run=_run_context(source),
            targets=[_target_context(scale_up, t, i) for i, t in enumerate(targets, start=1)],
            comparison=tables.comparison_rows(scale_up),
            dots=inline_svg(dots, _("Scale-up criteria as ratios of target to source"), "criteria") if dots else None,
            parts=parts_of(source.scenario),
            vessels=list(vessels.items()),
            symbols=tables.symbol_rows(runs),
            provenance=provenance_rows(source),
        )
    )


def _run_context(run: RunLike) -> dict[str, Any]:
    """What the templates say about one run."""
    return {
        "scenario": clean(run.scenario.name),
        "summary": told(clean(getattr(run.scenario, "summary", "") or "", 400)),
        "vessel": clean(run.vessel.name),
        "vessel_summary": told(clean(getattr(run.vessel, "summary", "") or "", 300)),
        "strain": clean(run.strain_name),
        "hours": number(length_of(run)),
        "kpis": tables.kpi_rows(run),
        "interval_note": tables.interval_note(run),
        "phases": tables.phase_rows(run),
        "limits": tables.limit_rows(run),
        "events": tables.event_rows(run),
        "balances": tables.balance_rows(run),
        "warnings": [sentence(warning) for warning in run.warnings],
    }


def _target_context(scale_up: ScaleUpLike, target: TargetLike, index: int) -> dict[str, Any]:
    """What the templates say about one target."""
    name, prefix = clean(target.result.vessel.name), f"t{index}"
    sheet = batch_sheet(target.result, source=scale_up.source)
    waterfall = loss_waterfall(target.loss) if target.loss else None
    diagram = regime_diagram(target.regimes) if target.regimes else None
    beside = _("{sheet}, beside the source").format(sheet=_sheet_label(target.result))
    lost = _("Loss in {vessel} by cause").format(vessel=name)
    regimes = _("Characteristic times of {vessels}").format(vessels=", ".join(clean(v) for v in target.regimes))
    return {
        "id": prefix,
        "run": _run_context(target.result),
        "how": criterion_phrase(clean(target.criterion)),
        "sentence": loss_sentence(scale_up, target),
        "advice": [sentence(text) for text in target.advice],
        "changes": changed_settings(scale_up.source.scenario, target.result.scenario),
        "criteria": tables.criteria_rows(target),
        "losses": [kpi_label(kpi) for kpi in target.loss],
        "causes": tables.cause_rows(target) if target.loss else [],
        "regime_vessels": [clean(vessel) for vessel in target.regimes],
        "regimes": tables.regime_rows(target),
        "sheet": inline_svg(sheet, beside, f"{prefix}-sheet"),
        "timeline": _timeline([scale_up.source, target.result], f"{prefix}-limits"),
        "waterfall": inline_svg(waterfall, lost, f"{prefix}-loss") if waterfall else None,
        "regime_figure": inline_svg(diagram, regimes, f"{prefix}-regimes") if diagram else None,
        "sure": _sure_context(scale_up, target, prefix),
    }


def _sure_context(scale_up: ScaleUpLike, target: TargetLike, prefix: str) -> dict[str, Any] | None:
    """How sure the prediction is; None where nobody asked."""
    found: Uncertainty | None = getattr(target, "uncertainty", None)
    if found is None:
        return None
    intervals, bands = uncertainty_figures(scale_up, target, found)
    return {
        "sentence": uncertainty_tables.drawn_sentence(found),
        "rows": uncertainty_tables.interval_rows(found, scale_up.source.kpis, target.result.kpis),
        "binding": uncertainty_tables.binding_rows(found),
        "unsure": uncertainty_tables.unsure_rows(found),
        "notes": [sentence(note) for note in (*found.draws.notes, *found.reasons)],
        "intervals": inline_svg(
            intervals, _("Intervals of the key figures and probabilities of the limits"), f"{prefix}-sure"
        ),
        "bands": inline_svg(bands, _("Bands of trajectories in source and target"), f"{prefix}-bands"),
    }


def sentence(text: object) -> str:
    """A remark with a capital and a full stop, in the language of the context."""
    line = told(clean(text, 600))
    begin = line if line.startswith(("kLa", "pH")) else line[:1].upper() + line[1:]
    return begin + ("" if line.endswith((".", "!", "?", "。")) else _("."))


def _sheet_label(run: RunLike) -> str:
    text = _("Batch sheet of {scenario} in {vessel}: all variables over time")
    return text.format(scenario=clean(run.scenario.name), vessel=clean(run.vessel.name))


def _timeline(runs: list[RunLike], prefix: str) -> Any:
    names = _(" and ").join(clean(run.vessel.name) for run in runs)
    text = _("Phases and binding limits over time in {vessels}").format(vessels=names)
    return inline_svg(limits_timeline(runs), text, prefix)


def provenance_rows(run: RunLike) -> list[tuple[str, str]]:
    """What made the numbers; nested entries are flattened."""
    rows = settings_of(getattr(run, "provenance", None) or {})
    return [(row.label, row.value) for row in rows if row.value is not None]
