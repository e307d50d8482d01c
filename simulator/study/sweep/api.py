"""The one-line way in: scenarios, what varies, how many runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .plan import StudyPlan, is_study, plan_of, read_plan
from .run import Progress, Sweep
from .run import sweep as work_through

__all__ = ["sweep"]


def sweep(
    scenarios: str | Sequence[str] | StudyPlan,
    folder: str | Path | None = None,
    *,
    vary: Mapping[str, str] | None = None,
    executor: str = "threads",
    workers: int | None = None,
    cluster: str = "",
    restart: bool = False,
    progress: Progress | None = None,
    **plan: Any,
) -> Sweep:
    """Run scenarios at many points, or what is left of a study that was stopped.

    Parameters
    ----------
    scenarios : str, sequence of str, or StudyPlan
        Names or files; a study file or a plan stands alone.
    folder : str or Path, optional
        Where the study is kept; by default one in ``moromi-runs`` whose name follows from all that is asked.
    vary : mapping of str to str
        Path → spread: ``{"vessel.kla_factor": "0.7:1.3"}``.
    executor, workers, cluster, restart, progress
        As in `run.sweep`.
    **plan
        Further keys of a `StudyPlan`: ``runs=1000, design="grid", keep={"variables": ["dot"]}`` …

    Returns
    -------
    Sweep

    Raises
    ------
    InputError
        The study is wrong, or its folder cannot be used.

    Examples
    --------
    >>> found = sweep("ecoli-fedbatch", vary={"vessel.kla_factor": "0.7:1.3"}, runs=64)  # doctest: +SKIP
    >>> found.table["biomass_final"].median()  # doctest: +SKIP
    """
    changes = plan | ({"vary": dict(vary)} if vary else {})
    if isinstance(scenarios, StudyPlan):
        study = scenarios
    elif isinstance(scenarios, str) and is_study(scenarios):
        study = read_plan(Path(scenarios), changes)
    else:
        names = [scenarios] if isinstance(scenarios, str) else list(scenarios)
        study = plan_of({"scenarios": names} | changes)
    place = Path(folder) if folder is not None else None
    return work_through(
        study, place, executor=executor, workers=workers, cluster=cluster, restart=restart, progress=progress
    )
