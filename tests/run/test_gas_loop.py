"""Gas that returns to a sparger whose composition is held, and gas that may not burn."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError, SimulationError
from moromi.simulator.run import Result, run
from moromi.simulator.run.combustible import CombustibleGas

BENCH = "cnecator-gas-phb"
SHORT = ("recipe.duration=10 h", "recipe.phases.growth.timeout=6 h")


@pytest.fixture(scope="module")
def culture() -> Result:
    return run(BENCH)


@pytest.fixture(scope="module")
def held() -> Result:
    return run(BENCH, overrides=SHORT)


def test_books_close(culture: Result):
    for element, entry in culture.balances.items():
        assert entry["closure"] == pytest.approx(1.0, abs=1e-3 if element == "energy" else 1e-6)


def test_growth_then_storage(culture: Result):
    """First cells without polymer, then polymer without new cells, as far as ammonium goes."""
    begun = next(item["time"] for item in culture.events if item.get("name") == "storage")
    row = int(np.searchsorted(culture.columns["time"], begun))
    assert culture.columns["content_phb"][row] < 0.5
    assert culture.kpis["titre_phb"]["value"] > 0.4 * (
        culture.kpis["biomass_final"]["value"] + culture.kpis["titre_phb"]["value"]
    )
    assert culture.columns["ammonium"][-1] < 0.1


def test_gas_transfer_is_what_binds(culture: Result):
    """What an expert expects: the supply of a gas, here of oxygen, whose share safety keeps low."""
    hours: dict[str, float] = {}
    for item in culture.limits:
        hours[str(item["limit"])] = hours.get(str(item["limit"]), 0.0) + float(item["to"]) - float(item["from"])
    assert hours["oxygen"] > 10.0
    assert hours["oxygen_transfer"] > 20.0
    assert "combustible_gas" not in hours


def test_never_near_burning(culture: Result):
    assert culture.kpis["combustible_margin"]["value"] > 0.02
    assert not any("burn" in text for text in culture.warnings)


def test_hydrogen_is_fed_used_or_purged(culture: Result):
    """The make-up integrates to what was fed; cells and the purge take it, but for what is held up."""
    mass, columns = culture.molar_masses["hydrogen"], culture.columns
    fed, purged = (culture.kpis[f"{name}_hydrogen"]["value"] for name in ("fed", "purged"))
    assert np.trapezoid(columns["fresh_hydrogen"], columns["time"]) * mass == pytest.approx(fed, rel=2e-3)
    eaten = -np.trapezoid(columns["q_hydrogen"] * columns["biomass"] * columns["volume"], columns["time"]) * mass
    assert eaten + purged == pytest.approx(fed, rel=0.01)
    assert culture.kpis["utilisation_hydrogen"]["value"] == pytest.approx(1.0 - purged / fed)
    made = culture.kpis["titre_phb"]["value"] * culture.kpis["volume_final"]["value"]
    assert culture.kpis["hydrogen_per_phb"]["value"] == pytest.approx(fed / made, rel=1e-6)
    assert culture.kpis["recycle_ratio"]["value"] > 5.0


def test_only_the_bill_knows_of_a_held_loop(held: Result):
    """The same gas at the sparger, once through: the same culture, for many times the hydrogen."""
    once = run(BENCH, overrides=(*SHORT, "recipe.gas_recycle=0 %", "recipe.gas.held_at=fresh"))
    np.testing.assert_allclose(once.columns["biomass"], held.columns["biomass"], rtol=1e-9)
    assert once.kpis["fed_hydrogen"]["value"] > 5.0 * held.kpis["fed_hydrogen"]["value"]
    assert once.kpis["utilisation_hydrogen"]["value"] < held.kpis["utilisation_hydrogen"]["value"]
    # what is made up is what would have been bought, less what returns
    returned = 0.995 * once.columns["offgas_flow"] * once.columns["offgas_hydrogen"]
    np.testing.assert_allclose(held.columns["fresh_hydrogen"], once.columns["fresh_hydrogen"] - returned, rtol=1e-6)


def test_a_run_that_gets_there_is_refused_with_time_and_place():
    """The cascade may raise the oxygen to what burns, and short of oxygen it does."""
    changes = (*SHORT, "recipe.gas.oxygen=null", "recipe.dissolved_oxygen.oxygen_fraction=[2.6 %, 8 %]")
    changes += ("recipe.start.biomass=7 g/L",)
    with pytest.raises(CombustibleGas, match=r"at the sparger from .* h on, .* vol % inside the range") as caught:
        run(BENCH, overrides=changes)
    assert caught.value.exit_code == 1
    assert isinstance(caught.value, SimulationError)
    knowingly = run(BENCH, overrides=(*changes, "recipe.gas.combustible=allowed"))
    assert any(item["limit"] == "combustible_gas" for item in knowingly.limits)
    assert knowingly.kpis["combustible_margin"]["value"] < 0.0


def test_little_room_is_told():
    close = run(BENCH, overrides=("recipe.duration=1 h", "recipe.gas.oxygen=4 %"))
    assert any("less room than NFPA 69" in text for text in close.warnings)


def test_a_gas_the_cells_make_cannot_be_held():
    """On fructose they give off CO2: more returns than is sparged, and no make-up takes it away."""
    changes = ("recipe.duration=5 h", "recipe.start.concentrations.fructose=20 g/L", "recipe.start.biomass=5 g/L")
    changes += ("recipe.gas.hydrogen=0 %", "recipe.gas.oxygen=20 %", "recipe.gas.carbon_dioxide=0.1 %")
    told = run(BENCH, overrides=changes).warnings
    assert any("the gas loop cannot be held" in text and "carbon dioxide" in text for text in told)


def test_lean_gas_is_short_of_hydrogen():
    """3.8 % of hydrogen: it, not oxygen, is what is missing."""
    lean = run("cnecator-gas-lean", overrides=("recipe.duration=20 h",))
    assert any(item["limit"] == "hydrogen" for item in lean.limits)
    assert 0.0 < lean.kpis["combustible_margin"]["value"] < 0.003
    assert lean.kpis["utilisation_hydrogen"]["value"] < 0.5


@pytest.fixture(scope="module")
def loop() -> Result:
    """The pressurised loop in compartments, dense enough to be short of oxygen."""
    return run(f"{BENCH}-pilot", overrides=("recipe.start.biomass=4 g/L", "recipe.duration=4 h"))


def test_a_held_loop_goes_with_compartments(loop: Result):
    for element, entry in loop.balances.items():
        assert entry["closure"] == pytest.approx(1.0, abs=1e-3 if element == "energy" else 1e-6)
    assert loop.kpis["compartments"]["value"] == 12
    assert loop.kpis["recycle_ratio"]["value"] > 5.0
    assert loop.kpis["combustible_margin"]["value"] > 0.02


def test_the_downcomer_has_no_oxygen(loop: Result):
    """Gas rises in the riser only; what goes down breathes what it took along."""
    dot = loop.local["local_dot"][-1]
    assert dot[:6].max() > 20.0 * max(dot[-1], 0.0)
    assert np.all(loop.local["local_otr"][-1][6:] == 0.0)
    assert any(item["limit"] == "maintenance" for item in loop.limits)


def test_off_gas_beside_fixed_fresh_gas_wants_one_compartment():
    with pytest.raises(InputError, match="held_at=sparger"):
        run(f"{BENCH}-pilot", overrides=("recipe.gas.held_at=fresh", "recipe.duration=1 h"))


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"{BENCH}-pilot", f"{BENCH}-plant"])
def test_the_ladder_loses_polymer_to_transfer(name: str, culture: Result):
    found = run(name)
    for element, entry in found.balances.items():
        assert entry["closure"] == pytest.approx(1.0, abs=1e-3 if element == "energy" else 1e-6)
    names = {item["limit"] for item in found.limits}
    assert {"oxygen", "oxygen_transfer"} <= names
    assert "combustible_gas" not in names
    assert 0.4 < found.kpis["titre_phb"]["value"] / culture.kpis["titre_phb"]["value"] < 0.8
    assert found.kpis["combustible_margin"]["value"] > 0.02
