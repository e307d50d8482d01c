"""Two builds compared: their processes, what is decided, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from moromi.benchmarks.case import Case, Contest, Side
from moromi.benchmarks.comparison import compare as comparing
from moromi.benchmarks.comparison import instructions, pairs, server
from moromi.benchmarks.comparison.bootstrap import FASTER, SAME, SLOWER
from moromi.benchmarks.comparison.builds import Build, find_build, this_build
from moromi.benchmarks.comparison.compare import Rule, common_tasks, compare_builds
from moromi.benchmarks.comparison.pairs import Measured, Plan, Task, measure
from moromi.benchmarks.comparison.serving import CaseError, Serving
from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError, SimulationError

ROOT = Path(__file__).resolve().parents[2]
CASE = "kernels/transfer"
SMALL = Plan(processes=1, decisive=1, pairs=2, turn=1e-4)
CASES = {
    "a/x": {"suites": ["a", "c"], "size": 10.0, "unit": "calls", "slow": False, "threads": 1},
    "a/y": {"size": 10.0, "unit": "calls", "slow": True, "threads": 2},
    "b/x": {"size": 5.0, "unit": "h", "slow": False, "threads": 1},
}


def silent(line: str) -> None:
    """Progress nobody reads."""


@pytest.fixture(scope="module")
def process() -> Serving:
    """This build, served."""
    with Serving(this_build()) as serving:
        yield serving


# ---------------------------------------------------------------- processes


def test_a_build_lists_prepares_and_times(process):
    listed = process.ask("cases")
    assert listed["machine"]["versions"]["numba"]
    assert listed["cases"][CASE]["unit"] == "calls"
    assert process.ask("prepare", key=CASE, size=50, again=True)["operations"] == 50
    times = process.ask("time", key=CASE, runs=3, warm=True, processor=None)["seconds"]
    assert len(times) == 3
    assert all(0.0 < time < 1.0 for time in times)


def test_what_goes_wrong_in_a_case_does_not_end_the_process(process):
    with pytest.raises(CaseError, match="KeyError"):
        process.ask("prepare", key="kernels/none", size=1)
    assert process.ask("cases")["cases"]


def test_a_process_that_is_no_build_is_said_to_be_none():
    bare = Build("bare", sys.executable, {"PYTHONPATH": "/nowhere", "PYTHONNOUSERSITE": "1"})
    with Serving(bare, [sys.executable, "-c", "import sys; sys.exit('no moromi in here')", "--"]) as process:
        with pytest.raises(SimulationError, match="does not serve benchmarks: no moromi in here"):
            process.ask("cases")


def test_both_builds_take_turns(monkeypatch):
    asked: list[tuple[str, str]] = []

    class Fake:
        def __init__(self, build: Build) -> None:
            self.build = build

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def ask(self, question: str, **details: object) -> dict:
            asked.append((self.build.label, question))
            slow = 1.2 if self.build.label == "new" else 1.0
            return {"prepare": {"seconds": 1e-3, "operations": 2}, "time": {"seconds": [slow]}}.get(question, {})

    monkeypatch.setattr(pairs, "Serving", Fake)
    old, new = Build("old", "", {}), Build("new", "", {})
    plan = Plan(pairs=2, turn=1e-3)
    found = measure((old, new), [Task("a/x", 1.0)], plan, 2, silent)["a/x"]
    order = [label for label, question in asked if question == "time"]
    assert order == ["old", "new", "new", "old", "new", "old", "old", "new"] * 2
    assert [len(group) for group in found.groups] == [2, 2]
    assert all(ratio == pytest.approx(1.2) for group in found.groups for ratio in group)
    assert found.new == pytest.approx([0.6] * 8)


def test_a_server_reports_errors_as_answers(monkeypatch):
    def build(size: float, progress: object) -> Contest:
        return Contest(Side(lambda: 1 / 0), Side(int))

    case = Case("broken", "", "peer", 1.0, "runs", 1.0, build)
    monkeypatch.setattr(server, "ours", lambda: {"s/broken": case})
    lines = [json.dumps({"ask": "prepare", "key": "s/broken", "size": 1}), json.dumps({"ask": "dance"})]
    answers = [json.loads(line) for line in server.Server().serve(lines)]
    assert answers[0] == {"error": "ZeroDivisionError: division by zero"}
    assert "dance" in answers[1]["error"]


# ---------------------------------------------------------------- what is compared


def test_what_both_builds_have_is_compared():
    tasks, skipped = common_tasks(CASES, CASES, (), slow=False)
    assert [task.key for task in tasks] == ["a/x", "b/x"]
    assert [row["case"] for row in skipped] == ["a/y"]
    assert [task.threads for task in common_tasks(CASES, CASES, (), slow=True)[0]] == [1, 2, 1]


def test_what_only_one_has_or_counts_otherwise_is_named():
    old = {"a/x": CASES["a/x"] | {"unit": "h"}, "gone/z": CASES["b/x"]}
    tasks, skipped = common_tasks(old, CASES, (), slow=True)
    assert tasks == []
    assert {row["case"]: row["reason"].partition(",")[0] for row in skipped} == {
        "a/x": "counts calls",
        "a/y": "the old build does not have it",
        "b/x": "the old build does not have it",
        "gone/z": "the new build does not have it",
    }


@pytest.mark.parametrize(
    ("only", "keys"),
    [(["a"], ["a/x"]), (["x"], ["a/x", "b/x"]), (["a/y"], ["a/y"]), (["b/*"], ["b/x"]), (["c"], ["a/x"])],
)
def test_suites_cases_and_patterns_choose(only, keys):
    assert [task.key for task in common_tasks(CASES, CASES, only, slow=False)[0]] == keys


def test_a_name_that_fits_nothing_is_refused():
    with pytest.raises(InputError, match="nearest is 'a/x'"):
        common_tasks(CASES, CASES, ["a/xx"], slow=False)


# ---------------------------------------------------------------- what is decided


def fake(monkeypatch: pytest.MonkeyPatch, *looks: dict[str, float]) -> None:
    """Comparisons in which one look after the other finds these ratios; the rest is the same."""
    found = iter(looks)

    def measured(
        builds: object, tasks: list[Task], plan: Plan, processes: int, progress: object
    ) -> dict[str, Measured]:
        ratios = next(found)
        return {
            task.key: Measured([[ratios.get(task.key, 1.0)] * 3] * processes, [1.0], [ratios.get(task.key, 1.0)])
            for task in tasks
        }

    monkeypatch.setattr(
        comparing, "served", lambda build: {"machine": {"processor": "p", "python": "3"}, "cases": CASES}
    )
    monkeypatch.setattr(comparing, "measure", measured)


def compared() -> dict:
    return compare_builds(this_build(), this_build(), Plan(), Rule(), silent)


def test_only_what_is_seen_again_is_said(monkeypatch):
    fake(monkeypatch, {"a/x": 1.3, "b/x": 1.3}, {"a/x": 1.2})
    found = compared()
    assert found["slower"] == ["a/x"]
    rows = {row["case"]: row for row in found["cases"]}
    assert (rows["a/x"]["verdict"], rows["b/x"]["verdict"]) == (SLOWER, SAME)
    assert rows["a/x"]["first_look"] == pytest.approx(1.3)
    assert rows["a/x"]["ratio"] == pytest.approx(1.2)
    assert found["interleaved"]


def test_faster_is_said_and_small_changes_are_not(monkeypatch):
    fake(monkeypatch, {"a/x": 0.8, "b/x": 1.04}, {"a/x": 0.8, "b/x": 1.04})
    found = compared()
    assert (found["slower"], found["faster"]) == ([], ["a/x"])
    assert {row["verdict"] for row in found["cases"]} == {FASTER, SAME}


def test_a_case_that_fails_is_named(monkeypatch):
    fake(monkeypatch, {})
    monkeypatch.setattr(comparing, "measure", lambda *_: {"a/x": Measured(trouble="no"), "b/x": Measured(trouble="no")})
    found = compared()
    assert found["cases"] == []
    assert [row["reason"] for row in found["skipped"]][-2:] == ["no", "no"]


@pytest.mark.parametrize(("ratio", "code"), [(1.2, 1), (1.0, 0), (0.8, 0)])
def test_a_regression_is_exit_code_one(monkeypatch, capsys, ratio, code):
    fake(monkeypatch, {"a/x": ratio}, {"a/x": ratio})
    assert outcome(["bench", "compare", sys.executable]) == code
    text = capsys.readouterr().out
    assert "a/x" in text
    assert ("slower by more than 0.05 of the old time, of 2 cases: a/x" in text) == (code == 1)


def test_the_threshold_is_said_in_per_cent(monkeypatch, tmp_path):
    fake(monkeypatch, {"a/x": 1.2}, {"a/x": 1.2})
    kept = tmp_path / "new" / "compared.json"
    assert outcome(["bench", "compare", sys.executable, "--threshold", "25", "--out", str(kept), "--json"]) == 0
    assert json.loads(kept.read_text("utf-8"))["threshold"] == 0.25


def test_two_builds_are_really_compared(capsys):
    """This build with itself, on one small case: the object is whole."""
    asked = ["bench", "compare", sys.executable, "--case", CASE, "--processes", "1", "--threshold", "900", "--json"]
    assert outcome(asked) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"old", "new", "machine", "interleaved", "cases", "skipped", "slower", "faster"} <= set(found)
    (row,) = found["cases"]
    assert row["case"] == CASE
    assert row["verdict"] == SAME
    assert len(row["pairs"][0]) > 2
    assert row["low"] <= row["ratio"] <= row["high"]


# ---------------------------------------------------------------- builds


def test_a_source_tree_is_copied_and_imported_from_the_copy(tmp_path, monkeypatch):
    monkeypatch.setenv("MOROMI_CACHE_DIR", str(tmp_path / "cache"))
    tree = tmp_path / "tree"
    for room in ("benchmarks", "kernels", "scenarios", "simulator", "strains"):
        (tree / room).mkdir(parents=True)
        (tree / room / "__init__.py").write_text("", "utf-8")
    (tree / "__init__.py").write_text("WHO = 'the tree'\n", "utf-8")
    (tree / "kernels" / "old.py").write_text("", "utf-8")
    build = find_build(str(tree))
    folder = Path(build.environment["PYTHONPATH"])
    assert said_by(build, "import moromi; print(moromi.WHO)") == "the tree"
    stamp = (folder / "moromi" / "__init__.py").stat().st_mtime
    (tree / "kernels" / "old.py").unlink()
    (tree / "__init__.py").touch()
    assert find_build(str(tree)) == build  # the same place, or compiled kernels would not be found again
    assert not (folder / "moromi" / "kernels" / "old.py").exists()
    assert (folder / "moromi" / "__init__.py").stat().st_mtime == stamp
    (tree / "__init__.py").write_text("WHO = 'changed'\n", "utf-8")
    find_build(str(tree))
    assert said_by(build, "import moromi; print(moromi.WHO)") == "changed"
    assert (folder / "moromi" / "__init__.py").stat().st_mtime != stamp


def said_by(build: Build, code: str) -> str:
    done = subprocess.run(
        [build.python, "-c", code], env=dict(build.environment), capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_wheel_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setenv("MOROMI_CACHE_DIR", str(tmp_path / "cache"))
    wheel = tmp_path / "moromi-9-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("moromi/__init__.py", "WHO = 'the wheel'\n")
    assert said_by(find_build(str(wheel)), "import moromi; print(moromi.WHO)") == "the wheel"


def test_an_environment_is_a_build_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    venv.create(tmp_path / "env", with_pip=False)
    build = find_build(str(tmp_path / "env"))
    assert "PYTHONPATH" not in build.environment
    assert Path(said_by(build, "import sys; print(sys.prefix)")) == tmp_path / "env"
    assert find_build(shutil.which(sys.executable) or sys.executable).python == sys.executable


@pytest.mark.parametrize("place", ["nowhere", str(ROOT / "docs"), str(ROOT / "README.md")])
def test_what_is_no_build_is_refused(place, capsys):
    assert outcome(["bench", "compare", place]) == 2
    assert f"'{place}' is no build" in capsys.readouterr().err


# ---------------------------------------------------------------- instructions


def test_without_valgrind_nothing_is_counted_and_that_is_said(monkeypatch, capsys):
    monkeypatch.setattr(instructions.shutil, "which", lambda name: None)
    fake(monkeypatch, {})
    assert outcome(["bench", "compare", sys.executable, "--instructions"]) == 0
    assert "no instructions counted: valgrind is not installed" in capsys.readouterr().out


@pytest.mark.slow
def test_instructions_of_one_build_hardly_vary():
    reason = instructions.missing()
    if reason:
        pytest.skip(reason)
    rows = {"cases": [{"case": CASE, "size": 20_000}, {"case": "start-up/help", "size": 1}]}
    found = instructions.counted(rows, this_build(), this_build(), silent)["cases"]
    assert found[0]["instructions"] == pytest.approx(1.0, abs=2e-3)
    assert found[0]["old_instructions"] > 20_000 * 20
    assert found[1]["instructions"] is None
