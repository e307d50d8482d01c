"""Words for what a study varies and for what comes out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ..language import gettext as _
from ..told import told
from ..variables import display_name
from .settings import key_label
from .words import clean, kpi_label, limit_label, lower

__all__ = ["entry_labels", "in_brackets", "response_label", "unit_text"]

_Writer = Callable[[re.Match[str]], str]
_FACTORS: Mapping[str, str] = MappingProxyType({"kla": "kLa", "holdup": "hold-up", "heat_transfer": "heat transfer"})
_PARTS: Mapping[str, str] = MappingProxyType({"ph": "pH", "kla": "kLa", "mu": "µ"})
_VAGUE = ("value", "maximum", "minimum", "constant", "maximal", "rate", "low", "high")


def _words(text: str) -> str:
    words = " ".join(_PARTS.get(word, word) for word in text.replace("_", " ").split())
    label = key_label(text)
    return words if label == text.replace("_", " ") else label


def _named(text: str) -> str:
    return lower(display_name(text)) if text not in _PARTS else _PARTS[text]


_PATTERNS: tuple[tuple[str, _Writer], ...] = (
    (r"vessel\.(\w+)_factor", lambda m: _("{what} factor").format(what=told(_FACTORS.get(m[1]) or _words(m[1])))),
    (r"recipe\.start\.(?:concentrations\.)?(\w+)", lambda m: _("{what} at the start").format(what=_named(m[1]))),
    (
        r"recipe\.feeds\.([^.]+)\.concentrations\.(\w+)",
        lambda m: _("{what} in {feed}").format(what=_named(m[2]), feed=m[1]),
    ),
    (r"recipe\.phases\.([^.]+)\.feed\.(?:\d+\.)?(\w+)", lambda m: f"{_words(m[2])}, {_phase(m[1])}"),
    (r"recipe\.set_points\.(\w+)", lambda m: _named(m[1])),
    (r"strain\.uptakes\.(\w+)\.maximum", lambda m: _("maximal {what} uptake").format(what=_named(m[1]))),
    (
        r"strain\.uptakes\.(\w+)\.factors\.(\d+)\.(\w+)",
        lambda m: _("{key} {n} of {what} uptake").format(key=m[3], n=int(m[2]) + 1, what=_named(m[1])),
    ),
    (r"strain\.(?:demands|capacities)\.(\w+)\.(?:value|maximum)", lambda m: _words(m[1])),
)


def _phase(text: str) -> str:
    return _("phase {n}").format(n=int(text) + 1) if text.isdigit() else text


def _short(path: str) -> str:
    """Label of a path on its own."""
    for pattern, write in _PATTERNS:
        if match := re.fullmatch(pattern, path):
            return write(match)
    parts = path.split(".")
    last = _words(parts[-1])
    if len(parts) > 1 and (parts[-1] in _VAGUE or parts[-1].isdigit()):
        return f"{_words(parts[-2])} {last}"
    return last


def entry_labels(paths: Sequence[str]) -> dict[str, str]:
    """Labels of varied entries, all different: ``vessel.kla_factor`` → ``kLa factor``."""
    short = {path: _short(path) for path in paths}
    taken = list(short.values())
    labels = {
        path: label if taken.count(label) == 1 else path.replace(".", " ").replace("_", " ")
        for path, label in short.items()
    }
    return {path: clean(_capital(label), 44) for path, label in labels.items()}


def _capital(text: str) -> str:
    return text if text.startswith(("kLa", "pH")) else text[:1].upper() + text[1:]


def unit_text(unit: str) -> str:
    """A unit as it is printed: m3 → m³."""
    text = re.sub(r"(?<=[a-zA-Z])([23])(?![\w.])", lambda m: "²³"[int(m[1]) - 2], unit)
    return clean(text.replace("degC", "°C"), 30)


def in_brackets(label: str, unit: str) -> str:
    """``label [unit]``; of a pure number the label alone."""
    return f"{label} [{unit_text(unit)}]" if unit else label


def response_label(name: str, limit: str = "") -> str:
    """Label of a key figure, or of the hours of a limit."""
    return _("{limit} is the limit").format(limit=limit_label(limit)) if limit else kpi_label(name)
