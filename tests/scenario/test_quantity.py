"""Quantities: exact conversion, honest refusals, round trips."""

from __future__ import annotations

import contextlib
import math
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from moromi.simulator.scenario import measures
from moromi.simulator.scenario.concentration import Concentration
from moromi.simulator.scenario.condition import SIGNALS, Condition
from moromi.simulator.scenario.measures import Measure
from moromi.simulator.scenario.quantity import Kind, QuantityError, unit_of

VOLUME = Kind("a volume", "m3", ("m3", "L", "mL"), "2.5 L")


def measure(name: str) -> Measure:
    return getattr(measures, name).__metadata__[0]


MEASURES = [name for name in measures.__all__ if name not in ("Measure", "Count", "complain")]


@pytest.mark.parametrize(
    ("name", "text", "inside"),
    [
        ("Volume", "400 mL", 4e-4),
        ("Volume", "2.5L", 0.0025),
        ("Volume", "22 m³", 22.0),
        ("Speed", "400 rpm", 400 / 60),
        ("Speed", "5 1/s", 5.0),
        ("Pressure", "0.5 bar(g)", 1.51325),
        ("Pressure", "0.5 barg", 1.51325),
        ("Pressure", "1.5 bar(a)", 1.5),
        ("Pressure", "1.5 bar", 1.5),
        ("Pressure", "50 kPa(g)", 1.51325),
        ("Pressure", "1 atm", 1.01325),
        ("Temperature", "37 degC", 310.15),
        ("Temperature", "37 °C", 310.15),
        ("Temperature", "310.15 K", 310.15),
        ("Temperature", "98.6 degF", 310.15),
        ("Fraction", "30 %", 0.3),
        ("Fraction", 0.3, 0.3),
        ("Aeration", "1.2 vvm", 72.0),
        ("Power", "45 kW", 45e3),
        ("Rate", "0.22 /h", 0.22),
        ("Rate", "0.22 h⁻¹", 0.22),
        ("Duration", "90 min", 1.5),
        ("SpecificRate", "10.5 mmol/g/h", 10.5),
        ("SpecificRate", "10.5 mmol/gDW/h", 10.5),
        ("SpecificRate", "10.5 mol/(kg*h)", 10.5),
        ("Yield", "0.45 g/g", 0.45),
        ("VolumeRate", "20 mL/h", 2e-5),
        ("HeatTransfer", "450 W/m2/K", 450.0),
        ("HeatTransfer", "450 W/(m^2*K)", 450.0),
        ("Density", "1.02 g/mL", 1020.0),
        ("Viscosity", "0.8 mPa*s", 8e-4),
        ("Enthalpy", "2805 kJ/mol", 2805.0),
        ("MolarConcentration", "100 uM", 0.1),
    ],
)
def test_known_values_are_exact(name, text, inside):
    assert measure(name).read(text) == inside


@pytest.mark.parametrize("text", ["g/L", "mmol/L", "rpm", "W/m2/K", "kJ/mol", "m3/h", "mPa*s", "1/h", "kg/m3", "atm"])
def test_factors_agree_with_the_full_registry_of_pint(text):
    reference = pint.UnitRegistry(non_int_type=Fraction)
    plain = text.replace("m2", "m**2").replace("m3", "m**3").replace("rpm", "1/min")
    expected = reference.Quantity(Fraction(1), reference.parse_units(plain)).to_base_units()
    mass = {"g": 0} | {str(unit): power for unit, power in expected.unit_items()}
    in_grams = expected.magnitude * Fraction(1000) ** int(mass.get("kilogram", 0))
    assert float(unit_of(text).factor) == pytest.approx(float(in_grams), rel=1e-15)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("5 rpm", ["1/time", "length^3", "2.5 L"]),
        (2.5, ["no unit", "2.5 L"]),
        ("2.5", ["no unit", "2.5 L"]),
        ("1,5 L", ["point"]),
        ("2 litters", ["not known", "nearest is 'liter'"]),
        ("two L", ["not a number"]),
        ("nan L", ["not a number"]),
        ("1e999 L", ["not a number"]),
        (None, ["a volume is needed", "2.5 L"]),
        (True, ["a volume is needed"]),
        ([1], ["a volume is needed"]),
        ("2 bar(g)", ["a volume"]),
        ("2 L(g)", ["only pressures"]),
    ],
)
def test_refusals_say_what_to_write(given, says):
    with pytest.raises(QuantityError) as caught:
        VOLUME.read(given)
    for part in says:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("Volume", "-1 L", "above 0 m3"),
        ("Volume", "0 L", "above 0 m3"),
        ("Fraction", 1.2, "at most 100 %"),
        ("Fraction", "120 %", "at most 100 %"),
        ("Pressure", "0.5 bar", "0.5 bar(g)"),
        ("Temperature", "310 degC", "at most 100 degC"),
        ("Ph", 15, "at most 14"),
    ],
)
def test_ranges_are_named(name, text, says):
    with pytest.raises(PydanticCustomError, match="outside the allowed range") as caught:
        measure(name).read(text)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "1 m**9**9**9",
        "1 m**(9**9)",
        "1 m**99",
        "1e99999999999 L",
        "9" * 10**6,
        "1 " + "(" * 10**5,
        "1 __import__('os')",
    ],
)
def test_hostile_text_is_refused_at_once(text):
    with pytest.raises(QuantityError):
        VOLUME.read(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    for kind in (VOLUME, measure("Pressure").kind):
        with contextlib.suppress(QuantityError):
            assert math.isfinite(kind.read("1" + text))


@pytest.mark.parametrize("name", MEASURES)
@given(data=st.data())
def test_what_is_written_reads_back_exactly(name, data):
    one = measure(name)
    value = data.draw(st.floats(one.low, one.high, exclude_min=one.above))
    assert one.read(one.write(value)) == value


@given(st.floats(0.0, 1e12), st.sampled_from(["mass", "molar"]))
def test_concentrations_read_back_exactly(value, basis):
    given_ = Concentration(value, basis)
    assert Concentration.read(str(given_)) == given_


@given(st.floats(0.0, 1e6), st.sampled_from([*SIGNALS, "glucose"]), st.sampled_from("<>"))
def test_conditions_read_back_exactly(value, name, operator):
    operator = ">" if name == "time" else operator
    value = 273.15 + value % 100.0 if name == "temperature" else value  # °C near 0 K have other last digits
    rule = Condition(name, operator, value, None if name in SIGNALS else "molar")
    assert Condition.read(str(rule)) == rule


def test_concentrations_by_mass_and_by_amount():
    glucose = 0.18016
    assert Concentration.read("9.008 g/L").molar(glucose) == pytest.approx(50.0)
    assert Concentration.read("50 mM").mass(glucose) == pytest.approx(9.008)
    assert Concentration.read("50 mmol/L") == Concentration(50.0, "molar")
    for bad in ("-1 g/L", "3 L", 5, "5"):
        with pytest.raises(PydanticCustomError):
            Concentration.read(bad)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("glucose < 0.1 g/L", Condition("glucose", "<", 0.1, "mass")),
        ("time > 12 h", Condition("time", ">", 12.0)),
        ("cascade>0.8", Condition("cascade", ">", 0.8)),
        ("cooling > 90 %", Condition("cooling", ">", 0.9)),
        ("volume >= 2.1 L", Condition("volume", ">", 0.0021)),
        ("biomass > 30 g/L", Condition("biomass", ">", 30.0, "mass")),
        ("dot < 20 %", Condition("dot", "<", 0.2)),
    ],
)
def test_conditions(text, rule):
    assert Condition.read(text) == rule
