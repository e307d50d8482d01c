"""docs/lessons.md: no key and no function forgotten, its examples are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter
from ruamel.yaml import YAML

from moromi.simulator.teach import lesson, question
from moromi.simulator.teach.draws import Draw
from moromi.simulator.teach.load import load_lesson
from moromi.simulator.teach.readings import READINGS
from moromi.simulator.teach.sheet import read_sheet

TEXT = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text("utf-8")
PLAIN = re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL)
PARTS: list[type[BaseModel]] = [
    Draw,
    lesson.Lesson,
    lesson.RunPlan,
    lesson.Derived,
    lesson.Table,
    lesson.Column,
    lesson.Figure,
    lesson.Task,
    question.NumberQuestion,
    question.Trap,
    question.ChoiceQuestion,
    question.Choice,
    question.OrderQuestion,
    question.Item,
    question.SettingQuestion,
    question.Setting,
    question.Condition,
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_is_explained(part: type[BaseModel]):
    quoted = " ".join(re.findall(r"`[^`]+`", PLAIN))
    keys = [field.alias or name for name, field in part.model_fields.items()]
    assert [key for key in keys if not re.search(rf"\b{key}\b", quoted)] == []


def test_every_function_is_explained():
    assert [name for name in READINGS if not re.search(rf"`[^`]*\b{name}\b[^`]*`", PLAIN)] == []


def test_the_example_of_a_question_is_one():
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if "kind: number" in block)
    asked: TypeAdapter[question.Question] = TypeAdapter(question.Question)
    (found,) = (asked.validate_python(item) for item in YAML(typ="safe").load(text).values())
    assert isinstance(found, question.NumberQuestion)


def test_the_example_of_an_answer_file_counts(tmp_path: Path):
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if block.startswith("lesson:"))
    path = tmp_path / "hanako.yaml"
    path.write_text(text, encoding="utf-8")
    sheet = read_sheet(path)
    assert sheet.own
    assert set(sheet.answers) <= set(load_lesson(sheet.lesson).questions())
