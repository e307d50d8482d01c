"""Antigen by K. phaffii: three phases, methanol that is not overfed, and the oxygen it wants."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import Result, run


def figure(result: Result, name: str) -> float:
    """A key figure."""
    return float(result.kpis[name]["value"])


@pytest.fixture(scope="module")
def jar() -> Result:
    return run("phaffii-antigen")


@pytest.fixture(scope="module")
def induced(jar) -> int:
    """Row at which methanol begins."""
    begins = next(item["time"] for item in jar.events if item["what"] == "methanol-induction begins")
    return int(np.searchsorted(jar.columns["time"], begins))


def test_books_close(jar):
    assert max(abs(values["closure"] - 1.0) for values in jar.balances.values()) < 1e-6


def test_no_antigen_before_methanol(jar, induced):
    """The promoter is shut on glycerol; afterwards 0.056 mg/gDW/h."""
    assert np.all(jar.columns["antigen"][:induced] < 1e-9)
    assert 0.15 < figure(jar, "titre_antigen") < 0.5  # g/L, as receptor-binding domains reach (recalled)


def test_cells_are_as_dense_as_pichia_gets(jar, induced):
    assert jar.columns["biomass"][induced] == pytest.approx(60.0, rel=0.02)
    assert 90.0 < jar.columns["biomass"][-1] < 130.0


def test_methanol_stays_below_what_inhibits(jar):
    """Beyond 3.6 g/L (114 mmol/L) more methanol is less uptake, and a constant feed runs away."""
    assert jar.columns["methanol"].max() < 114.0


def test_methanol_breathes_an_oxygen_a_mole(jar, induced):
    later = slice(induced + 60, None)
    assert np.all(jar.columns["q_glycerol"][later] < 1e-3)
    ratio = jar.columns["q_o2"][later] / jar.columns["q_methanol"][later]
    assert np.all((np.abs(ratio) > 0.95) & (np.abs(ratio) < 1.3))


def test_oxygen_is_what_the_jar_runs_short_of(jar):
    assert "air" in {item["limit"] for item in jar.limits}
    assert figure(jar, "otr_max") > 180.0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "expected"), [("phaffii-antigen-pilot", "air"), ("phaffii-antigen-plant", "cooling")])
def test_larger_vessels(name, expected):
    result = run(name)
    assert max(abs(values["closure"] - 1.0) for values in result.balances.values()) < 1e-6
    assert expected in {item["limit"] for item in result.limits}
