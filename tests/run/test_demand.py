"""The strain's uncertainty of oxygen demand reaches oxygen transfer and heat; a limited flask never runs below zero."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.report.tables import interval_note, kpi_rows
from moromi.simulator.run import run
from moromi.simulator.scenario import load_strain


def test_transfer_and_heat_carry_the_interval(fedbatch):
    stated = load_strain("ecoli").uncertainty["oxygen_demand"]
    transfer, heat = fedbatch.kpis["otr_max"], fedbatch.kpis["heat_max"]
    assert transfer["low"] == pytest.approx(stated.low * transfer["value"])
    assert transfer["high"] == pytest.approx(stated.high * transfer["value"])
    # the stirrer's heat is not uncertain, so heat is spread less
    row = int(np.argmax(fedbatch.columns["heat"]))
    metabolic = fedbatch.columns["heat_metabolic"][row]
    assert heat["high"] - heat["value"] == pytest.approx((stated.high - 1.0) * metabolic)
    assert stated.low * heat["value"] < heat["low"] < heat["value"]
    assert "low" not in fedbatch.kpis["biomass_final"]


def test_report_and_tables_print_it(fedbatch):
    row = next(row for row in kpi_rows(fedbatch) if "xygen transfer" in row.head)
    assert row.cells[0].count("–") == 1
    assert "(" in row.cells[0]
    assert "Kayser" in interval_note(fedbatch)


def test_a_strain_that_states_none_has_none():
    result = run("varma1994-batch", overrides=["strain=ecoli-varma1994", "recipe.duration=1 h"])
    assert "low" not in result.kpis["otr_max"]
    assert interval_note(result) == ""


def test_factors_enclose_the_simulated_value(tmp_path):
    from moromi.simulator.scenario import built_in_files

    text = built_in_files("strain")["ecoli"].read_text(encoding="utf-8").replace("low: 0.6", "low: 1.2")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="enclose 1"):
        load_strain(tmp_path / "mine.yaml")


def test_oxygen_limited_flask_stays_above_zero():
    """The oxygen law has a pole just below zero; beyond it, uptake once went on from nothing."""
    flask = (
        "strain=ecoli-w3110",
        "vessel=flask-500ml",
        "recipe.start.volume=75 mL",
        "recipe.start.biomass=0.3 g/L",
        "recipe.start.concentrations.glucose=15 mmol/L",
        "recipe.dissolved_oxygen.stirrer_speed=0 rpm",
        "recipe.dissolved_oxygen.aeration=0 vvm",
        "recipe.duration=4 h",
    )
    result = run("varma1994-batch", overrides=flask)
    assert result.columns["dot"].min() > -1e-6
    assert any(limit["limit"] == "oxygen" for limit in result.limits)
