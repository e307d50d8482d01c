"""A strain ready to run: its parameters, outputs, chemistry and the regions found so far."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernels.atlas_arrays import Atlas
from .atlas import FluxAtlas
from .build import Blueprint, blueprint, explorer_of, stored_atlas, write_atlas
from .chemistry import Chemistry
from .definition import StrainDefinition
from .errors import StrainError
from .kinetics import WARMER

if TYPE_CHECKING:
    from .compilation import Compilation
    from .explore import Explorer

__all__ = ["Strain", "open_strain"]

# θ this far outside the box [relative to it] is an integrator's overshoot and is put on the wall.
_OVERSHOOT = 1e-3


class Strain:
    """A COBRA model whose optimum is known as a piecewise affine function of θ; made by `open_strain`.

    Attributes
    ----------
    definition : StrainDefinition
        What it was made from.
    parameters : tuple of str
        Names of θ: uptakes, then demands.
    box : ndarray, shape (p,)
        0 ≤ θ ≤ box [mol/kg/h].
    outputs : tuple of str
        ``growth`` [1/h]; net exchange of each species, + leaves the cell [mol/kg/h]; ``shortfall_*``;
        ``water, proton, other_carbon, other_nitrogen, other_oxygen, other_charge, other_electrons`` [mol/kg/h];
        ``other_mass`` [kg/kg/h]; ``heat`` [W/kg].
    chemistry : Chemistry
        Contents of species and biomass.
    key : str
        Hash of the linear program: strains with one key share one atlas.
    """

    def __init__(self, definition: StrainDefinition, made: Blueprint) -> None:
        self.definition = definition
        self.parameters = definition.parameters
        self.box: NDArray[np.float64] = np.array(definition.box)
        self.outputs = made.outputs
        self.chemistry: Chemistry = made.chemistry
        self.key = made.key
        self._made = made
        self._explorer: Explorer | None = None
        self._lock = RLock()
        self._atlas: FluxAtlas = stored_atlas(made, len(self.box)) or FluxAtlas(len(self.box), len(made.outputs))
        self._saved = len(self._atlas)

    def __repr__(self) -> str:
        return (
            f"Strain({self.definition.name!r}, {len(self.parameters)} parameters, "
            f"{len(self.outputs)} outputs, {self.regions} regions)"
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens the strain from the same cache; regions that were not saved stay behind."""
        return open_strain, (self.definition, self._made.folder.parent)

    @property
    def regions(self) -> int:
        """Number of regions found so far."""
        return len(self._atlas)

    def kernel_atlas(self) -> Atlas:
        """The regions as arrays for the kernels; take it again after `answer`."""
        with self._lock:
            return self._atlas.packed()

    def explorer(self) -> Explorer:
        """The linear program and its solvers, loaded when first needed."""
        with self._lock:
            if self._explorer is None:
                self._explorer = explorer_of(self._made, self.definition)
            return self._explorer

    def checked(self, theta: ArrayLike) -> NDArray[np.float64]:
        """θ as an array inside the box.

        Raises
        ------
        StrainError
            Wrong length, not a number, or outside the box.
        """
        point = np.array(theta, dtype=float)
        if point.shape != self.box.shape:
            raise StrainError(f"θ has shape {point.shape}, strain '{self.definition.name}' needs {self.box.shape}")
        inside = (point >= -_OVERSHOOT * self.box) & (point <= (1.0 + _OVERSHOOT) * self.box)
        if not inside.all():
            at = int(np.argmin(inside))
            place = f"{self.parameters[at]} = {point[at]:g} is outside 0..{self.box[at]:g}"
            if point[at] > 0.0:
                place += (
                    ": raise its 'maximum' (of a demand 'most'), or keep its laws lower; an arrhenius law holds "
                    f"{WARMER:g} K above its reference"
                )
            raise StrainError(f"strain '{self.definition.name}': {place}")
        return np.asarray(np.clip(point, 0.0, self.box))

    def answer(self, thetas: ArrayLike) -> int:
        """Add the regions that hold the given θ.

        Parameters
        ----------
        thetas : array_like, shape (k, p) or (p,)
            Points the kernels missed, inside the box [mol/kg/h].

        Returns
        -------
        int
            How many regions were new.

        Raises
        ------
        StrainError
            θ outside the box, or the solver failed.
        """
        added = 0
        with self._lock:
            for row in np.atleast_2d(np.asarray(thetas, dtype=float)):
                theta = self.checked(row)
                if not self._atlas.covers(theta):
                    added += self._atlas.add(self.explorer().region_at(theta, self._atlas))
        return added

    def solve(self, theta: ArrayLike) -> NDArray[np.float64]:
        """Outputs at θ from a direct lexicographic linear program, independent of the regions.

        Parameters
        ----------
        theta : array_like, shape (p,)
            Parameters inside the box [mol/kg/h].

        Returns
        -------
        ndarray, shape (q,)
            In the order of `outputs`.
        """
        with self._lock:
            return self.explorer().direct(self.checked(theta))

    @property
    def complete(self) -> bool:
        """Whether the regions fill the box."""
        return self._atlas.complete

    def compile(
        self,
        *,
        processes: int = 1,
        budget: int = 5000,
        certify: bool = True,
        progress: Callable[[str], None] | None = None,
    ) -> Compilation:
        """Explore the whole box once, certify what was found, and keep both in the cache.

        Parameters
        ----------
        processes : int
            Spawned processes that share the work; the result does not depend on their number. A script that asks for
            more than one guards its entry with ``if __name__ == "__main__"``, as everywhere with spawn.
        budget : int
            Regions after which the strain stays lazy: what was found is kept, the rest is found when a run needs it.
        certify : bool
            Whether to hold the atlas against direct linear programs; done once, minutes for a genome-scale model.
        progress : callable, optional
            Told, in a line, how far it is.

        Returns
        -------
        Compilation

        Raises
        ------
        StrainError
            The solver failed, or the strain's objectives leave a tracked flux open in some region.
        """
        from .compile import compile_atlas

        def keep(atlas: FluxAtlas) -> None:
            if atlas is not self._atlas:
                self._atlas, self._saved = atlas, -1
                if not self.save() and progress is not None:
                    progress("the cache cannot be written: the atlas is kept for this run only")

        with self._lock:
            atlas, report = compile_atlas(
                self.explorer(), self._atlas, self.definition, processes, budget, certify, keep, progress
            )
            keep(atlas)
            return report

    def save(self) -> bool:
        """Write new regions to the cache, together with what other processes wrote meanwhile.

        Returns
        -------
        bool
            False where the cache cannot be written; the strain works all the same.
        """
        with self._lock:
            if len(self._atlas) == self._saved:
                return True
            if not self._atlas.complete:
                self._join(stored_atlas(self._made, len(self.box)))
            written = write_atlas(self._made, self._atlas)
            self._saved = len(self._atlas) if written else self._saved
            return written

    def _join(self, other: FluxAtlas | None) -> None:
        """Take in what another process stored; a complete atlas takes the place of ours."""
        if other is not None and other.complete:
            self._atlas = other
            return
        for region in other.regions if other else ():
            self._atlas.add(region)


def open_strain(
    definition: StrainDefinition, cache: Path | None = None, progress: Callable[[str], None] | None = None
) -> Strain:
    """Open a strain: from the cache in milliseconds, or from its model the first time.

    Parameters
    ----------
    definition : StrainDefinition
        Model, edits and what varies.
    cache : Path, optional
        Root of the cache; by default ``MOROMI_CACHE_DIR`` or the user's cache folder.
    progress : callable, optional
        Told, in a line, when the strain has to be made from its model.

    Returns
    -------
    Strain

    Raises
    ------
    StrainError
        The model cannot be read, an id does not exist, or tracked fluxes are not unique.
    """
    return Strain(definition, blueprint(definition, cache, progress))
