"""Answer files by people who mean no good: one clear line or no marks, never a traceback, never another file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.errors import InputError
from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.draws import Learner
from moromi.simulator.teach.exercise import Exercise
from moromi.simulator.teach.load import load_lesson
from moromi.simulator.teach.marking import mark
from moromi.simulator.teach.page import lesson_page
from moromi.simulator.teach.roster import csv_text, mark_folder
from moromi.simulator.teach.sheet import Given, Sheet, file_name, read_sheet
from moromi.simulator.teach.worksheet import answer_file

NAME = "chemostat-washout"


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def sheet(answers: dict[str, Given], name: str = NAME) -> Sheet:
    who, version = Learner("Mallory"), load_lesson(name).version
    return Sheet(name, version, who, who.code(name, version), answers)


def written(folder: Path, **changes: object) -> Path:
    """An answer file with lines changed by key."""
    learner = Learner("Mallory")
    lesson = load_lesson(NAME)
    lines = [f"lesson: {NAME}", f"version: {lesson.version}", "learner: Mallory", "seed: 0"]
    lines += [f'code: "{learner.code(NAME, lesson.version)}"', "answers:"]
    for key, value in changes.items():
        if key == "answers":
            lines.append(str(value))
        else:
            lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    path = folder / "answers.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


ABSURD = (
    *("NaN", ".nan", ".inf", "1e400 1/h", "-1e308 1/h", "inf", "1/h", "0.2 1/h; rm -rf /", "0.2 " + "(" * 50),
    *("0.2 1/h**9**9**9", "<script>alert(1)</script>", "=1+1", "true", "2026-01-01", "0,2 1/h", "'\"'", "٣ 1/h"),
    *("{a: 1}", "[1, 2]", "{}", "[]", "9" * 300, "x" * 5000),
)


@pytest.mark.parametrize("answer", ABSURD, ids=lambda answer: answer[:20])
def test_absurd_answers_are_wrong_in_one_line(answer: str, tmp_path: Path, bench: Bench):
    marks = mark(read_sheet(written(tmp_path, answers=f"  growth-rate: {answer}")), load_lesson(NAME), bench)
    item = next(item for item in marks.questions if item.question == "growth-rate")
    assert item.marks == 0.0
    assert len(item.given) <= 200
    assert all("\n" not in note and len(note) < 300 for note in item.notes)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"dilution-rate": "1e9 1/h"}, "from 0.05 1/h"),
        ({"dilution-rate": "-0.2 1/h"}, "from 0.05 1/h"),
        ({"dilution-rate": "0.3 kg"}, "another quantity"),
        ({"dilution-rate": "0.3"}, "unit is missing"),
        ({"dilution-rate": "vessel=tank-30m3"}, "not a number"),
        ({"dilution-rate": "0.3 1/h, recipe.duration: 9e9 h"}, "unit"),
        ({"other": "0.3 1/h"}, "missing"),
    ],
)
def test_settings_never_reach_the_scenario_as_text(settings: dict[str, str], why: str, bench: Bench):
    marks = mark(sheet({"dilution": settings}), load_lesson(NAME), bench)
    item = next(item for item in marks.questions if item.question == "dilution")
    assert (item.verdict, item.marks) == ("wrong", 0.0)
    assert why in " ".join(item.notes)


def test_what_cannot_be_run_tells_no_path_of_the_server(bench: Bench):
    answers = {"raise": {"oxygen": "8 %", "pressure": "0.1 bar(g)"}}
    marks = mark(sheet(answers, "hydrogen-safely"), load_lesson("hydrogen-safely"), bench)
    item = next(item for item in marks.questions if item.question == "raise")
    assert (item.verdict, item.marks) == ("wrong", 0.0)
    assert "the inlet gas can burn" in " ".join(item.notes)
    assert not any(".yaml" in note or "/" in note for note in item.notes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"version": 99}, "version 99"),
        ({"seed": 1}, "were changed"),
        ({"learner": "Alice"}, "were changed"),
        ({"code": "'00000000'"}, "were changed"),
    ],
)
def test_changed_files_are_worth_nothing_and_say_why(
    changes: dict[str, object], why: str, tmp_path: Path, bench: Bench
):
    marks = mark(read_sheet(written(tmp_path, **changes)), load_lesson(NAME), bench)
    assert why in marks.fault
    assert (marks.percent, marks.questions) == (0.0, ())


def test_a_changed_file_has_a_page_that_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = written(tmp_path, seed=1)
    assert outcome(["lesson", "report", str(path)]) == 0
    page = path.with_suffix(".html").read_text("utf-8")
    assert "were changed" in page
    assert "µ = D" not in page  # nothing is explained
    assert outcome(["lesson", "report", str(path), "--out", str(tmp_path / "nowhere" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_another_course_is_worth_nothing(bench: Bench):
    assert "seed 0" in mark(sheet({}), load_lesson(NAME), bench, seed=5).fault


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * 10_000_000, "too large"),
        ("a: &a [1]\nb: *a\n", "anchors"),
        ("- 1\n", "not an answer file"),
        ("lesson: [x]\n", "is missing"),
        ("lesson: a\nversion: 1\nlearner: ''\n", "learner's name"),
        ("lesson: a\nversion: 1\nlearner: 'a\\nb'\nseed: -4\n", "seed"),
        ('lesson: a\nversion: 1\nlearner: "a\\u0000b"\n', "printable"),
        ("lesson: a\nversion: 1\nlearner: " + "x" * 90 + "\n", "1 to 80"),
        ("lesson: a\nversion: 1\nlearner: b\nmarks: 100\n", "unknown key"),
        ("[" * 600, "nested too deeply"),
        ("lesson: a\nversion: 1\nlearner: b\nseed: " + "9" * 9000 + "\n", "not a number"),
        ("\x00", "answer"),
    ],
)
def test_malformed_files_are_one_line(text: str, why: str, tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_sheet(path)
    assert "\n" not in str(caught.value)
    assert why in str(caught.value) or "malformed" in str(caught.value)


@pytest.mark.parametrize("lesson", ["../../secret", "/etc/passwd", "C:\\x", "./mine.yaml", "kla", "a" * 500])
def test_the_lesson_of_a_file_is_a_name_and_no_path(lesson: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = written(tmp_path, lesson=f"'{lesson}'")
    assert outcome(["lesson", "check", str(path)]) == 2
    told = capsys.readouterr().err.strip()
    assert "there is no lesson" in told
    assert "\n" not in told


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c:d", "CON", "..", "<script>", "=cmd()", "山田 花子"])
def test_a_learner_named_like_a_path_gets_a_plain_file(name: str):
    found = file_name(NAME, Learner(name))
    assert Path(found).name == found
    assert set(found) & set('/\\:<>"|?*') == set()
    assert found.startswith(NAME)


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert("x")</script>',
        "=HYPERLINK(1)",
        "{seed.__class__}",
        "x'; rm -rf /",
        "a: b # c",
        "+1",
        "@SUM(A1)",
        "-2+3",
        'a,b"c',
    ],
)
def test_names_do_no_harm_in_html_and_csv(name: str, tmp_path: Path, bench: Bench):
    learner = Learner(name)
    exercise = Exercise(load_lesson(NAME), learner, bench)
    path = tmp_path / "x.yaml"
    path.write_text(answer_file(exercise), encoding="utf-8")
    read = read_sheet(path)
    assert read.learner == learner
    page = lesson_page(exercise.lesson, mark(read, exercise.lesson, bench), bench)
    assert "<script" not in page
    rows = list(csv.reader(io.StringIO(csv_text(mark_folder(tmp_path)))))
    cell = rows[1][rows[0].index("learner")]
    assert cell.removeprefix("'") == name
    assert not cell.startswith(("=", "+", "-", "@"))


def test_one_bad_file_does_not_spoil_a_class(tmp_path: Path):
    written(tmp_path)
    (tmp_path / "broken.yaml").write_text("{", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("lesson: nope\nversion: 1\nlearner: x\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    rows = mark_folder(tmp_path)
    assert [row.file for row in rows] == ["answers.yaml", "broken.yaml", "other.yaml"]
    assert [bool(row.fault) for row in rows] == [False, True, True]


@pytest.mark.parametrize("words", [["export", "nowhere"], ["check", "nowhere.yaml"], ["show", "kla"], ["start", "kla"]])
def test_bad_command_lines_are_one_line(words: list[str], capsys: pytest.CaptureFixture[str]):
    more = ["--learner", "x"] if words[0] == "start" else []
    assert outcome(["lesson", *words, *more]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
