"""The way of a course: start, answer, check, report, export; the same marks every time."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.scenario import built_in_files
from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.draws import Draw, Learner
from moromi.simulator.teach.exercise import Exercise
from moromi.simulator.teach.load import lesson_names, load_lesson
from moromi.simulator.teach.marking import mark
from moromi.simulator.teach.question import NumberQuestion
from moromi.simulator.teach.roster import mark_folder
from moromi.simulator.teach.sheet import Given, Sheet, read_sheet
from moromi.simulator.teach.value import Value
from moromi.simulator.teach.worksheet import answer_file

NAME = "chemostat-washout"


def answered(text: str, answers: dict[str, Given]) -> str:
    """An answer file with answers written behind the colons."""
    for name, given in answers.items():
        if isinstance(given, dict):
            for key, value in given.items():
                text = text.replace(f"\n    {key}:\n", f"\n    {key}: {json.dumps(value)}\n", 1)
        else:
            text = text.replace(f"\n  {name}:\n", f"\n  {name}: {json.dumps(given)}\n", 1)
    return text


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert outcome(["lesson", *words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_from_start_to_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "hanako.yaml"
    said(["start", NAME, "--learner", "Hanako", "--out", str(path)], capsys)
    told = json.loads(said(["show", NAME, "--learner", "Hanako", "--instructor", "--json"], capsys))
    blank = json.loads(said(["check", str(path), "--json"], capsys))["results"][0]
    assert (blank["marks"], blank["fault"]) == (0.0, "")
    path.write_text(answered(path.read_text("utf-8"), told["answers"]), encoding="utf-8")
    first, again = (said(["check", str(path), "--json"], capsys) for _ in range(2))
    assert first == again
    assert json.loads(first)["results"][0]["percent"] == 100.0
    assert "100 %" in said(["check", str(path)], capsys)
    assert "100 %" in said(["report", str(path)], capsys)
    assert "Hanako" in path.with_suffix(".html").read_text("utf-8")
    table = tmp_path / "class.csv"
    said(["export", str(tmp_path), "--out", str(table)], capsys)
    (row,) = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert (row["learner"], row["percent"]) == ("Hanako", "100")
    assert outcome(["lesson", "start", NAME, "--learner", "Hanako", "--out", str(path)]) == 2  # nothing is overwritten


def test_the_list_and_show_know_lessons(capsys: pytest.CaptureFixture[str]):
    listed = json.loads(said(["list", "--json"], capsys))["lessons"]
    assert [item["name"] for item in listed] == lesson_names()
    assert all(item["summary"] == load_lesson(item["name"]).summary.en for item in listed)
    assert outcome(["list", "lessons"]) == 0
    assert outcome(["show", NAME]) == 0
    assert load_lesson(NAME).title.en in capsys.readouterr().out


def test_hints_come_one_at_a_time_and_cost():
    lesson, learner, bench = load_lesson(NAME), Learner("Hanako"), Bench()
    code = learner.code(NAME, lesson.version)
    exercise = Exercise(lesson, learner, bench)
    question = lesson.questions()["yield"]
    right = exercise.right(question)
    marks = []
    for asked in range(3):
        sheet = Sheet(NAME, lesson.version, learner, code, {"yield": right}, {"yield": asked})
        (item,) = (item for item in mark(sheet, lesson, bench).questions if item.question == "yield")
        assert len(item.hints) == min(asked, len(question.hints))
        marks.append(item.marks)
    assert marks == pytest.approx([2.0, 1.8, 1.8])


def test_unit_is_worth_half_and_any_unit_will_do():
    lesson, learner, bench = load_lesson(NAME), Learner("Hanako"), Bench()
    code = learner.code(NAME, lesson.version)
    question = lesson.questions()["pump"]
    assert isinstance(question, NumberQuestion)
    flow = Exercise(lesson, learner, bench).value(question.answer)
    worth = {}
    for unit in ("mL/h", "L/h", "mL/min", "m3/d", "", "g/L"):
        text = f"{flow.to(unit or 'mL/h') if unit != 'g/L' else 1.0:.8g} {unit}"
        sheet = Sheet(NAME, lesson.version, learner, code, {"pump": text})
        worth[unit] = mark(sheet, lesson, bench).marks
    assert worth == {"mL/h": 1.0, "L/h": 1.0, "mL/min": 1.0, "m3/d": 1.0, "": 0.5, "g/L": 0.0}


@pytest.mark.parametrize(
    "text", ["0.3 1/h", "０．３　１／ｈ", "0.3 h⁻¹", "0.3/h", "30 %/h", "0.005 1/min", "3e-1 h-1", "0.3 /h"]
)
def test_numbers_as_people_type_them(text: str, tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(f"lesson: a\nversion: 1\nlearner: b\nanswers: {{x: '{text}'}}\n", encoding="utf-8")
    given = read_sheet(path).answers["x"]
    assert isinstance(given, str)
    assert Value.read(given).to("1/h") == pytest.approx(0.3)


def test_no_escape_reaches_a_terminal(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text('lesson: a\nversion: 1\nlearner: b\nanswers: {x: "\\e[2J\\x07 1/h"}\n', encoding="utf-8")
    assert read_sheet(path).answers["x"] == "?[2J? 1/h"


def test_draws_are_steps_of_a_ladder():
    draw = Draw(low="0.20 1/h", high="0.40 1/h", step="0.05 1/h")
    assert [draw.text(place) for place in range(draw.count)] == [f"{0.2 + 0.05 * k:.2f} 1/h" for k in range(5)]
    drawn = [Learner(f"learner {number}").draw(draw, "x", "lesson", 1) for number in range(500)]
    assert min(drawn.count(draw.text(place)) for place in range(5)) > 70
    assert Learner(" Hanako  YAMADA ").key("a", 1) == Learner("hanako yamada").key("a", 1)
    assert Learner("hanako").key("a", 1) != Learner("hanako", 1).key("a", 1)


def test_a_lesson_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    mine, path = tmp_path / "mine.yaml", tmp_path / "answers" / "hanako.yaml"
    path.parent.mkdir()
    text = built_in_files("lesson")[NAME].read_text("utf-8")
    mine.write_text(text.replace(f"name: {NAME}", "name: mine"), encoding="utf-8")
    said(["start", str(mine), "--learner", "Hanako", "--out", str(path)], capsys)
    assert outcome(["lesson", "check", str(path)]) == 2  # the answer file alone opens nothing
    assert "no lesson 'mine'" in capsys.readouterr().err
    assert json.loads(said(["check", str(path), "--lesson", str(mine), "--json"], capsys))["results"][0]["fault"] == ""
    assert ",mine,1,Hanako,0,0,14,0," in said(["export", str(path.parent), "--lesson", str(mine)], capsys)


@pytest.mark.slow
def test_a_class_of_a_hundred_is_marked_in_twenty_seconds(tmp_path: Path):
    names, bench = lesson_names(), Bench()
    for number in range(100):
        exercise = Exercise(load_lesson(names[number % len(names)]), Learner(f"learner {number}"), bench)
        answers = {key: exercise.right(question) for key, question in exercise.lesson.questions().items()}
        text = answered(answer_file(exercise), answers)
        (tmp_path / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    begin = time.perf_counter()
    rows = mark_folder(tmp_path)
    seconds = time.perf_counter() - begin
    assert [row.marks.percent for row in rows if row.marks] == [100.0] * 100
    assert seconds <= 20.0
