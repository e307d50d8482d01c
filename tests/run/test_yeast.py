"""Baker's yeast in a chemostat: the Crabtree switch, its critical dilution rate and washout, none of them put in."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.plant import Job
from moromi.simulator.run import run
from moromi.simulator.run.simulate import prepare
from moromi.simulator.scenario import load_scenario
from moromi.simulator.study.physiology import onset_of_overflow


@pytest.fixture(scope="module")
def culture():
    return run("yeast-chemostat")


@pytest.fixture(scope="module")
def job() -> Job:
    return prepare([load_scenario("yeast-chemostat")])


def end_of(result, phase: str) -> dict[str, float]:
    """Last row of a phase."""
    ends = {event["what"].split()[0]: event["time"] for event in result.events if event.get("kind") == "end"}
    row = int(np.searchsorted(result.columns["time"], ends[phase] - 1e-9)) - 1
    return {name: float(values[row]) for name, values in result.columns.items()}


def test_respiration_alone_below_the_critical_rate(culture):
    for phase in ("slow", "below-critical"):
        row = end_of(culture, phase)
        assert row["ethanol"] < 1e-3
        assert 1.0 < row["rq"] < 1.1
        assert row["biomass"] / 7.5 == pytest.approx(0.505, abs=0.02)  # g/g: 0.48-0.51 published


def test_ethanol_and_a_jump_of_the_respiratory_quotient_above_it(culture):
    below, above = end_of(culture, "below-critical"), end_of(culture, "above-critical")
    assert above["rq"] > 1.3 * below["rq"]
    assert above["ethanol"] > 20.0
    assert above["biomass"] < 0.8 * below["biomass"]
    assert above["q_o2"] == pytest.approx(7.4, rel=1e-3)  # the respiratory capacity, which binds


def test_ethanol_of_the_batch_is_burnt_again(culture):
    """Diauxie: growth on ethanol at about 0.12 1/h, RQ below 2/3 while some of it stops at acetate."""
    time, ethanol = culture.columns["time"], culture.columns["ethanol"]
    burning = (time > 3.0) & (time < 6.0)
    assert ethanol.max() > 50.0
    assert np.all(culture.columns["mu"][burning] < 0.13)
    assert np.all(culture.columns["mu"][burning] > 0.09)
    assert np.all(culture.columns["rq"][burning] < 0.67)
    assert np.interp(12.0, time, ethanol) < 1e-3


def test_critical_dilution_rate(job):
    """Published: 0.28 1/h (van Hoek et al. 1998) to 0.38 1/h (Postma et al. 1989), by strain."""
    assert 0.28 < onset_of_overflow(job.strain, job.batch.maximum[0], "glucose", "ethanol") < 0.33


def test_washout_above_the_highest_growth_rate(culture):
    assert culture.columns["biomass"][-1] < 0.01
    assert "washout" in {limit["limit"] for limit in culture.limits}


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass", "energy"])
def test_balances_close(culture, element):
    assert culture.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_heat_of_respiration_and_of_fermentation(job):
    """Aerobic 460 kJ/mol O2 (Cooney, Wang & Mateles 1969); to ethanol 2814 − 2·1356 = 102 kJ/mol glucose."""
    strain = job.strain

    def heat(per: str, **theta: float) -> float:
        point = np.zeros(len(strain.parameters))
        for name, value in {"ammonium_uptake": 5.0, "growth_cap": 0.42, "maintenance": 1.0, **theta}.items():
            point[strain.parameters.index(name)] = value
        fluxes = dict(zip(strain.outputs, strain.solve(point).tolist(), strict=True))
        return 3.6 * fluxes["heat"] / -fluxes[per]  # W → kJ/h

    assert 430.0 < heat("oxygen", glucose_uptake=1.1, oxygen_uptake=10.0) < 490.0
    assert heat("glucose", glucose_uptake=5.0, ammonium_uptake=0.0, growth_cap=0.0) == pytest.approx(102.0, abs=0.5)
    assert 80.0 < heat("glucose", glucose_uptake=5.0) < 100.0  # growing: some of it stays in the cells
