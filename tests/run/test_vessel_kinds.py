"""kLa by the author a vessel's file chose, in tanks, columns, flasks and wells; what the broth makes of it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from moromi.kernels.water import water_surface_tension, water_viscosity
from moromi.simulator.plant.used import uncertain_of
from moromi.simulator.run import run
from moromi.simulator.scaleup import scale_up
from moromi.simulator.scaleup.points import point_at
from moromi.simulator.scenario import built_in_files, load_medium, load_scenario, load_vessel

OXYGEN = "recipe.dissolved_oxygen."
SHORT = (f"{OXYGEN}stirrer_speed=[300 rpm, 900 rpm]", "recipe.duration=6 h")
COLUMN = ("recipe.duration=4 h", "network.kind=ideal")
DIFFUSIVITY = 2.10e-9 * 303.15 / 298.15 * 0.890e-3 / 0.797e-3  # of oxygen at 30 °C, Stokes & Einstein from 25 °C


def columns(*changes, scenario="ecoli-fedbatch", usual=SHORT):
    return run(scenario, overrides=(*usual, *changes)).columns


@pytest.mark.parametrize(
    ("law", "liquid", "constants"),
    [
        ("van-t-riet", "coalescing", (0.026, 0.4, 0.5)),
        ("van-t-riet", "non-coalescing", (0.002, 0.7, 0.2)),
        ("figueiredo-calderbank", "coalescing", (0.026, 0.6, 0.8)),
        ("smith", "coalescing", (0.01, 0.475, 0.4)),
        ("linek", "coalescing", (0.00495, 0.593, 0.4)),
        ("linek", "non-coalescing", (0.00135, 0.946, 0.4)),
        ("zhu", "coalescing", (0.031, 0.4, 0.5)),
        ("gill", "coalescing", (0.224, 0.35, 0.52)),
    ],
)
def test_stirred_tanks_by_author(law, liquid, constants):
    table = columns(f"vessel.kla={law}", f"medium.liquid={liquid}")
    factor, power, velocity = constants
    expected = 3600.0 * factor * table["power_per_volume"] ** power * table["gas_velocity"] ** velocity
    np.testing.assert_allclose(table["kla"], expected, rtol=1e-9)


def test_labik_goes_by_the_tip_and_the_power_number():
    table = columns("vessel.kla=labik")
    speed = table["stirrer_speed"] / 60.0 * 0.052
    expected = 3600.0 * 0.295 * speed**2.083 * table["gas_velocity"] ** 0.461 * 5.0**0.737
    np.testing.assert_allclose(table["kla"], expected, rtol=1e-9)


def test_a_measured_kla_is_met_where_it_was_measured():
    own = (
        "{value: 250 1/h, power_per_volume: 2 kW/m3, gas_velocity: 5 mm/s, power_exponent: 0.6, velocity_exponent: 0.3}"
    )
    table = columns(f"vessel.kla_measured={own}", "vessel.kla_factor=1.1")
    relative = (table["power_per_volume"] / 2000.0) ** 0.6 * (table["gas_velocity"] / 0.005) ** 0.3
    np.testing.assert_allclose(table["kla"], 1.1 * 250.0 * relative, rtol=1e-9)


@pytest.mark.parametrize("law", ["heijnen", "dewes-schumpe", "akita-yoshida"])
def test_columns_by_author(law):
    table = columns(f"vessel.kla={law}", "vessel.kla_temperature=1", scenario="yeast-column", usual=COLUMN)
    velocity = table["gas_velocity"]
    holdup, expected = 0.6 * velocity**0.7, 3600.0 * 0.32 * velocity**0.7
    if law == "dewes-schumpe":
        air = 0.02896 * 1e5 * table["pressure_mean"] / (8.314462618 * table["temperature"])
        expected = 3600.0 * velocity**0.9 * 0.8**-0.55 * air**0.46
    if law == "akita-yoshida":
        width, viscosity, tension = 0.6, 0.8e-3, float(water_surface_tension(303.15))
        bond, galilei = 9.80665 * width**2 * 1010.0 / tension, 9.80665 * width**3 * (1010.0 / viscosity) ** 2
        right = 0.2 * bond**0.125 * galilei ** (1 / 12) * velocity / np.sqrt(9.80665 * width)
        holdup = np.array([brentq(lambda e, r=r: e - r * (1.0 - e) ** 4, 0.0, 1.0, xtol=1e-14) for r in right])
        schmidt = viscosity / 1010.0 / DIFFUSIVITY
        sherwood = 0.6 * schmidt**0.5 * bond**0.62 * galilei**0.31 * holdup**1.1
        expected = 3600.0 * sherwood * DIFFUSIVITY / width**2
    np.testing.assert_allclose(table["gas_holdup"], holdup, rtol=1e-8)
    np.testing.assert_allclose(table["kla"], expected, rtol=5e-3)  # air has argon; the diffusivity is rounded


def test_a_column_has_no_stirrer_and_mixes_by_its_gas():
    result = run("yeast-column", overrides=COLUMN)
    table = result.columns
    assert not table["power_gassed"].any()
    height = table["volume"] / (np.pi / 4.0 * 3.2**2)
    expected = 11.0 * height / 3.2 * (9.80665 * table["gas_velocity"] / 3.2**2) ** (-1.0 / 3.0)
    np.testing.assert_allclose(table["mixing_time"], expected, rtol=1e-9)
    names = {limit["limit"] for limit in result.limits}
    assert not names & {"motor", "flooding"}
    assert all("stirrer" not in text and "impeller" not in text for text in result.warnings)


def test_the_feed_of_a_column_gives_way_before_its_air_is_at_its_limit():
    """Over the last tenth of the cascade, which in a column moves nothing but the air."""
    wanting = (
        "network.kind=ideal",
        "recipe.duration=8 h",
        f"{OXYGEN}set_point=90 %",
        f"{OXYGEN}aeration=[0.3 vvm, 1.2 vvm]",
    )
    result = run("yeast-column", overrides=wanting)
    assert "air" not in {limit["limit"] for limit in result.limits}
    settled = result.columns["time"] > 1.0
    share = (result.columns["aeration"][settled] - 0.3) / 0.9
    assert 0.9 < share.min() <= share.max() < 1.0
    np.testing.assert_allclose(result.columns["dot"][settled], 90.0, atol=0.5)
    greedy = run("yeast-column", overrides=(*wanting, "recipe.phases.0.feed.backs_off=[]"))
    assert "air" in {limit["limit"] for limit in greedy.limits}
    np.testing.assert_allclose(greedy.columns["aeration"][greedy.columns["time"] > 2.0], 1.2, rtol=1e-6)


def test_bubbles_of_a_quiet_sparger():
    """Mendelson's rise of a 4 mm bubble, Higbie's film, and the surface of bubbles that rise so fast."""
    table = columns(scenario="cho-culture", usual=("recipe.duration=24 h",))
    tension, viscosity = float(water_surface_tension(310.15)), float(water_viscosity(310.15))
    rise = np.sqrt(2.0 * tension / (1005.0 * 0.004) + 9.80665 * 0.002)
    diffusivity = 2.10e-9 * 310.15 / 298.15 * float(water_viscosity(298.15)) / viscosity
    film = 2.0 * np.sqrt(diffusivity * rise / (np.pi * 0.004))
    np.testing.assert_allclose(table["kla"], 3600.0 * film * 6.0 * table["gas_velocity"] / (rise * 0.004), rtol=1e-6)
    assert 1.0 < table["kla"].min() <= table["kla"].max() < 15.0


def test_a_shaken_well_has_a_tilted_surface():
    """Area of the plane that cuts a cylinder at the angle of the forces, counted by triangles in polar coordinates."""
    table = columns(scenario="ecoli-microplate", usual=("recipe.duration=2 h",))
    tilt = (2.0 * np.pi * 5.0) ** 2 * 0.025 / 9.80665
    radius, angle = np.meshgrid(np.linspace(0.0, 4.1e-3, 201), np.linspace(0.0, 2.0 * np.pi, 401), indexing="ij")
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    points = np.stack([x, y, tilt * x], axis=-1)
    along, round_ = points[1:, :-1] - points[:-1, :-1], points[:-1, 1:] - points[:-1, :-1]
    across = points[1:, 1:] - points[:-1, :-1]
    area = 0.5 * sum(np.linalg.norm(np.cross(a, across), axis=-1).sum() for a in (along, round_))
    np.testing.assert_allclose(table["kla"], 0.2 * area / table["volume"], rtol=1e-3)
    assert not table["gas_velocity"].any()


@pytest.mark.parametrize("law", ["maier", "shaken-cylinder"])
def test_flasks_by_author(law):
    table = columns(f"vessel.kla={law}", scenario="ecoli-seed-flask", usual=("recipe.duration=1 h",))
    if law == "maier":
        expected = 3600.0 * 6.67e-6 * 250.0**1.16 * (1e6 * table["volume"]) ** -0.83 * 2.5**0.38 * 10.1**1.92
        np.testing.assert_allclose(table["kla"], expected, rtol=1e-9)
    else:  # Kloeckner et al. measured cylinders: of the same order in a flask of their width
        meier = columns(scenario="ecoli-seed-flask", usual=("recipe.duration=1 h",))["kla"]
        assert np.all((table["kla"] > meier / 5.0) & (table["kla"] < 5.0 * meier))


def test_where_the_lowest_impeller_is_dry_the_vessel_is_a_column():
    dry = (
        "recipe.start.volume=0.1 L",
        f"{OXYGEN}stirrer_speed=300 rpm",
        f"{OXYGEN}aeration=1 vvm",
        "recipe.duration=1 h",
    )
    table = columns(*dry, usual=())
    assert not table["power_gassed"].any()
    np.testing.assert_allclose(table["kla"], 3600.0 * 0.32 * table["gas_velocity"] ** 0.7, rtol=1e-9)


def test_temperature_of_kla():
    still = (f"{OXYGEN}stirrer_speed=400 rpm", f"{OXYGEN}aeration=1 vvm", "recipe.duration=1 h")
    plain, warm = columns(*still), columns(*still, "vessel.kla_temperature=1.022")
    np.testing.assert_allclose(warm["kla"] / plain["kla"], 1.022 ** (plain["temperature"] - 293.15), rtol=1e-4)


def test_the_ready_column_has_its_law_at_its_own_temperature():
    table = columns(scenario="yeast-column", usual=COLUMN)
    expected = 3600.0 * 0.32 * table["gas_velocity"] ** 0.7 * 1.022 ** (table["temperature"] - 293.15)
    np.testing.assert_allclose(table["kla"], expected, rtol=1e-9)


def test_antifoam_and_broth_multiply():
    still = (f"{OXYGEN}stirrer_speed=400 rpm", f"{OXYGEN}aeration=1 vvm", "recipe.duration=1 h")
    plain, less = columns(*still), columns(*still, "medium.antifoam=50 %", "medium.broth_factor=1.2")
    np.testing.assert_allclose(less["kla"] / plain["kla"], 0.6, rtol=1e-4)


def test_cells_thicken_the_broth_and_kla_falls():
    thick = ("medium.rheology.wet_volume=3.5 mL/g", "medium.viscosity_exponent=-0.67", "recipe.duration=20 h")
    table = columns(*thick)
    viscosity = 0.8e-3 * (1.0 - 3.5e-3 * table["biomass"]) ** -2.5
    np.testing.assert_allclose(table["viscosity"], viscosity, rtol=1e-9)
    water = 3600.0 * 0.002 * table["power_per_volume"] ** 0.7 * table["gas_velocity"] ** 0.2
    np.testing.assert_allclose(table["kla"], water * (viscosity / float(water_viscosity(310.15))) ** -0.67, rtol=1e-6)
    assert viscosity.max() > 1.15 * viscosity.min()
    speed = table["stirrer_speed"] / 60.0
    np.testing.assert_allclose(table["reynolds"], 1010.0 * speed * 0.052**2 / viscosity, rtol=1e-9)


def test_mycelia_thin_under_shear():
    power_law = "{consistency: 0.002, consistency_exponent: 1.8, flow_index: 0.5}"
    table = columns(f"medium.rheology={power_law}", "recipe.duration=12 h")
    shear = 11.5 * table["stirrer_speed"] / 60.0
    expected = np.maximum(0.002 * table["biomass"] ** 1.8 * shear**-0.5, 0.8e-3)
    np.testing.assert_allclose(table["viscosity"], expected, rtol=1e-6)
    assert expected.max() > 5.0 * expected.min()


def test_a_broth_too_thick_for_its_correlation_says_so():
    stiff = "{consistency: 2, consistency_exponent: 1, flow_index: 0.4}"
    changes = (f"medium.rheology={stiff}", "medium.viscosity_exponent=-0.67", "recipe.duration=12 h")
    texts = run("ecoli-fedbatch", overrides=changes).warnings
    assert any("kLa in a thick broth (Garcia-Ochoa" in text and "viscosity" in text for text in texts)


def test_factors_of_holdup_mixing_and_flooding():
    still = (f"{OXYGEN}stirrer_speed=400 rpm", f"{OXYGEN}aeration=1 vvm", "recipe.duration=0.5 h")
    plain = columns(*still)
    more = columns(*still, "vessel.holdup_factor=1.4", "vessel.mixing_factor=0.8")
    np.testing.assert_allclose(more["gas_holdup"] / plain["gas_holdup"], 1.4, rtol=1e-6)
    np.testing.assert_allclose(more["mixing_time"] / plain["mixing_time"], 0.8, rtol=1e-6)
    loaded = run("ecoli-fedbatch", overrides=still)
    flooded = run("ecoli-fedbatch", overrides=(*still, "vessel.flooding_factor=0.1"))
    assert "flooding" not in {limit["limit"] for limit in loaded.limits}
    assert "flooding" in {limit["limit"] for limit in flooded.limits}


@pytest.mark.parametrize(
    "changes", [("vessel.kla=labik", "vessel.kla_temperature=1.022"), ("medium.viscosity_exponent=-0.5",)]
)
def test_scale_up_sees_the_same_kla(changes):
    scenario = load_scenario("ecoli-fedbatch", (*SHORT, *changes))
    table = run(scenario).columns
    row = len(table["time"]) // 2
    speed = float(table["stirrer_speed"][row]) / 60.0
    point = point_at(scenario, float(table["volume"][row]), speed, float(table["gas_flow"][row]))
    assert point.kla == pytest.approx(table["kla"][row], rel=1e-3)


def test_a_recipe_goes_to_a_column_with_its_air():
    (target,) = scale_up("yeast-fedbatch", ["column-100m3"], mixed=True).targets
    assert any("only the aeration" in text for text in target.result.warnings)
    assert target.result.columns["aeration"].max() <= 1.2 + 1e-9
    assert target.result.balances["carbon"]["closure"] == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("name", built_in_files("vessel"))
def test_every_uncertainty_names_a_key_that_exists(name):
    found = uncertain_of(load_vessel(name), load_medium("mineral-medium"))
    assert {"kLa", "oxygen solubility"} <= {
        item.quantity.replace("oxygen transfer of the flask", "kLa") for item in found
    }
    for item in found:
        assert 0.0 < item.uncertainty <= 0.5
        moved = load_scenario("ecoli-fedbatch", (f"{item.factor}={1.0 + item.uncertainty}",))
        part, key = item.factor.split(".")
        assert getattr(getattr(moved, part), key) == pytest.approx(1.0 + item.uncertainty)
