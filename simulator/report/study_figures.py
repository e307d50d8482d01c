"""Which figures fit a study: by its design, and by what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..study.summaries import bands_of, correlations, swings
from .band_plot import band_plot
from .design_map import design_map
from .index_bars import index_bars
from .parallel_plot import parallel_plot
from .response_surface import response_surface
from .study_axes import shown_response
from .tornado import tornado
from .words import kpi_label, lower

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..study.design_space import DesignSpace
    from ..study.responses import Response, Responses
    from ..study.sensitivity_study import Sensitivity
    from ..study.sweep import Sweep

__all__ = ["Drawn", "of_design_space", "of_sensitivity", "of_sweep", "usual_figures"]

_USUAL = ("biomass_final", "titre_", "biomass_yield_", "otr_max", "dot_min", "heat_max", "productivity_biomass")
_FEWEST = 30
"""Runs from which on a surface says anything."""


@dataclass(frozen=True)
class Drawn:
    """A figure with its heading and what it shows."""

    name: str
    figure: Figure
    title: str
    caption: str


def usual_figures(responses: Responses, most: int = 6) -> list[Response]:
    """Key figures that matter most and vary, in that order."""

    def varies(item: Response) -> bool:
        known = item.values[np.isfinite(item.values)]
        return known.size > 1 and float(np.ptp(known)) > 1e-6 * float(np.abs(known).max())

    named = [name for start in _USUAL for name in responses.kpis if name.startswith(start)]
    return [responses.kpis[name] for name in dict.fromkeys(named) if varies(responses.kpis[name])][:most]


def of_sweep(done: Sweep, responses: Responses, labels: Mapping[str, str]) -> list[Drawn]:
    """Figures of a sweep, drawn from the runs of its first scenario."""
    chosen = usual_figures(responses)
    if done.study.plan.design == "one-at-a-time":
        found = [_tornado(item, responses, labels) for item in chosen[:4]]
    else:
        found = [_surface(item, responses, labels) for item in chosen[:3]]
        found += [_parallel(item, responses, labels) for item in chosen[:1] if len(responses.varied) > 1]
    return [item for item in found if item is not None] + _bands(done)


def of_sensitivity(found: Sensitivity, labels: Mapping[str, str]) -> list[Drawn]:
    """Figures of a study of sensitivity: indices first, then what the leading entries do."""
    responses = found.responses
    usual = [item.name for item in usual_figures(responses)]
    names = [name for name in usual if name in found.indices] or list(found.indices)
    names = [name for name in names if name in responses.kpis or name in responses.limits]
    drawn = []
    if names:
        shown = {name: shown_response(responses.of(name)) for name in names}
        figure = index_bars({name: found.indices[name] for name in names}, shown, labels)
        caption = (
            "Share of the variance that each entry accounts for, alone and with all its interactions (Sobol')."
            if found.problem.design != "morris"
            else "Elementary effects (Morris): mean size µ* for a way through the whole range, and their spread σ, "
            "which is that of interactions and curvature."
        )
        drawn.append(Drawn("indices", figure, "What matters", f"{caption} Whiskers: 95 % intervals by bootstrap."))
    more = [_surface(responses.of(name), responses, labels, found.indices[name].ranked()) for name in names[:2]]
    more += [_parallel(responses.of(name), responses, labels) for name in names[:1] if len(responses.varied) > 1]
    return drawn + [item for item in more if item is not None] + _bands(found.sweep)


def of_design_space(found: DesignSpace, labels: Mapping[str, str]) -> list[Drawn]:
    """The map, and trajectories where some were kept."""
    texts = ", ".join(item.text for item in found.criteria)
    caption = (
        f"Probability that all limits are met ({texts}), by local linear regression over the runs; everything else "
        "that varies is random. Dashed: even odds of one limit alone. The estimate smears edges by about "
        f"{100.0 * found.kernel:.0f} % of an axis."
    )
    drawn = [Drawn("design-space", design_map(found, labels), "Design space", caption)]
    chosen = [item.name for item in found.criteria if item.name in found.responses.kpis]
    axes = [found.x.entry.path, found.y.entry.path]
    drawn += [
        item
        for name in chosen[:2]
        if (item := _surface(found.responses.of(name), found.responses, labels, axes)) is not None
    ]
    return drawn + _bands(found.sweep)


def _tornado(item: Response, responses: Responses, labels: Mapping[str, str]) -> Drawn | None:
    rows = swings(responses, item)
    if not any(row.size > 0.0 for row in rows):
        return None
    label = kpi_label(item.name)
    caption = f"{label} with one entry at an end of its range and all others in the middle."
    return Drawn(f"tornado-{item.name}", tornado(item, rows, labels), f"One at a time: {lower(label)}", caption)


def _surface(
    item: Response, responses: Responses, labels: Mapping[str, str], ranked: list[str] | None = None
) -> Drawn | None:
    """Over the two entries that matter most, of those with numbers."""
    rank = correlations(responses, item)
    order = ranked or sorted(rank, key=lambda path: -abs(rank[path]))
    entries = [entry for path in order if not (entry := responses.entry(path)).choices][:2]
    if len(entries) < 2 or int(np.isfinite(item.values).sum()) < _FEWEST:
        return None
    label = kpi_label(item.name)
    rest = ", whatever the others are" if len(responses.varied) > 2 else ""
    caption = f"Mean of {lower(label)} over the runs (dots){rest}."
    figure = response_surface(item, entries[0], entries[1], labels)
    return Drawn(f"surface-{item.name}", figure, f"Response surface: {lower(label)}", caption)


def _parallel(item: Response, responses: Responses, labels: Mapping[str, str]) -> Drawn | None:
    if not np.isfinite(item.values).any():
        return None
    rank = correlations(responses, item)
    entries = sorted(responses.varied, key=lambda entry: abs(rank[entry.path]))
    label = lower(kpi_label(item.name))
    caption = f"Each line is a run (at most 300), coloured by {label}; entries that go with it stand next to it."
    return Drawn("parallel", parallel_plot(item, entries[-8:], labels), "All runs", caption)


def _bands(done: Sweep) -> list[Drawn]:
    bands = bands_of(done.table)
    if not bands:
        return []
    base = next(iter(done.study.bases.values()))
    figure = band_plot({"runs": bands}, base.species, tuple(base.strains))
    caption = "Median of the runs that came to an end, and what lies between their percentiles, at every time."
    return [Drawn("bands", figure, "Bands of trajectories", caption)]
