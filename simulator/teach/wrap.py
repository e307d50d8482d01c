"""Lines of a given width, in Japanese too: it breaks between any two letters, and counts two columns each."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["columns_of", "wrap"]

_TOKEN = re.compile(r"\s+|[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+|.", re.DOTALL)
"""White space, a word of other letters, or one Japanese letter."""
_NEVER_FIRST = frozenset("、。，．：；！？）」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")


def columns_of(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; a word that is longer stands alone, and no line begins with punctuation.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int
        Columns.

    Returns
    -------
    list of str
        At least one line.
    """
    lines, line, used = [], "", 0
    for token in _TOKEN.findall(text.strip()):
        size = columns_of(token)
        if used + size > width and line.strip() and token not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line, used = "", 0
        if not line and token.isspace():
            continue
        line, used = line + token, used + size
    return [*lines, line.rstrip()]
