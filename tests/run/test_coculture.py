"""Several strains in one vessel, against the undivided strain, the theory of competition, SciPy and closed books."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from moromi.simulator.plant import assemble
from moromi.simulator.run import run
from moromi.simulator.run.drive import integrate_job
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import dump_yaml, load_scenario
from moromi.strains import open_strain

from .coculture import FED, YIELD, contois, monod, write_competition, write_strain

HALVES = (
    "strains={one: ecoli-varma1994, two: ecoli-varma1994}",
    "recipe.start.biomass={one: 0.02 g/L, two: 0.0125 g/L}",
)
# of W3110's core model, one strain that respires little and so overflows, one that has no way in for glucose
CROSSFEEDING = (
    "strains={eater: {name: eater, base: ecoli-varma1994, uptakes: {oxygen: {maximum: 4 mmol/gDW/h}}},"
    "follower: {name: follower, base: ecoli-varma1994, knockouts: [GLCpts],"
    " uptakes: {acetate: {maximum: {value: 12 mmol/gDW/h, range: [2 mmol/gDW/h, 15 mmol/gDW/h]}}}}}",
    "recipe.start.biomass={eater: 0.1 g/L, follower: 0.1 g/L}",
)

DRY = ("vessel.condenser=100 %",)
"""No water leaves with the gas: the closed forms know of none."""


@pytest.fixture(scope="module")
def halves():
    return run("varma1994-batch", overrides=HALVES)


@pytest.fixture(scope="module")
def crossfeeding():
    return run("coculture-crossfeeding", overrides=CROSSFEEDING)


def test_a_strain_in_two_parts_is_the_strain(halves):
    """Two names for one strain: the sums are those of the undivided culture, the parts keep their shares."""
    whole = run("varma1994-batch", overrides=("strain=ecoli-varma1994",))
    assert halves.trajectory.crossings >= 2 * 3
    for name in ("biomass", "mu", "glucose", "acetate", "oxygen", "our", "cer", "heat_metabolic", "q_acetate", "dot"):
        expected = whole.columns[name]
        scale = float(np.abs(expected).max())
        assert halves.columns[name] == pytest.approx(expected, rel=1e-4, abs=1e-4 * scale), name
    assert halves.columns["biomass_one"] / halves.columns["biomass_two"] == pytest.approx(1.6, rel=1e-6)
    assert halves.columns["mu_one"] == pytest.approx(halves.columns["mu_two"], rel=1e-9)
    for name, figure in whole.kpis.items():
        assert halves.kpis[name]["value"] == pytest.approx(figure["value"], rel=1e-4), name
    assert {item["limit"] for item in halves.limits} >= {"one: glucose_uptake", "two: glucose_uptake"}


@pytest.fixture(scope="module")
def unlike(tmp_path_factory):
    """A core model of 95 reactions beside one of six, which takes up no acetate but suffers from it."""
    uptake, law = monod(0.5, 0.5)
    laws = f"{law}, {{kind: inhibition, species: acetate, constant: 1 mmol/L}}"
    noticed = "acetate: {molar_mass: 59.05 g/mol}"
    other = write_strain(tmp_path_factory.mktemp("unlike"), "other", (uptake, laws), noticed)
    return run(
        "varma1994-batch",
        overrides=(
            f"strains={{other: {other}, ecoli: ecoli-varma1994}}",
            "recipe.start.biomass={other: 0.3 g/L, ecoli: 0.6 g/L}",
            "recipe.duration=2 h",
        ),
    )


def test_strains_of_different_size_and_composition(unlike):
    """Other numbers of parameters and outputs, other cells: each follows its own law, and all books close."""
    table = unlike.columns
    assert len({len(member.outputs) for member in unlike.trajectory.members}) == 2
    sugar, acid = table["glucose"], table["acetate"]
    assert acid.max() > 2.0 * acid[0]
    assert table["mu_other"] == pytest.approx(0.5 * sugar / (0.5 + sugar) / (1.0 + acid), rel=1e-6, abs=1e-9)
    assert table["q_glucose_other"] == pytest.approx(-table["mu_other"] / YIELD, rel=1e-9, abs=1e-12)
    assert table["q_acetate_other"] == pytest.approx(0.0, abs=1e-12)
    for element in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert unlike.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6), element
    assert unlike.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_four_parts_one_of_them_without_cells():
    """As many as there is room for; a strain that is not there changes nothing and stays away."""
    parts = (
        "strains={a: ecoli-varma1994, b: ecoli-w3110, c: ecoli-varma1994, d: ecoli-varma1994}",
        "recipe.start.biomass={a: 0.3 g/L, b: 0 g/L, c: 0.6 g/L, d: 0.1 g/L}",
        "recipe.duration=1 h",
    )
    whole = ("strain=ecoli-varma1994", "recipe.start.biomass=1 g/L", "recipe.duration=1 h")
    four, one = run("varma1994-batch", overrides=parts), run("varma1994-batch", overrides=whole)
    for name in ("biomass", "glucose", "acetate", "our", "mu"):
        assert four.columns[name] == pytest.approx(one.columns[name], rel=1e-4, abs=1e-5), name
    assert np.abs(four.columns["biomass_b"]).max() < 1e-12
    assert four.kpis["biomass_share_c"]["value"] == pytest.approx(0.6, rel=1e-6)
    # an analyser that still sees the inlet gas knows no quotient
    assert all(np.isfinite(values).all() for name, values in four.columns.items() if name != "measured_rq")


@pytest.mark.parametrize(("dilution", "winner"), [(0.3, 0), (0.55, 1)])
def test_the_lower_break_even_concentration_wins(tmp_path, dilution, winner):
    """Hsu, Hubbell & Waltman 1977, SIAM J. Appl. Math. 32:366: of J = K·D/(µ − D) the lower one excludes the other.

    The first strain grows slowly and needs little, the second the other way round; their J cross at D = 0.5 1/h.
    Over time both follow SciPy's solution of the three equations.
    """
    growth, half = np.array([0.6, 1.0]), np.array([0.5, 2.5])
    begin, sugar, hours = np.array([0.05, 0.05]), 5.0, 200
    strains = [monod(float(m), float(k)) for m, k in zip(growth, half, strict=True)]
    result = run(
        write_competition(tmp_path, *strains, dilution=dilution, start=begin, sugar=sugar, hours=hours), overrides=DRY
    )

    def slope(time, state):
        cells, rest = state[:2], state[2]
        mu = growth * rest / (half + rest)
        return [*((mu - dilution) * cells), dilution * (FED - rest) - float(mu @ cells) / YIELD]

    table = result.columns
    cells = np.array([table["biomass_first"], table["biomass_second"]])
    solved = solve_ivp(slope, (0, hours), [*begin, sugar], "Radau", table["time"], rtol=1e-10, atol=1e-14).y
    assert cells == pytest.approx(solved[:2], rel=3e-3, abs=1e-9)
    assert table["glucose"] == pytest.approx(solved[2], rel=2e-3)

    even = half * dilution / (growth - dilution)
    assert winner == int(np.argmin(even))
    assert table["glucose"][-1] == pytest.approx(even[winner], rel=5e-3)
    assert cells[winner, -1] == pytest.approx(YIELD * (FED - even[winner]), rel=5e-3)
    loser = 1 - winner
    rate = growth[loser] * even[winner] / (half[loser] + even[winner]) - dilution
    assert rate < 0.0
    late = table["time"] >= 150.0
    assert np.polyfit(table["time"][late], np.log(cells[loser][late]), 1)[0] == pytest.approx(rate, rel=0.02)
    told = [text for text in result.warnings if "washed out" in text]
    assert len(told) == 1
    assert told[0].startswith(f"strain '{('first', 'second')[loser]}' is washed out")


def test_strains_that_crowd_only_themselves_coexist(tmp_path):
    """Contois' law on each strain's own cells: X = s(µ − D)/(K·D), and s from the sugar that is left, closed form."""
    growth, content, dilution = np.array([0.6, 1.0]), np.array([2.0, 8.0]), 0.3
    strains = [contois(float(m), float(k)) for m, k in zip(growth, content, strict=True)]
    result = run(
        write_competition(tmp_path, *strains, dilution=dilution, start=(0.3, 0.3), sugar=5.0, hours=150), overrides=DRY
    )
    crowd = (growth - dilution) / (content * dilution)
    sugar = FED / (1.0 + float(crowd.sum()) / YIELD)
    assert result.columns["glucose"][-1] == pytest.approx(sugar, rel=2e-3)
    for name, expected in zip(("first", "second"), sugar * crowd, strict=True):
        assert result.columns[f"biomass_{name}"][-1] == pytest.approx(expected, rel=2e-3)


def test_one_lives_on_what_the_other_leaves(crossfeeding):
    """At the end both grow at the dilution rate, one on glucose, one on the acetate of the first."""
    table = crossfeeding.columns
    assert not any("washed out" in text for text in crossfeeding.warnings)
    for name in ("eater", "follower"):
        assert table[f"mu_{name}"][-1] == pytest.approx(0.1, rel=0.01)
        assert crossfeeding.kpis[f"biomass_final_{name}"]["value"] > 0.05
    assert table["q_acetate_eater"][-1] > 1.0
    assert table["q_acetate_follower"][-1] < -1.0
    assert table["q_glucose_follower"] == pytest.approx(0.0, abs=1e-12)
    made = table["q_acetate_eater"] * table["biomass_eater"] + table["q_acetate_follower"] * table["biomass_follower"]
    assert table["q_acetate"] * table["biomass"] == pytest.approx(made, rel=1e-9, abs=1e-12)
    assert table["biomass"] == pytest.approx(table["biomass_eater"] + table["biomass_follower"], rel=1e-12)
    alone = "strains.follower.uptakes.acetate.maximum={value: 2 mmol/gDW/h, range: [2 mmol/gDW/h, 15 mmol/gDW/h]}"
    starved = run("coculture-crossfeeding", overrides=(*CROSSFEEDING, alone))
    assert starved.kpis["biomass_final_follower"]["value"] < 1e-3 < starved.columns["acetate"][-1]
    assert starved.columns["acetate"][-1] > 10.0 * table["acetate"][-1]


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass"])
def test_elements_close_over_both_strains(crossfeeding, element):
    assert crossfeeding.balances[element]["in"] > 0.0
    assert crossfeeding.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_energy_closes_over_both_strains(crossfeeding):
    assert crossfeeding.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_misses_of_either_strain_are_answered(crossfeeding, tmp_path):
    """From atlases that know nothing: the same bits as with warm ones."""
    job = prepare([crossfeeding.scenario])
    warm = integrate_job(job)[0]
    cold = [open_strain(strain.definition, cache=tmp_path) for strain in job.community.strains]
    assert [strain.regions for strain in cold] == [0, 0]
    fresh = integrate_job(assemble([crossfeeding.scenario], *cold))[0]
    assert all(0 < strain.regions for strain in cold)
    np.testing.assert_array_equal(fresh.state, warm.state)
    np.testing.assert_array_equal(fresh.fluxes, warm.fluxes)


def test_files_name_the_strains(crossfeeding, tmp_path):
    crossfeeding.save(tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["strain"] == "eater + follower"
    header = (tmp_path / "out" / "timeseries.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    for column in ("biomass [kg/m³]", "biomass_eater [kg/m³]", "mu_follower [1/h]", "q_acetate_follower [mol/kg/h]"):
        assert column in header
    assert crossfeeding.data["mu_follower"].attrs["long_name"] == "Specific growth rate, follower"
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "eater + follower" in report
    assert "Final biomass, follower" in report


def test_the_scenario_of_a_result_runs_again(halves, tmp_path):
    path = tmp_path / "again.yaml"
    path.write_text(dump_yaml(halves.scenario), encoding="utf-8")
    assert load_scenario(path) == halves.scenario
    assert load_scenario(path, ("recipe.start.biomass.one=1 g/L",)).recipe.start.inocula()["one"].value == 1.0


def test_a_coculture_is_scaled_up():
    """The recipe in another vessel, causes and all."""
    from moromi.simulator.scaleup import scale_up

    small = (*CROSSFEEDING, "recipe.duration=2 h")
    target = scale_up("coculture-crossfeeding", ["jar-10l"], overrides=small).targets[0]
    assert target.result.strain_name == "eater + follower"
    assert set(target.loss) >= {"biomass_final"}
