"""`moromi network`: the compartments of a tank, and how a tracer spreads through them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ..errors import InputError
from ..told import told
from .options import json_option, overrides_option
from .output import emit_json, emit_table, emit_text

if TYPE_CHECKING:
    from ..scenario import Medium, NetworkPlan, Scenario, Vessel
    from ..study.mixing import Mixing

__all__ = ["network"]

_SHOWN = 60  # rows of a table for a person


@click.command(epilog="Example: moromi network tank-30m3 --speed '133 rpm' --aeration '0.3 vvm' --figure tank.svg")
@click.argument("name", metavar="SCENARIO_OR_VESSEL")
@overrides_option
@click.option("--kind", metavar="KIND", help="Kind of network, where the file has none or another one is wanted.")
@click.option("--speed", metavar="SPEED", help="Of the stirrer; the highest of the recipe or vessel by default.")
@click.option("--aeration", metavar="AERATION", help="Per liquid volume; that of the recipe, or none, by default.")
@click.option(
    "--figure",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Draw the tank's cross-section, coloured by when each compartment is mixed.",
)
@json_option
def network(
    name: str,
    overrides: tuple[str, ...],
    kind: str | None,
    speed: str | None,
    aeration: str | None,
    figure: Path | None,
    as_json: bool,
) -> None:
    """Show compartments and flows of a tank, and its mixing time beside the correlation."""
    from ..study.mixing import mixing_of
    from ..study.network_request import read_request

    scenario, vessel, medium = _load(name, overrides)
    request = read_request({"kind": kind, "speed": speed, "aeration": aeration})
    plan = request.plan(scenario.network_plan if scenario is not None else vessel.network)
    fast, gas = request.stirring(vessel, scenario)
    mixing = mixing_of(plan, vessel, medium, fast, gas)
    files = {} if figure is None else {"figure": str(_draw(mixing, vessel, figure))}
    if as_json:
        emit_json(_summary(mixing, vessel, plan, fast, gas) | {"files": files})
        return
    _emit(mixing, vessel, fast, gas)
    if figure is not None:
        emit_text(f"figure: {figure}")


def _load(name: str, overrides: tuple[str, ...]) -> tuple[Scenario | None, Vessel, Medium]:
    """A scenario with its vessel, or a vessel alone in water."""
    from ..scenario import built_in_files, load_medium, load_scenario, load_vessel

    if name not in built_in_files("scenario") and (name in built_in_files("vessel") or _is_vessel(name)):
        if overrides:
            raise InputError("--set changes a scenario; edit a copy of the vessel instead ('moromi show NAME --yaml')")
        return None, load_vessel(name), load_medium("water")
    scenario = load_scenario(name, overrides)
    return scenario, scenario.vessel, scenario.medium


def _is_vessel(name: str) -> bool:
    """Whether a file is that of a vessel: no scenario has a diameter."""
    from ..scenario.yaml_file import read_yaml

    path = Path(name).expanduser()
    return path.is_file() and "diameter" in (read_yaml(path).data or {})


def _summary(mixing: Mixing, vessel: Vessel, plan: NetworkPlan, speed: float, aeration: float) -> dict[str, Any]:
    tank, answer = mixing.network, mixing.pulse
    return {
        "vessel": vessel.name,
        "kind": plan.kind,
        "volume": {"value": tank.volume, "unit": "m³"},
        "stirrer_speed": {"value": speed, "unit": "1/s"},
        "driving_speed": {"value": mixing.speed, "unit": "1/s"},
        "aeration": {"value": aeration / 60.0, "unit": "vvm"},
        "flooded": mixing.flooded,
        "mixing_time": {"value": mixing.tracer_time, "unit": "s"},
        "mixing_time_probe": {"value": answer.mixing_time(at_probe=True), "unit": "s"},
        "mixing_time_correlation": {"value": mixing.correlation_time, "unit": "s"},
        "mass_error": float(abs(answer.mass - 1.0).max()),
        "feed": tank.places[tank.feed],
        "probe": tank.places[tank.probe],
        "outlet": tank.places[tank.outlet],
        "points": {point: tank.places[place] for point, place in tank.points.items()},
        "compartments": [
            {"name": place, "volume": tank.fraction[number] * tank.volume, "height": tank.height[number]}
            for number, place in enumerate(tank.places)
        ],
        "flows": [
            {"source": tank.places[source], "target": tank.places[target], "flow": flow}
            for source, target, flow in zip(tank.source, tank.target, mixing.flow, strict=True)
        ],
    }


def _emit(mixing: Mixing, vessel: Vessel, speed: float, aeration: float) -> None:
    tank, answer = mixing.network, mixing.pulse
    title = f"{tank.name} of {vessel.name}: {tank.size} compartments, {len(tank.source)} flows, {tank.volume:.4g} m³"
    rows = [
        (
            place,
            f"{tank.fraction[number] * tank.volume:.4g}",
            f"{tank.height[number]:.3f}",
            f"{answer.settled[number]:.4g}",
        )
        for number, place in enumerate(tank.places[:_SHOWN])
    ]
    emit_table(("compartment", "m³", "height", "mixed after s"), rows, title)
    if tank.size > _SHOWN:
        emit_text(f"… and {tank.size - _SHOWN} more; --json has all of them, and the flows")
    emit_text()
    found = mixing.correlation_time
    emit_table(
        ("mixing time to 95 %", "s"),
        [
            ("tracer, whole tank", f"{mixing.tracer_time:.4g}"),
            ("tracer, at the probe", f"{answer.mixing_time(at_probe=True):.4g}"),
            ("correlation", "none" if found is None else f"{found:.4g}"),
        ],
        f"{60.0 * speed:.4g} rpm, {aeration / 60.0:.4g} vvm; pulse at {tank.places[tank.feed]}",
    )
    if mixing.flooded:
        emit_text("warning: gas floods the lowest impeller; neither network nor correlation holds there")


def _draw(mixing: Mixing, vessel: Vessel, path: Path) -> Path:
    """Write the cross-section."""
    from ..report.cross_section import tank_cross_section
    from ..report.fonts import figure_language
    from ..report.style import to_svg

    slenderness = vessel.liquid_height(mixing.network.volume) / vessel.diameter
    with figure_language():
        label = told("Mixed to 95 % after [s]")
    figure = tank_cross_section(mixing.network, {f"{vessel.name}": mixing.pulse.settled}, label, slenderness)
    try:
        path.write_bytes(to_svg(figure, salt=path.stem))
    except OSError as error:
        raise InputError(f"--figure {path}: cannot be written ({error.strerror or error})") from None
    return path
