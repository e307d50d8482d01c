"""`moromi sweep`: many runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from .options import by_option, json_option, overrides_option, report_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..study.sweep import Sweep
    from ..study.sweep.plan import StudyPlan

__all__ = ["sweep"]


@click.command(
    epilog="Example: moromi sweep ecoli-fedbatch --vary vessel.kla_factor=0.7:1.3 --vary recipe.feed_factor=0.8:1.2 "
    "--runs 1000"
)
@click.argument("scenarios", nargs=-1, required=True)
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH=SPREAD",
    help="What varies: low:high, low:high:log, normal(mean, sd), lognormal(median, factor), triangular(low, mode, "
    "high), or one,two,three; quantities with units. May be repeated.",
)
@click.option("--runs", type=click.IntRange(1), metavar="N", help="Points of a design that is drawn; 256 by default.")
@click.option(
    "--design",
    metavar="NAME",
    help="sobol (the usual), latin-hypercube, random, grid, one-at-a-time, saltelli, saltelli-pairs or morris.",
)
@click.option("--levels", type=click.IntRange(2, 1000), metavar="N", help="Of every range in a grid; 5 by default.")
@click.option("--points", metavar="FILE", help="CSV of points instead: a column a path, with its unit in brackets.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Of the points; 1 by default.")
@click.option("--vessel", "vessels", multiple=True, metavar="NAME_OR_FILE", help="Carry over to it; may be repeated.")
@click.option("--strain", "strains", multiple=True, metavar="NAME_OR_FILE", help="Run with it; may be repeated.")
@by_option
@overrides_option
@click.option("--keep", multiple=True, metavar="VARIABLE", help="Trajectory that stays in the table; may be repeated.")
@click.option("--every", metavar="TIME", help="Time between its rows; 1 h by default.")
@click.option("--name", metavar="NAME", help="Of the study.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="The number of processors by default.")
@click.option("--executor", metavar="NAME", help="threads (the usual), processes or dask: the same bytes from each.")
@click.option(
    "--cluster", metavar="ADDRESS", default="", help="Scheduler of a dask cluster, for example tcp://host:8786."
)
@click.option("--restart", is_flag=True, help="Throw away what another study left in the folder.")
@click.option("--parquet", is_flag=True, help="Write the table as Parquet, too.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where it is kept.")
@report_option
@json_option
def sweep(
    scenarios: tuple[str, ...],
    workers: int | None,
    executor: str | None,
    cluster: str,
    restart: bool,
    parquet: bool,
    out: Path | None,
    no_report: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Run SCENARIOS, or a study file, at many points; started again, it goes on where it was stopped."""
    from ..study.sweep import sweep as work

    plan = _plan(scenarios, options)
    kind = executor or ("dask" if cluster else "threads")
    with progress() as say:
        done = work(plan, out, executor=kind, workers=workers, cluster=cluster, restart=restart, progress=say)
        files = {"table": done.path}
        if parquet:
            files["parquet"] = done.write_parquet()
        if not no_report:
            from ..report import write_sweep_report

            say(f"writing {done.folder / 'report.html'}")
            files["report"] = write_sweep_report(done, done.folder)
    if as_json:
        emit_json(done.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    _emit(done, files)


def _plan(scenarios: tuple[str, ...], options: dict[str, Any]) -> StudyPlan:
    """The study of a command line; a study file may be changed by options."""
    from ..errors import InputError
    from ..study.sweep.plan import is_study, plan_of, read_plan, vary_of

    given = {key: value for key, value in options.items() if value not in (None, (), "")}
    keep, every = given.pop("keep", None), given.pop("every", None)
    if keep:
        given["keep"] = {"variables": list(keep)} | ({"interval": every} if every else {})
    elif every:
        raise InputError("--every: name what to --keep")
    if "vary" in given:
        given["vary"] = vary_of(given["vary"])
    if "overrides" in given:
        given["set"] = list(given.pop("overrides"))
    if "points" in given:
        given.setdefault("design", "points")
    studies = [name for name in scenarios if is_study(name)]
    if studies and len(scenarios) > 1:
        raise InputError("a study file stands alone: scenarios are named in it")
    if studies:
        return read_plan(Path(studies[0]), given)
    return plan_of({"name": _name(scenarios), "scenarios": list(scenarios)} | given)


def _name(scenarios: tuple[str, ...]) -> str:
    return "sweep-" + "-".join(Path(name).stem for name in scenarios)[:48]


def _emit(done: Sweep, files: dict[str, Path]) -> None:
    told = done.summary()
    emit_table(("runs", "count"), [(name.lower(), f"{count:,}") for name, count in told["status"].items()])
    if told["runs_per_second"]:
        emit_text(f"{told['ran']:,} runs at {told['runs_per_second']:.0f} a second")
    emit_text()
    emit_table(("key result", "5 %", "median", "95 %", "unit"), done.quantiles(), "over all runs that came to an end")
    emit_text()
    for path in files.values():
        emit_text(str(path))
    emit_text(f"to run one of them: {done.command(0)}")
