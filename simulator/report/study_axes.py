"""How figures of a study show an entry that varied and a figure that came out: labels, units, ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .numbers import displayed
from .protocols import Numbers
from .study_words import in_brackets, response_label
from .symbols import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..study.responses import Response, Varied

__all__ = ["Shown", "label_axis", "shown_response"]


@dataclass(frozen=True)
class Shown:
    """A figure as people read it.

    Attributes
    ----------
    label : str
    unit : str
    factor, offset : float
        To the unit.
    """

    label: str
    unit: str
    factor: float
    offset: float

    def of(self, values: Numbers) -> Numbers:
        """Values in the unit."""
        return np.asarray(values * self.factor + self.offset)

    @property
    def text(self) -> str:
        """Label with its unit."""
        return in_brackets(self.label, self.unit)


def shown_response(response: Response) -> Shown:
    """How a key figure, or the hours of a limit, is shown."""
    known = response.values[np.isfinite(response.values)]
    largest = float(np.abs(known).max()) if known.size else 0.0
    factor, offset, unit = displayed(response.name, response.unit, largest)
    return Shown(response_label(response.name, response.limit), unit, factor, offset)


def label_axis(axes: Axes, which: str, entry: Varied, label: str) -> None:
    """Name an axis after an entry that varied; words at their places."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_label_text(literal(in_brackets(label, entry.unit), 60))
    if entry.choices:
        axis.set_ticks(range(len(entry.choices)), [literal(word, 16) for word in entry.choices])
