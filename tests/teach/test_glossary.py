"""Where the English of a lesson says a term of the trade, the Japanese says the glossary's word for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from moromi.simulator.teach.load import lesson_names, load_lesson
from moromi.simulator.teach.words import Words

TERMS = {  # reference: the project's glossary; the short form a bench uses is as good
    r"specific growth rates?": ("比増殖速度",),
    r"doubling time": ("倍化時間",),
    r"dilution rates?": ("希釈率",),
    r"steady[- ]states?": ("定常状態",),
    r"wash(ed )?out": ("ウォッシュアウト", "洗い流"),
    r"mixing times?": ("混合時間",),
    r"tip speeds?": ("翼先端速度",),
    r"stirrer speed": ("撹拌速度", "回転数"),
    r"power per volume": ("単位液量当たりの撹拌動力", "単位液量当たりの無通気時動力"),
    r"power number": ("動力数",),
    r"overflow metabolism": ("オーバーフロー代謝",),
    r"maintenance": ("維持代謝", "維持係数"),
    r"dissolved oxygen": ("溶存酸素",),
    r"mass transfer coefficient": ("酸素移動容量係数",),
    r"fed-batch": ("流加培養", "流加"),
    r"flux[- ]balance": ("フラックスバランス",),
    r"acetate": ("酢酸",),
    r"glucose": ("グルコース", "糖"),
    r"scale-up": ("スケールアップ",),
    r"gas velocity": ("空塔速度",),
    r"impellers?": ("翼", "段"),
    r"off-gas": ("排ガス",),
}


def pairs(name: str) -> Iterator[Words]:
    lesson = load_lesson(name)
    yield from (words for _at, words, _more in lesson.texts())


@pytest.mark.parametrize("name", lesson_names())
def test_terms_are_the_glossarys(name: str):
    missed = [
        f"{term}: {words.ja[:60]}"
        for words in pairs(name)
        for term, allowed in TERMS.items()
        if re.search(rf"\b{term}\b", words.en, re.IGNORECASE) and not any(word in words.ja for word in allowed)
    ]
    assert missed == []


@pytest.mark.parametrize("name", lesson_names())
def test_japanese_is_polite_and_punctuated(name: str):
    """Sentences end as those for learners do, and no ASCII full stop or comma stands between Japanese words."""
    for words in pairs(name):
        assert not re.search(r"[぀-ヿ一-鿿]\s*[,.;]", words.ja), words.ja[:80]
        assert not re.search(r"(だ|である|(?<![でま])した|ない)。", words.ja), words.ja[:80]
