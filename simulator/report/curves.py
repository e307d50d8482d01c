"""Curves of the batch sheet: which variables share a panel, in which unit, with which line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..language import gettext as _
from ..variables import Variable
from .protocols import Measured, Numbers, RunLike
from .reading import has, hours_of, per_volume, series, species_of, variable_of

__all__ = ["PANELS", "Curve", "Panel", "Side", "concerns", "curves_of"]


Dashes: TypeAlias = str | tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: its variable with the unit that `values` have, the colour's name, and its dashes."""

    variable: Variable
    colour: str
    hours: Numbers
    values: Numbers
    dashes: Dashes = "-"
    points: tuple[Numbers, Numbers] | None = None
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One y axis of a panel.

    Attributes
    ----------
    names : tuple of str
        Variables.
    shared : str
        Text of the axis when it carries several.
    floor, at_least, at_most : float or None
        Lower end, smallest and largest upper end, in the shown unit.
    ceiling : str
        Variable that must not flatten the others when it is far above them.
    """

    names: tuple[str, ...]
    shared: str = ""
    floor: float | None = 0.0
    at_least: float | None = None
    at_most: float | None = None
    ceiling: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Left and right axis, and the words in the names of limits that concern it."""

    left: Side
    right: Side
    limits: tuple[str, ...] = ()


SPECIES = "<species>"
"""Stands for the substrates and by-products of a run; in `limits`, for a limit named after one of them."""

_DO = Side(("dot", "sensed_dot", "oxygen_fraction"), "DOT; $y_\\mathrm{O_2,in}$\n", at_least=100.0)
_HEAT = Side(("heat", "heat_metabolic", "cooling_capacity"), "Heat per volume\n$Q/V$", ceiling="cooling_capacity")
_FLOWS = Side(("feed_rate", "base_rate", "outflow_rate"), "Flows\n$F$")
PANELS: tuple[Panel, ...] = (
    Panel(Side(("biomass",), "Biomass\n$X$"), Side((SPECIES,), "Concentration\n$c$"), (SPECIES, "substrate")),
    Panel(
        Side(("mu",), "Specific growth rate\n$\\mu$", floor=None),
        Side(("q_s", "q_o2"), "Specific rates\n$q$"),
        ("_uptake", "respiration"),
    ),
    Panel(_DO, Side(("stirrer_speed",)), ("oxygen", "stirrer", "motor", "dot")),
    Panel(Side(("kla",)), Side(("aeration",)), ("aeration", "gas", "flood")),
    Panel(Side(("our", "cer"), "OUR, CER\n"), Side(("rq",), at_least=1.2, at_most=1.6), ("oxygen_transfer", "otr")),
    Panel(_FLOWS, Side(("volume",)), ("volume", "feed", "washout")),
    Panel(_HEAT, Side(("p_co2",)), ("cool", "heat", "co2")),
)
"""The batch sheet, top to bottom."""

_DASHES: Mapping[str, Dashes] = {
    "sensed_dot": ":",
    "oxygen_fraction": "--",
    "base_rate": "--",
    "outflow_rate": ":",
    "heat_metabolic": "--",
    "cooling_capacity": "-.",
}
_PER_STRAIN = ("biomass", "mu")
_STRAIN_DASHES: tuple[Dashes, ...] = ("--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)))
_PER_VOLUME: Mapping[str, str] = {"heat": "Q/V", "heat_metabolic": "Q_met/V", "cooling_capacity": "Q_max/V"}


def _plain(run: RunLike, name: str) -> tuple[Variable, Numbers] | None:
    return (variable_of(run, name), series(run, name)) if has(run, name) else None


def _to_start(run: RunLike, name: str) -> tuple[Variable, Numbers] | None:
    """Volume and flows relative to the start volume, which is comparable between vessels."""
    if not (has(run, name) and has(run, "volume")):
        return _plain(run, name)
    start = float(series(run, "volume")[0])
    variable = variable_of(run, name)
    changed = replace(variable, unit="1/h", symbol=f"{variable.symbol}/V_0")
    if name == "volume":
        words = "Volume relative to start"
        changed = replace(changed, unit="", label_en=words, label_ja=_(words))
    return changed, series(run, name) / start


def _values(run: RunLike, name: str, comparing: bool) -> tuple[Variable, Numbers] | None:
    if name in _PER_VOLUME:
        return per_volume(run, name, _PER_VOLUME[name])
    if comparing and name == "stirrer_speed" and has(run, "power_per_volume"):
        return _plain(run, "power_per_volume")  # speeds of a jar and a tank say nothing beside each other
    if comparing and name in ("volume", "feed_rate", "base_rate", "outflow_rate"):
        return _to_start(run, name)
    return _plain(run, name)


def _expand(side: Side, run: RunLike, measured: Measured) -> list[str]:
    """Names of a side, with the species that are worth a line, and what several strains have each of their own."""
    if SPECIES not in side.names:
        return [name for root in side.names for name in (root, *_of_strains(run, root))]
    measured_species = [n for n in measured if n in run.data and n not in ("biomass",) and _is_species(run, n)]
    return list(dict.fromkeys([*species_of(run), *measured_species]))


def _of_strains(run: RunLike, root: str) -> list[str]:
    """Names of a variable's values for each of several strains."""
    names = (str(name) for name in run.data.data_vars) if root in _PER_STRAIN else ()
    return [name for name in names if name.startswith(f"{root}_")]


def _strain_dashes(run: RunLike) -> dict[str, Dashes]:
    """Dashes of what several strains have each of their own; one strain looks the same in every panel."""
    pairs = [zip(_of_strains(run, root), _STRAIN_DASHES, strict=False) for root in _PER_STRAIN]
    return {name: dashes for pair in pairs for name, dashes in pair}


def _is_species(run: RunLike, name: str) -> bool:
    return variable_of(run, name).unit == "mol/m³"


def curves_of(side: Side, run: RunLike, measured: Measured, source: RunLike | None) -> list[Curve]:
    """Curves of one axis: the run's, and thin dashed ones of the source where there is one."""
    found: list[Curve] = []
    of_strains = _strain_dashes(run)
    for name in _expand(side, run, measured):
        if name in ("base_rate", "oxygen_fraction", "feed_rate") and _flat(run, name):
            continue
        own = _values(run, name, source is not None)
        if own is None:
            continue
        points = measured.get(name)
        dashes = of_strains.get(name) or _DASHES.get(name, "-")
        curve = Curve(own[0], name, hours_of(run), own[1], dashes, points)
        if name in of_strains:  # beside the sum, the strain's name is label enough
            strain = name.partition("_")[2]
            words = strain.replace("_", " ")
            curve = replace(curve, variable=replace(own[0], label_en=words, label_ja=words), colour=strain)
        found.append(curve)
        other = _values(source, name, comparing=True) if source is not None else None
        if source is not None and other is not None and other[0].unit == own[0].unit:
            found.append(Curve(other[0], name, hours_of(source), other[1], reference=True))
    return found


def _flat(run: RunLike, name: str) -> bool:
    """Whether a manipulated variable never moves: then its line would only clutter."""
    return not has(run, name) or (name != "oxygen_fraction" and float(abs(series(run, name)).max()) == 0.0)


def concerns(panel: Panel, limit: str, run: RunLike) -> bool:
    """Whether a limit is about what a panel shows."""
    limit = limit.rpartition(": ")[2]
    if limit.endswith("_uptake"):  # what the cells can take up, not what they get
        return "_uptake" in panel.limits
    if any(word in limit for word in panel.limits):
        return True
    return SPECIES in panel.limits and limit != "oxygen" and limit in run.data and _is_species(run, limit)
