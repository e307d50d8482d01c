"""Chemostats at all their dilution rates: the table, and washout where the closed form has it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scenario import load_scenario
from moromi.simulator.study.cases import load_case
from moromi.simulator.study.steady import steady_table, washout_rate

DOCS = Path(__file__).parents[2] / "docs" / "chemostats.md"


@pytest.fixture(scope="module")
def varma():
    return steady_table(load_case("varma1994-chemostat"))


@pytest.fixture(scope="module")
def yeast():
    return {name: steady_table(load_case("vanhoek1998-chemostat"), name) for name in ("yeast", "yeast-crabtree")}


def test_broth_of_coli(varma):
    """Mass balance: what the cells take up is what is gone of the glucose; overflow begins where the strain's does."""
    table = varma.columns
    rates, cells, glucose, uptake = (table[name] for name in ("dilution_rate", "biomass", "glucose", "q_glucose"))
    assert len(np.unique(rates)) >= 8
    # D (S_f − S) = q X, whose D and S_f evaporation moves by up to a percent
    np.testing.assert_allclose(uptake * cells, rates * (10.0 - glucose), rtol=2e-2)
    assert np.all(np.diff(glucose) >= 0.0)
    np.testing.assert_allclose(table["rq"], 1.04, atol=0.02)
    assert not np.any(table["q_acetate"][rates < 0.58] > 1e-6)
    assert np.all(table["q_acetate"][rates > 0.6] > 0.9)


def test_reconciled_rates_are_nearer_than_the_raw_ones(varma):
    table = varma.columns
    both = ~np.isnan(table["q_oxygen_reconciled"])
    raw, balanced = (table[name][both].mean() for name in ("q_oxygen_measured", "q_oxygen_reconciled"))
    simulated = table["q_oxygen"][both].mean()
    assert simulated / raw == pytest.approx(1.39, abs=0.02)
    assert simulated / balanced == pytest.approx(1.15, abs=0.01)
    assert table["q_glucose"][both].mean() / table["q_glucose_reconciled"][both].mean() == pytest.approx(
        1.056, abs=0.01
    )


@pytest.mark.parametrize(("share", "stands"), [(0.97, True), (1.03, False)])
def test_washout_is_where_the_culture_goes(varma, share, stands):
    rate = share * varma.washout
    phase = f"[{{name: one, feed: {{kind: constant, stream: medium, dilution_rate: {rate} 1/h}}}}]"
    changes = (f"recipe.phases={phase}", "recipe.duration=150 h", "recipe.start.biomass=0.1 g/L", "output.interval=1 h")
    result = run("varma1994-chemostat", overrides=changes)
    assert bool(result.columns["biomass"][-1] > 0.1) is stands
    assert ("washout" in {limit["limit"] for limit in result.limits}) is not stands


def test_washout_does_not_change_the_medium_it_asks():
    rate = washout_rate(load_scenario("varma1994-chemostat"))
    less = washout_rate(
        load_scenario("varma1994-chemostat", ("recipe.feeds.medium.concentrations.glucose=0.02 mmol/L",))
    )
    assert rate == pytest.approx(0.692, abs=0.003)
    assert less < 0.7 * rate


def test_quotient_of_yeast_jumps_at_the_critical_rate(yeast):
    for name, onset, jump in (("yeast", 0.308, 1.3), ("yeast-crabtree", 0.295, 2.5)):
        table = yeast[name]
        rates, quotient = table.columns["dilution_rate"], table.columns["rq"]
        assert table.onset["ethanol"] == pytest.approx(onset, abs=0.002)
        np.testing.assert_allclose(quotient[rates < 0.29], 1.06, atol=0.02)
        assert quotient[rates == 0.35] > jump
        assert np.all(quotient[rates > 0.31] > 1.3)


def test_command_prints_it(capsys):
    outcome(["validate", "varma1994-chemostat", "--points"])
    printed = capsys.readouterr().out
    assert "washout: 0.69" in printed
    assert "acetate from 0.58" in printed
    outcome(["validate", "varma1994-chemostat", "--points", "--json"])
    (table,) = json.loads(capsys.readouterr().out)["chemostats"]
    assert len(table["points"]) == 14
    assert table["points"][0]["q_oxygen_measured"] is None


def test_a_batch_has_no_such_table():
    with pytest.raises(InputError, match="no chemostat"):
        steady_table(load_case("varma1994-batch"))


def test_docs_have_the_table(varma, yeast):
    """Figures printed in docs/chemostats.md, to their last digit or so."""
    text = DOCS.read_text("utf-8")
    for name, table in (("varma", varma), ("yeast", yeast["yeast"]), ("yeast-crabtree", yeast["yeast-crabtree"])):
        part = text.split(f"<!-- {name}")[1].split("<!-- end")[0]
        rows = [line.strip("| ").split("|") for line in part.splitlines() if re.match(r"\| *[0-9]", line)]
        assert len(rows) == len(table.columns["dilution_rate"])
        for cells, values in zip(rows, zip(*table.columns.values(), strict=True), strict=True):
            printed = [float(cell.replace("−", "-")) if cell.strip() not in ("", "–") else np.nan for cell in cells]
            np.testing.assert_allclose(printed, values, rtol=6e-3, atol=2e-3)
