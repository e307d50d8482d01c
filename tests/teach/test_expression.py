"""Expressions: readings of a run of known columns agree with NumPy; nothing but what is listed gets through."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.teach.expression import evaluate, is_true, parsed
from moromi.simulator.teach.value import Value

TIME = np.linspace(2.0, 12.0, 101)  # h; the clock of a run may begin anywhere


@pytest.fixture
def runs() -> Any:
    run = SimpleNamespace(
        trajectory=SimpleNamespace(time=TIME),
        columns={"time": TIME, "biomass": np.exp(0.4 * (TIME - 2.0)), "dot": 100.0 - 9.0 * (TIME - 2.0)},
        local={"local_glucose": np.outer(TIME, [1.0, 3.0])},
        kpis={"dot_min": {"value": 10.0, "unit": "%"}, "duration": {"value": 10.0, "unit": "h"}},
        limits=[{"limit": "oxygen", "from": 4.0, "to": 5.5}, {"limit": "oxygen", "from": 8.0, "to": 9.0}],
        events=[{"time": 2.0, "kind": "phase", "name": "batch"}, {"time": 6.0, "kind": "phase", "name": "slow-feed"}],
        molar_masses={"glucose": 0.18016},
        species=("glucose",),
        strains=(),
    )
    return {"run": run}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("kpi(run, dot_min)", "%", 10.0),
        ("at(run, biomass, '5 h')", "g/L", np.exp(2.0)),
        ("final(run, biomass)", "kg/m3", np.exp(4.0)),
        ("initial(run, dot)", "%", 100.0),
        ("log(final(run, biomass)/initial(run, biomass))/'10 h'", "1/h", 0.4),
        ("mean(run, dot)", "%", 55.0),
        ("mean(run, dot, '2.03 h', '3.57 h')", "%", 100.0 - 9.0 * 2.8),
        ("total(run, dot, '0 h', '1 h')/'1 h'", "%", 95.5),
        ("lowest(run, dot, '1 h', '2 h')", "%", 82.0),
        ("highest(run, local_glucose)", "mmol/L", 36.0),
        ("first_below(run, dot, '50 %')", "h", 50.0 / 9.0),
        ("first_above(run, biomass, '1000 g/L')", "h", 10.0),
        ("hours_below(run, dot, '50 %')", "h", 10.0 - 50.0 / 9.0),
        ("hours_above(run, dot, '50 %')", "h", 50.0 / 9.0),
        ("limit(run, oxygen)", "h", 2.5),
        ("limit(run, cooling)", "h", 0.0),
        ("limit_since(run, oxygen)", "h", 2.0),
        ("phase(run, slow_feed)", "h", 4.0),
        ("molar_mass(run, glucose)*'10 mmol/L'", "g/L", 1.8016),
        ("min(mu, '1 1/h')*2 - -mu", "1/h", 0.6),
        ("sqrt(4)*exp(0)*abs(-3)", "", 6.0),
    ],
)
def test_readings(runs: Any, text: str, unit: str, expected: float):
    found = evaluate(text, {"mu": Value.read("0.2 1/h")}, runs)
    assert found.to(unit) == pytest.approx(expected, rel=1e-3 if "biomass" in text and "at" in text else 1e-6)


def test_conditions(runs: Any):
    names = {"mu": Value.read("0.2 1/h")}
    assert is_true("kpi(run, dot_min) >= '10 %' and not mu > '0.3 1/h'", names, runs)
    assert is_true("'0.1 1/h' < mu <= '12 1/min' or mu > mu", names, runs)
    assert not is_true("mu > '0.1 1/s'", names, runs)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("at(run, biomas, '1 h')", "nearest is 'biomass'"),
        ("at(run, biomass, '20 h')", "is not in a run"),
        ("kpi(run, dotmin)", "nearest is 'dot_min'"),
        ("mu + '1 h'", "different dimension"),
        ("log('1 h')", "has a unit"),
        ("log(0)", "a number it is not made for"),
        ("mu/0", "division by zero"),
        ("at(run, local_glucose, '1 h')", "every compartment"),
        ("phase(run, harvest)", "no phase"),
        ("mu > mu", "true or false"),
    ],
)
def test_what_cannot_be_computed_is_one_line(runs: Any, text: str, why: str):
    with pytest.raises(InputError) as caught:
        evaluate(text, {"mu": Value.read("0.2 1/h")}, runs)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "().__class__",
        "run.columns",
        "[x for x in run]",
        "lambda: 1",
        "open('/etc/passwd')",
        "f'{mu}'",
        "mu if mu else mu",
        "run['x']",
        "kpi(run, name=dot_min)",
        "kpi(*run)",
        "mu == mu",
        "1 @ 2",
        "10**10**10" + "**10" * 200,
        "x" * 700,
        "True",
        "(" * 300 + ")" * 300,
        "kpi(run)",
        "'1 parsec'",
        "a; b",
        "",
    ],
)
def test_nothing_else_is_understood(text: str):
    with pytest.raises(ValueError, match=r"."):
        parsed(text)


def test_powers_stay_numbers(runs: Any):
    with pytest.raises(InputError):
        evaluate("10**10**10**10", {}, runs)


def test_names_are_checked_before_anything_runs():
    found = parsed("log(x_2/x1)/at(bach, biomass, t)")
    assert "x_2" in found.missing(frozenset({"x1", "t"}), frozenset({"batch"}))
    assert "bach" in found.missing(frozenset({"x1", "t", "x_2"}), frozenset({"batch"}))
    assert found.missing(frozenset({"x1", "t", "x_2"}), frozenset({"bach"})) == ""
