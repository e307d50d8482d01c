"""A tank, the rig that imitates it, and what both give."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.scaleup.transfer import resized
from moromi.simulator.scenario import load_scenario, load_vessel
from moromi.simulator.study.regimes import REGIMES, exposures
from moromi.simulator.study.rig import Rig
from moromi.simulator.study.rig_recipe import rig_plan, rig_scenario
from moromi.simulator.study.scale_down import scale_down
from moromi.simulator.study.tank_exposure import feed_window, highest_uptake, tank_exposure

COARSE = ("vessel=tank-30m3", "vessel.network.per_loop=1")
SHORT = ("recipe.duration=10 h",)
YIELD = "biomass_yield_glucose"


@pytest.fixture(scope="module")
def large():
    """The 30 m³ tank, three compartments an impeller, as a file names it."""
    vessel = load_vessel("tank-30m3")
    return vessel.model_copy(update={"network": vessel.network.model_copy(update={"per_loop": 1})})


@pytest.fixture(scope="module")
def found(large):
    return scale_down("ecoli-fedbatch", vessel=large)


def test_the_rig_gives_the_tanks_yield(found):
    """Within 2 percentage points, and unlike the mixed jar it shows the by-product of the feed zone."""
    told = found.summary()["yield"]
    assert told["difference"] == pytest.approx(told["rig"] - told["tank"])
    assert abs(told["difference"]) < 0.02
    assert told["tank"] == found.tank.kpis[YIELD]["value"]
    formate = [
        result.kpis.get("titre_formate", {"value": 0.0})["value"] for result in (found.tank, found.run, found.mixed)
    ]
    assert formate[0] > 10.0
    assert formate[1] > 0.3 * formate[0]
    assert formate[2] < 1.0


def test_settings_are_what_the_tank_has(found):
    """Share by volume; circulation so that V/Q (c_rich − c_poor) is what the poorer part takes up."""
    exposure, parts = found.exposure, found.run.compartments.network
    share = float(exposure.cells.network.fraction[exposure.rich == 1].sum())
    assert found.rig.share == pytest.approx(share)
    assert exposure.fed.share == pytest.approx(share, abs=0.02)
    assert parts.fraction[parts.feed] == pytest.approx(share, rel=1e-9)
    turned = parts.liquid_flow(0.0, 0.0, 2e-3)[0]  # m³/h out of the first tank
    assert turned == pytest.approx(2e-3 / (found.rig.circulation_time / 3600.0), rel=1e-9)
    assert found.settings()["recirculation"]["value"] == pytest.approx(turned, rel=1e-9)
    pulses = found.pulses()
    assert pulses["length"]["value"] * pulses["rate"]["value"] == pytest.approx(pulses["period"]["value"])


def test_a_rig_is_scaled_down_to_itself():
    """Two tanks have the circulation time that their sugar tells, and their share."""
    rig = "network={kind: two-compartment, share: 30 %, circulation_time: 60 s, aerated: true}"
    found = tank_exposure(run("ecoli-fedbatch", overrides=(*SHORT, rig)))
    assert found.wanted.share == pytest.approx(0.3)
    assert found.fed.duration == pytest.approx(0.3 * 60.0, rel=0.02)
    # what is poured in, and goes over with the liquid, is not counted
    assert found.turn == pytest.approx(60.0, rel=0.02)


def test_shares_of_time_are_those_of_the_liquid(found):
    """Cells are spread by volume, so a regime's share of time is that of its compartments."""
    fraction = found.exposure.cells.network.fraction
    for number, name in enumerate(REGIMES):
        if name in found.exposure.exposures:
            expected = float(fraction[found.exposure.zones == number].sum())
            assert found.exposure.exposures[name].share == pytest.approx(expected, abs=0.01)
    assert sum(found.shares().values()) == pytest.approx(1.0, abs=1e-12)


def test_the_rig_is_fed_as_the_tank_was(found):
    """Per working volume, and phases end when they did."""
    tank, rig = found.tank.trajectory, found.run.trajectory
    ratio = found.run.vessel.working_volume / found.tank.vessel.working_volume
    given = ratio * np.interp(rig.time, tank.time, tank.stream_volume(0))
    np.testing.assert_allclose(rig.stream_volume(0), given, atol=1e-3 * given[-1])
    assert [event.time for event in rig.events] == pytest.approx([event.time for event in tank.events], abs=1e-6)
    assert found.mixed.kpis["volume_final"]["value"] == pytest.approx(found.run.kpis["volume_final"]["value"], rel=0.02)


def test_the_jar_brings_the_tanks_oxygen(found):
    """Late in the feed bubbles would bring the same oxygen into solution, mean over the tank's compartments."""

    def saturation(result):
        rows, table = feed_window(result), result.columns
        return float((table["oxygen"] + table["otr"] / table["kla"])[rows].mean())

    assert saturation(found.mixed) == pytest.approx(saturation(found.tank), rel=0.05)


def test_the_folder_has_a_rig_that_runs(found, tmp_path: Path):
    files = found.save(tmp_path / "down")
    assert {"rig.yaml", "regimes.svg", "summary.json", "tank/result.nc", "rig/result.nc"} <= set(files)
    again = load_scenario(files["rig.yaml"])
    assert again.network_plan.kind == "two-compartment"
    result = run(again)
    assert result.kpis[YIELD]["value"] == pytest.approx(found.run.kpis[YIELD]["value"], rel=1e-9)
    told = json.loads(files["summary.json"].read_text("utf-8"))
    assert told["settings"]["fed_share"]["value"] == pytest.approx(found.rig.share)
    assert files["regimes.svg"].read_bytes().startswith(b"<?xml")


def test_the_command_prints_both_yields(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A rig is a tank with gradients too."""
    rig = "network={kind: two-compartment, share: 30 %, circulation_time: 60 s, aerated: true}"
    words = ["scale-down", "ecoli-fedbatch", "--set", rig, "--set", SHORT[0], "--rig", "str-pfr", "--jar", "jar-10l"]
    assert outcome([*words, "--out", str(tmp_path / "x"), "--no-report"]) == 0
    text = capsys.readouterr().out
    assert "plug-flow reactor" in text
    assert "percentage points" in text
    assert "regimes.svg" not in text
    assert outcome([*words, "--out", str(tmp_path / "x"), "--no-report", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kind"] == "str-pfr"
    assert told["settings"]["fed_share"]["value"] == pytest.approx(0.3, rel=0.02)
    assert told["settings"]["circulation_time"]["value"] == pytest.approx(60.0, rel=0.05)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ecoli-fedbatch",), "jar-3l is ideally mixed: there is nothing to scale down"),
        (("ecoli-fedbatch", "--vessel", "tank-30m"), "nearest is 'tank-30m3'"),
        (("ecoli-fedbatch", "--vessel", "tank-30m3", "--rig", "three"), "there is no rig 'three'; valid are"),
        (("ecoli-fedbatch", "--vessel", "tank-30m3", "--jar", "jar-2l"), "nearest is"),
    ],
)
def test_bad_input_is_one_line(words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert outcome(["scale-down", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_jar_short_of_kla_has_richer_gas(found):
    jar = load_vessel("jar-3l")
    weak = jar.model_copy(update={"limits": jar.limits.model_copy(update={"stirrer_speed": 12.0})})
    usual, rich = (rig_scenario(found.tank, vessel, rig_plan(found.rig)).recipe for vessel in (jar, weak))
    assert rich.dissolved_oxygen.stirrer_speed[1] == 12.0 < usual.dissolved_oxygen.stirrer_speed[1]
    assert rich.inlet_oxygen[1] > usual.inlet_oxygen[1]


def test_jars_that_cannot_are_refused(found):
    plan = rig_plan(found.rig)
    with pytest.raises(InputError, match="has no stirrer"):
        rig_scenario(found.tank, load_vessel("flask-500ml"), plan)
    jar = load_vessel("jar-3l")
    slow = jar.model_copy(update={"limits": jar.limits.model_copy(update={"stirrer_speed": 1.0})})
    with pytest.raises(InputError, match=r"jar-3l would need .* % oxygen"):
        rig_scenario(found.tank, slow, plan)
    poor = jar.model_copy(update={"limits": jar.limits.model_copy(update={"oxygen_fraction": 0.2095})})
    with pytest.raises(InputError, match="% oxygen"):
        rig_scenario(found.tank, poor, plan)


def test_plans_are_what_rigs_say():
    met = exposures_of_nothing()
    plug = rig_plan(Rig("str-pfr", 0.1, 60.0, 600.0, met, 0.0))
    assert (plug.share, plug.residence_time, plug.aerated) == (0.1, pytest.approx(60.0 / 3600.0), True)
    two = rig_plan(Rig("two-compartment", 0.1, 60.0, 600.0, met, 0.0))
    assert two.circulation_time == pytest.approx(600.0 / 3600.0)


def exposures_of_nothing():
    from moromi.simulator.study.regimes import Exposure

    return Exposure(0.1, 60.0, 6.0, np.ones(3) / 3)


def test_pumps_of_ph_control_grow_with_the_vessel():
    recipe = load_scenario("ecoli-fedbatch-ph").recipe
    assert recipe.ph_control is not None
    larger = resized(recipe, 1000.0).ph_control
    assert larger is not None
    for before, after in zip(recipe.ph_control.pumps(), larger.pumps(), strict=True):
        assert after[2].rate == pytest.approx(1000.0 * before[2].rate)


def test_highest_uptake_is_the_strains(found):
    glucose = found.tank.scenario.first_strain.uptakes["glucose"].maximum.value
    assert highest_uptake(found.tank) == glucose
    assert exposures(found.exposure.met)[0].share >= 0.0
