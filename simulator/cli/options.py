"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

__all__ = ["by_option", "json_option", "out_option", "overrides_option", "report_option"]

json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object instead of tables; progress on standard error.",
)

overrides_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one entry of the scenario, for example recipe.start.volume='1.5 L'; may be repeated.",
)

by_option = click.option(
    "--by",
    metavar="CRITERION",
    help="What is kept on the way: power-per-volume, kla, tip-speed, vvm, gas-velocity, mixing-time, stirrer-speed, "
    "or best, the most the vessel allows; the scenario's own by default.",
)

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the result goes; a new folder in ./moromi-runs by default.",
)

report_option = click.option("--no-report", is_flag=True, help="Leave out figures and report.html.")
