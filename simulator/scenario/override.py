"""``--set path=value``: change one entry of a scenario before it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ..errors import InputError, nearest
from .derived import place_of_name
from .document import Document, Route, dotted
from .explain import names_at
from .yaml_file import parse_yaml

__all__ = ["Override", "parse_overrides"]


class Override:
    """One ``path=value``.

    Parameters
    ----------
    text : str
        For example ``"recipe.start.volume=1.5 L"``; the value is YAML, a list position is a number or the
        ``name`` of the entry (``recipe.phases.batch.timeout=20 h``).
    """

    def __init__(self, text: str) -> None:
        path, equals, value = text.partition("=")
        self.keys = tuple(path.strip().split("."))
        self.label = f"--set {path.strip()}"
        if not equals or not all(self.keys):
            raise InputError(f"--set {text}: write path=value, for example recipe.duration='24 h'")
        if not value.strip():
            raise InputError(f"{self.label}: the value is missing")
        self.value = parse_yaml(value.strip(), self.label, Path.cwd(), lines=False)

    def route(self, document: Document) -> Route:
        """Where in a document the entry stands, after `apply`."""
        path: Route = ()
        for key in self.keys:
            step = self._find(document.get(path), key)
            path = (*path, key if step is None else step)
        return path

    def apply(self, document: Document, model: type[BaseModel]) -> None:
        """Put the value into the document."""
        path: Route = ()
        for index, key in enumerate(self.keys):
            step = self._find(document.get(path), key)
            if step is None:
                self._check_new(document, model, path, key)
            path = (*path, key if step is None else step)
            if step is None and index + 1 < len(self.keys):
                document.put(path, Document({}, self.label, Path.cwd(), {(): self.label}))
        document.put(path, self.value)

    def _find(self, here: Any, key: str) -> str | int | None:
        """Key or list position that exists in the document."""
        if isinstance(here, dict):
            return key if key in here else None
        if isinstance(here, list):
            if key.isdecimal() and int(key) < len(here):
                return int(key)
            return place_of_name(here, key)
        return None

    def _check_new(self, document: Document, model: type[BaseModel], path: Route, key: str) -> None:
        """Refuse an entry that neither the document nor the schema has."""
        here, names = document.get(path), names_at(model, path)
        where = f"{self.label}: {dotted(path) + ': ' if path else ''}"
        if isinstance(here, dict):
            if key not in names and (names or self._is_inner(path, key)):
                raise InputError(f"{where}unknown key '{key}'{nearest(key, [*names, *here])}")
            return
        if isinstance(here, list):
            named = [str(item["name"]) for item in here if isinstance(item, dict) and "name" in item]
            raise InputError(f"{where}no entry '{key}'{nearest(key, named or [str(i) for i in range(len(here))])}")
        raise InputError(f"{where}has no entries, so '{key}' cannot be set")

    def _is_inner(self, path: Route, key: str) -> bool:
        """Whether more keys follow: a new free name can be given a value, but has no entries yet."""
        return len(path) + 1 < len(self.keys)


def parse_overrides(texts: Sequence[str]) -> list[Override]:
    """All overrides of a command line, in its order."""
    return [Override(text) for text in texts]
