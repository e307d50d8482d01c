"""Lessons in the laboratory, as notebooks and as pages: marked as on the command line, escaped, and one's own."""

from __future__ import annotations

import base64
import html
import json
import re
import runpy
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.language import speaking
from moromi.simulator.scenario import built_in_files
from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.laboratory.desk import Desk
from moromi.simulator.teach.laboratory.notebook import laboratory_notebook, lesson_notebook
from moromi.simulator.teach.load import lesson_names, lesson_of_text, load_lesson
from moromi.simulator.teach.marking import mark
from moromi.simulator.teach.sheet import read_sheet
from moromi.simulator.teach.static_page import static_page

NAME = "kla-gassing-out"


def seated(learner: str = "Hanako", seed: str = "3", lesson: str = NAME) -> Desk:
    """A desk at which a lesson was started; its fermenter is not opened, which would run it for nothing."""
    desk = Desk()
    desk.handle({"act": "lesson-start", "fields": {"lesson": lesson, "learner": learner, "seed": seed}})
    return desk


def right_answers(desk: Desk) -> dict[str, str]:
    assert desk.seat is not None
    fields: dict[str, str] = {}
    for name, question in desk.seat.exercise.lesson.questions().items():
        right = desk.seat.exercise.right(question)
        fields |= {f"{name}:{key}": text for key, text in right.items()} if isinstance(right, dict) else {name: right}
    return fields


def marked(desk: Desk, fields: dict[str, str]) -> float:
    desk.handle({"act": "lesson-answer", "value": "mark", "fields": fields})
    assert desk.seat is not None
    assert desk.seat.marks is not None
    return desk.seat.marks.percent


OTHERS = [pytest.param(name, marks=pytest.mark.slow) for name in lesson_names() if name != NAME]


@pytest.mark.parametrize("name", [NAME, *OTHERS])
def test_right_is_all_blank_is_nothing(name: str):
    desk = seated(lesson=name)
    fields = right_answers(desk)
    assert len(fields) <= 40  # what an event may carry
    assert marked(desk, fields) == 100.0
    assert marked(desk, {}) == 0.0


def test_setting_after_setting_fills_no_memory():
    desk = seated()
    fields = right_answers(desk)
    assert desk.seat is not None
    key = next(name for name in fields if ":" in name)
    before = len(desk.seat.exercise.bench)
    for speed in (300, 301, 302, 303):
        marked(desk, fields | {key: f"{speed} rpm"})
    assert len(desk.seat.exercise.bench) <= before
    assert marked(desk, fields) == 100.0


def test_a_hint_costs_and_is_told():
    desk = seated()
    fields = right_answers(desk)
    assert desk.seat is not None
    name, question = next((n, q) for n, q in desk.seat.exercise.lesson.questions().items() if q.hints)
    answer = desk.handle({"act": "lesson-answer", "value": f"hint:{name}", "fields": fields})
    assert (
        html.escape(desk.seat.exercise.say(question.hints[0]), quote=False)[:30] in answer["patch"][f"verdict-{name}"]
    )
    assert marked(desk, fields) < 100.0


def test_the_answer_file_gets_the_same_marks(tmp_path: Path):
    desk = seated()
    fields = right_answers(desk)
    fields.pop(next(iter(fields)))
    percent = marked(desk, fields)
    file = desk.handle({"act": "lesson-answer", "value": "file", "fields": fields})["download"]
    path = tmp_path / file["name"]
    path.write_bytes(base64.b64decode(file["data"]))
    assert mark(read_sheet(path), load_lesson(NAME), Bench()).percent == percent > 0.0


def test_script_in_a_learners_name_and_answers_is_text(tmp_path: Path):
    script = "<script>alert(1)</script>"
    desk = seated(script)
    assert desk.seat is not None
    with speaking("en"):
        page = desk.open()["patch"]["lesson"]
    assert "<script" not in page
    assert html.escape(script) in page
    name = next(iter(desk.seat.exercise.lesson.questions()))
    answer = desk.handle({"act": "lesson-answer", "value": "mark", "fields": {name: script}})
    assert "<script" not in json.dumps(answer)
    assert "/" not in desk.seat.file({})["name"]
    again = Desk()
    again.handle({"act": "lesson-start", "fields": {"lesson": NAME, "learner": "../../x", "seed": "0"}})
    assert again.seat is not None
    assert re.fullmatch(r"[\w.-]+", again.seat.file({})["name"])


@pytest.mark.parametrize(
    "fields",
    [
        {"lesson": "../../etc/passwd", "learner": "x", "seed": "0"},
        {"lesson": NAME, "learner": "", "seed": "0"},
        {"lesson": NAME, "learner": "x" * 150, "seed": "0"},
        {"lesson": NAME, "learner": "a\u0000b", "seed": "0"},
        {"lesson": NAME, "learner": "x", "seed": "1e300"},
        {"lesson": NAME, "learner": "x", "seed": "-1"},
        {"lesson": NAME, "learner": "x", "seed": "0.5"},
        {},
    ],
)
def test_what_starts_no_lesson_is_said(fields: dict[str, str]):
    answer = Desk().handle({"act": "lesson-start", "fields": fields})
    assert "complaint" in answer["patch"]["message"]


def test_answering_without_a_lesson_is_said():
    assert "complaint" in Desk().handle({"act": "lesson-answer", "value": "mark"})["patch"]["message"]
    unknown = seated().handle({"act": "lesson-answer", "value": "hint:__init__"})
    assert "complaint" in unknown["patch"]["message"]


def test_an_educators_lesson_is_used_instead():
    text = built_in_files("lesson")[NAME].read_text("utf-8").replace(f"name: {NAME}", "name: my-own", 1)
    desk = Desk(lesson=lesson_of_text(text))
    desk.handle({"act": "lesson-start", "fields": {"lesson": "whatever", "learner": "Hanako", "seed": "0"}})
    assert desk.seat is not None
    assert desk.seat.exercise.lesson.name == "my-own"
    assert marked(desk, right_answers(desk)) == 100.0


@pytest.mark.parametrize("name", [NAME, *OTHERS])
def test_notebooks_are_valid_and_hold_the_lesson(name: str, tmp_path: Path):
    pytest.importorskip("marimo", reason="notebooks need moromi[teach]")
    path = tmp_path / "mine.py"
    assert outcome(["lesson", "notebook", name, "--out", str(path)]) == 0
    assert runpy.run_path(str(path))["app"] is not None
    inside = path.read_text("utf-8").partition('r"""\n')[2].partition('"""')[0]
    assert lesson_of_text(inside) == load_lesson(name)
    assert outcome(["lesson", "notebook", name, "--out", str(path)]) == 2  # nobody's work is written over


def test_a_lesson_that_would_end_the_string_is_refused():
    with pytest.raises(ValueError, match="quotation"):
        lesson_notebook("x", 'a: """ + open("/etc/passwd").read() + """', {})
    compile(laboratory_notebook(), "laboratory", "exec")


def test_a_page_needs_no_server_and_says_everything_twice(tmp_path: Path):
    path = tmp_path / "lesson.html"
    assert outcome(["lesson", "page", NAME, "--out", str(path)]) == 0
    text = path.read_text("utf-8")
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert "http-equiv" in text
    lesson = load_lesson(NAME)
    assert lesson.title.en in text
    assert lesson.title.ja in text
    found = re.search(r'<script type="application/json" id="curves">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert len({json.dumps(lines) for lines in data["lines"].values()}) > 4  # the sliders change the curves


@pytest.mark.parametrize("name", OTHERS)
def test_every_lesson_becomes_a_page(name: str):
    text = static_page(load_lesson(name), Bench())
    assert "polyline" in text
    assert len(text) < 3_000_000
