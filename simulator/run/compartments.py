"""What every compartment of a tank went through during a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels import signals as at
from ..plant.network import Network
from .trajectory import Trajectory

__all__ = ["Compartments"]

_NO_CELLS = 1e-300  # kg


@dataclass(frozen=True)
class Compartments:
    """Rows of N compartments, at the times of the tank's own rows.

    Parameters
    ----------
    network : Network
        Names, shares, heights, boxes; where feeds and sensors are.
    feeds : tuple of int
        Compartments that something is poured into.
    nodes : shape (rows, N, width)
        Biomass of every strain [kg], amounts [mol], what cells carry, dispersed gas [mol].
    signals : shape (rows, N, signals)
        As `kernels.signals` names them.
    theta, fluxes : shapes (rows, N, p), (rows, N, outputs)
        Flux parameters and fluxes of the cells.
    region : shape (rows, N, strains)
        Critical regions.
    """

    network: Network
    feeds: tuple[int, ...]
    nodes: NDArray[np.float64]
    signals: NDArray[np.float64]
    theta: NDArray[np.float64]
    fluxes: NDArray[np.float64]
    region: NDArray[np.int64]

    def views(self, run: Trajectory) -> list[Trajectory]:
        """Every compartment's cells as if they were those of the vessel; amounts stay the tank's."""
        return [
            replace(
                run,
                signals=self.signals[:, i],
                theta=self.theta[:, i],
                fluxes=self.fluxes[:, i],
                region=self.region[:, i],
            )
            for i in range(self.network.size)
        ]

    def share_of_cells(self, strain: int) -> NDArray[np.float64]:
        """Share of a strain's cells in every compartment, shape (rows, N)."""
        cells = np.maximum(self.nodes[:, :, strain], 0.0)
        return np.asarray(cells / np.maximum(cells.sum(axis=1, keepdims=True), _NO_CELLS))

    def signal(self, name: str) -> NDArray[np.float64]:
        """A signal by its name, shape (rows, N)."""
        return self.signals[:, :, at.NAMES.index(name)]

    def concentration(self, place: int) -> NDArray[np.float64]:
        """Concentration [mol/m³] of a species by its place, shape (rows, N)."""
        return self.signals[:, :, at.COUNT + place]
