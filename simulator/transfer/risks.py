"""Risks of a transfer, ranked: how bad (1 to 5) times how likely (1 to 5), both from the prediction."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..plant.used import uncertain_of
from ..run import Result
from ..scaleup import ScaleUp
from .facility_fit import Demand
from .products import Change

__all__ = ["Risk", "ranked_risks"]

_LIMITS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "oxygen_transfer": (5, "enrich the gas, raise gas or pressure, or start from fewer cells"),
        "cooling": (5, "colder water or more jacket; feed less at the peak"),
        "carbon_dioxide_pressure": (4, "strip it: more gas, larger bubbles, gas above the surface; less base"),
        "volume": (4, "start from less, or feed stronger solutions"),
        "level": (4, "start from less, or feed stronger solutions"),
        "motor": (4, "another gear or motor; lower the upper stirrer speed"),
        "base": (4, "a stronger base or a larger pump"),
        "acid": (4, "a stronger acid or a larger pump"),
        "shear": (3, "lower the stirrer speed and mix by feed place; show at the bench what the cells bear"),
        "foam": (3, "antifoam, less gas with more oxygen in it"),
        "flooding": (3, "less gas, a faster stirrer, another lowest impeller"),
        "pressure": (3, "a vessel that bears more"),
        "heating": (3, "warmer water; shift temperatures more slowly"),
        "air": (2, "none: enrichment takes over"),
    }
)
"""Limit → severity and what to do; severity 5 ends or halves the batch, 1 is a note in the batch record."""

_RARE = 0.05  # probability below which nothing is said
_VOLUME_SPREAD = 0.05  # relative, about two standard deviations, of what is a matter of volumes: assumed


@dataclass(frozen=True)
class Risk:
    """One thing that can go wrong.

    Attributes
    ----------
    name, why, action : str
    severity, likelihood : int
        1 to 5.
    """

    name: str
    severity: int
    likelihood: int
    why: str
    action: str

    @property
    def score(self) -> int:
        """Severity times likelihood."""
        return self.severity * self.likelihood

    def summary(self) -> dict[str, str | int]:
        """As in ``--json``."""
        return {
            "risk": self.name,
            "severity": self.severity,
            "likelihood": self.likelihood,
            "score": self.score,
            "why": self.why,
            "action": self.action,
        }


def ranked_risks(
    comparison: ScaleUp, fit: Sequence[Demand], missing: Sequence[str], changes: Sequence[Change]
) -> list[Risk]:
    """Every risk that the prediction shows, the worst first.

    Parameters
    ----------
    comparison : ScaleUp
        Sending vessel and one target.
    fit : sequence of Demand
    missing : sequence of str
        Analyses the receiving site does not have.
    changes : sequence of Change
        What becomes of the products.

    Returns
    -------
    list of Risk
        Likelihood 5, 4, 3, 2, 1 from a probability of 90, 50, 20, 5 % on and below. Probability of a limit: share of
        the draws in which it binds, where there are any; else whether it binds in the prediction. Of a demand: normal
        in the logarithm of needed over available, with half the uncertainty of the correlation it stands on as the
        standard deviation.
    """
    target = comparison.targets[0].result
    found = [
        *_of_products(changes),
        *_of_limits(comparison),
        *_of_demands(fit, target),
        *_of_criteria(comparison),
        *_of_analyses(missing),
    ]
    return sorted(found, key=lambda item: (-item.score, -item.severity, item.name))


def _likelihood(probability: float) -> int:
    return 1 + sum(probability >= step for step in (0.05, 0.2, 0.5, 0.9))


def _hours(result: Result, limit: str) -> float:
    return sum(float(item["to"]) - float(item["from"]) for item in result.limits if item["limit"] == limit)


def _of_limits(comparison: ScaleUp) -> Iterator[Risk]:
    """Limits of vessel and equipment that bind longer than at the sending site, or may."""
    source, target = comparison.source, comparison.targets[0]
    drawn = target.uncertainty.binding if target.uncertainty is not None else None
    for name, (severity, action) in _LIMITS.items():
        before, after = _hours(source, name), _hours(target.result, name)
        chance = (1.0 if after > 0.0 else 0.0) if drawn is None else drawn.get(name, 0.0)
        if chance < _RARE or (after <= before and after > 0.0):
            continue
        told = f"binds {after:.0f} h here, {before:.0f} h at the sending site"
        told += "" if drawn is None else f"; in {100.0 * chance:.0f} % of the draws"
        yield Risk(name, severity, _likelihood(chance), told, action)


def _of_demands(fit: Sequence[Demand], target: Result) -> Iterator[Risk]:
    """Demands that come near or beyond what there is."""
    spread = {"": _VOLUME_SPREAD}
    for entry in uncertain_of(target.vessel, target.scenario.medium):
        spread[entry.quantity] = max(spread.get(entry.quantity, 0.0), entry.uncertainty)
    for item in fit:
        chance = _chance(item, spread.get(item.rests_on, _VOLUME_SPREAD))
        if chance < _RARE:
            continue
        severity = 3 if item.name.startswith("hold") else 4
        why = f"{item.needed:.3g} of {item.available:.3g} {item.unit} of the {item.owner}"
        yield Risk(item.name, severity, _likelihood(chance), why, _demand_action(item))


def _chance(item: Demand, spread: float) -> float:
    """Probability that a demand is more than there is; of what the recipe itself holds below a limit there is none."""
    if item.needed <= 0.0 or (item.fits and item.held):
        return 0.0
    if item.available <= 0.0:
        return 1.0
    deviations = math.log(item.available / item.needed) / (0.5 * math.log1p(spread))
    return 0.5 * math.erfc(deviations / math.sqrt(2.0))


def _demand_action(item: Demand) -> str:
    if item.name.startswith("hold"):
        count = math.ceil(item.needed / item.available) if item.available > 0.0 else 0
        return f"make it {count} times, or show a longer hold" if count else "show a hold"
    if item.name.startswith(("feed", "medium", "harvest")):
        return "make or take it in portions, or a larger tank"
    return f"more of it at the {item.owner}, or a smaller vessel"


def _of_criteria(comparison: ScaleUp) -> Iterator[Risk]:
    """Mixing slower than it was: additions meet broth that is not mixed."""
    entry = comparison.targets[0].criteria.get("mixing_time")
    if entry is None:
        return
    before, after = float(entry["source"]), float(entry["target"])
    ratio = after / before if before > 0.0 else math.nan
    if not np.isfinite(ratio) or ratio < 2.0:
        return
    likelihood = 3 + (ratio >= 3.0) + (ratio >= 5.0)
    why = f"{after:.0f} s here, {before:.0f} s at the sending site"
    yield Risk(
        "mixing time", 3, likelihood, why, "add base and feeds slowly, at an impeller; try it in a scale-down rig"
    )


def _of_analyses(missing: Sequence[str]) -> Iterator[Risk]:
    for name in missing:
        yield Risk(f"analysis: {name}", 2, 5, "not at the receiving site", "transfer the method, or send samples")


def _of_products(changes: Sequence[Change]) -> Iterator[Risk]:
    """Titre below that of the sending site."""
    for item in changes:
        if item.unit != "kg/m3" or not item.name.startswith("titre_"):
            continue
        loss = 1.0 - item.target / item.source if item.source > 0.0 else 0.0
        severity = 1 + sum(loss >= step for step in (0.02, 0.05, 0.1, 0.2))
        chance = item.chance_of_loss
        if severity == 1 and chance < 0.2:
            continue
        why = f"{item.target:.3g} against {item.source:.3g} g/L; {100.0 * chance:.0f} % that more than 5 % is lost"
        yield Risk(
            item.name, severity, _likelihood(chance), why, "see the limits that bind, and the causes of the loss"
        )
