"""Options that the commands for studies share, and the study they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from .options import by_option, json_option, overrides_option, report_option

if TYPE_CHECKING:
    from ..study.sweep.plan import StudyPlan

__all__ = ["make_plan", "study_options", "working"]

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--vary",
        multiple=True,
        metavar="PATH=SPREAD",
        help="What varies: low:high, low:high:log, normal(mean, sd), lognormal(median, factor), triangular(low, mode, "
        "high), or one,two,three; quantities with units. May be repeated.",
    ),
    click.option("--seed", type=click.IntRange(0), metavar="N", help="Of the points; 1 by default."),
    click.option("--vessel", metavar="NAME_OR_FILE", help="Carry over to it."),
    click.option("--strain", metavar="NAME_OR_FILE", help="Run with it."),
    by_option,
    overrides_option,
    click.option("--keep", multiple=True, metavar="VARIABLE", help="Trajectory to keep, for bands; may be repeated."),
    click.option("--every", metavar="TIME", help="Time between its rows; 1 h by default."),
    click.option("--name", metavar="NAME", help="Of the study."),
    click.option("--workers", type=click.IntRange(1), metavar="N", help="The number of processors by default."),
    click.option("--executor", metavar="NAME", help="threads (the usual), processes or dask."),
    click.option("--cluster", metavar="ADDRESS", default="", help="Scheduler of a dask cluster."),
    click.option("--restart", is_flag=True, help="Throw away what another study left in the folder."),
    click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where it is kept."),
    report_option,
    json_option,
)
_WORKING = ("executor", "workers", "cluster", "restart")


def study_options(command: Command) -> Command:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def working(options: Mapping[str, Any]) -> dict[str, Any]:
    """Of the options those that say who does the work."""
    kind = options["executor"] or ("dask" if options["cluster"] else "threads")
    return {key: options[key] for key in _WORKING} | {"executor": kind}


def make_plan(scenario: str, kind: str, options: Mapping[str, Any], **more: Any) -> StudyPlan:
    """The study of a command line.

    Parameters
    ----------
    scenario : str
    kind : str
        Beginning of its name.
    options : mapping
        What `study_options` read.
    **more
        Keys of the study: design, runs, more to vary.
    """
    from ..errors import InputError
    from ..study.sweep.plan import plan_of, vary_of

    content: dict[str, Any] = {"name": options["name"] or f"{kind}-{Path(scenario).stem}"[:60], "scenarios": [scenario]}
    content["vary"] = vary_of(options["vary"])
    for key, source in (("vessels", "vessel"), ("strains", "strain")):
        if options[source]:
            content[key] = [options[source]]
    if options["overrides"]:
        content["set"] = list(options["overrides"])
    if options["by"]:
        content["by"] = options["by"]
    if options["seed"] is not None:
        content["seed"] = options["seed"]
    if options["keep"]:
        content["keep"] = {"variables": list(options["keep"])}
        if options["every"]:
            content["keep"]["interval"] = options["every"]
    elif options["every"]:
        raise InputError("--every: name what to --keep")
    return plan_of(content | more)
