"""The validation suite: its figures against the data they were read from, and the errors the model is known to have."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.simulate import finish, prepare
from moromi.simulator.scenario import load_scenario
from moromi.simulator.study import validate
from moromi.simulator.study.cases import Case, case_names, load_case
from moromi.simulator.study.chemostat import electron_recovery, lines_of, stepped

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MISSED = {
    ("enjalbert2015-batch", "growth_rate"): "that culture grew 9 % slower than Varma's, whom the strain was fitted to",
    ("varma1994-chemostat", "oxygen_line_reconciled"): "oxygen, reconciled, is 15.1 % below the electrons', band 15",
    ("yeast-anaerobic", "ethanol"): "yeast makes 8.99 mmol/gDW/h, where 9.0-9.5 are published",
    ("angarita2015-straw", "glucose_48h"): "the kinetics of straw are too slow half-way",
    ("hipsc-yields", "ammonium_per_glutamine"): "serine and asparagine add to the ammonium of iPS cells",
    ("cho-fedbatch-plant", "carbon_dioxide_pressure"): "132 mmHg, 150-200 in industry: gas rises in stages",
    ("ishizaki1990-growth", "hydrogen_per_carbon_dioxide"): "maintenance burns hydrogen and fixes no CO2",
    ("ishizaki1991-storage", "hydrogen_per_carbon_dioxide"): "storage lacks the slip of published cultures",
    ("ishizaki1991-storage", "oxygen_per_carbon_dioxide"): "storage lacks the slip of published cultures",
    ("yazdani2004-antigen", "biomass_final"): "the strain makes more antigen than the malaria one did",
}
"""Bands that are missed, and why."""


@pytest.fixture(scope="module")
def outcomes():
    return validate()


@pytest.fixture(scope="module")
def by_name(outcomes):
    """Case and quantity → outcome of the case's own strain."""
    found = {}
    for item in outcomes:
        found.setdefault((item.case, item.quantity), item)
    return found


def test_every_band_is_met_but_for_those_we_know(outcomes):
    assert {(item.case, item.quantity) for item in outcomes if item.passes is False} == set(MISSED)
    assert sum(item.passes is True for item in outcomes) >= 24


def test_bands_are_the_promised_ones():
    promised = {
        ("varma1994-batch", "growth_rate"): 0.05,
        ("varma1994-batch", "biomass_yield"): 0.05,
        ("varma1994-batch", "acetate_peak"): 0.2,
        ("varma1994-fedbatch", "growth_rate"): 0.05,
        ("varma1994-fedbatch", "biomass_yield"): 0.05,
        ("varma1994-chemostat", "glucose_line"): 0.1,
        ("enjalbert2015-batch", "growth_rate"): 0.05,
        ("enjalbert2015-batch", "biomass_yield"): 0.05,
        ("ecoli-fedbatch", "oxygen_by_electrons"): 1e-9,
    }
    for (case, quantity), band in promised.items():
        figure = next(item for item in load_case(case).figures if item.name == quantity)
        assert figure.allowed == pytest.approx(band), (case, quantity)


def test_known_misses_are_told(by_name):
    """Errors without a verdict, not repaired: oxygen in the data does not close, onset is late, glucose ends early."""
    oxygen = by_name["varma1994-chemostat", "oxygen_line"]
    assert oxygen.passes is None
    assert 0.3 < oxygen.relative_error < 0.5
    reconciled = by_name["varma1994-chemostat", "oxygen_line_reconciled"]
    assert 0.0 < reconciled.relative_error < 0.5 * oxygen.relative_error
    assert by_name["varma1994-chemostat", "onset_of_overflow"].relative_error > 0.15
    assert -0.12 < by_name["varma1994-batch", "time_of_exhaustion"].relative_error < -0.05
    assert 0.05 < by_name["enjalbert2015-batch", "growth_rate"].relative_error < 0.10
    assert by_name["ecoli-fedbatch", "onset_in_accelerostats"].relative_error > 0.5


def test_yeast_switches_late_and_ferments_too_little(by_name):
    """Respiration is not repressed in the strain: beyond the onset it breathes too much and ferments too little."""
    assert by_name["vanhoek1998-chemostat", "critical_dilution_rate"].relative_error == pytest.approx(0.10, abs=0.02)
    assert by_name["vanhoek1998-chemostat", "ethanol_fermenting"].relative_error < -0.5
    assert by_name["vanhoek1998-chemostat", "oxygen_fermenting"].relative_error > 0.3
    assert by_name["postma1989-chemostat", "oxygen_line"].passes
    assert by_name["jahn2021-formate", "biomass_yield"].relative_error > 1.0
    assert by_name["vanhoek1998-chemostat", "electron_recovery"].published == pytest.approx(0.96, abs=0.01)


def test_electron_recovery_is_told_and_the_model_keeps_its_own(by_name):
    varma = by_name["varma1994-chemostat", "electron_recovery"]
    assert varma.published == pytest.approx(0.83, abs=0.01)
    assert by_name["kayser2005-chemostat", "electron_recovery"].published == pytest.approx(1.11, abs=0.01)
    for case in ("varma1994-chemostat", "kayser2005-chemostat"):
        assert by_name[case, "electron_recovery"].simulated == pytest.approx(1.0, abs=1e-3)
    assert abs(by_name["ecoli-fedbatch", "oxygen_by_electrons"].relative_error) <= 1e-9


@pytest.mark.parametrize("case", ["nanchen2006-chemostat", "folsom2015-chemostat", "kayser2005-chemostat"])
def test_chemostats_used_in_no_fit_hold_for_the_preset_of_their_yield_and_not_for_the_other(outcomes, case):
    lines = [item for item in outcomes if item.case == case and item.quantity == "glucose_line"]
    own, other = lines
    assert abs(own.relative_error) <= 0.1
    assert abs(other.relative_error) > 0.2
    assert other.passes is None
    assert {own.strain, other.strain} == {"ecoli", "ecoli-w3110"}


def test_steps_through_the_dilution_rates_reach_steady_states():
    case = load_case("varma1994-chemostat")
    scenario = stepped(load_scenario(case.scenario), case.chemostat)
    assert len(scenario.recipe.phases) == len(case.chemostat.dilution_rates)
    job = prepare([scenario])
    result = finish([scenario], job)[0]
    lines = lines_of(result, case.chemostat)
    assert not np.isnan(lines.simulated["glucose"]).any()
    recovery = electron_recovery(lines, lines.simulated, job.strain.chemistry)
    # counted with the dilution rate; cells grow a little slower, since some of the feed evaporates
    np.testing.assert_allclose(recovery, 1.0, atol=4e-3)
    balanced = lines.reconciled(case.chemostat.scatter, job.strain.chemistry)
    closed = electron_recovery(balanced, balanced.measured, job.strain.chemistry)
    np.testing.assert_allclose(closed, 1.0, atol=1e-12)


def test_washout_is_no_steady_state():
    case = load_case("varma1994-chemostat")
    point = case.chemostat.points[-1].model_copy(update={"dilution_rate": 0.9})
    chemostat = case.chemostat.model_copy(update={"points": (point,), "residence_times_last": 10.0})
    scenario = stepped(load_scenario(case.scenario), chemostat)
    lines = lines_of(finish([scenario], prepare([scenario]))[0], chemostat)
    assert np.isnan(lines.simulated["glucose"]).all()


def test_acetate_peaks_at_exhaustion_and_is_consumed(by_name, varma_columns):
    peak = by_name["varma1994-batch", "time_of_acetate_peak"].simulated
    empty = by_name["varma1994-batch", "time_of_exhaustion"].simulated
    assert abs(peak - empty) < 0.1
    acetate = varma_columns["acetate"]
    assert acetate[0] < 0.6 < acetate.max()
    assert acetate[-1] < 0.25 * acetate.max()


@pytest.fixture(scope="module")
def varma_columns():
    from moromi.simulator.run import run

    return run("varma1994-batch").columns


def _columns(path: str, skip: int = 1, delimiter: str = ","):
    file = DATA / path
    if not file.exists():
        pytest.skip(f"{file} is not here")
    with file.open(encoding="utf-8") as stream:
        return list(csv.reader(stream, delimiter=delimiter))[skip:]


def _curve(path: str):
    return np.array(_columns(f"ecoli_varma1994/{path}.csv"), float).T


def _figures(case: str):
    return {figure.name: figure.value for figure in load_case(case).figures if figure.published is not None}


def test_batch_figures_are_those_of_the_data():
    figures, (time, biomass) = _figures("varma1994-batch"), _curve("varma7_bm")
    slope = np.log(biomass[10] / biomass[3]) / (time[10] - time[3])
    assert figures["growth_rate"] == pytest.approx(slope, rel=0.01)
    assert figures["biomass_final"] == pytest.approx(biomass[-1], rel=0.01)
    hours, acetate = _curve("varma7_ac")
    assert figures["acetate_peak"] == pytest.approx(acetate.max(), rel=0.01)
    assert figures["time_of_acetate_peak"] == pytest.approx(hours[acetate.argmax()], abs=0.05)
    when, glucose = _curve("varma7_gl")
    assert figures["time_of_exhaustion"] == pytest.approx(when[np.argmax(glucose < 0.1)], abs=0.05)
    assert figures["biomass_at_exhaustion"] == pytest.approx(np.interp(8.2, time, biomass), rel=0.01)
    start = np.interp(3.05, when, glucose)
    gained = biomass[-1] - np.interp(3.05, time, biomass)
    assert figures["biomass_yield"] == pytest.approx(gained / (0.18016 * start), rel=0.01)
    grown, made, used = (
        np.interp(6.757, *curve) - np.interp(3.05, *curve)
        for curve in ((time, biomass), (hours, acetate), (when, glucose))
    )
    kept = (172.7 * grown + 8.0 * made) / (-24.0 * used)
    assert figures["electrons_in_biomass_and_acetate"] == pytest.approx(kept, rel=0.01)


def test_fedbatch_figures_are_those_of_the_data():
    figures, (time, biomass) = _figures("varma1994-fedbatch"), _curve("varma10_bm")
    start = np.interp(3.01, time, biomass)
    assert figures["growth_rate"] == pytest.approx(np.log(np.interp(7.0, time, biomass) / start) / 3.99, rel=0.01)
    assert figures["biomass_at_9h"] == pytest.approx(biomass[-1], rel=0.01)
    supplied = 0.18016 * np.interp(3.01, *_curve("varma10_gl")) + 0.2 * (9.0 - 3.01)
    assert figures["biomass_yield"] == pytest.approx((biomass[-1] - start) / supplied, rel=0.01)
    hours, acetate = _curve("varma10_ac")
    assert figures["acetate_peak"] == pytest.approx(acetate.max(), rel=0.01)
    assert figures["time_of_acetate_peak"] == pytest.approx(hours[acetate.argmax()], abs=0.05)
    first = load_scenario("varma1994-fedbatch").recipe.start
    assert first.biomass.value == pytest.approx(start, rel=0.01)
    assert first.concentrations["acetate"].value == pytest.approx(np.interp(3.01, hours, acetate), rel=0.01)


def test_chemostat_points_are_those_of_the_data():
    rows = [row for row in _columns("ecoli_varma1994/koenig_Varma1994_Fig6_chemostat.tsv", delimiter="\t") if row]
    published = sorted((row[1], float(row[3]), float(row[4])) for row in rows)
    points = load_case("varma1994-chemostat").chemostat.points
    ours = sorted(
        (name, point.dilution_rate, getattr(point, name))
        for point in points
        for name in ("glucose", "oxygen", "acetate")
        if getattr(point, name) is not None
    )
    assert [item[0] for item in ours] == [item[0] for item in published]
    np.testing.assert_allclose([item[1:] for item in ours], [item[1:] for item in published], atol=1e-12)
    scatter = load_case("varma1994-chemostat").chemostat.scatter
    stated = {row[1]: float(row[2]) for row in rows}
    assert (scatter.glucose, scatter.oxygen) == (stated["glucose"], stated["oxygen"])


def test_enjalbert_figures_are_those_of_the_data():
    table = np.array(_columns("ecoli_enjalbert2015/fig2_fromEnjalbert2015.csv"), float)
    hours, density, glucose, acetate = table[:, 1], table[:, 2], table[:, 4], table[:, 6]
    growing = (hours >= 0.5) & (hours <= 4.0)
    figures = _figures("enjalbert2015-batch")
    slope = np.polyfit(hours[growing], np.log(density[growing]), 1)[0]
    assert figures["growth_rate"] == pytest.approx(slope, rel=0.005)
    per_glucose = -np.polyfit(glucose[growing], density[growing], 1)[0]
    assert figures["biomass_yield"] == pytest.approx(0.33 * per_glucose / 0.18016, rel=0.01)
    made = -np.polyfit(glucose[growing], acetate[growing], 1)[0]
    assert figures["acetate_per_glucose"] == pytest.approx(made, rel=0.01)
    assert figures["acetate_peak"] == pytest.approx(acetate.max(), rel=0.01)
    start = load_scenario("enjalbert2015-batch").recipe.start
    assert start.biomass.value == pytest.approx(0.33 * density[1], rel=0.01)
    assert start.concentrations["glucose"].value == pytest.approx(glucose[1], rel=0.01)


@pytest.mark.parametrize("name", case_names())
def test_every_case_says_where_it_comes_from(name):
    case = load_case(name)
    assert case.summary
    assert all(len(figure.source) > 20 for figure in case.figures)


def test_unknown_case_names_the_nearest():
    with pytest.raises(InputError, match="varma1994-batch"):
        validate(["varma1994"])


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ({"measure": "peak", "published": "3 mmol/L"}, "needs 'variable'"),
        ({"measure": "peak", "variable": "acetate"}, "needs 'published'"),
        ({"measure": "line", "variable": "glucose"}, "needs the points of a chemostat"),
        ({"measure": "onset", "published": ["0.3 1/h", "0.5 1/h"], "band": "5 %"}, "its own band"),
        ({"measure": "onset", "published": "0.3 g/L"}, "dimension"),
        ({"measure": "onset", "published": "0 1/h"}, "other than 0"),
        ({"measure": "oxygen-by-electrons", "published": "3 mmol/gDW/h"}, "has no 'published'"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(figure, says):
    with pytest.raises(ValueError, match=says):
        Case.model_validate({"name": "a", "scenario": "b", "figures": [{"name": "c", "source": "d", **figure}]})


def test_a_titre_is_the_concentration_at_the_end():
    """Acetate was there at the start: titre counts it, yield and productivity do not."""
    from moromi.simulator.run import run

    result = run("varma1994-batch", overrides=["recipe.duration=3 h"])
    acetate, mass = result.columns["acetate"], result.molar_masses["acetate"]
    assert result.kpis["titre_acetate"]["value"] == pytest.approx(acetate[-1] * mass, rel=1e-12)
    volume = result.columns["volume"]  # a little water evaporates
    made = (acetate[-1] - acetate[0] * volume[0] / volume[-1]) * mass
    assert result.kpis["productivity_acetate"]["value"] == pytest.approx(made / 3.0, rel=1e-9)
