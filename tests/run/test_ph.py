"""pH that follows from the ions: what base a culture takes, a sterile titration, a pump that is too small."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from moromi.kernels.acids import ACIDS
from moromi.kernels.ph import acid_table, fill_acids
from moromi.simulator.errors import InputError
from moromi.simulator.run import simulate
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario

TEMPERATURE, STRENGTH = 310.15, 150.0
FED = {"ammonium": 450.0, "phosphate": 250.0}  # mol/m³ in the feed, which is neutral at pH 7
MODEL_CHARGE = {"ammonium": 1, "acetate": -1, "formate": -1, "lactate": -1, "succinate": -2, "phosphate": -2}


def pks(name):
    """Apparent pK of an acid in this broth."""
    table = acid_table([(name, 0)])
    acids = np.zeros((1, 5))
    fill_acids(table, TEMPERATURE, STRENGTH, acids)
    return -np.log10(acids[0, 2 : 2 + len(ACIDS[name].constants)])


def mean_charge(name, ph):
    """Henderson & Hasselbalch, form by form."""
    weights = np.concatenate(([1.0], np.cumprod([10.0 ** (ph - pk) for pk in pks(name)])))
    forms = ACIDS[name].charge - np.arange(len(weights))
    return float(weights @ forms / weights.sum())


@pytest.fixture(scope="module")
def cultured():
    return simulate(load_scenario("ecoli-fedbatch-ph", ("recipe.duration=16 h",)))


def test_ph_is_the_root_of_the_charges(cultured):
    """SciPy's root of the balance written anew, at every tenth row."""
    run, table = cultured.trajectory, cultured.columns
    names = {"inorganic_carbon" if name == "carbon_dioxide" else name for name in run.species} & set(ACIDS)
    for row in range(0, len(run.time), 10):

        def net(ph, row=row):
            charge = table["strong_ions"][row] + table["potassium"][row]
            return charge + sum(table[name][row] * mean_charge(name, ph) for name in names)

        assert table["ph"][row] == pytest.approx(brentq(net, 4.0, 10.0, xtol=1e-12), abs=1e-5)


def test_base_is_what_protons_hydration_and_acids_ask_for(cultured):
    """Protons of the model's books, bicarbonate held, acids not charged as the model has them.

    The model's biomass has a charge of −0.57 mol/kg. Real cells are neutral, so these protons stay in them: without
    that term the two differ by 6 %.
    """
    run, table = cultured.trajectory, cultured.columns
    volume, ph = run.volume()[-1], float(table["ph"][-1])
    base = float(run.stream_volume(1)[-1]) * 13.3e3
    protons = float(run.ledger("proton")[-1])
    carbon = table["inorganic_carbon"] * run.volume()
    hydrated = -(carbon[-1] * mean_charge("inorganic_carbon", ph) - carbon[0] * mean_charge("inorganic_carbon", 7.0))
    chemistry = prepare([load_scenario("ecoli-fedbatch-ph")]).community.chemistry
    grown = float(run.biomass()[-1] - run.biomass()[0])
    asked = protons + hydrated + chemistry.biomass_charge * grown
    for name, charge in MODEL_CHARGE.items():
        fed = float(run.stream_volume(0)[-1]) * FED.get(name, 0.0)
        dosed = base if name == "ammonium" else float(run.stream_volume(2)[-1]) * 2.27e3 * (name == "phosphate")
        exchanged = float(run.amount(name)[-1] - run.amount(name)[0]) - dosed - fed
        asked += exchanged * (charge - mean_charge(name, ph))
        asked -= fed * (mean_charge(name, ph) - mean_charge(name, 7.0))
    # what the buffers that stay took up as the pH moved from its start
    for name in ("ammonium", "phosphate"):
        asked -= float(run.amount(name)[0]) * (mean_charge(name, ph) - mean_charge(name, 7.0))
    asked -= base * (mean_charge("ammonium", ph) - 1.0)
    assert volume > 1.1e-3
    assert base > 0.1
    assert base == pytest.approx(asked, rel=0.005)


FEED = {"ammonium": 450.0, "phosphate": 250.0, "sulphate": 80.0, "potassium": 80.0}  # mol/m³
IONS = {"sulphate": -2.0, "potassium": 1.0}


def test_base_is_what_the_elements_of_the_cells_leave_behind(cultured):
    """A third way, without any proton or charge of the model: cells are neutral and made of ions of known charge.

    Each ammonium they take leaves a proton, each phosphate, sulphate and potassium takes its own charge along; what
    bicarbonate is held has one, too. The nitrogen is that of the formula of the biomass.
    """
    run, table = cultured.trajectory, cultured.columns
    ph, fed = float(table["ph"][-1]), float(run.stream_volume(0)[-1])
    base = float(run.stream_volume(1)[-1]) * 13.3e3

    def taken(name):
        return float(run.amount(name)[0] - run.amount(name)[-1]) + fed * FEED[name]

    chemistry = prepare([load_scenario("ecoli-fedbatch-ph")]).community.chemistry
    nitrogen = chemistry.biomass_nitrogen * float(run.biomass()[-1] - run.biomass()[0])
    assert nitrogen == pytest.approx(taken("ammonium") + base, rel=1e-3)
    asked = nitrogen + taken("phosphate") * mean_charge("phosphate", ph)
    asked += sum(charge * taken(name) for name, charge in IONS.items())
    carbon = float(table["inorganic_carbon"][-1] * run.volume()[-1])
    asked -= carbon * mean_charge("inorganic_carbon", ph)
    assert base == pytest.approx(asked, rel=0.02)
    # a mole of base for a mole of nitrogen, less a sixth: what a fed-batch on ammonia shows
    assert 0.8 < base / nitrogen < 0.9


def test_everything_closes(cultured):
    for name in ("carbon", "nitrogen", "oxygen", "charge"):
        assert cultured.balances[name]["closure"] == pytest.approx(1.0, abs=1e-6), name
    assert cultured.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_ph_stays_in_the_bands(cultured):
    assert cultured.columns["ph"].min() > 7.0 - 0.02 - 0.1
    assert cultured.columns["ph"].max() < 7.0 + 0.02 + 0.1
    assert cultured.columns["base_rate"].max() < 40e-6


STERILE = (
    "strain=ecoli-ions",
    "recipe.start.biomass=0 g/L",
    "recipe.start.concentrations={phosphate: 50 mmol/L}",
    "recipe.feeds.lye={strong_ions: 2 mol/L, density: 1080 kg/m3}",
    "recipe.ph_control={}",
)


def test_lye_in_phosphate_buffer():
    """The pH after each addition is the titration curve's, from its own two equations."""
    phases = ", ".join(f"{{name: step-{k}, add: {{lye: 2 mL}}, until: [time > 1 h]}}" for k in range(3))
    result = simulate(
        load_scenario("ecoli-fedbatch-ph", (*STERILE, f"recipe.phases=[{phases}]", "recipe.duration=3 h"))
    )
    carbon = result.columns["inorganic_carbon"]
    weak = 50.0 * mean_charge("phosphate", 7.0) + float(carbon[0]) * mean_charge("inorganic_carbon", 7.0)
    strong = -weak * 1.1e-3
    for k in range(3):
        row = int(np.searchsorted(result.columns["time"], k + 0.95))
        volume = 1.1e-3 + 2e-6 * (k + 1)
        charge = (strong + 2e3 * 2e-6 * (k + 1)) / volume
        phosphate = 50.0 * 1.1e-3 / volume

        def net(ph, charge=charge, phosphate=phosphate, carbon=float(carbon[row])):
            weak = phosphate * mean_charge("phosphate", ph) + carbon * mean_charge("inorganic_carbon", ph)
            return charge + weak

        assert result.columns["ph"][row] == pytest.approx(brentq(net, 5.0, 11.0), abs=1e-4)


def test_a_pump_that_is_too_small_lets_the_ph_go_and_says_so():
    result = simulate(
        load_scenario("ecoli-fedbatch-ph", ("recipe.ph_control.base.rate=0.2 mL/h", "recipe.duration=10 h"))
    )
    assert result.columns["ph"].min() < 6.8
    assert any(item["limit"] == "base" for item in result.limits)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("recipe.ph_control.base.stream=amonia-water", "nearest is 'ammonia-water'"),
        ("recipe.ph_control.base.rate=0 mL/h", "state its rate"),
        ("recipe.feeds.ammonia-water.ph=7", "keep one"),
        ("recipe.ph_control.band=0", "greater than 0"),
    ],
)
def test_bad_control_is_told(change, said):
    with pytest.raises(InputError) as told:
        load_scenario("ecoli-fedbatch-ph", (change,))
    assert said in str(told.value)
