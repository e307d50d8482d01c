"""Scenarios that differ in a few entries: what no entry touches is read and checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from .document import Document, Route
from .dump import dump_yaml
from .explain import explain, validate
from .override import Override
from .schema import Scenario
from .yaml_file import parse_yaml

__all__ = ["Family"]


class Family:
    """A scenario and entries of it that take other values.

    Parameters
    ----------
    base : Scenario
    sample : mapping of str to str
        The entries' paths as in ``--set``, each with a value as text (``"1.5 L"``); all members have all of them.

    Raises
    ------
    InputError
        There is no such entry, or the value makes no scenario.

    Notes
    -----
    A member is what `load_scenario` gives of the base's YAML with ``path=value`` for every entry. Parts that no entry
    touches are the base's own; models are frozen, so they are shared. Everything around an entry is checked anew.
    """

    def __init__(self, base: Scenario, sample: Mapping[str, str]) -> None:
        self.base = base
        text = dump_yaml(base)
        document = Document(parse_yaml(text, f"scenario '{base.name}'", Path.cwd()).data, base.name, Path.cwd())
        self._routes: dict[str, Route] = {}
        for path, value in sample.items():
            change = Override(f"{path}={value}")
            change.apply(document, Scenario)
            self._routes[path] = change.route(document)
        checked = validate(Scenario, document)
        self._document = document
        self._template = _grafted(document.data, checked, list(self._routes.values()))
        if self._built(self._template) != checked:  # a part that cannot be read from itself
            self._template = document.data

    @property
    def paths(self) -> tuple[str, ...]:
        """The entries that differ."""
        return tuple(self._routes)

    def member(self, values: Sequence[str]) -> Scenario:
        """The scenario with these values.

        Parameters
        ----------
        values : sequence of str
            Of every path, in the order of `paths`, as a file says it.

        Raises
        ------
        InputError
            A value is out of range, or the values do not fit together.
        """
        data = self._template
        given = [_scalar(value) for value in values]
        for route, value in zip(self._routes.values(), given, strict=True):
            data = _replaced(data, route, value)
        try:
            return Scenario.model_validate(data)
        except ValidationError as error:
            document = self._document
            for (path, route), value in zip(self._routes.items(), given, strict=True):
                changed = _replaced(document.data, route, value)
                document = Document(changed, document.label, document.folder, document.places)
                document.places[route] = f"--set {path}"
            raise explain(error, document, Scenario) from None

    @staticmethod
    def _built(data: Any) -> Scenario | None:
        try:
            return Scenario.model_validate(data)
        except ValidationError:
            return None


def _scalar(text: str) -> Any:
    """A value as YAML reads it; numbers and quantities, nearly all of them, are recognised without its reader."""
    if not text[:1].isdecimal():
        return parse_yaml(text, "a value", Path.cwd(), lines=False).data
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text


def _grafted(raw: Any, checked: Any, routes: Sequence[Route]) -> Any:
    """The raw data with every part that no route enters replaced by its checked model."""
    if not routes:
        return checked if _is_model(checked) else raw
    inner = {key: [route[1:] for route in routes if route[0] == key] for key in {route[0] for route in routes if route}}
    if isinstance(raw, dict):
        return {key: _grafted(value, _part(checked, key), inner.get(key, [])) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_grafted(value, _part(checked, index), inner.get(index, [])) for index, value in enumerate(raw)]
    return raw


def _is_model(value: Any) -> bool:
    """Whether a checked value is a part of the schema, or a mapping or list of nothing else."""
    if isinstance(value, dict):
        return bool(value) and all(_is_model(item) for item in value.values())
    if isinstance(value, tuple):
        return bool(value) and all(_is_model(item) for item in value)
    return isinstance(value, BaseModel)


def _part(checked: Any, key: str | int) -> Any:
    """Entry of a checked value; None where the file and the schema do not have the same shape."""
    if isinstance(checked, BaseModel):
        return getattr(checked, str(key), None)
    if isinstance(checked, dict):
        return checked.get(key)
    if isinstance(checked, tuple) and isinstance(key, int) and key < len(checked):
        return checked[key]
    return None


def _replaced(data: Any, route: Route, value: Any) -> Any:
    """A copy of data with another value at one place; what is not on the way there is shared."""
    if not route:
        return value
    key = route[0]
    if isinstance(data, list):
        return [_replaced(item, route[1:], value) if place == key else item for place, item in enumerate(data)]
    return {**data, key: _replaced(data.get(key, {}), route[1:], value)}
