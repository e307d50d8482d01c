"""The safe operating map of a gas that can burn: oxygen against fuel, with the limits and where a process has been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ..combustible import AIR_OXYGEN, FUELS, CombustibleRange, combustible_range
from ..language import gettext as _
from ..scenario.combustible_gas import OXYGEN_ROOM
from ..told import told
from .style import BAD, GOOD, INK, MUTED, WIDTH, bare, house_style, new_figure
from .words import species_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ..scenario import Scenario
    from .protocols import Numbers, RunLike

__all__ = ["GasMap", "combustible_map", "map_of_recipe", "map_of_run"]

_HEIGHT = 4.4
_SHADES: Mapping[str, str] = MappingProxyType({"sparger": "#0064a8", "headspace": "#8a4fa3"})
_HIGHEST = 0.35  # of oxygen, on the axis


@dataclass(frozen=True)
class GasMap:
    """What is drawn.

    Attributes
    ----------
    paths : mapping of place to mapping of gas to array
        Mole fractions of the dry gas over time; one value is a point.
    temperature, pressure : float
        K, bar absolute: of the limits, the warmest and highest of the run.
    title : str
    """

    paths: Mapping[str, Mapping[str, Numbers]]
    temperature: float
    pressure: float
    title: str


def map_of_run(result: RunLike) -> GasMap | None:
    """The map of a run; None where nothing can burn."""
    columns: Mapping[str, Numbers] = getattr(result, "columns", {})
    if "combustible_margin_sparger" not in columns:
        return None
    paths = {}
    for place, kind in (("sparger", "sparged_"), ("headspace", "offgas_")):
        paths[place] = {
            name.removeprefix(kind): values
            for name, values in columns.items()
            if name.startswith(kind) and name != "offgas_flow"
        }
    warmest, highest = float(np.max(columns["temperature"])), float(np.max(columns["pressure"]))
    return GasMap(paths, warmest, highest, _title(result))


def _title(result: RunLike) -> str:
    return _("{scenario} in {vessel}").format(scenario=result.scenario.name, vessel=result.vessel.name)


def map_of_recipe(scenario: Scenario) -> GasMap | None:
    """The map of what a recipe blows in, from the lower to the upper end of its oxygen; None where nothing can burn."""
    gas = scenario.recipe.gas
    if not any(gas.others[name] > 0.0 for name in FUELS):
        return None
    ends = [gas.composition(oxygen) for oxygen in scenario.recipe.inlet_oxygen]
    path = {name: np.array([end[name] for end in ends]) for name in ends[0]}
    held = scenario.recipe.set_points
    return GasMap({"sparger": path}, held.temperature, held.pressure, scenario.name)


def combustible_map(found: GasMap) -> Figure:
    """Draw a map.

    Parameters
    ----------
    found : GasMap

    Returns
    -------
    Figure
        Its limits are those of the fuels and of the inert gas at the sparger at the beginning.
    """
    first = next(iter(found.paths.values()))
    begun = {name: float(values[0]) for name, values in first.items()}
    limits = combustible_range(begun, found.temperature, found.pressure)
    with house_style():
        figure = new_figure(_HEIGHT)
        axes = figure.add_axes((0.62 / WIDTH, 0.55 / _HEIGHT, (WIDTH - 0.8) / WIDTH, (_HEIGHT - 1.35) / _HEIGHT))
        _fill(axes, limits)
        _guides(axes, limits)
        for place, gas in found.paths.items():
            _path(axes, place, gas)
        fuels = [species_name(name) for name in FUELS if begun.get(name, 0.0) > 0.0]
        axes.set_xlabel(_("{gas} [vol % dry]").format(gas=(" + ".join(fuels) or _("fuel")).capitalize()))
        axes.set_ylabel(_("Oxygen [vol % dry]"))
        axes.set_xlim(0.0, 100.0)
        axes.set_ylim(0.0, 100.0 * _HIGHEST)
        bare(axes)
        text = _("{title}: limits at {temperature} °C, {pressure} bar(a)").format(
            title=found.title, temperature=f"{found.temperature - 273.15:.3g}", pressure=f"{found.pressure:.3g}"
        )
        axes.set_title(text, loc="left", fontsize=8, color=MUTED, pad=20)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncol=6, columnspacing=1.2, fontsize=7.2, handlelength=1.6
        )
    return figure


def _fill(axes: Axes, limits: CombustibleRange) -> None:
    """The combustible range; above the line x + y = 100 % there is nothing."""
    x = np.linspace(float(limits.lower), float(limits.upper_oxygen), 200)
    bottom = limits.oxygen_at(x)
    axes.fill_between(100.0 * x, 100.0 * bottom, 100.0 * (1.0 - x), color=BAD, alpha=0.18, lw=0, label=_("can burn"))
    axes.plot(100.0 * x, 100.0 * bottom, color=BAD, lw=1.2)
    axes.plot([100.0 * float(limits.lower)] * 2, [100.0 * float(bottom[0]), 100.0], color=BAD, lw=1.2)
    axes.plot([0.0, 100.0], [100.0, 0.0], color=MUTED, lw=0.8)


def _guides(axes: Axes, limits: CombustibleRange) -> None:
    """Limiting oxygen with the room below it, and the gas that just does not burn however much air comes to it."""
    limiting = 100.0 * float(limits.limiting_oxygen)
    axes.axhline(limiting, color=INK, lw=0.8, ls="--", label=_("limiting oxygen {n} %").format(n=f"{limiting:.3g}"))
    room = max(limiting - 100.0 * OXYGEN_ROOM, 0.0)
    axes.axhspan(0.0, room, color=GOOD, alpha=0.12, lw=0, label=_("2 vol % below it"))
    # diluting with air moves a gas straight towards air: the line that touches the corner of the range
    air, corner = 100.0 * AIR_OXYGEN, 100.0 * float(limits.lower)
    reach = corner * air / (air - limiting)
    axes.plot([0.0, reach], [air, 0.0], color=MUTED, lw=0.9, ls=":", label=_("right of it: burns in air"))


def _path(axes: Axes, place: str, gas: Mapping[str, Numbers]) -> None:
    """Where the gas was: a line that begins with a ring and ends with a dot."""
    fuel = 100.0 * sum((gas[name] for name in FUELS if name in gas), np.zeros(len(gas["oxygen"])))
    oxygen = 100.0 * gas["oxygen"]
    shade = _SHADES[place]
    axes.plot(fuel, oxygen, color=shade, lw=1.6, label=told(place), zorder=4, gid=f"path-{place}")
    axes.plot(fuel[:1], oxygen[:1], marker="o", ms=5.5, mfc="none", mec=shade, ls="none", zorder=5)
    axes.plot(fuel[-1:], oxygen[-1:], marker="o", ms=3.5, color=shade, ls="none", zorder=5)
