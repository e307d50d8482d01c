"""A font that has Japanese, for figures: matplotlib's own has none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..language import LANGUAGES, current_language, speaking
from ..language import gettext as _

__all__ = ["figure_language", "font_advice", "font_families"]

FAMILIES = (
    "IPAexGothic",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Source Han Sans JP",
    "BIZ UDGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "IPAGothic",
    "TakaoGothic",
    "MS Gothic",
)
"""Families worth having, the best first: free ones, then those of macOS and Windows."""

_FILES = ("ipaexg", "notosanscjk", "notosansjp", "sourcehansans", "bizudg", "yugoth", "meiryo", "ipag", "takaogothic")
_NEEDED = "培養槽の撹拌速度菌体酸素ァー（）・々"  # what no font without Japanese has
_LATIN = "DejaVu Sans"


def font_families() -> list[str]:
    """Families for `font.family`, in the language of the context.

    Returns
    -------
    list of str
        Matplotlib's own alone for English; in Japanese one with Japanese glyphs before it, since text beside formulae
        is set in the first family only.
    """
    own = None if current_language() == LANGUAGES[0] else _japanese()
    return [_LATIN] if own is None else [own, _LATIN]


@contextmanager
def figure_language() -> Iterator[None]:
    """Speak the language of the context where a font has it, else English: no figure of empty boxes."""
    with speaking(current_language() if font_advice() == "" else LANGUAGES[0]):
        yield


def font_advice() -> str:
    """What to install, so that figures are in the language of the context too; empty where nothing is missing."""
    if current_language() == LANGUAGES[0] or _japanese() is not None:
        return ""
    return _("no font with Japanese glyphs is installed, so figures are in English: pip install matplotlib-fontja")


@cache
def _japanese() -> str | None:
    """Family of an installed font with Japanese glyphs, None without one."""
    from matplotlib.font_manager import fontManager

    known = {entry.name: entry.fname for entry in reversed(fontManager.ttflist)}
    for family in FAMILIES:
        if family in known and _has_glyphs(known[family]):
            return family
    return next(filter(None, map(_added, _unlisted())), None)


def _unlisted() -> Iterator[Path]:
    """Files of such fonts that matplotlib's list does not have: a package's, and those newer than the list."""
    from matplotlib.font_manager import findSystemFonts

    package = find_spec("matplotlib_fontja")
    for place in package.submodule_search_locations or () if package is not None else ():
        yield from sorted(Path(place).rglob("*.ttf"))
    system = [Path(name) for name in findSystemFonts()]
    for start in _FILES:
        yield from sorted(path for path in system if path.name.lower().startswith(start))


def _added(path: Path) -> str | None:
    """Family of a font file after it was put into matplotlib's list; None if it has no Japanese."""
    from matplotlib.font_manager import fontManager, get_font

    if not _has_glyphs(str(path)):
        return None
    fontManager.addfont(str(path))
    return str(get_font(str(path)).family_name)


def _has_glyphs(path: str) -> bool:
    from matplotlib.font_manager import get_font

    try:
        characters = get_font(path).get_charmap()
    except (OSError, RuntimeError):  # no font, or one of a kind that cannot be read
        return False
    return all(ord(letter) in characters for letter in _NEEDED)
