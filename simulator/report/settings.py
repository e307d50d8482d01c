"""A recipe or a vessel as rows of a table, whatever fields it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass

from ..language import gettext
from ..language import gettext as _
from ..told import told
from .numbers import DASH
from .words import clean

__all__ = ["KEY", "Row", "changed_settings", "key_label", "parts_of", "settings_of"]

_MOST_ROWS = 400
_POWERS = str.maketrans("23", "²³")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: how deep it stands, its name, its value (None for a heading)."""

    depth: int
    label: str
    value: str | None


def settings_of(thing: object) -> list[Row]:
    """Rows of a settings object, quantities as its file writes them.

    Parameters
    ----------
    thing : object
        A pydantic model, a dataclass or a mapping.
    """
    rows: list[Row] = []
    for row in _walk(_plain(thing), 0):
        if len(rows) == _MOST_ROWS:
            return [*rows, Row(0, _("and more"), _("not shown here; see the file"))]
        rows.append(row)
    return rows


def parts_of(scenario: object) -> list[tuple[str, list[Row]]]:
    """Scenario in parts with a title each: recipe, medium, strain; the vessel has its own table."""
    whole = _plain(scenario)
    if not isinstance(whole, Mapping):
        return []
    big = [key for key in ("medium", "strain") if isinstance(whole.get(key), Mapping)]
    rest = {key: value for key, value in whole.items() if key not in (*big, "vessel", "name", "summary")}
    recipe = rest.pop("recipe", {})
    parts: list[tuple[str, object]] = [("Recipe", {**recipe, **rest} if isinstance(recipe, Mapping) else rest)]
    parts += [(key.capitalize(), whole[key]) for key in big]
    return [(title, settings_of(part)) for title, part in parts]


def changed_settings(before: object, after: object) -> list[tuple[str, str, str]]:
    """Settings of a recipe that differ between two scenarios: path, value before, value after."""
    old, new = (dict(_leaves(_recipe(thing))) for thing in (before, after))
    return [
        (path, old.get(path, DASH), new.get(path, DASH)) for path in {**old, **new} if old.get(path) != new.get(path)
    ][:_MOST_ROWS]


KEY = "key"
"""Context of the keys of files in the catalogue: ``of`` is a word for what is meant only there."""


def key_label(text: str) -> str:
    """Key of a file as it is read, in the language of the context: ``feed_rate`` → ``feed rate``, ``points 2``."""
    words = text.replace("_", " ")
    name, _space, number = words.rpartition(" ")
    if number.isdigit():
        return f"{gettext(name, context=KEY)} {number}"
    label = gettext(words, context=KEY)
    return told(words) if label == words else label


def _recipe(scenario: object) -> object:
    whole = _plain(scenario)
    return whole.get("recipe", {}) if isinstance(whole, Mapping) else {}


def _leaves(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value with the way to it, named as in the tables."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _leaves(value, f"{path}, {key}" if path else str(key))
    elif isinstance(node, (list, tuple)) and any(isinstance(item, Mapping) for item in node):
        for index, item in enumerate(node, start=1):
            name = item.get("name", index) if isinstance(item, Mapping) else index
            yield from _leaves(item, f"{path} {name}".strip())
    elif node not in (None, "", [], {}):
        yield clean(_(", ").join(map(_place, path.split(", "))), 100), _text(node)


def _place(text: str) -> str:
    """A part of a path: a key, or a key with the name of one of its entries."""
    key, _space, name = text.partition(" ")
    label = key_label(text)
    return label if label != text.replace("_", " ") or not name else f"{key_label(key)} {told(name.replace('_', ' '))}"


def _plain(thing: object) -> object:
    dump = getattr(thing, "model_dump", None)
    if callable(dump):
        return dump(mode="json", exclude_none=True)
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    return thing


def _walk(node: object, depth: int) -> Iterator[Row]:
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        label = clean(key_label(str(key)), 60)
        if isinstance(value, Mapping) and value:
            yield Row(depth, label, None)
            yield from _walk(value, depth + 1)
        elif isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list)) for item in value):
            yield from _walk_list(label, list(value), depth)
        elif value not in (None, "", [], {}):
            yield Row(depth, label, _text(value))


def _walk_list(label: str, items: list[object], depth: int) -> Iterator[Row]:
    """A list of things, each under its own name or number."""
    for index, item in enumerate(items, start=1):
        name = item.get("name") if isinstance(item, Mapping) else None
        yield Row(depth, f"{label}: {told(clean(name, 40))}" if name else f"{label} {index}", None)
        if isinstance(item, Mapping):
            yield from _walk({key: value for key, value in item.items() if key != "name"}, depth + 1)
        else:
            yield Row(depth + 1, DASH, _text(item))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.6g}".replace("-", "−")
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(item) for item in value)
    text = re.sub(r"\d+\.\d{6,}", lambda m: f"{float(m.group()):.5g}", str(value))
    if not re.match(r"[\d.+-]", text):
        return clean(text, 300)
    # units as they are printed: m3 → m³
    text = re.sub(r"(?<=[a-zA-Z])[23](?![\w.])", lambda m: m.group().translate(_POWERS), text)
    return clean(text.replace("degC", "°C"), 300)
