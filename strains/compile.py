"""Compile a strain: explore its box, finish the atlas, certify it, and say what came out."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..kernels.linear_program import maximise
from .atlas import Certificate, FluxAtlas
from .certify import certify, coverage
from .compilation import Compilation
from .complete import explore
from .crew import Crew
from .definition import StrainDefinition
from .explore import Explorer
from .facets import irredundant
from .finish import finish
from .uniqueness import refuse_loose

__all__ = ["compile_atlas"]

# Starting processes takes longer than exploring a core model.
_SMALL = 200


def _compile_kernels() -> None:
    """Have the geometry's kernels compiled, so that what is timed is the strain."""
    nothing, point = np.zeros((0, 1)), np.zeros(1)
    irredundant(nothing, nothing[:, 0], np.ones(1))
    maximise(point, nothing, nothing[:, 0], point, np.ones(1), point)
    coverage(FluxAtlas(1, 1), np.ones(1), samples=1)


def _doubtful(atlas: FluxAtlas, tracked: int) -> list[NDArray[np.float64]]:
    """A point of every region whose basis does not prove that the tracked outputs are decided there."""
    return [region.inside for region in atlas.regions if any(output < tracked for output in region.loose)]


def _certificate(explorer: Explorer, atlas: FluxAtlas, processes: int, tell: Callable[[str], None]) -> Certificate:
    """Of the whole box: where the atlas does not fill it, with the regions a run would find."""
    problem = explorer.system.problem
    with Crew(problem, processes) as crew:
        return certify(
            atlas,
            problem.box,
            crew,
            progress=lambda done, of: tell(f"certificate: {done} of {of} direct programs"),
            explorer=None if atlas.complete else explorer,
            finding=lambda found, at: tell(f"certificate: {found} further regions found at {at} θ"),
        )


def compile_atlas(
    explorer: Explorer,
    atlas: FluxAtlas,
    definition: StrainDefinition,
    processes: int,
    budget: int,
    certified: bool,
    keep: Callable[[FluxAtlas], None],
    progress: Callable[[str], None] | None,
) -> tuple[FluxAtlas, Compilation]:
    """Explore and certify what is not yet.

    Parameters
    ----------
    explorer : Explorer
        Of the strain's program.
    atlas : FluxAtlas
        What is known; given back where it is complete, and certified if asked.
    definition : StrainDefinition
        For the report.
    processes, budget, certified, progress
        As in `Strain.compile`.
    keep : callable
        Given the atlas as soon as it is explored, before a certificate that may take long or fail.

    Returns
    -------
    FluxAtlas, Compilation

    Raises
    ------
    StrainError
        In some region the strain's objectives leave a tracked flux open.
    """
    tell = progress or (lambda text: None)
    problem = explorer.system.problem
    box = problem.box
    _compile_kernels()
    begin = time.perf_counter()
    if not atlas.complete:
        with Crew(problem, processes if problem.matrix.shape[0] > _SMALL else 1) as crew:
            work = explore(
                explorer,
                crew,
                budget,
                progress=lambda count, share: tell(f"flux atlas: {count} regions, {share:.2%} of the box"),
            )
        if work.missed:
            tell(f"{work.missed} slivers of facets lead nowhere: the coverage says what that amounts to")
        tracked = 1 + len(definition.species)
        refuse_loose(explorer, definition.name, tracked, _doubtful(work.atlas, tracked))
        atlas = finish(work, explorer.system)
        if not atlas.complete:
            tell(f"more than {budget} regions: the strain stays lazy, further regions are found when needed")
        keep(atlas)
    seconds = time.perf_counter() - begin
    if certified and atlas.certificate is None:
        atlas = atlas.certified(_certificate(explorer, atlas, processes, tell))
    mark_now = atlas.certificate
    return atlas, Compilation(
        strain=definition.name,
        model=str(definition.model),
        parameters=definition.parameters,
        mode="complete" if atlas.complete else "lazy",
        regions=len(atlas),
        facets_mean=float(np.mean([len(region.offset) for region in atlas.regions])),
        coverage=mark_now.coverage if mark_now is not None else coverage(atlas, box),
        seconds=seconds,
        certificate=mark_now,
    )
