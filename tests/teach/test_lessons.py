"""Every lesson of the index: whole in both languages, its model solution right, a blank file nothing, units noticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moromi.simulator.language import LANGUAGES, speaking
from moromi.simulator.teach.bench import Bench
from moromi.simulator.teach.draws import Learner
from moromi.simulator.teach.exercise import Exercise
from moromi.simulator.teach.load import lesson_names, load_lesson
from moromi.simulator.teach.marking import mark, mark_question
from moromi.simulator.teach.numeric import mark_number
from moromi.simulator.teach.page import lesson_page
from moromi.simulator.teach.question import NumberQuestion, SettingQuestion
from moromi.simulator.teach.sheet import Given, Sheet, read_sheet
from moromi.simulator.teach.value import Value
from moromi.simulator.teach.worksheet import answer_file, markdown

LEARNERS = (Learner("Hanako Yamada"), Learner("Taro Suzuki", 7))
MORE = tuple(Learner(f"learner {number}", number) for number in range(12))
_JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


@pytest.fixture(params=lesson_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def exercise(name: str, learner: Learner, bench: Bench) -> Exercise:
    found = Exercise(load_lesson(name), learner, bench)
    bench.prepare(found.orders())
    return found


def sheet(found: Exercise, answers: dict[str, Given]) -> Sheet:
    lesson, learner = found.lesson, found.learner
    return Sheet(lesson.name, lesson.version, learner, learner.code(lesson.name, lesson.version), answers)


def model_answers(found: Exercise) -> dict[str, Given]:
    return {key: found.right(question) for key, question in found.lesson.questions().items()}


def test_text_is_whole_in_both_languages(name: str, bench: Bench):
    found = exercise(name, LEARNERS[0], bench)
    texts = {}
    for language in LANGUAGES:
        with speaking(language):
            texts[language] = markdown(found, instructor=True)
        assert not re.search(r"\{[a-z_]", texts[language]), "a placeholder is left"
    assert not _JAPANESE.search(texts["en"])
    for task in found.lesson.tasks:
        for words in (task.title, task.text, *(words for q in task.questions.values() for _at, words in q.texts())):
            assert words.en != words.ja or not re.search(r"[a-z]{4}", words.en), words.en
    assert len(_JAPANESE.findall(texts["ja"])) > 500


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_model_solution_is_right_and_blank_is_nothing(name: str, learner: Learner, bench: Bench):
    found = exercise(name, learner, bench)
    good = mark(sheet(found, model_answers(found)), found.lesson, bench)
    assert [(item.question, item.notes) for item in good.questions if item.verdict != "right"] == []
    assert good.percent == 100.0
    assert good == mark(sheet(found, model_answers(found)), found.lesson, bench)
    blank = mark(sheet(found, {}), found.lesson, bench)
    assert {item.verdict for item in blank.questions} == {"blank"}
    assert blank.percent == 0.0


def test_a_wrong_unit_gets_the_hint(name: str, bench: Bench):
    found = exercise(name, LEARNERS[0], bench)
    numbers = {key: q for key, q in found.lesson.questions().items() if isinstance(q, NumberQuestion)}
    assert numbers
    for question in numbers.values():
        right = found.value(question.answer)
        wrong = mark_number(question, "3 kg2", found)
        assert (wrong.word, wrong.share) == ("wrong", 0.0)
        assert "unit" in wrong.notes[0]
        if right.dimension:
            bare = mark_number(question, f"{right.to(question.unit):.6g}", found)
            assert bare.share == 0.5
            assert question.unit in bare.notes[1]
        off = Value(1000.0 * right.number, right.dimension).text(question.unit or "", 6)
        milli = mark_number(question, off, found)
        assert milli.share == 0.0
        assert "1000 times" in milli.notes[0]


def test_traps_are_apart_from_the_answer(name: str, bench: Bench):
    found = exercise(name, LEARNERS[0], bench)
    for question in found.lesson.questions().values():
        for trap in getattr(question, "traps", ()):
            text = found.value(trap.answer).text(question.unit, 6)
            assert (
                mark_number(question, text, found).share <= trap.share + 1e-9
                or mark_number(question, text, found).word == "right"
            ), text


def test_two_learners_have_other_numbers(name: str, bench: Bench):
    one, other = (exercise(name, learner, bench) for learner in LEARNERS)
    assert one.drawn != other.drawn
    apart = [
        key
        for key, question in one.lesson.questions().items()
        if isinstance(question, NumberQuestion)
        and mark_question(key, question, other.right(question), 0, one).verdict != "right"
    ]
    assert apart, "no numeric answer differs by more than its tolerance"


def test_solutions_of_settings_are_not_what_the_lesson_starts_with(name: str, bench: Bench):
    found = exercise(name, LEARNERS[0], bench)
    for question in found.lesson.questions().values():
        if isinstance(question, SettingQuestion):
            start = found.runs[question.run]
            assert not all(found.holds(condition.is_, start) for condition in question.conditions)


def test_file_of_the_learner_goes_round(name: str, bench: Bench, tmp_path: Path):
    found = exercise(name, LEARNERS[0], bench)
    for language in LANGUAGES:
        with speaking(language):
            path = tmp_path / f"{language}.yaml"
            path.write_text(answer_file(found), encoding="utf-8")
        read = read_sheet(path)
        assert read == sheet(found, {})
        assert read.own


def test_page_of_a_marked_lesson(name: str, bench: Bench):
    found = exercise(name, LEARNERS[0], bench)
    marks = mark(sheet(found, model_answers(found)), found.lesson, bench)
    with speaking("ja"):
        text = lesson_page(found.lesson, marks, bench)
    assert found.lesson.title.ja in text
    assert text.count("<svg") == len(found.lesson.figures)
    assert "<script" not in text


@pytest.mark.slow
@pytest.mark.parametrize("learner", MORE, ids=lambda learner: learner.name)
def test_model_solution_is_right_for_many(name: str, learner: Learner, bench: Bench):
    test_model_solution_is_right_and_blank_is_nothing(name, learner, bench)
