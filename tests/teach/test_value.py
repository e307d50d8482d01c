"""Numbers with dimensions, against pint, which is somebody else's."""

from __future__ import annotations

import pint
import pytest

from moromi.simulator.scenario.quantity import QuantityError
from moromi.simulator.teach.value import Mismatch, Value, significant

PINT = pint.UnitRegistry()


@pytest.mark.parametrize(
    ("text", "unit", "theirs"),
    [
        ("5 g/L", "mg/mL", "5 g/L"),
        ("0.2 1/h", "1/s", "0.2 1/hour"),
        ("12 mmol/L/h", "mol/m3/s", "12 mmol/L/hour"),
        ("3 kW/m3", "W/L", "3 kW/m**3"),
        ("90 min", "h", "90 minute"),
    ],
)
def test_conversion_is_pints(text: str, unit: str, theirs: str):
    there = PINT(theirs).to(unit.replace("m3", "m**3").replace("1/s", "1/second").replace("/h", "/hour"))
    assert Value.read(text).to("h" if unit == "h" else unit) == pytest.approx(
        90 / 60 if unit == "h" else there.magnitude, rel=1e-12
    )


def test_arithmetic_carries_dimensions():
    rate = Value.read("0.3 1/h") * Value.read("0.5 L")
    assert rate.to("mL/h") == pytest.approx(150.0)
    assert (rate / Value.read("0.5 L")).to("1/h") == pytest.approx(0.3)
    assert (Value.read("4 h") ** Value(0.5) * Value.read("4 h") ** Value(0.5)).to("h") == pytest.approx(4.0)
    assert (Value.read("1 h") - Value.read("30 min")).to("min") == pytest.approx(30.0)


def test_what_does_not_fit_is_refused():
    with pytest.raises(Mismatch):
        Value.read("1 h") + Value.read("1 L")
    with pytest.raises(Mismatch):
        Value.read("1 h").to("g/L")
    with pytest.raises(Mismatch):
        Value.read("1 h") / Value.read("0 h")
    with pytest.raises(QuantityError):
        Value.read("1e400 g/L")


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [(0.0, 3, "0"), (1234.5, 3, "1234"), (0.012345, 3, "0.0123"), (9.9996, 4, "10.00"), (1.5e-9, 2, "1.5e-09")],
)
def test_significant_digits(number: float, digits: int, text: str):
    assert significant(number, digits) == text
