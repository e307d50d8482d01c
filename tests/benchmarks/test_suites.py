"""The benchmarks work: every case at a size at which it only shows that. Nothing here judges a time."""

from __future__ import annotations

import json
import math
import sys
import time
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from moromi.benchmarks.batch import TEXTBOOK, achieved_error, grid
from moromi.benchmarks.case import Case, Contest, Side, Suite
from moromi.benchmarks.culture import batch_of, known_batch, varied
from moromi.benchmarks.needs import NEEDS, Need, absent
from moromi.benchmarks.rhs import mid_feed
from moromi.benchmarks.rhs_kernels import atlas_loop, derivative_loop, monod_fluxes
from moromi.benchmarks.runner import run_case, run_suite
from moromi.benchmarks.start_up import SUITE as START_UP
from moromi.benchmarks.start_up import output_of
from moromi.benchmarks.suites import SUITES, every_case, find_suite, ours
from moromi.benchmarks.timing import PROCESSES, PROCESSOR, WALL, Stopwatch, clock_of, time_of
from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError

KEYS = {"case", "size", "seconds", "reference", "reference_seconds", "ratio", "goal", "samples", "reference_samples"}
CASES = [case for _, case in every_case() if not absent(case)]


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
    judged = [row for row in rows.values() if "error" in row and row["unit"] == "h"]
    judged = [row for row in judged if not row["reference"].startswith("CVODE")]
    assert len(judged) == 12
    for row in judged:
        assert row["error"] < 1e-4
        assert row["reference_error"] < 1e-4
        assert row.get("reference_end", row["size"]) == row["size"]


def test_cvode_and_our_integrator_agree_on_the_fermenter(rows):
    """Both at a relative tolerance of 1e-10, and CVODE as good as ours where their times are compared."""
    (row,) = (row for row in rows.values() if row["reference"] == "CVODE" and row["case"] == "fed-batch")
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


def test_lanes_are_as_good_as_the_others(rows):
    """The ensemble: errors of all sides against our lanes at 1e-11, which SciPy's Radau confirms."""
    judged = [row for row in rows.values() if row["case"] == "kinetic"]
    assert {row["reference"] for row in judged} >= {"CVODE in C", "SciPy LSODA", "our Rodas5P, one run at a time"}
    for row in judged:
        assert row["confirmed"] < 1e-8
        assert row["error"] < 3e-5
        assert row["reference_error"] < 3e-5
    assert all(row["same"] for row in rows.values() if row["case"].endswith("-threads"))


def test_the_slow_side_runs_once_for_all_cases(rows):
    documented = [row["reference_samples"] for row in rows.values() if row["reference"] == "COBRApy documented"]
    assert len(documented) == 4
    assert all(samples == documented[0] for samples in documented)
    assert len(documented[0]) == 1


@pytest.mark.parametrize("name", ["warm-run", "load"])
def test_no_cobra_is_imported(rows, name):
    assert {row["cobra_imported"] for row in rows.values() if row["case"] == name} == {False}


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
    monkeypatch.setattr("moromi.benchmarks.timing._CLOCKS", {WALL: lambda: float(next(clock))})
    ours, reference = Stopwatch().race(Contest(Side(int, repeats=3, operations=4), Side(int, repeats=3)))
    assert (ours.median, reference.median) == (0.25, 1.0)


def test_kernels_and_their_peers_sum_up_to_the_same(rows):
    """Written twice, from the same published laws."""
    judged = [row for row in rows.values() if "difference" in row]
    assert {row["case"] for row in judged} >= {"transfer", "carbonate", "power", "ph", "lu", "sparse-lu", "random"}
    assert all(row["difference"] < 1e-10 for row in judged)


def test_other_work_does_not_count_where_one_thread_works():
    asked = ours()
    fine = time.get_clock_info("process_time").resolution <= 1e-6
    assert clock_of(asked["kernels/ph"]) == (PROCESSOR if fine else WALL)
    assert clock_of(replace(asked["kernels/ph"], threads=2)) == WALL
    told = fine and find_spec("resource") is not None
    clock = clock_of(asked["start-up/help"])
    assert clock == (PROCESSES if told else WALL)
    busy, _ = time_of(Side(lambda: output_of([sys.executable, "-c", "sum(range(10**6))"])), clock)
    idle, _ = time_of(Side(lambda: output_of([sys.executable, "-c", "import time; time.sleep(0.5)"])), clock)
    assert 0.0 < busy < 60.0
    assert idle < 0.5 if told else idle > 0.5


def test_a_peer_is_made_when_it_is_asked_for():
    made: list[Side] = []

    def make() -> Side:
        made.append(Side(int))
        return made[-1]

    contest = Contest(Side(int), make)
    assert made == []
    assert contest.peer is contest.peer
    assert len(made) == 1


def test_absent_peers_are_named_and_slow_ones_left_out(monkeypatch: pytest.MonkeyPatch):
    def build(size: float, progress: object) -> Contest:
        return Contest(Side(int), Side(int))

    def case(name: str, **more: object) -> Case:
        return Case(name, "", "peer", 1.0, "runs", 1.0, build, **more)

    monkeypatch.setattr("moromi.benchmarks.needs.NEEDS", {**NEEDS, "magic": Need(lambda: False, "pip install magic")})
    cases = (
        case("quick"),
        case("long", slow_peer=True),
        case("odd", needs=("magic",)),
        case("none", needs=("no-such",)),
    )
    found = run_suite(Suite("s", "", cases), silent)
    assert [row["case"] for row in found["cases"]] == ["quick"]
    assert [row["case"] for row in found["skipped"]] == ["long", "odd", "none"]
    assert "--peers" in found["skipped"][0]["reason"]
    assert found["skipped"][1]["reason"] == "magic is not installed (pip install magic)"
    assert "pip install no-such" in found["skipped"][2]["reason"]
    assert [row["case"] for row in run_suite(Suite("s", "", cases), silent, ["long"])["cases"]] == ["long"]
    assert [row["case"] for row in run_suite(Suite("s", "", cases), silent, peers=True)["cases"]] == ["quick", "long"]


def test_every_case_stands_once_in_a_run_of_all():
    cases = [case for _, case in every_case()]
    assert len(set(cases)) == len(cases)
    assert {case for name in SUITES for case in find_suite(name).cases} == set(cases)
    assert {key.partition("/")[0] for key in ours()} <= set(SUITES)


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
    assert set(found) == {"suite", "recorded", "machine", "cases", "skipped"}
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
    assert outcome(["list", "suites", "--json"]) == 0
    assert [suite["name"] for suite in json.loads(capsys.readouterr().out)["suites"]] == list(SUITES)
    assert outcome(["bench", "list"]) == 0
    assert "COBRApy documented" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["run", "dfab"], ["run", "dfba", "--case", "rsh"]])
def test_the_command_refuses_unknown_names(words, capsys: pytest.CaptureFixture[str]):
    assert outcome(["bench", *words]) == 2
    assert "nearest is" in capsys.readouterr().err
