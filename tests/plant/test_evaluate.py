"""Correlations by name: in range silent, outside it flagged or refused, every one of them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from moromi.kernels.salting import salting_table
from moromi.simulator.errors import InputError
from moromi.simulator.plant.correlations import CORRELATIONS
from moromi.simulator.plant.evaluate import arguments_of, evaluate, kernel_of

USUAL = {
    "temperature": 298.15, "density": 1000.0, "viscosity": 1e-3, "surface_tension": 0.07, "gas_velocity": 0.05,
    "power_per_volume": 1000.0, "tank_diameter": 0.5, "volume": 0.01, "diameter_ratio": 0.35, "height_ratio": 1.0,
    "reynolds": 5e4, "molar_volume": 30.0, "bubble_diameter": 0.004, "prandtl": 7.0, "conductivity": 0.6,
    "viscosity_ratio": 1.0, "heat_capacity": 4180.0, "stirrer_speed": 2.0, "impeller_diameter": 0.2,
    "power_number": 5.0,
    "gas_flow": 0.001, "upper": False, "floor": 0.3, "a": 0.783, "b": 0.459, "power_ungassed": 100.0, "fraction": 0.1,
    "liquid_height": 0.5, "liquid_volume": 0.1, "froude_number": 0.1, "gas_density": 1.2, "dissipation": 1.0,
    "measured": 2e-9, "diffusivity": 2e-9, "specific_area": 200.0, "shaking_speed": 4.0, "shaking_diameter": 0.05,
    "vessel_diameter": 0.3, "flask_diameter": 0.085, "filling_volume": 2.5e-5, "kinematic_viscosity": 1e-6,
    "osmolality": 0.3, "pressure": 1.0, "oxygen_fraction": 0.2095, "liquid_viscosity": 1e-3, "constant": 11.5,
    "well_diameter": 0.008, "yield_stress": 10.0,
    "share": 1.0, "power": 100.0, "blade_height": 0.04, "flow_number": 0.72, "spacing": 0.2, "foaminess": 10.0,
    "water_viscosity": 1e-3, "exponent": -0.67, "ionic_strength": 100.0, "gas": 0.0, "ions": 200.0,
    "concentrations": np.array([100.0, 100.0]), "table": salting_table(["Na+", "Cl-"]),
}  # fmt: skip


def inside(name: str) -> dict:
    """Inputs in the middle of every range of a correlation."""
    ranges = {limit.quantity: (limit.low * limit.high) ** 0.5 for limit in CORRELATIONS[name].inputs}
    return {argument: USUAL[argument] for argument in arguments_of(name)} | ranges


@pytest.mark.parametrize("name", CORRELATIONS)
def test_in_range_it_is_silent(name: str):
    found = evaluate(name, refuse=True, **inside(name))
    assert found.remarks == ()
    assert found.low < found.value < found.high
    assert found.high - found.value == pytest.approx(CORRELATIONS[name].uncertainty * abs(found.value))
    assert np.isfinite(found.value)


@pytest.mark.parametrize(
    ("name", "quantity", "value"),
    [
        (name, limit.quantity, value)
        for name, item in CORRELATIONS.items()
        for limit in item.inputs
        for value in (limit.low * 0.99, limit.high * 1.01)
    ],
)
def test_outside_it_says_so_or_refuses(name: str, quantity: str, value: float):
    inputs = inside(name) | {quantity: value}
    (remark,) = evaluate(name, **inputs).remarks
    assert quantity.replace("_", " ") in remark
    assert CORRELATIONS[name].author in remark
    with pytest.raises(InputError, match="outside"):
        evaluate(name, refuse=True, **inputs)


def test_it_is_the_kernel():
    assert evaluate("water_viscosity", temperature=300.0).value == kernel_of("water_viscosity")(300.0)


@pytest.mark.parametrize(
    ("name", "inputs", "says"),
    [
        ("kla_smyth", {}, "kla_smith"),
        ("water_density", {}, "needs temperature"),
        ("water_density", {"temperature": 300.0, "temprature": 300.0}, "no use for 'temprature'"),
    ],
)
def test_what_is_asked_wrongly_is_named(name: str, inputs: dict, says: str):
    with pytest.raises(InputError, match=says):
        evaluate(name, **inputs)


def test_the_example_of_the_docs():
    text = (Path(__file__).resolve().parents[2] / "docs" / "physics.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    *lines, refused = example.strip().splitlines()
    room: dict = {}
    exec("\n".join(lines), room)
    (remark,) = room["found"].remarks
    promised = re.search(r'# "(.*), …"', example)
    assert promised
    assert remark.startswith(promised[1])
    with pytest.raises(InputError, match="gas velocity"):
        exec(refused, room)
