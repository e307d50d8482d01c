"""The registry of variables: complete, consistent with its units, and readable."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.scenario.quantity import unit_of
from moromi.simulator.variables import VARIABLES, display, display_name, find_variable

GLOSSARY = Path(__file__).resolve().parents[2] / "shared" / "reference" / "glossary.csv"
DESIGN = (
    "mu q_s q_o2 q_p y_xs m_s kla otr our ctr cer rq dot power_gassed power_ungassed power_per_volume tip_speed "
    "gas_velocity vvm stirrer_speed power_number flow_number mixing_time gas_holdup dilution_rate feed_rate"
)


def test_every_name_of_the_house_is_there() -> None:
    assert set(DESIGN.split()) <= set(VARIABLES)


def test_every_entry_is_complete() -> None:
    for name, variable in VARIABLES.items():
        assert variable.name == name
        assert variable.label_en
        assert variable.label_ja
        assert variable.meaning.endswith(".")
        unit_of(variable.unit)


@pytest.mark.skipif(not GLOSSARY.exists(), reason="the glossary is not on this machine")
def test_japanese_words_are_those_of_the_glossary() -> None:
    with GLOSSARY.open(encoding="utf-8") as file:
        words = {row["english"]: row["japanese"].split(" / ") for row in csv.DictReader(file)}
    for name, entry in {
        "mu": "specific growth rate",
        "kla": "volumetric mass transfer coefficient kLa",
        "otr": "oxygen transfer rate",
        "our": "oxygen uptake rate",
        "rq": "respiratory quotient",
        "mixing_time": "mixing time",
        "tip_speed": "tip speed",
        "gas_velocity": "superficial gas velocity",
        "y_xs": "biomass yield Y_X/S",
    }.items():
        assert VARIABLES[name].label_ja in words[entry]


def test_patterns_stand_for_any_species() -> None:
    assert find_variable("q_xylose").unit == "mol/kg/h"
    assert find_variable("shortfall_maintenance").unit == "mol/kg/h"
    assert find_variable("xylose", species=("xylose",)).label_en == "Xylose"
    with pytest.raises(KeyError, match="did you mean glucose"):
        find_variable("glucos")
    assert display_name("power_per_volume") == "Power per volume"
    assert display_name("some_thing") == "Some thing"


@pytest.mark.parametrize(
    ("name", "values", "shown", "unit"),
    [
        ("volume", [0.0011, 0.0015], [1.1, 1.5], "L"),
        ("volume", [15.0], [15.0], "m³"),
        ("feed_rate", [3e-5], [30.0], "mL/h"),
        ("temperature", [310.15], [37.0], "°C"),
        ("oxygen_fraction", [0.4], [40.0], "mol %"),
        ("p_co2", [0.05], [50.0], "mbar"),
        ("heat", [2e5], [200.0], "kW"),
        ("biomass", [30.0, np.nan], [30.0, np.nan], "g/L"),
        ("stirrer_speed", [400.0], [400.0], "rpm"),
        ("gas_flow", [2.6769], [1.0], "L/min at 0 °C, 1.01325 bar"),
        ("rq", [], [], ""),
    ],
)
def test_display_speaks_the_reader_s_units(name: str, values: list[float], shown: list[float], unit: str) -> None:
    got, text = display(name, values)
    np.testing.assert_allclose(got, shown, rtol=1e-4)
    assert text == unit


def test_attributes_go_into_a_dataset() -> None:
    attributes = VARIABLES["rq"].attributes()
    assert attributes["units"] == "1"
    assert all(isinstance(value, str) for value in attributes.values())


def test_what_is_of_one_strain_of_several() -> None:
    own = find_variable("mu_wild", strains=["wild", "mutant"])
    assert (own.name, own.unit, own.label_en) == ("mu_wild", "1/h", "Specific growth rate, wild")
    assert find_variable("q_acetate_mutant", ["acetate"], ["mutant"]).name == "q_acetate_mutant"
    # a strain may be called like a species: the sum over all strains keeps its meaning
    assert find_variable("q_glucose", ["glucose"], ["glucose"]) == find_variable("q_glucose", ["glucose"])
    assert find_variable("biomass_glucose", ["glucose"], ["glucose"]).unit == find_variable("biomass").unit
    with pytest.raises(KeyError):
        find_variable("biomass_wild")
