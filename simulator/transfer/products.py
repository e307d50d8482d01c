"""What the process gives at the receiving site, beside the sending one, with how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..scaleup import ScaleUp
from ..scaleup.attribution import products_of

__all__ = ["Change", "predicted_changes"]

_LOST = 0.05
_DEVIATIONS = 1.6449  # of a normal distribution between its median and its 5 or 95 % quantile
_BESIDE = ("biomass_final", "cell_density_max", "viability_final", "p_co2_max", "dot_min", "volume_final")


@dataclass(frozen=True)
class Change:
    """A key figure at both sites.

    Attributes
    ----------
    name, unit : str
    source, target : float
        As predicted with every number as it stands.
    interval : tuple of float or None
        5, 50 and 95 % quantile at the receiving site over the draws.
    loss : tuple of float or None
        The same of the loss relative to the sending site, draw by draw.
    """

    name: str
    unit: str
    source: float
    target: float
    interval: tuple[float, float, float] | None = None
    loss: tuple[float, float, float] | None = None

    @property
    def chance_of_loss(self) -> float:
        """Probability that more than 5 % is lost: of the draws, as if normal; without draws 0 or 1."""
        if self.loss is None:
            return 1.0 if self.source > 0.0 and 1.0 - self.target / self.source > _LOST else 0.0
        low, median, high = self.loss
        width = (high - median if median < _LOST else median - low) / _DEVIATIONS
        if width <= 0.0:
            return 1.0 if median > _LOST else 0.0
        return 0.5 * math.erfc((_LOST - median) / width / math.sqrt(2.0))

    @property
    def anchored(self) -> tuple[float, float, float] | None:
        """5, 50 and 95 % at the receiving site if the sending site gets just what is predicted for it.

        The loss is drawn with the same cells at both sites, so that most of what is not known of them cancels.
        """
        if self.loss is None:
            return None
        low, median, high = self.loss
        return self.source * (1.0 - high), self.source * (1.0 - median), self.source * (1.0 - low)

    def summary(self) -> dict[str, object]:
        """As in ``--json``."""
        told: dict[str, object] = {"source": self.source, "target": self.target, "unit": self.unit}
        if self.interval is not None:
            told |= dict(zip(("low", "median", "high"), self.interval, strict=True))
        if self.loss is not None:
            told["loss"] = dict(zip(("low", "median", "high"), self.loss, strict=True))
        if self.anchored is not None:
            told["anchored"] = dict(zip(("low", "median", "high"), self.anchored, strict=True))
        return told


def predicted_changes(comparison: ScaleUp) -> list[Change]:
    """Titres of the products first, then what else a receiving site asks for."""
    source, target = comparison.source, comparison.targets[0]
    names = [f"titre_{name}" for name in products_of(source.scenario)]
    found = []
    for name in (*names, *_BESIDE):
        before, after = source.kpis.get(name), target.result.kpis.get(name)
        if before is None or after is None:
            continue
        sure = target.uncertainty
        interval = sure.kpis.get(name) if sure is not None else None
        loss = sure.loss.get(name) if sure is not None else None
        found.append(
            Change(
                name=name,
                unit=str(after["unit"]),
                source=float(before["value"]),
                target=float(after["value"]),
                interval=None if interval is None else (interval.low, interval.median, interval.high),
                loss=None if loss is None else (loss.low, loss.median, loss.high),
            )
        )
    return found
