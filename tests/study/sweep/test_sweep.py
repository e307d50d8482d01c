"""A study as a whole: its numbers are those of single runs, and it survives what happens to folders."""

from __future__ import annotations

import shlex

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.study.sweep import open_study, sweep
from moromi.simulator.study.sweep.plan import read_plan

from .plans import VARY, small


def files(folder):
    """Everything but what says when and where."""
    names = (path for path in folder.rglob("*") if path.is_file() and path.name != "provenance.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


@pytest.mark.parametrize("place", [0, 7, 11])
def test_as_single_runs(finished, place):
    """The command that the study prints for a run gives the same key figures, up to the integrator's tolerance.

    What varies in the strain asks for another atlas there, whose maps have other last digits.
    """
    _check_alone(finished, place, 1e-6)


@pytest.mark.parametrize("place", range(8))
def test_exactly_as_single_runs(tmp_path, place):
    """With the same strain, to the bit or nearly so."""
    vary = {path: spread for path, spread in VARY.items() if not path.startswith("strain")}
    _check_alone(sweep(small(vary=vary, runs=8), tmp_path / "study"), place, 1e-9)


def _check_alone(finished, place, tolerance):
    words = shlex.split(finished.command(place))
    alone = run(words[2], overrides=words[4::2])
    row = finished.table.isel(run=place)
    assert set(alone.kpis) <= set(finished.kpis)
    for name, kpi in alone.kpis.items():
        assert float(row[name]) == pytest.approx(float(kpi["value"]), rel=tolerance, abs=1e-12), name
        assert row[name].attrs["units"] == (kpi["unit"] or "1")
    bound = {}
    for item in alone.limits:
        bound[item["limit"]] = bound.get(item["limit"], 0.0) + item["to"] - item["from"]
    told = {column.attrs["limit"]: float(column) for column in row.data_vars.values() if "limit" in column.attrs}
    assert {name: hours for name, hours in told.items() if hours} == pytest.approx(bound, abs=1e-6)


def test_rerun_from_its_own_file(finished, tmp_path):
    again = sweep(read_plan(finished.folder / "study.yaml"), tmp_path / "again")
    assert files(again.folder) == files(finished.folder)


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_any_executor_gives_the_same_bytes(finished, plan, tmp_path, executor):
    again = sweep(plan, tmp_path / executor, executor=executor, workers=1)
    assert files(again.folder) == files(finished.folder)


def test_a_finished_study_runs_nothing(finished, plan):
    again = sweep(plan, finished.folder)
    assert again.ran == 0
    assert again.summary()["runs_per_second"] is None
    assert open_study(finished.folder).counts == finished.counts == {"DONE": 12}


def test_damaged_pieces_are_run_again(finished, plan, tmp_path):
    target = sweep(plan, tmp_path / "damaged").folder
    pieces = sorted(target.glob("chunks/*.npz"))
    assert len(pieces) == 3
    whole = pieces[0].read_bytes()
    pieces[0].write_bytes(whole[: len(whole) // 2])
    broken = bytearray(pieces[1].read_bytes())
    broken[len(broken) // 2] ^= 0xFF
    pieces[1].write_bytes(bytes(broken))
    said = []
    again = sweep(plan, target, progress=said.append)
    assert again.ran == 10
    assert sum("damaged" in line for line in said) == 2
    assert files(target) == files(finished.folder)


def test_other_studies_keep_their_folder(finished, tmp_path):
    with pytest.raises(InputError, match="holds another study"):
        sweep(small(seed=2), finished.folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="holds other files"):
        sweep(small(), other)
    with pytest.raises(InputError, match="holds other files"):
        sweep(small(), other, restart=True)
    assert (other / "thesis.txt").read_text() == "precious"
    first = sweep(small(runs=2), tmp_path / "first").folder
    assert sweep(small(runs=3), first, restart=True).study.runs == 3


def test_what_fails_is_a_row(tmp_path):
    """Runs that cannot go on, beside others that can."""
    plan = small(vary={"recipe.phases.0.add.molasses-sugar": "0.001 L,20 L"}, design="grid")
    found = sweep(plan, tmp_path / "full")
    assert found.counts == {"DONE": 1, "VESSEL_FULL": 1}
    assert found.summary()["failed"] == 1
    assert "does not fit under the lid" in str(found.table["message"].values[1])
    assert np.isfinite(found.table["stopped"].values).tolist() == [False, True]
    assert np.isfinite(found.table["duration"].values).tolist() == [True, False]


def test_values_that_do_not_fit_together_are_refused_rows(tmp_path):
    """Each alone makes a scenario, both do not."""
    vary = {
        "vessel.limits.stirrer_speed": "900 rpm,950 rpm",
        "recipe.dissolved_oxygen.stirrer_speed.1": "900 rpm,940 rpm",
    }
    found = sweep(small(vary=vary, design="grid"), tmp_path / "refused")
    assert found.counts == {"DONE": 3, "REFUSED": 1}
    assert "times what vessel" in str(found.table["message"].values[1])


def test_crossed_with_vessels_and_strains(tmp_path):
    plan = small(vessels=["jar-3l", "jar-10l"], vary={"vessel.kla_factor": "0.9,1.1"}, design="grid")
    found = sweep(plan, tmp_path / "crossed")
    assert found.table["vessel"].values.tolist() == ["jar-3l"] * 2 + ["jar-10l"] * 2
    assert found.table["vary_vessel__kla_factor"].values.tolist() == [0.9, 1.1, 0.9, 1.1]
    mixed = found.table["mixing_time"].values
    assert mixed[2] > mixed[0]


def test_kept_trajectories(tmp_path):
    plan = small(runs=2, keep={"variables": ["biomass", "glucose"], "interval": "30 min"})
    found = sweep(plan, tmp_path / "kept").table
    assert found["kept_biomass"].dims == ("run", "kept_time")
    assert found["kept_time"].values.tolist() == [0.5 * step for step in range(9)]
    assert found["kept_biomass"].values[:, -1] == pytest.approx(found["biomass_final"].values)
    assert found["kept_biomass"].values[:, 0] == pytest.approx(found["vary_recipe__start__biomass"].values)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"vary": {"vessel.kla_faktor": "0.7:1.3"}}, "nearest is 'kla_factor'"),
        ({"vary": {"vessel.kla_factor": "-1:1"}}, "outside the allowed range"),
        ({"vary": {"recipe.duration": "1:2 L"}}, "dimension"),
        ({"vary": {"strain.bounds.EX_nh4_e.lower": "-10:-1 mmol/gDW/h"}}, "strain|EX_nh4_e"),
        ({"vessels": ["jar-3m"]}, "not known"),
        ({"scenarios": ["yeast-fedbach"]}, "nearest is 'yeast-fedbatch'"),
        ({"by": "fame"}, "criterion"),
        ({"keep": {"variables": ["biomas"]}}, "nearest is 'biomass'"),
        ({"runs": 1_500_000, "vessels": ["jar-3l", "jar-10l"]}, "runs of a study"),
    ],
)
def test_nonsense_is_refused_before_anything_runs(tmp_path, changes, says):
    with pytest.raises(InputError, match=says):
        sweep(small(**changes), tmp_path / "none")
    assert not (tmp_path / "none").exists()
