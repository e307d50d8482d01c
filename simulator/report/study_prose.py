"""Sentences about a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .numbers import number, percent
from .study_words import unit_text

if TYPE_CHECKING:
    from ..study.design_space import DesignSpace

__all__ = ["box_sentence"]


def box_sentence(found: DesignSpace, labels: Mapping[str, str]) -> str:
    """What the box of acceptable ranges is."""
    asked = percent(found.least, 0)
    parts = []
    for axis in (found.x, found.y):
        ends = found.range_of(axis)
        if ends is None:
            return f"There is no box in which the limits are met with a probability of {asked} or more."
        unit = f" {unit_text(axis.entry.unit)}" if axis.entry.unit else ""
        parts.append(f"{labels[axis.entry.path]} {number(ends[0])} to {number(ends[1])}{unit}")
    inside, good = found.counted()
    return (
        f"Largest box with a probability of {asked} or more everywhere: {parts[0]}; {parts[1]}. "
        f"In it {good:,} of {inside:,} runs meet all limits."
    )
