"""Symbols of the registry, typeset: mathtext for figures, markup for HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..language import gettext as _
from ..variables import Variable
from .numbers import DASH
from .words import clean

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["axis_text", "bracket", "in_figure", "in_html", "literal", "short_label"]


def literal(text: object, length: int = 60) -> str:
    """Foreign text for a figure: one short line in which a dollar sign is only a dollar sign."""
    return clean(text, length).replace("$", r"\$")


def _factors(symbol: str) -> list[tuple[str, str, str]]:
    """Base, subscript and what follows it, for each side of a fraction bar: ``k_L a`` is k, L, a."""
    found = []
    for factor in symbol.split("/"):
        base, _, rest = factor.partition("_")
        below, _, after = rest.partition(" ") if re.fullmatch(r".* [a-z]", rest) else (rest, "", "")
        found.append((base, below, after))
    return found


def in_figure(symbol: str) -> str:
    """Symbol in mathtext: one-letter quantities slanted, names and subscripts upright."""
    if not symbol:
        return ""
    parts = []
    for base, below, after in _factors(symbol):
        body = base if len(base) == 1 else rf"\mathrm{{{_chemical(base)}}}"
        parts.append(body + (rf"_{{\mathrm{{{_chemical(below)}}}}}" if below else "") + after)
    return f"${'/'.join(parts)}$"


def _chemical(text: str) -> str:
    """Digits after a letter become subscripts; spaces survive mathtext."""
    return re.sub(r"(?<=[A-Z])(\d)", r"_\1", text).replace(" ", r"\ ")


def in_html(symbol: str) -> Markup:
    """Symbol as escaped HTML with subscripts."""
    from markupsafe import Markup, escape

    parts = []
    for base, below, after in _factors(symbol):
        text = Markup("<var>{}</var>").format(base) if len(base) == 1 else escape(base)
        text += Markup("<sub>{}</sub>").format(below) if below else ""
        parts.append(text + (Markup("<var>{}</var>").format(after) if after else ""))
    return Markup("/").join(parts)


_SHORT = {
    "Dissolved oxygen tension": "Dissolved oxygen",
    "Dissolved oxygen tension, at the sensors": "at the sensors",
    "Volumetric mass transfer coefficient": "Mass transfer",
    "Dissolved CO2 partial pressure": "CO$_2$ pressure",
    "Oxygen uptake rate": "",
    "Carbon dioxide evolution rate": "",
    "Specific substrate uptake": "Substrate uptake",
    "Specific oxygen uptake": "Oxygen uptake",
    "Specific growth rate": "Growth rate",
    "Inlet oxygen fraction": "O$_2$ in inlet gas",
    "Volume relative to start": "Volume",
}


def short_label(variable: Variable) -> str:
    """Label for where room is scarce; the symbol stands beside it."""
    short = _SHORT.get(variable.label_en)
    return literal(variable.label, 26) if short is None else _(short)


def bracket(unit: str) -> str:
    """``[unit]``, with a dash for a pure number."""
    return f"[{unit or DASH}]"


def axis_text(variable: Variable, unit: str) -> str:
    """``name`` over ``symbol [unit]``."""
    return f"{short_label(variable)}\n{in_figure(variable.symbol)} {bracket(unit)}".replace("\n ", "\n")
