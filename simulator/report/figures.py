"""Figures as files, for result folders and slides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .band_plot import band_plot
from .combustible_map import combustible_map, map_of_run
from .criteria_dotplot import criteria_dotplot
from .gradients import gradient_sections
from .interval_plot import interval_plot
from .lifeline_plot import regime_histogram
from .loss_waterfall import loss_waterfall
from .protocols import Measured, Numbers, RunLike, ScaleUpLike, TargetLike
from .regime_diagram import regime_diagram
from .sheet import batch_sheet
from .style import to_svg
from .timeline import limits_timeline
from .words import slug

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..study.uncertain import Uncertainty

__all__ = ["uncertainty_figures", "write_figures", "write_regimes", "write_scale_up_figures", "write_svgs"]


def write_figures(result: RunLike, folder: Path, measured: Measured | None = None) -> list[Path]:
    """Write a run's figures as SVG and return their paths."""
    figures = {"batch-sheet": batch_sheet(result, measured), "limits": limits_timeline([result])}
    gas = map_of_run(result)
    if gas is not None:
        figures["combustible-map"] = combustible_map(gas)
    return write_svgs(folder, figures | gradient_sections(result))


def write_scale_up_figures(scale_up: ScaleUpLike, folder: Path) -> list[Path]:
    """Write the figures of a scale-up as SVG and return their paths; names carry the target's vessel."""
    figures: dict[str, Figure] = {}
    for index, target in enumerate(scale_up.targets, start=1):
        tail = f"{index}-{slug(target.result.vessel.name)}"
        figures[f"batch-sheet-{tail}"] = batch_sheet(target.result, source=scale_up.source)
        figures[f"limits-{tail}"] = limits_timeline([scale_up.source, target.result])
        if target.regimes:
            figures[f"regimes-{tail}"] = regime_diagram(target.regimes)
        if target.loss:
            figures[f"loss-{tail}"] = loss_waterfall(target.loss)
        sure: Uncertainty | None = getattr(target, "uncertainty", None)
        if sure is not None:
            figures[f"intervals-{tail}"], figures[f"bands-{tail}"] = uncertainty_figures(scale_up, target, sure)
    if any(target.criteria for target in scale_up.targets):
        figures["criteria"] = criteria_dotplot(scale_up.targets)
    return write_svgs(folder, figures)


def uncertainty_figures(scale_up: ScaleUpLike, target: TargetLike, found: Uncertainty) -> tuple[Figure, Figure]:
    """How sure a target is: intervals and limits; bands of trajectories beside the source's."""
    names = (scale_up.source.vessel.name, target.result.vessel.name)
    sets = {names[1]: found.bands[0], f"{names[0]} (source)": found.bands[1]}
    return interval_plot(found, scale_up.source.kpis, target.result.kpis, names), band_plot(sets)


def write_regimes(edges: Numbers, dwells: Mapping[str, Numbers], folder: Path) -> list[Path]:
    """Write how long cells stay in each regime, by duration [s], as ``regimes.svg``."""
    return write_svgs(folder, {"regimes": regime_histogram(edges, dwells)})


def write_svgs(folder: Path, figures: Mapping[str, Figure]) -> list[Path]:
    """Write figures as SVG by their names."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, figure in figures.items():
        path = folder / f"{name}.svg"
        path.write_bytes(to_svg(figure, salt=name))
        paths.append(path)
    return paths
