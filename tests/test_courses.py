"""The courses of the educator's guide: the minutes add up, and the lessons in them are built in and fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moromi.simulator.teach.load import lesson_names, load_lesson

GUIDE = Path(__file__).parents[1] / "docs" / "educators"
LENGTHS = {"half-day.md": [4 * 60 + 10], "two-days.md": [7 * 60 + 30, 7 * 60 + 30]}
"""Minutes of each day, as the pages say them."""


def days(page: str) -> list[list[tuple[int, int, str]]]:
    """Start [min], length [min] and title of what is done, a list a day."""
    found: list[list[tuple[int, int, str]]] = []
    for row in re.finditer(r"^\| (\d+):(\d\d) \| (\d+) \| (.*?) \|", (GUIDE / page).read_text("utf-8"), re.MULTILINE):
        start = 60 * int(row[1]) + int(row[2])
        if start == 0:
            found.append([])
        found[-1].append((start, int(row[3]), row[4]))
    return found


@pytest.mark.parametrize("page", LENGTHS)
def test_the_minutes_add_up(page: str):
    lengths = []
    for day in days(page):
        clock = 0
        for start, length, title in day:
            assert start == clock, title
            clock += length
        lengths.append(clock)
    assert lengths == LENGTHS[page]


@pytest.mark.parametrize("page", LENGTHS)
def test_lessons_are_built_in_and_fit(page: str):
    for _, length, title in (item for day in days(page) for item in day):
        for name in re.findall(r"Lesson `([\w-]+)`", title):
            assert name in lesson_names()
            assert load_lesson(name).minutes <= length or "without its last task" in title, name


@pytest.mark.parametrize(("page", "breaks"), [("half-day.md", [25]), ("two-days.md", [90, 90])])
def test_breaks_are_as_long_as_said(page: str, breaks: list[int]):
    rests = [sum(length for _, length, title in day if title in ("Break", "Lunch")) for day in days(page)]
    assert rests == breaks
    assert f"{breaks[0]} min" in (GUIDE / page).read_text("utf-8").split("\n## ")[0]
