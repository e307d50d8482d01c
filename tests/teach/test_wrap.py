"""Japanese in lines: no spaces where a file breaks, no line that is too wide or begins with a full stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.simulator.teach.words import Words
from moromi.simulator.teach.wrap import columns_of, wrap


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("酸素移動速度はいくらですか。", ["酸素移動", "速度はい", "くらです", "か。"]),
        ("あいうえ。お", ["あいうえ。", "お"]),
        ("kLaは高い方", ["kLaは高い", "方"]),
        ("averyverylongword", ["averyverylongword"]),
        ("", [""]),
    ],
)
def test_lines(text: str, lines: list[str]):
    assert wrap(text, 9) == lines


@given(st.text(alphabet="ab 1酸素、。はkLa（）", max_size=60), st.integers(6, 30))
def test_nothing_is_lost(text: str, width: int):
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        short = line.rstrip("。、）")
        assert columns_of(short) <= max(width, *(columns_of(word) for word in line.split()), 0) or "（" in short


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("酸素は\n足りない", "酸素は足りない"),
        ("酸素は 足りない", "酸素は足りない"),
        ("です。 DOは", "です。DOは"),
        ("速度は{a}、\n{b}でした", "速度は{a}、{b}でした"),
        ("DOは30 %に\nDO", "DOは30 %にDO"),
        ("次の式：\n\nF = D V\n\n表", "次の式：\n\nF = D V\n\n表"),
        ("一覧：\n- 酸素\n- 糖", "一覧：\n- 酸素\n- 糖"),
        ("表：\n| a | b |\n| - | - |", "表：\n| a | b |\n| - | - |"),
        ("µ = D と書く", "µ = D と書く"),
    ],
)
def test_breaks_of_a_file_leave_no_space(given_text: str, shown: str):
    assert Words(en="x", ja=given_text).ja == shown
