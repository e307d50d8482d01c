"""Gases in a medium of known salts: as its composition leaves them."""

from __future__ import annotations

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.plant.solubility import solubility_in
from moromi.simulator.run import run
from moromi.simulator.scenario import load_medium, load_scenario
from moromi.simulator.scenario.medium import Medium

SALTY = {"name": "salty", "liquid": "non-coalescing"}


def medium(**more):
    return Medium.model_validate(SALTY | more)


def test_m9_by_hand():
    """Σ (h_i + h_G) c_i of Weisenberger & Schumpe (1996), written out [m³/kmol times mol/L]; glucose 0.13."""
    ions = {
        0.1143: 0.104, 0.0922: 0.022, 0.0556: 0.0187, 0.1694: 0.002, 0.1762: 0.0001,
        0.1499: 0.0477, 0.0906: 0.022, 0.0318: 0.0275, 0.1117: 0.002,
    }  # fmt: skip
    oxygen = -0.334e-3 * 12.0
    carbon_dioxide = -0.0172 - 0.338e-3 * 12.0
    for gas, own in (("oxygen", oxygen), ("carbon_dioxide", carbon_dioxide)):
        exponent = sum((h + own) * amount for h, amount in ions.items()) + 0.13 * 0.022
        assert solubility_in(load_medium("m9"), gas, 310.15) == pytest.approx(10.0**-exponent, rel=1e-9)
    assert 0.9 < solubility_in(load_medium("m9"), "oxygen", 310.15) < 0.95  # what media are said to have


def test_salt_of_the_sea():
    """Oxygen in sea water of 35 g/kg over fresh water at 25 °C: 206.3/258.3 µmol/kg (Garcia & Gordon 1992)."""
    sea = {
        "Na+": "480 mmol/L", "K+": "10.5 mmol/L", "Mg++": "54.1 mmol/L", "Ca++": "10.5 mmol/L",
        "Cl-": "559.5 mmol/L", "SO4--": "28.9 mmol/L", "HCO3-": "2.4 mmol/L",
    }  # fmt: skip
    found = solubility_in(medium(composition=sea), "oxygen", 298.15)
    assert found == pytest.approx(206.3 * 1.0233 / (258.3 * 0.997), rel=0.02)  # per volume: densities


def test_what_is_stated_and_what_is_not():
    assert solubility_in(medium(), "oxygen", 310.15) == 1.0
    assert solubility_in(medium(oxygen_solubility=0.9), "hydrogen", 310.15) == 0.9
    assert solubility_in(medium(oxygen_solubility=0.9), "carbon_dioxide", 310.15) == 1.0
    assert solubility_in(medium(oxygen_solubility=0.9, solubility_factor=1.1), "oxygen", 310.15) == pytest.approx(0.99)


def test_a_run_dissolves_as_much():
    """The broth starts in equilibrium with air: dissolved oxygen is in the ratio of the two solubilities."""
    short = ("recipe.duration=0.02 h", "recipe.start.biomass=0 g/L", "output.interval=0.01 h")
    salts, water = (run("ecoli-microplate", overrides=(*short, f"medium={name}")) for name in ("m9", "water"))
    ratio = salts.columns["oxygen"][0] / water.columns["oxygen"][0]
    # the heads of the two liquids differ by less than a millimetre of water
    assert ratio == pytest.approx(solubility_in(load_medium("m9"), "oxygen", 310.15), rel=1e-4)


@pytest.mark.parametrize(
    ("composition", "more", "says"),
    [
        ({"Na+": "100 mmol/L"}, {}, "salts are neutral"),
        ({"Na+": "100 mmol/L", "Cl-": "100 mmol/L"}, {"oxygen_solubility": 0.9}, "leave one out"),
    ],
)
def test_compositions_are_checked(composition, more, says):
    with pytest.raises(ValueError, match=says):
        medium(composition=composition, **more)


def test_it_is_shown(capsys):
    assert outcome(["show", "m9"]) == 0
    shown = capsys.readouterr().out
    assert "solubility over water" in shown
    assert f"{solubility_in(load_medium('m9'), 'hydrogen', 310.15):.3f}" in shown


def test_an_unknown_ion_is_named():
    salts = "{Na+: 100 mmol/L, Br-: 100 mmol/L}"
    scenario = load_scenario("ecoli-microplate", (f"medium.composition={salts}",))
    with pytest.raises(InputError, match=r"composition\.Br-"):
        solubility_in(scenario.medium, "oxygen", 310.15)
