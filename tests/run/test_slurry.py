"""Slurries: solids that liquefy, caverns, yeast pitched later, limits that name solids and inhibitors."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.simulate import simulate
from moromi.simulator.scenario import load_scenario

HEXOSE, MASS = 0.180156, "recipe.start.concentrations."
SHORT = "recipe.duration=6 h"


def _run(*changes: str, base: str = "hydrolysate-sscf"):
    return simulate(load_scenario(base, changes))


def _names(result) -> set[str]:
    return {str(limit["limit"]) for limit in result.limits}


@pytest.fixture(scope="module")
def thick():
    """10 % of solids that are hydrolysed fast."""
    fast = "recipe.dissolved_oxygen.stirrer_speed=350 rpm"
    solids = (
        f"{MASS}cellulose=66 g/L",
        f"{MASS}resistant_cellulose=0 g/L",
        f"{MASS}xylan=8.4 g/L",
        f"{MASS}lignin=25.6 g/L",
        f"{MASS}cellulase=2 g/L",
    )
    return _run(*solids, fast, "recipe.duration=24 h")


def test_a_slurry_thins_as_its_solids_are_hydrolysed(thick):
    """Herschel & Bulkley at Metzner & Otto's shear rate, written anew."""
    table = thick.columns
    solids, shear = table["group_solids"] / 100.0, 11.5 * table["stirrer_speed"] / 60.0
    np.testing.assert_allclose(table["yield_stress"], 50.0 * solids**6, rtol=1e-9)
    viscosity = 2.0 * solids**3 * shear**-0.6 + table["yield_stress"] / shear
    np.testing.assert_allclose(table["viscosity"], viscosity, rtol=1e-6)
    assert table["viscosity"][0] > 3.0 * table["viscosity"][-1]
    assert table["mixing_time"][0] > 2.0 * table["mixing_time"][-1]


def test_a_stirrer_draws_more_in_a_thick_slurry(thick):
    table, stirrer = thick.columns, load_scenario("hydrolysate-sscf").vessel.impellers
    speed = table["stirrer_speed"] / 60.0
    reynolds = 1030.0 * speed * stirrer.diameter**2 / table["viscosity"]
    expected = 2.0 * (5.0 + 70.0 / reynolds) * 1030.0 * speed**3 * stirrer.diameter**5
    np.testing.assert_allclose(table["power_ungassed"], expected, rtol=1e-6)


def test_limits_name_the_solids(thick):
    assert {"viscosity", "yield_stress"} <= _names(thick)
    last = max(limit["to"] for limit in thick.limits if limit["limit"] == "yield_stress")
    assert 0.0 < last < 24.0  # once they have liquefied the whole vessel moves
    still = thick.columns["cavern_diameter"] < 0.18
    assert still[0]
    assert not still[-1]


def test_thin_broths_know_neither_viscosity_nor_caverns():
    result = _run("medium=mineral-medium", SHORT)
    assert _names(result).isdisjoint({"viscosity", "yield_stress"})
    assert "cavern_diameter" not in result.columns


def test_limits_name_the_inhibitor_until_it_is_gone():
    result = _run("recipe.duration=12 h")
    spans = [limit for limit in result.limits if limit["limit"] == "furfural_inhibition"]
    assert len(spans) == 1
    table = result.columns
    at = np.searchsorted(table["time"], spans[0]["to"])
    assert table["furfural"][at] < 0.7 * table["furfural"][0]
    assert "glucose" not in {limit["limit"] for limit in result.limits if limit["to"] <= spans[0]["to"]}  # not supply


def test_without_furfural_nothing_inhibits():
    result = _run(f"{MASS}furfural=0 g/L", f"{MASS}hydroxymethylfurfural=0 g/L", SHORT)
    assert not any(name.endswith("furfural_inhibition") for name in _names(result))


def test_the_plant_names_solids_and_inhibitors_and_its_books_close():
    result = _run(base="hydrolysate-sscf-plant")
    assert {"viscosity", "furfural_inhibition", "acetate_inhibition"} <= _names(result)
    for name in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert result.balance_sheet[name].closure == pytest.approx(1.0, abs=1e-6), name
    assert result.balance_sheet["energy"].closure == pytest.approx(1.0, abs=1e-3)
    assert 0.40 < result.columns["ethanol"][-1] * 0.046069 / (37.0 + 22.0 + 31.2 * 1.111 + 6.3 * 1.136) < 0.511


def test_another_host_takes_glucose_before_xylose():
    result = _run(base="hydrolysate-ecoli")
    table = result.columns
    gone = int(np.argmax(table["glucose"] < 1.0))
    assert table["xylose"][gone] > 0.95 * table["xylose"][0]
    assert table["xylose"][-1] < 0.5
    assert result.balance_sheet["carbon"].closure == pytest.approx(1.0, abs=1e-6)


def test_corynebacteria_take_the_sugars_in_part_together_and_the_acetate_too():
    """Kawaguchi et al. 2006 (sugars), Wendisch et al. 2000 (acetate), recalled."""
    result = _run(base="hydrolysate-glutamicum")
    table = result.columns
    gone = int(np.argmax(table["glucose"] < 1.0))
    assert 0.5 * table["xylose"][0] < table["xylose"][gone] < 0.95 * table["xylose"][0]
    assert table["acetate"][gone] < 0.1 * table["acetate"][0]
    assert table["xylose"][-1] < 0.5
    assert result.balance_sheet["carbon"].closure == pytest.approx(1.0, abs=1e-6)


@pytest.fixture(scope="module")
def separate():
    return _run("recipe.phases.hydrolysis.until=[time > 6 h]", "recipe.duration=14 h", base="hydrolysate-shf")


def test_yeast_is_pitched_when_the_broth_is_cool(separate):
    table = separate.columns
    begun = next(event["time"] for event in separate.events if event["what"].startswith("fermentation"))
    before, after = table["time"] < begun, table["time"] > begun
    assert not np.any(table["biomass"][before])
    assert table["temperature"][before].max() == pytest.approx(323.15, abs=1.0)
    assert table["temperature"][after][0] < 306.2
    first = int(np.argmax(after))
    assert table["biomass"][first] * table["volume"][first] == pytest.approx(180.0 * 42e-6, rel=0.05)  # and grew


def test_balances_close_over_pitched_cells(separate):
    for name in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert separate.balance_sheet[name].closure == pytest.approx(1.0, abs=1e-6), name
    assert separate.balance_sheet["energy"].closure == pytest.approx(1.0, abs=1e-3)


def test_pitched_cells_are_no_growth(separate):
    table = separate.columns
    grown = table["biomass"][-1] * table["volume"][-1] - 180.0 * 42e-6
    assert 0.0 < grown < 0.03
    told = separate.kpis["productivity_biomass"]["value"] * 14.0 * table["volume"][-1]
    assert told == pytest.approx(grown, rel=1e-9)


def test_cells_fed_into_a_chemostat_without_growth_settle_where_the_feed_says():
    """No sugar: what flows in flows out, so that the broth becomes the feed."""
    changes = (
        "strain=yeast",
        "recipe.start.concentrations={}",
        "recipe.feeds={slurry: {biomass: 5 g/L, density: 1000 kg/m3}}",
        "recipe.phases=[{name: through, feed: {kind: constant, stream: slurry, dilution_rate: 1 1/h}}]",
        "recipe.duration=12 h",
    )
    result = _run(*changes, base="yeast-chemostat")
    assert result.columns["biomass"][-1] == pytest.approx(5.0, rel=1e-3)


@pytest.mark.parametrize(
    ("base", "change", "words"),
    [
        ("straw-hydrolysis", "medium.rheology.of=fibres", "no group of species"),
        ("yeast-chemostat", "medium.rheology.of=solids", "no reactions"),
        ("hydrolysate-sscf", "medium.rheology.reference=5 mmol/L", "mass per volume"),
        ("hydrolysate-sscf", "medium.rheology.wet_volume=3 mL/g", "either a suspension or a power law"),
        ("hydrolysate-shf", "recipe.feeds.yeast-cream.biomass=5 mmol/L", "by mass"),
        ("hydrolysate-shf", "recipe.feeds.yeast-cream.biomass={other: 5 g/L}", "none of the strains"),
    ],
)
def test_nonsense_is_refused(base, change, words):
    with pytest.raises(InputError, match=words):
        load_scenario(base, (change,))
