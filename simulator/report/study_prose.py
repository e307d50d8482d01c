"""Sentences about a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..language import gettext as _
from .numbers import number, percent
from .study_words import unit_text
from .words import kpi_label, lower

if TYPE_CHECKING:
    from ..study.design_space import DesignSpace
    from ..study.sensitivity_study import Sensitivity

__all__ = ["box_sentence", "leading_sentences"]

_MOST = 6
_USUAL = ("biomass_final", "biomass_yield_", "titre_", "otr_max", "dot_min", "heat_max")


def box_sentence(found: DesignSpace, labels: Mapping[str, str]) -> str:
    """What the box of acceptable ranges is."""
    asked = percent(found.least, 0)
    parts = []
    for axis in (found.x, found.y):
        ends = found.range_of(axis)
        if ends is None:
            return f"There is no box in which the limits are met with a probability of {asked} or more."
        unit = f" {unit_text(axis.entry.unit)}" if axis.entry.unit else ""
        text = _("{label} {low} to {high}{unit}")
        parts.append(text.format(label=labels[axis.entry.path], low=number(ends[0]), high=number(ends[1]), unit=unit))
    inside, good = found.counted()
    return (
        f"Largest box with a probability of {asked} or more everywhere: {parts[0]}; {parts[1]}. "
        f"In it {good:,} of {inside:,} runs meet all limits."
    )


def leading_sentences(found: Sensitivity, labels: Mapping[str, str]) -> list[str]:
    """Of every usual key figure what it depends on most; why others have no indices."""
    names = [name for name in found.indices if name.startswith(_USUAL)] or list(found.indices)
    texts = []
    for name in names[:_MOST]:
        own = found.indices[name]
        if not own.by_kind:
            texts.append(f"{kpi_label(name)}: {own.note}.")
            continue
        parts = []
        for path in own.ranked()[:2]:
            index = own.of(path, own.leading)
            size = percent(index.value, 0) if own.leading == "total" else number(index.value)
            parts.append(f"{lower(labels[path])} ({size})")
        texts.append(f"{kpi_label(name)} depends most on {_(' and ').join(parts)}.")
    kind = "total index" if found.problem.design != "morris" else "mean elementary effect"
    return [f"{' '.join(texts)} In brackets: the {kind}.", *_left_out(found)]


def _left_out(found: Sensitivity) -> list[str]:
    most = max((own.left_out for own in found.indices.values()), default=0)
    return [f"Up to {most} base samples were left out: a run of theirs failed or has no such value."] if most else []
