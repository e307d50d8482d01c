"""Set points side by side: what carries over, and what must change, to what and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..scenario import Recipe, Scenario, Vessel

__all__ = ["SetPoint", "equipment", "set_points"]

_LEFT_OUT = ("concentrations", "density", "sensors", "strong_ions", "stream")
_NO_EQUIPMENT = ("name", "summary", "sources", "typical", "network")
_VOLUMES = ("volume", "rate", "maximum", "points", "draw_to", "add", "overflow")


@dataclass(frozen=True)
class SetPoint:
    """One entry of the recipe at both sites.

    Attributes
    ----------
    name : str
        Its place in the recipe: ``dissolved_oxygen.stirrer_speed``.
    source, target : str
        As a file writes it.
    change : str
        Why it changes; empty where it carries over.
    """

    name: str
    source: str
    target: str
    change: str

    def summary(self) -> dict[str, str | bool]:
        """As in ``--json``."""
        return {
            "name": self.name,
            "source": self.source,
            "target": self.target,
            "carries_over": not self.change,
            "change": self.change,
        }


def set_points(source: Scenario, target: Scenario, criterion: str) -> list[SetPoint]:
    """Every set point of the recipe, in its order.

    Parameters
    ----------
    source, target : Scenario
        The process at either site.
    criterion : str
        What was kept on the way.

    Returns
    -------
    list of SetPoint
        Of what the recipe states, not what it leaves at its default. What the medium and the feeds are made of is left
        out: it carries over as it is.
    """
    before, after = (_entries(item.recipe, False) for item in (source, target))
    stated = {**_entries(source.recipe, True), **_entries(target.recipe, True)}
    found = []
    for name in stated:
        here, there = before.get(name, "-"), after.get(name, "-")
        found.append(SetPoint(name, here, there, "" if here == there else _reason(name, criterion)))
    return found


def equipment(source: Vessel, target: Vessel) -> list[tuple[str, str, str]]:
    """Entry, sending and receiving vessel, of all in which they differ as installed."""
    left_out: set[str] = set(_NO_EQUIPMENT)
    here, there = (
        dict(_leaves(item.model_dump(mode="json", exclude_none=True, exclude=left_out))) for item in (source, target)
    )
    names = {**here, **there}
    return [(name, here.get(name, "-"), there.get(name, "-")) for name in names if here.get(name) != there.get(name)]


def _entries(recipe: Recipe, stated: bool) -> dict[str, str]:
    """Text of every entry by its path; only of what the file states, if asked."""
    return dict(_leaves(recipe.model_dump(mode="json", exclude_none=True, exclude_unset=stated)))


def _reason(name: str, criterion: str) -> str:
    parts = name.split(".")
    last = parts[-1]
    if any(part in _VOLUMES for part in parts):
        return "in proportion to the working volume"
    if last in ("stirrer_speed", "aeration"):
        return f"by criterion {criterion}"
    if last in ("pressure", "oxygen_fraction"):
        return "as far as vessel and site allow"
    return "to fit the vessel"


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of every entry; phases by their names, numbers rounded as a person would set them."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key not in _LEFT_OUT and key != "name":
                yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list) and any(isinstance(item, Mapping) for item in node):
        for place, item in enumerate(node, start=1):
            named = item.get("name") or item.get("stream") or place if isinstance(item, Mapping) else place
            yield from _leaves(item, f"{path}.{named}")
    elif isinstance(node, list) and node:
        yield path, ", ".join(_rounded(item) for item in node)
    elif node not in (None, "", {}, []):
        yield path, _rounded(node)


def _rounded(value: Any) -> str:
    """A quantity with four digits."""
    if isinstance(value, list):
        return " at ".join(_rounded(item) for item in reversed(value))
    number, space, unit = str(value).partition(" ")
    try:
        return f"{float(number):.4g}{space}{unit}"
    except ValueError:
        return str(value)
