"""The sourced ranges of a strain, as changes that put each number at an end of its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

import numpy as np

from ..scenario import Scenario, dump_yaml
from .plant_case import Variant

__all__ = ["ends_of_ranges", "joint_draws", "ranges_of"]

Ranged = tuple[str, str, str]
"""Path in the scenario; low and high end as text with their unit."""

_OF_A_NUMBER = ("value", "source", "range", "note")
_TINY = "1e-9"  # laws refuse a constant of 0


def ranges_of(scenario: Scenario, parts: Sequence[str] = ("inertia",)) -> list[Ranged]:
    """Numbers of the strain that have a range.

    Parameters
    ----------
    scenario : Scenario
        Of one strain.
    parts : sequence of str
        Of the strain's file.
    """
    from ruamel.yaml import YAML

    strain = YAML(typ="safe").load(StringIO(dump_yaml(scenario)))["strain"]
    return [found for part in parts for found in _walk(strain.get(part, {}), f"strain.{part}")]


def _walk(here: Any, path: str) -> Iterator[Ranged]:
    if isinstance(here, dict):
        more = here
        if "value" in here and "range" in here:
            more = {key: inner for key, inner in here.items() if key not in _OF_A_NUMBER}
            low, high = here["range"]
            own = f"{path}.value" if more else path  # a bare number there would take the factors beside it away
            yield own, _TINY if low == 0 else str(low), str(high)
        for key, inner in more.items():
            yield from _walk(inner, f"{path}.{key}")
    elif isinstance(here, list):
        for index, inner in enumerate(here):
            yield from _walk(inner, f"{path}.{index}")


def ends_of_ranges(ranges: Sequence[Ranged]) -> list[Variant]:
    """Each number at each end of its range, the others as they are."""
    return [
        Variant(name=f"{path.removeprefix('strain.')} = {end}", set=(f"{path}={end}",))
        for path, *ends in ranges
        for end in ends
    ]


def joint_draws(ranges: Sequence[Ranged], count: int, seed: int = 1) -> list[Variant]:
    """All numbers at once, each at either end of its range: corners of the box, drawn by a seed."""
    picked = np.random.default_rng(seed).integers(0, 2, (count, len(ranges)))
    return [
        Variant(
            name=f"corner {number + 1}",
            set=tuple(f"{path}={ends[side]}" for (path, *ends), side in zip(ranges, row, strict=True)),
        )
        for number, row in enumerate(picked.tolist())
    ]
