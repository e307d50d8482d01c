"""The few sentences a reader needs before any table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
        sentences.append(f"The run ends with {number(final)} g/L of biomass at {number(end_of(run))} h.")
    sentences += [_limit_sentence(run)]
    closures = {clean(name): finite(entry.get("closure")) for name, entry in run.balances.items()}
    gaps = [abs(closure - 1.0) for closure in closures.values() if closure is not None]
    if gaps:
        names = [name for name, closure in closures.items() if closure is not None]
        sentences.append(f"The balances of {_listing(names)} close to within {max(gaps):.0e}.".replace("e-0", "e-"))
    if run.warnings:
        count = len(run.warnings)
        sentences.append(f"{count} warning{'s' if count > 1 else ''}: see below.")
    return sentences


def _limit_sentence(run: RunLike) -> str:
    spans = limit_spans(run)
    if not spans:
        return "No limit of the vessel or the strain bound."
    parts = [
        f"{lower(limit_label(name))} ({number(total(found))} h, from {number(min(s.start for s in found))} h)"
        for name, found in list(spans.items())[:3]
    ]
    more = f" and {len(spans) - 3} more" if len(spans) > 3 else ""
    return f"What bound, longest first: {', '.join(parts)}{more}."


def _listing(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def criterion_phrase(criterion: str) -> str:
    """``kla`` → ``at equal volumetric mass transfer coefficient``."""
    if criterion == "best":
        return "at the best settings the vessel allows"
    return f"at equal {lower(kpi_label(criterion.replace('-', '_')))}"


def loss_sentence(scale_up: ScaleUpLike, target: TargetLike) -> str:
    """What the move costs and why, in one or two sentences."""
    move = f"{clean(scale_up.source.vessel.name)} to {clean(target.result.vessel.name)}"
    changes = [(kpi, float(e.get("relative") or 0.0)) for kpi, e in target.loss.items()]
    if not changes:
        return f"From {move} {criterion_phrase(target.criterion)}."
    parts = [f"{lower(kpi_label(kpi))} {_verb(loss)}" for kpi, loss in changes]
    causes = causes_of(target.loss)
    worst = max(causes, key=lambda c: _first(target, c), default=None)
    reason = ""
    if worst is not None and _first(target, worst) > 5e-4:
        reason = f" The largest cause is {lower(cause_label(worst))}."
    return f"From {move} {criterion_phrase(target.criterion)}, {_listing(parts)}.{reason}"


def _verb(loss: float) -> str:
    if abs(loss) < 5e-4:
        return "stays the same"
    return f"{'falls' if loss > 0 else 'rises'} by {percent(abs(loss))}"


def _first(target: TargetLike, cause: str) -> float:
    """Share of a cause in the loss of the first KPI."""
    entry = next(iter(target.loss.values()), {})
    value = dict(entry.get("causes") or {}).get(cause, 0.0)
    return finite(value) or 0.0
