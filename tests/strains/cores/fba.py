"""Flux balance of a built-in core model by SciPy alone: no strain, no atlas, no solver of ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.optimize import linprog

import moromi
from moromi.strains.core import read_core

FOLDER = Path(moromi.__file__).parent / "strains" / "data" / "models"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))

Range = tuple[float, float]


class Core:
    """A core model whose exchanges are closed inwards but for salts, water and protons."""

    def __init__(self, name: str, **bounds: Range) -> None:
        self.network = read_core(FOLDER / f"{name}.yaml")
        self.bounds = dict(
            zip(
                self.network.reactions,
                zip(self.network.lower.tolist(), self.network.upper.tolist(), strict=True),
                strict=True,
            )
        )
        for reaction in bounds:
            if reaction not in self.bounds:
                raise KeyError(reaction)
        self.bounds.update(bounds)

    def best(self, *terms: str, sense: int = 1) -> dict[str, float] | None:
        """Fluxes at the largest (sense 1) or smallest (−1) sum of some fluxes; None where nothing is feasible."""
        names = self.network.reactions
        cost = np.array([-float(sense) if name in terms else 0.0 for name in names])
        found = linprog(
            cost,
            A_eq=self.network.matrix,
            b_eq=np.zeros(len(self.network.metabolites)),
            bounds=[self.bounds[name] for name in names],
            method="highs",
        )
        return dict(zip(names, found.x.tolist(), strict=True)) if found.status == 0 else None
