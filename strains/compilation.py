"""What compiling a strain gave; apart from the work itself, which needs linear programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .atlas import Certificate

__all__ = ["Compilation"]


@dataclass(frozen=True)
class Compilation:
    """What compiling a strain gave.

    Attributes
    ----------
    strain, model : str
    parameters : tuple of str
    mode : {"complete", "lazy"}
        Lazy: the budget ended before the box was full; further regions are found when a run needs them.
    regions : int
    facets_mean : float
        Facets per region, none of them redundant.
    coverage : float
        Share of 10⁶ fresh θ that lie in a region: half uniform, half log-uniform over four decades, each parameter
        zero with probability 0.15.
    seconds : float
        Time taken now, without the certificate; next to nothing for an atlas that was there.
    certificate : Certificate or None
        None where it was not asked for. Of a lazy atlas it is of the whole box as well: with the regions a run would
        find.
    """

    strain: str
    model: str
    parameters: tuple[str, ...]
    mode: str
    regions: int
    facets_mean: float
    coverage: float
    seconds: float
    certificate: Certificate | None

    def as_dict(self) -> dict[str, Any]:
        """Keys as in ``--json``."""
        mark = self.certificate
        return {
            "strain": self.strain,
            "model": self.model,
            "parameters": list(self.parameters),
            "mode": self.mode,
            "regions": self.regions,
            "facets_mean": self.facets_mean,
            "coverage": self.coverage,
            "seconds": self.seconds,
            "certificate": mark
            and {"samples": mark.samples, "max_relative_error": mark.max_relative_error, "found": mark.found},
        }
