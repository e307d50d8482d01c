"""Spreads against SciPy's distributions; what people write, and what they write wrong."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from moromi.simulator.errors import InputError
from moromi.simulator.study.sweep.variable import parse_variable

SHARES = np.linspace(0.01, 0.99, 23)


@pytest.mark.parametrize(
    ("text", "unit", "distribution"),
    [
        ("v=0.7:1.3", "", stats.uniform(0.7, 0.6)),
        ("v=20 h:40 h", "h", stats.uniform(20, 20)),
        ("v=400:600 g/L", "g/L", stats.uniform(400, 200)),
        ("v=30 min:1.5 h", "h", stats.uniform(0.5, 1.0)),
        ("v=1:100:log", "", stats.loguniform(1, 100)),
        ("v=triangular(1, 2, 5)", "", stats.triang(0.25, 1, 4)),
    ],
)
def test_bounded_spreads(text, unit, distribution):
    variable = parse_variable(text)
    assert variable.unit == unit
    assert [variable.number(variable.text(share)) for share in SHARES] == pytest.approx(distribution.ppf(SHARES))
    assert [variable.number(text) for text in variable.ends()] == pytest.approx(distribution.support())


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        ("v=normal(5 mmol/L, 0.5 mmol/L)", stats.norm(5, 0.5)),
        ("v=lognormal(2, 1.3)", stats.lognorm(np.log(1.3), scale=2)),
    ],
)
def test_endless_spreads_end_where_one_in_ten_thousand_lies_beyond(text, distribution):
    variable = parse_variable(text)
    inner = 1e-4 + SHARES * (1 - 2e-4)
    assert [variable.number(variable.text(share)) for share in SHARES] == pytest.approx(distribution.ppf(inner))
    assert variable.number(variable.ends()[1]) == pytest.approx(distribution.ppf(1 - 1e-4))


def test_lists():
    variable = parse_variable("v=1 L, 500 mL,2 L")
    assert variable.choices == ("1.0 L", "0.5 L", "2.0 L")
    assert [variable.text(share) for share in (0.0, 0.34, 0.99, 1.0)] == ["1.0 L", "0.5 L", "2.0 L", "2.0 L"]
    words = parse_variable("transfer.by=tip-speed,best")
    assert not words.numeric
    assert words.number("best") == 1.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("vessel.kla_factor", "write it like"),
        ("v=3:2", "range is empty"),
        ("v=2:2", "range is empty"),
        ("v=0:1:log", "starts above 0"),
        ("v=a:b", "'a' is not a number"),
        ("v=1 L:2 h", "different things"),
        ("v=1 furlong:2 furlong", "not known"),
        ("v=normal(1)", "2 numbers"),
        ("v=normal(1, 0)", "above 0"),
        ("v=triangular(1, 9, 5)", "outside the range"),
        ("v=uniformly(1, 2)", "nearest is 'uniform'"),
        ("v=7", "one value"),
        ("v=1,1", "twice"),
        ("v=1:nan", "not a number"),
        ("v=1:1e400", "not a number"),
    ],
)
def test_nonsense(text, says):
    with pytest.raises(InputError, match=says):
        parse_variable(text)
