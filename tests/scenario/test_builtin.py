"""What is built in: loads, closes on itself, fits together, and says where it comes from."""

from __future__ import annotations

import csv
import itertools
import math
import subprocess
import sys
from pathlib import Path

import pytest

from moromi.scenarios.index import built_in
from moromi.simulator.scenario import (
    built_in_files,
    catalogue,
    dump_yaml,
    load_medium,
    load_reactions,
    load_scenario,
    load_site,
    load_strain,
    load_vessel,
)
from moromi.simulator.scenario.sourced import Sourced

LOADERS = {
    "scenario": load_scenario,
    "vessel": load_vessel,
    "medium": load_medium,
    "strain": load_strain,
    "reactions": load_reactions,
    "site": load_site,
}
EVERYTHING = [(kind, name) for kind in LOADERS for name in built_in_files(kind)]
STIRRED = [name for name in built_in_files("vessel") if name.startswith(("jar", "pilot", "tank"))]
VARMA = Path(__file__).parents[3] / "shared" / "data" / "ecoli_varma1994"


def test_the_ladder_of_vessels_is_complete_and_in_order():
    assert list(built_in_files("vessel")) == [
        "microplate-2ml",
        "spinner-100ml",
        "wheel-100ml",
        "stem-150ml",
        "flask-500ml",
        "wheel-500ml",
        "jar-1l",
        "stem-1l",
        "culture-3l",
        "jar-3l",
        "wheel-3l",
        "jar-10l",
        "stem-10l",
        "jar-30l",
        "single-use-50l",
        "stem-50l",
        "single-use-200l",
        "culture-250l",
        "pilot-300l",
        "gas-loop-500l",
        "single-use-500l",
        "single-use-1000l",
        "single-use-2000l",
        "pilot-3m3",
        "slurry-10m3",
        "tank-30m3",
        "column-100m3",
        "tank-100m3",
        "gas-loop-150m3",
        "column-215m3",
        "slurry-300m3",
        "tank-300m3",
    ]
    with pytest.raises(ValueError, match="no built-in"):
        built_in("spaceships")


@pytest.mark.parametrize(("kind", "name"), EVERYTHING)
def test_loads_and_round_trips(kind, name, tmp_path):
    loaded = LOADERS[kind](name)
    assert loaded.name == name
    assert loaded.summary
    assert len(loaded.summary) < 120
    copy = tmp_path / "copy.yaml"
    copy.write_text(dump_yaml(loaded), encoding="utf-8")
    assert LOADERS[kind](copy) == loaded


@pytest.mark.parametrize(("kind", "name"), EVERYTHING)
def test_the_file_itself_can_be_copied_and_edited(kind, name, tmp_path):
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(built_in_files(kind)[name].read_bytes())
    assert LOADERS[kind](copy) == LOADERS[kind](name)


@pytest.mark.parametrize("kind", LOADERS)
def test_catalogue_has_names_and_summaries(kind):
    rows = catalogue(kind)
    assert [name for name, _ in rows] == list(built_in_files(kind))
    assert all(summary for _, summary in rows)


@pytest.mark.parametrize("name", STIRRED)
def test_dimensions_fit_together(name):
    vessel = load_vessel(name)
    stirrer = vessel.impellers
    cylinder = vessel.cross_section * vessel.height
    assert vessel.nominal_volume == pytest.approx(cylinder, rel=0.03)
    height = vessel.liquid_height(vessel.working_volume)
    assert 1.0 < height / vessel.diameter < 3.2
    top = stirrer.clearance + (stirrer.count - 1) * stirrer.spacing
    assert top < height  # every impeller is covered when the vessel is full
    assert 0.3 < stirrer.diameter / vessel.diameter < 0.5
    assert stirrer.spacing >= stirrer.diameter  # closer ones would not add their powers
    assert vessel.sources


@pytest.mark.parametrize("name", STIRRED)
def test_motor_turns_the_ungassed_liquid_at_full_speed(name):
    vessel = load_vessel(name)
    stirrer = vessel.impellers
    speed = vessel.limits.stirrer_speed
    power = stirrer.count * stirrer.power_number * 1010.0 * speed**3 * stirrer.diameter**5
    assert power <= vessel.limits.shaft_power <= 3.0 * power
    assert 1.0 < math.pi * speed * stirrer.diameter < 7.6  # tip speed, usual range of fermenters
    # 1-3 kW/m3 is usual; benches have up to ten times that
    assert 1e3 < power / vessel.working_volume < 2e4


def test_reference_tank_has_its_published_geometry():
    """Vrabel et al. 1999: 30 m3 nominal, four Rushtons; ungassed 1.63 kW/m3 at 133.2 rpm and Np 5."""
    tank = load_vessel("tank-30m3")
    stirrer = tank.impellers
    assert (tank.nominal_volume, stirrer.count, stirrer.type) == (30.0, 4, "rushton")
    speed = 133.2 / 60.0
    assert math.pi * speed * stirrer.diameter == pytest.approx(4.86, rel=0.01)
    power = stirrer.count * stirrer.power_number * 1000.0 * speed**3 * stirrer.diameter**5
    assert power / tank.working_volume == pytest.approx(1630.0, rel=0.15)
    assert tank.liquid_height(22.0) == pytest.approx(6.41, abs=0.05)
    assert not tank.typical


def test_cooling_per_volume_falls_with_scale():
    names = STIRRED
    power = []
    for name in names:
        vessel = load_vessel(name)
        reach = 310.15 - vessel.cooling.coolant_temperature
        power.append(vessel.cooling.area * vessel.cooling.coefficient * reach / vessel.working_volume)
    assert all(small > 0.9 * large for small, large in itertools.pairwise(power))
    # the usual ceiling of a large tank is about 120 mmol/L/h of oxygen, 15 kW/m3
    assert 12e3 < power[-1] < 25e3


def test_fed_batch_feed_fits_the_jar():
    """By mass alone: what fits into the jar makes far more than 30 g/L."""
    scenario = load_scenario("ecoli-fedbatch")
    recipe, room = scenario.recipe, scenario.vessel.working_volume
    (feed,) = recipe.feeds.values()
    sugar = recipe.start.concentrations["glucose"].value * recipe.start.volume
    sugar += feed.concentrations["glucose"].value * (0.95 * room - recipe.start.volume)
    assert 0.35 * sugar / room > 30.0
    assert [feed.kind for phase in recipe.phases for feed in phase.feed] == ["exponential", "hold"]
    rates = [feed.growth_rate for phase in recipe.phases for feed in phase.feed if feed.growth_rate]
    assert max(rates) < 0.35  # below the onset of overflow


@pytest.mark.skipif(not VARMA.is_dir(), reason="the published data are not beside the repository")
def test_varma_starts_from_the_measured_state():
    scenario = load_scenario("varma1994-batch")
    start = scenario.recipe.start

    def measured(name: str) -> float:
        with (VARMA / f"varma7_{name}.csv").open(encoding="utf-8") as stream:
            rows = [(float(x), float(y)) for x, y in list(csv.reader(stream))[1:]]
        before = max(row for row in rows if row[0] <= start.time + 0.01)
        after = min(row for row in rows if row[0] > start.time + 0.01)
        share = (start.time - before[0]) / (after[0] - before[0])
        return before[1] + share * (after[1] - before[1])

    assert start.time == 3.05
    assert start.biomass.value == pytest.approx(measured("bm"), rel=0.01)
    assert start.concentrations["glucose"].value == pytest.approx(measured("gl"), rel=0.005)
    assert start.concentrations["acetate"].value == pytest.approx(measured("ac"), rel=0.01)
    assert scenario.recipe.end == pytest.approx(10.5)


def _sourced(part) -> list[Sourced]:
    if isinstance(part, Sourced):
        return [part]
    if isinstance(part, dict):
        return [found for item in part.values() for found in _sourced(item)]
    if isinstance(part, tuple):
        return [found for item in part for found in _sourced(item)]
    return [found for _, item in part for found in _sourced(item)] if hasattr(part, "model_fields_set") else []


@pytest.mark.parametrize("name", built_in_files("strain"))
def test_every_number_of_a_strain_has_a_source(name):
    numbers = _sourced(load_strain(name))
    assert len(numbers) > 8
    assert all(number.source for number in numbers)


@pytest.mark.parametrize("name", built_in_files("strain"))
def test_strains_become_definitions(name):
    definition = load_strain(name).definition()
    assert "maintenance" in definition.parameters
    assert definition.objectives[0].target == "growth"
    assert {item.name for item in definition.species} >= {"oxygen", "carbon_dioxide", "ammonium"}


@pytest.mark.parametrize("name", [name for name in built_in_files("strain") if name.startswith("ecoli")])
def test_strains_of_coli_take_no_more_sugar_than_they_need(name):
    definition = load_strain(name).definition()
    assert definition.parameters[0] == "glucose_uptake"
    assert definition.objectives[1].target == "glucose_uptake"
    assert {item.name for item in definition.species} >= {
        "oxygen",
        "carbon_dioxide",
        "formate",
        "ethanol",
        "lactate",
        "succinate",
    }


def test_varma_strain_has_the_published_limits():
    definition = load_strain("ecoli-varma1994").definition()
    box = dict(zip(definition.parameters, definition.box, strict=True))
    assert (box["glucose_uptake"], box["oxygen_uptake"], box["maintenance"]) == (10.5, 15.0, 2 * 7.6)


def test_loading_stays_light():
    """A scenario opens without the packages that cost most of a start."""
    code = (
        "import sys; from moromi.simulator.scenario import load_scenario; load_scenario('ecoli-fedbatch');"
        "heavy = {'cobra', 'highspy', 'matplotlib', 'pandas', 'scipy.integrate', 'xarray', 'numba'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
