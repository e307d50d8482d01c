"""The main job's numbers: what the fed-batch must show, and that its books close."""

from __future__ import annotations

import json

import numpy as np
import pytest

from moromi.simulator.run import run


def test_key_figures(fedbatch):
    assert fedbatch.kpis["biomass_final"]["value"] >= 30.0
    assert 0.35 <= fedbatch.kpis["biomass_yield_glucose"]["value"] <= 0.52
    feeding = fedbatch.columns["feed_rate"] > 0
    assert np.all((fedbatch.columns["rq"][feeding] > 0.9) & (fedbatch.columns["rq"][feeding] < 1.15))


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass"])
def test_elements_close(fedbatch, element):
    balance = fedbatch.balances[element]
    assert balance["in"] > 0
    # the model's own biomass closes mass to 1e-5 (reference: 0.99999 g per g)
    assert balance["closure"] == pytest.approx(1.0, abs=1e-6)


def test_energy_closes_and_is_what_oxygen_says(fedbatch):
    assert fedbatch.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)
    run = fedbatch.trajectory
    heat = 3.6 * (run.ledger("heat")[-1] - run.ledger("heat")[0])  # kJ
    oxygen = run.gas_in(0)[-1] - run.gas_out(0)[-1] - (run.held_gas(0)[-1] - run.held_gas(0)[0])
    oxygen -= run.amount("oxygen")[-1] - run.amount("oxygen")[0]
    assert 430 <= heat / oxygen <= 490


def test_phases_follow_each_other(fedbatch):
    begun = [event["name"] for event in fedbatch.events if event["kind"] == "phase"]
    assert begun == ["batch", "exponential-feed", "constant-feed"]


def test_same_scenario_same_bytes(fedbatch, tmp_path):
    """Cold atlas, warm atlas, again: `summary.json` and the arrays do not move by a bit."""
    again = run("ecoli-fedbatch")
    for name, values in fedbatch.columns.items():
        np.testing.assert_array_equal(again.columns[name], values, err_msg=name)
    paths = [result.save(tmp_path / str(k), report=False) for k, result in enumerate((fedbatch, again))]
    first, second = (path["summary.json"].read_bytes() for path in paths)
    assert first == second
    assert paths[0]["timeseries.csv"].read_bytes() == paths[1]["timeseries.csv"].read_bytes()


def test_saved_scenario_runs_again_to_the_same_result(fedbatch, tmp_path):
    saved = fedbatch.save(tmp_path / "first", report=False)
    again = run(saved["scenario.yaml"])
    assert again.kpis == fedbatch.kpis


def test_result_folder(fedbatch, tmp_path):
    import xarray

    saved = fedbatch.save(tmp_path / "out", report=False)
    assert {"scenario.yaml", "result.nc", "summary.json", "timeseries.csv", "provenance.json"} <= set(saved)
    with xarray.open_dataset(saved["result.nc"], engine="h5netcdf") as data:
        assert data["biomass"].attrs["units"] == "kg/m³"
        np.testing.assert_array_equal(data["biomass"].values, fedbatch.data["biomass"].values)
    crate = json.loads(saved["ro-crate-metadata.json"].read_text())
    listed = {part["@id"] for part in crate["@graph"][1]["hasPart"]}
    assert listed == {name for name in saved if name != "ro-crate-metadata.json"}
    text = saved["summary.json"].read_text()
    assert str(tmp_path) not in text
    assert "created" not in text


def test_limits_name_what_binds(fedbatch):
    names = [limit["limit"] for limit in fedbatch.limits]
    assert "glucose" in names
    overflow = [limit for limit in fedbatch.limits if limit["limit"] == "respiration"]
    assert overflow[0]["from"] == fedbatch.columns["time"][0]  # the batch phase overflows, the feed does not
    assert overflow[-1]["to"] < fedbatch.events[-1]["time"]
    for limit in fedbatch.limits:
        assert limit["from"] < limit["to"] <= fedbatch.columns["time"][-1]


def test_tighter_tolerance_agrees(fedbatch):
    tight = run("ecoli-fedbatch", overrides=["tolerance.relative=1e-8"])
    for name in ("biomass_final", "biomass_yield_glucose"):
        assert tight.kpis[name]["value"] == pytest.approx(fedbatch.kpis[name]["value"], rel=1e-4)
