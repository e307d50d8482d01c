"""`moromi design-space`: where all limits are met, with what probability."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from .output import emit_json, emit_table, emit_text, progress
from .study_options import make_plan, study_options, working

if TYPE_CHECKING:
    from ..study.design_space import DesignSpace

__all__ = ["design_space"]

_SHOWN = 7  # rows and columns on the screen


@click.command(
    name="design-space",
    epilog="Example: moromi design-space ecoli-fedbatch --x recipe.feed_factor=0.6:1.4 "
    "--y 'recipe.start.biomass=0.05 g/L:0.4 g/L' --vary 'vessel.kla_factor=lognormal(1, 1.18)' "
    "--limit 'dot_min > 20 %'",
)
@click.argument("scenario")
@click.option("--x", "x_axis", required=True, metavar="PATH=LOW:HIGH", help="First axis.")
@click.option("--y", "y_axis", required=True, metavar="PATH=LOW:HIGH", help="Second axis.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="RULE",
    help="What has to hold: 'dot_min > 20 %', 'limit_cooling < 0.1 h'; a key figure or the hours of a limit. May be "
    "repeated: all of them.",
)
@click.option("--runs", type=click.IntRange(50), default=1024, metavar="N", help="1024 by default.")
@click.option(
    "--probability",
    type=click.FloatRange(0.0, 1.0, min_open=True),
    default=0.9,
    metavar="P",
    help="Asked for in the box of acceptable ranges; 0.9 by default.",
)
@study_options
def design_space(
    scenario: str,
    x_axis: str,
    y_axis: str,
    limits: tuple[str, ...],
    runs: int,
    probability: float,
    **options: Any,
) -> None:
    """Map over two axes of a SCENARIO the probability that all limits are met; what else varies is random."""
    from ..study.design_space import design_space as study
    from ..study.sweep.plan import vary_of

    axes = [next(iter(vary_of([text]))) for text in (x_axis, y_axis)]
    options["vary"] = (x_axis, y_axis, *options["vary"])
    plan = make_plan(scenario, "space", options, design="sobol", runs=runs)
    with progress() as say:
        found = study(
            plan, axes[0], axes[1], limits, options["out"], least=probability, progress=say, **working(options)
        )
        say(f"writing {found.sweep.folder}")
        files = found.save(report=not options["no_report"])
    if options["as_json"]:
        emit_json(found.summary() | {"files": {name: str(path) for name, path in files.items()}})
        return
    _emit(found, files)


def _emit(found: DesignSpace, files: dict[str, Path]) -> None:
    from ..report.study_prose import box_sentence
    from ..report.study_words import entry_labels, in_brackets

    told = found.sweep.summary()
    emit_text(f"{told['runs']:,} runs, {told['failed']:,} failed; those count as limits not met")
    for reason, count in found.responses.failures()[:5]:
        emit_text(f"warning: {count:,} runs: {reason}")
    shares = [(item.text, f"{100.0 * item.met(found.responses).mean():.1f} %") for item in found.criteria]
    emit_table(("limit", "runs that meet it"), [*shares, ("all", f"{100.0 * found.met.mean():.1f} %")])
    emit_text()
    labels = entry_labels([item.path for item in found.responses.varied])
    x, y = found.x, found.y
    places = [round(i * (len(x.values) - 1) / (_SHOWN - 1)) for i in range(_SHOWN)]
    rows = [
        (f"{y.values[i]:.4g}", *(f"{100.0 * found.field.probability[i, j]:.0f} %" for j in places))
        for i in reversed(places)
    ]
    across, up = (in_brackets(labels[axis.entry.path], axis.entry.unit) for axis in (x, y))
    emit_table(("", *(f"{x.values[j]:.4g}" for j in places)), rows, f"probability over {across}, upwards {up}")
    emit_text()
    emit_text(box_sentence(found, labels))
    for path in files.values():
        emit_text(str(path))
