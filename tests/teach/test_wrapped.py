"""Japanese text has no spaces where a file's lines were joined, and lines end where they may."""

from __future__ import annotations

import unicodedata

import pytest

from moromi.simulator.language import speaking
from moromi.simulator.teach.words import Words
from moromi.simulator.teach.wrapped import unspaced, wrapped

TEXT = "いくらですか。グルコース1 molは24 molの電子を放し、（菌体は）0.17 molを保持します。（2 点、単位 % の数値）"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("菌体が減って\n増殖が", "菌体が減って増殖が"),
        ("保持し、 酸素を", "保持し、酸素を"),
        ("液量は 0.5 L 中", "液量は 0.5 L 中"),
        ("一つ目。\n\n二つ目。", "一つ目。\n\n二つ目。"),
        ("- 一つ目\n- 二つ目", "- 一つ目\n- 二つ目"),
        ("# 見出し\n本文", "# 見出し\n\n本文"),
        ("# 見出し\n\n本文", "# 見出し\n\n本文"),
        ("|列|\n|値|", "|列|\n|値|"),
    ],
)
def test_line_ends_between_two_letters_go(written: str, shown: str):
    assert unspaced(written) == shown


def test_a_lesson_is_shown_without_them():
    words = Words(en="two\nlines", ja="二つの\n行")
    assert words.said() == "two\nlines"
    with speaking("ja"):
        assert words.said() == "二つの行"


@pytest.mark.parametrize("width", [20, 30, 41, 60])
def test_lines_end_where_they_may(width: int):
    lines = wrapped(TEXT, width)
    columns = [sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line) for line in lines]
    assert max(columns) <= width
    assert min(columns[:-1]) > width - 14  # only what is not cut is carried over
    assert not any(line[0] in "。、）ー" for line in lines)
    assert not any(line[-1] in "（" or line[-1].isdigit() for line in lines)
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")


def test_english_is_cut_between_words():
    assert wrapped("a bb  ccc dd eeee", 9) == ["a bb ccc", "dd eeee"]
    assert wrapped(" ", 9) == wrapped("", 9) == []
