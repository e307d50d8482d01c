"""The few sentences a reader needs before any table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..language import gettext as _
from ..told import told
from .loss_waterfall import causes_of
from .numbers import finite, number, percent, quantity
from .protocols import RunLike, ScaleUpLike, TargetLike
from .reading import end_of, limit_spans, total
from .words import cause_label, clean, kpi_label, limit_label, lower

__all__ = ["criterion_phrase", "loss_sentence", "run_sentences", "tiles_of"]

# Kinds of key results worth a large number on top, the most telling first.
_HEADLINES = ("biomass_final", "biomass_yield_", "titre_", "productivity_", "otr_max", "duration")


def tiles_of(run: RunLike, most: int = 4) -> list[tuple[str, str, str]]:
    """Label, number and unit of the results that stand on top of a report."""
    found: list[str] = []
    for start in _HEADLINES:
        # a by-product that is gone at the end is no headline
        candidates = [
            n for n in run.kpis if n.startswith(start) and n not in found and _worth(run.kpis[n].get("value"))
        ]
        found += candidates[:1]
    return [
        (kpi_label(n), *quantity(n, run.kpis[n].get("value"), str(run.kpis[n].get("unit", "")))) for n in found[:most]
    ]


def _worth(value: Any) -> bool:
    known = finite(value)
    return known is not None and abs(known) > 1e-6


def run_sentences(run: RunLike) -> list[str]:
    """What happened, what bound, whether the books balance."""
    sentences = []
    final = run.kpis.get("biomass_final", {}).get("value")
    if _worth(final):
        text = _("The run ends with {cells} g/L of biomass at {hours} h.")
        sentences.append(text.format(cells=number(final), hours=number(end_of(run))))
    sentences += [_limit_sentence(run)]
    closures = {clean(name): finite(entry.get("closure")) for name, entry in run.balances.items()}
    gaps = [abs(closure - 1.0) for closure in closures.values() if closure is not None]
    if gaps:
        names = [told(name) for name, closure in closures.items() if closure is not None]
        size = f"{max(gaps):.0e}".replace("e-0", "e-")
        text = _("The balances of {names} close to within {size}.")
        sentences.append(text.format(names=_listing(names), size=size))
    if run.warnings:
        count = len(run.warnings)
        sentences.append((_("{n} warnings: see below.") if count > 1 else _("{n} warning: see below.")).format(n=count))
    return sentences


def _limit_sentence(run: RunLike) -> str:
    spans = limit_spans(run)
    if not spans:
        return _("No limit of the vessel or the strain bound.")
    parts = [
        _("{limit} ({hours} h, from {start} h)").format(
            limit=lower(limit_label(name)), hours=number(total(found)), start=number(min(s.start for s in found))
        )
        for name, found in list(spans.items())[:3]
    ]
    more = _(" and {n} more").format(n=len(spans) - 3) if len(spans) > 3 else ""
    return _("What bound, longest first: {limits}.").format(limits=_(", ").join(parts) + more)


def _listing(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("{first} and {last}").format(first=_(", ").join(words[:-1]), last=words[-1])


def criterion_phrase(criterion: str) -> str:
    """``kla`` → ``at equal volumetric mass transfer coefficient``."""
    if criterion == "best":
        return _("at the best settings the vessel allows")
    return _("at equal {criterion}").format(criterion=lower(kpi_label(criterion.replace("-", "_"))))


def loss_sentence(scale_up: ScaleUpLike, target: TargetLike) -> str:
    """What the move costs and why, in one or two sentences."""
    source, there = clean(scale_up.source.vessel.name), clean(target.result.vessel.name)
    move = {"source": source, "target": there, "how": criterion_phrase(target.criterion)}
    changes = [(kpi, float(e.get("relative") or 0.0)) for kpi, e in target.loss.items()]
    if not changes:
        return _("From {source} to {target} {how}.").format(**move)
    parts = [_verb(loss).format(what=lower(kpi_label(kpi)), size=percent(abs(loss))) for kpi, loss in changes]
    causes = causes_of(target.loss)
    worst = max(causes, key=lambda c: _first(target, c), default=None)
    reason = ""
    if worst is not None and _first(target, worst) > 5e-4:
        reason = _(" The largest cause is {cause}.").format(cause=lower(cause_label(worst)))
    return _("From {source} to {target} {how}, {changes}.").format(**move, changes=_listing(parts)) + reason


def _verb(loss: float) -> str:
    if abs(loss) < 5e-4:
        return _("{what} stays the same")
    return _("{what} falls by {size}") if loss > 0 else _("{what} rises by {size}")


def _first(target: TargetLike, cause: str) -> float:
    """Share of a cause in the loss of the first KPI."""
    entry = next(iter(target.loss.values()), {})
    value = dict(entry.get("causes") or {}).get(cause, 0.0)
    return finite(value) or 0.0
