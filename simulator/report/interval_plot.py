"""How sure a scale-up is: intervals of key figures in source and target, and how likely each limit binds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..language import gettext as _
from .style import INK, MUTED, WIDTH, bare, house_style, limit_colour, new_figure
from .symbols import literal
from .words import kpi_label, limit_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..study.uncertain import Interval, Uncertainty

__all__ = ["compared_figures", "interval_plot"]

_ROW, _LEFT, _BETWEEN, _RIGHT, _TOP, _BOTTOM = 0.3, 2.0, 1.45, 0.2, 0.5, 0.45
_TARGET = "#14507f"
_MOST_LIMITS = 10
_USUAL = ("biomass_final", "biomass_yield_", "productivity_biomass", "otr_max", "kla_max", "p_co2_max")

_SHORT = {"kla_max": "Highest kLa", "p_co2_max": "Highest dissolved CO2"}

Kpis = Mapping[str, Mapping[str, Any]]


def compared_figures(found: Uncertainty, source: Kpis, target: Kpis) -> list[str]:
    """Key figures whose ratio to the source means something."""
    names = [name for start in _USUAL for name in found.kpis if name.startswith(start) and name in found.source]
    return [name for name in names if name in source and name in target and float(source[name]["value"]) > 0.0]


def interval_plot(found: Uncertainty, source: Kpis, target: Kpis, names: tuple[str, str]) -> Figure:
    """Draw the intervals relative to the source as predicted, and the probabilities of the limits.

    Parameters
    ----------
    found : Uncertainty
    source, target : mapping of name to {value, unit}
        Key figures as predicted, without draws.
    names : (str, str)
        Of the vessels.

    Returns
    -------
    Figure
        Axes 0 intervals, axes 1 limits.
    """
    figures = compared_figures(found, source, target)
    limits = [(name, share) for name, share in found.binding.items() if share > 0.0][:_MOST_LIMITS]
    height = _TOP + _ROW * max(len(figures), len(limits), 2) + _BOTTOM
    width = (WIDTH - _LEFT - _BETWEEN - _RIGHT) / 2
    with house_style():
        figure = new_figure(height)
        tall = (height - _TOP - _BOTTOM) / height
        left = figure.add_axes((_LEFT / WIDTH, _BOTTOM / height, (width + 0.4) / WIDTH, tall))
        right = figure.add_axes(
            ((_LEFT + width + 0.4 + _BETWEEN) / WIDTH, _BOTTOM / height, (width - 0.4) / WIDTH, tall)
        )
        for place, name in enumerate(figures):
            base = float(source[name]["value"])
            _interval(left, place - 0.14, found.source[name], base, MUTED, 1.0)
            _interval(left, place + 0.14, found.kpis[name], base, _TARGET, float(target[name]["value"]) / base)
        left.axvline(1.0, color=INK, linewidth=0.7, zorder=0.9)
        left.set_yticks(range(len(figures)), [literal(_short(name), 34) for name in figures])
        left.set_ylim(max(len(figures), 1) - 0.5, -0.5)
        left.set_xlabel(_("Relative to the source as predicted"))
        _limits(right, limits)
        for axes in (left, right):
            bare(axes, "x")
            axes.tick_params(axis="y", length=0)
        _legend(figure, names, height)
    return figure


def _short(name: str) -> str:
    return _(_SHORT[name]) if name in _SHORT else kpi_label(name)


def _interval(axes: Axes, place: float, item: Interval, base: float, shade: str, nominal: float) -> None:
    axes.plot([item.low / base, item.high / base], [place, place], color=shade, linewidth=3.2, alpha=0.55, zorder=2)
    axes.plot(item.median / base, place, "|", color=shade, markersize=8, markeredgewidth=1.6, zorder=3)
    axes.plot(nominal, place, "o", color=shade, mfc="white", markersize=3.6, zorder=4)


def _limits(axes: Axes, limits: list[tuple[str, float]]) -> None:
    shades = [limit_colour(name) for name, _ in limits]
    axes.barh(range(len(limits)), [100.0 * share for _, share in limits], 0.6, color=shades, zorder=2)
    axes.set_yticks(range(len(limits)), [literal(limit_label(name, short=True), 26) for name, _ in limits])
    axes.set_ylim(max(len(limits), 1) - 0.5, -0.5)
    axes.set_xlim(0.0, 100.0)
    axes.set_xlabel(_("Draws in which it binds [%]"))


def _legend(figure: Figure, names: tuple[str, str], height: float) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=MUTED, linewidth=3.2, alpha=0.55),
        Line2D([], [], color=_TARGET, linewidth=3.2, alpha=0.55),
        Line2D([], [], color=INK, marker="|", linestyle="none", markersize=7, markeredgewidth=1.4),
        Line2D([], [], color=INK, marker="o", mfc="white", linestyle="none", markersize=3.6),
    ]
    texts = [f"{literal(names[0], 24)}, 5–95 %", f"{literal(names[1], 24)}, 5–95 %", _("median"), _("as predicted")]
    figure.legend(handles, texts, loc="upper left", bbox_to_anchor=(0.01, 1 - 0.03 / height), ncol=4, fontsize=7.2)
