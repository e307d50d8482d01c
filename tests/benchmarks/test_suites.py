"""The benchmarks work: every case at a size at which it only shows that. Nothing here judges a time."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from moromi.benchmarks.batch import TEXTBOOK, achieved_error, grid
from moromi.benchmarks.case import Case, Contest, Side
from moromi.benchmarks.culture import batch_of, known_batch, varied
from moromi.benchmarks.rhs import mid_feed
from moromi.benchmarks.rhs_kernels import atlas_loop, derivative_loop, monod_fluxes
from moromi.benchmarks.runner import run_case, run_suite
from moromi.benchmarks.start_up import SUITE as START_UP
from moromi.benchmarks.suites import SUITES, find_suite
from moromi.benchmarks.timing import Stopwatch
from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError

KEYS = {"case", "size", "seconds", "reference", "reference_seconds", "ratio", "goal", "samples", "reference_samples"}
CASES = list(dict.fromkeys(case for name in SUITES for case in find_suite(name).cases))


def silent(line: str) -> None:
    """Progress nobody reads."""


def label(case: Case) -> str:
    """What tells a case from the others of all suites."""
    return f"{case.name} / {case.reference} / {case.summary}"


@pytest.fixture(scope="module")
def rows() -> dict[str, dict]:
    """Every case once, small."""
    stopwatch = Stopwatch(limit=1)
    return {label(case): run_case(case, case.tiny, stopwatch, silent) for case in CASES}


@pytest.mark.parametrize("name", [label(case) for case in CASES])
def test_figures_are_finite_and_positive(rows, name):
    row = rows[name]
    assert set(row) >= KEYS
    for key in ("seconds", "reference_seconds", "ratio"):
        assert math.isfinite(row[key])
        assert row[key] > 0.0
    assert row["ratio"] == pytest.approx(row["reference_seconds"] / row["seconds"])
    assert json.loads(json.dumps(row)) == row


def test_both_sides_of_the_batch_agree_with_the_truth(rows):
    """Ours and everybody else's against LSODA with a direct linear program: all states, to the common end."""
    judged = [row for row in rows.values() if "error" in row and not row["reference"].startswith("CVODE")]
    assert len(judged) == 10
    for row in judged:
        assert row["error"] < 1e-4
        assert row["reference_error"] < 1e-4
        assert row.get("reference_end", row["size"]) == row["size"]


def test_cvode_and_our_integrator_agree_on_the_fermenter(rows):
    """Both at a relative tolerance of 1e-10, and CVODE as good as ours where their times are compared."""
    (row,) = (row for row in rows.values() if row["reference"] == "CVODE")
    assert row["dynamic_states"] >= 25
    assert row["confirmed"] < 1e-7
    assert row["reference_error"] <= row["error"] < 1e-4


def test_networks_are_as_good_as_cvode(rows):
    """Tanks of compartments: errors of both sides against our solver at a thousandth of the tolerance."""
    judged = [row for row in rows.values() if row["unit"] == "compartments" and "error" in row]
    assert len(judged) == 8
    for row in judged:
        assert row["error"] < 1e-4
        assert row["reference_error"] < 1e-4
    assert all(row["regions"] > 20 for row in judged if row["case"].startswith("flux-"))


def test_the_slow_side_runs_once_for_all_cases(rows):
    documented = [row["reference_samples"] for row in rows.values() if row["reference"] == "COBRApy documented"]
    assert len(documented) == 4
    assert all(samples == documented[0] for samples in documented)
    assert len(documented[0]) == 1


@pytest.mark.parametrize("name", ["warm-run", "load"])
def test_no_cobra_is_imported(rows, name):
    assert [row["cobra_imported"] for row in rows.values() if row["case"] == name] == [False]


def test_hints_of_another_region_are_seldom_right(rows):
    (row,) = (row for row in rows.values() if row["case"] == "look-up")
    assert row["regions"] > row["size"]  # at so small a size the budget ends before the box is full
    assert row["hits_by_chance"] < 0.5


def test_runs_of_the_ensemble_differ_from_the_second_on():
    batch = batch_of(TEXTBOOK, 0.1)
    many = varied(batch, 3)
    assert np.array_equal(many.call(*many.fresh())[0], batch.call(*batch.fresh())[0])
    ends = many.call(*many.fresh())[:, -1]
    assert len(np.unique(ends, axis=0)) == 3


def test_a_cold_batch_knows_no_region_and_finds_those_of_the_warm_one():
    cold = batch_of(TEXTBOOK, 0.1)
    assert cold.strain.regions == 0
    known = known_batch(TEXTBOOK, 0.1)
    assert np.array_equal(cold.solve(), known.call(*known.fresh()))
    assert cold.strain.regions == known.strain.regions


def test_the_right_hand_side_is_met_in_the_feed():
    scene = mid_feed()
    assert int(np.asarray(scene.cursor)["phase"]) >= 1
    assert len(scene.states) == len(scene.thetas) > 32
    slopes = [
        loop(1, *arguments) for loop, arguments in zip((derivative_loop, atlas_loop), _inputs(scene), strict=True)
    ]
    assert np.isfinite(slopes).all()
    evaluated = np.zeros_like(scene.fluxes)
    monod_fluxes(scene.concentrations[0], scene.plant.layout.oxygen, scene.law, scene.yields, evaluated)
    assert np.all(np.sign(evaluated) == np.sign(scene.fluxes))


def _inputs(scene):
    yield scene.time, scene.states, scene.plant, scene.cursor, scene.work
    yield scene.plant.atlas, scene.region, scene.thetas, scene.work.fluxes


def test_sides_alternate_and_setting_up_is_not_work():
    calls: list[str] = []

    def side(name: str, repeats: int) -> Side:
        return Side(calls.append, lambda: (name,), repeats=repeats, warm=False)

    ours, reference = Stopwatch().race(Contest(side("a", 3), side("b", 2)))
    assert calls == ["a", "b", "a", "b", "a"]
    assert (len(ours.seconds), len(reference.seconds)) == (3, 2)


def test_time_is_per_operation(monkeypatch: pytest.MonkeyPatch):
    clock = iter(range(100))
    monkeypatch.setattr("moromi.benchmarks.timing.time.perf_counter", lambda: float(next(clock)))
    ours, reference = Stopwatch().race(Contest(Side(int, repeats=3, operations=4), Side(int, repeats=3)))
    assert (ours.median, reference.median) == (0.25, 1.0)


def test_error_is_judged_to_the_common_end():
    true = np.column_stack([np.arange(5.0), np.ones(5)])
    early = true[:3] + np.array([0.4, 0.0])
    assert achieved_error(early, true) == pytest.approx(0.1)
    assert list(grid(0.3)) == pytest.approx([0.0, 0.1, 0.2, 0.3])


def test_names_are_unique():
    for name in SUITES:
        names = [(case.name, case.reference) for case in find_suite(name).cases]
        assert len(names) == len(set(names))


def test_unknown_names_are_refused():
    with pytest.raises(InputError, match="nearest is 'dfba'"):
        find_suite("dfab")
    with pytest.raises(InputError, match="nearest is 'warm-run'"):
        run_suite(START_UP, silent, ["warm-rum"])


def test_the_command_prints_the_object(capsys: pytest.CaptureFixture[str]):
    assert outcome(["bench", "run", "start-up", "--case", "help", "--json"]) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert set(found) == {"suite", "machine", "cases"}
    assert found["suite"] == "start-up"
    assert set(found["cases"][0]) >= KEYS
    assert found["machine"]["versions"]["moromi"]
    assert "moromi --help" in captured.err


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]):
    assert outcome(["bench", "run", "dfba", "--case", "flux-call"]) == 0
    text = capsys.readouterr().out
    assert all(word in text for word in ("flux-call", "Monod", " ns", "reference"))


def test_the_command_lists_suites(capsys: pytest.CaptureFixture[str]):
    assert outcome(["bench", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["suites"]
    assert [suite["name"] for suite in listed] == list(SUITES)
    assert outcome(["bench", "list"]) == 0
    assert "COBRApy documented" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["run", "dfab"], ["run", "dfba", "--case", "rsh"]])
def test_the_command_refuses_unknown_names(words, capsys: pytest.CaptureFixture[str]):
    assert outcome(["bench", *words]) == 2
    assert "nearest is" in capsys.readouterr().err
