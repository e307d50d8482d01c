"""`moromi gas-map`: where the gas of a recipe burns, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ..errors import InputError
from .options import json_option, overrides_option
from .output import emit_json, emit_table, emit_text

if TYPE_CHECKING:
    from ..report.combustible_map import GasMap

__all__ = ["gas_map"]


@click.command(name="gas-map", epilog="Example: moromi gas-map cnecator-gas-phb --set 'recipe.gas.oxygen=8 %'")
@click.argument("scenario")
@overrides_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("combustible-map.svg"),
    help="Figure to write.",
)
@json_option
@click.pass_context
def gas_map(context: click.Context, scenario: str, overrides: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Draw the safe operating map of a SCENARIO's gas, refused or not, without running it.

    Oxygen against fuel, with the limits at the recipe's temperature and pressure. Exit code 1 where the gas can burn.
    """
    from ..report.combustible_map import map_of_recipe
    from ..scenario import load_scenario
    from ..scenario.combustible_gas import ALLOWING

    found = map_of_recipe(load_scenario(scenario, (*overrides, ALLOWING)))
    if found is None:
        raise InputError(f"the gas of '{scenario}' holds no hydrogen, carbon monoxide or methane: nothing can burn")
    summary = _summary(found)
    path = _write(found, out)
    if as_json:
        emit_json({"scenario": scenario, **summary, "files": {path.name: str(path)}})
    else:
        rows = [(name.replace("_", " "), f"{100.0 * value:.3g}") for name, value in summary.items()]
        emit_table(("gas at the sparger", "vol % dry"), rows, found.title)
        emit_text(f"map: {path}")
    if summary["margin"] <= 0.0:
        context.exit(1)


def _summary(found: GasMap) -> dict[str, Any]:
    """Fuel and oxygen, their limits, and how far away they are; mole fractions, of the upper end of oxygen."""
    from ..combustible import FUELS, combustible_range

    gas = {name: float(values[-1]) for name, values in found.paths["sparger"].items()}
    fuel = sum(gas[name] for name in FUELS)
    limits = combustible_range(gas, found.temperature, found.pressure)
    return {
        "fuel": fuel,
        "oxygen": gas["oxygen"],
        "lower_limit": float(limits.lower),
        "limiting_oxygen": float(limits.limiting_oxygen),
        "least_oxygen_there": float(limits.oxygen_at(fuel)),
        "margin": float(limits.margin(fuel, gas["oxygen"])),
    }


def _write(found: GasMap, path: Path) -> Path:
    from ..report.combustible_map import combustible_map
    from ..report.style import to_svg

    try:
        path.write_bytes(to_svg(combustible_map(found), salt=path.stem))
    except OSError as error:
        raise InputError(f"--out {path}: cannot be written ({error.strerror or error})") from None
    return path
