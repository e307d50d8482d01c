"""Lines of text that may be Japanese: no spaces where a file's lines were joined, and lines cut where they may be."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["unspaced", "wrapped"]

_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_OPENING, _CLOSING = "（「『［", "、。，．）」』］？！：；ーっゃゅょッャュョ々～"
_LETTER = "\u3001-\u30ff\u3400-\u9fff\uff01-\uffef"
_SEAM = re.compile(
    rf"(?<=[{_LETTER}]) ?\n(?=[^\s|#>*+-])|(?<=[{_LETTER}}}])\n(?=[{_LETTER}])"
    rf"|(?<=[{_LETTER}]) (?=[{_LETTER}])|(?<=[、。）]) (?=\S)"
)
"""A line break beside a Japanese letter, or the space that a folded one leaves between two of them."""
_HEADING = re.compile(r"(?m)^(#+ .*)\n")
_PIECE = re.compile(rf"\s+|[{_OPENING}]*(?:[\d.,]+ )?(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*")
"""What is not cut: a word or a Japanese letter, with the number before it and marks that begin or end no line."""


def unspaced(text: str) -> str:
    """Japanese Markdown without the spaces and line ends that only the width of its file put between two letters."""
    return _SEAM.sub("", _HEADING.sub(r"\1\n\n", text)).replace("\n\n\n", "\n\n")


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph as lines of at most some columns; a Japanese letter takes two, and may be followed by a new line.

    Parameters
    ----------
    text : str
    width : int
        Columns; a word that is longer stands in a line of its own.
    """
    lines, line, used = [], "", 0
    for piece in _PIECE.findall(text):
        columns = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in piece)
        if used + columns > width and line and not piece.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line += piece if not piece.isspace() else " "
            used += columns if not piece.isspace() else 1
    return [*lines, line.rstrip()] if line.strip() else lines
