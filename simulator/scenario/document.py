"""Plain data from a file together with the place every part of it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Document", "Route", "dotted"]

Route = tuple[str | int, ...]
"""Keys and list positions from the root of a document to one of its parts."""


def dotted(path: Route) -> str:
    """Path as a person writes it: ``recipe.phases.0.until``."""
    return ".".join(str(part) for part in path)


@dataclass
class Document:
    """A tree of mappings, lists and scalars.

    Attributes
    ----------
    data : mapping, list or scalar
        What the file says.
    label : str
        The file as the person named it.
    folder : Path
        Where relative paths in it start.
    places : dict
        Path → ``"file:line"``.
    """

    data: Any
    label: str
    folder: Path
    places: dict[Route, str] = field(default_factory=dict)

    def place(self, path: Route) -> str:
        """``file:line`` of a part, or of the nearest part around it that exists."""
        for length in range(len(path), -1, -1):
            found = self.places.get(path[:length])
            if found is not None:
                return found
        return self.label

    def get(self, path: Route) -> Any:
        """Part at `path`, None where there is none."""
        part = self.data
        for key in path:
            if isinstance(part, dict):
                part = part.get(key)
            elif isinstance(part, list) and isinstance(key, int) and 0 <= key < len(part):
                part = part[key]
            else:
                return None
        return part

    def part(self, path: Route) -> Document:
        """The part at `path` as a document of its own, with its places."""
        places = {at[len(path) :]: place for at, place in self.places.items() if at[: len(path)] == path}
        return Document(self.get(path), self.label, self.folder, places)

    def put(self, path: Route, other: Document) -> None:
        """Set the part at `path` to another document, with its places; its parent exists."""
        parent = self.get(path[:-1])
        parent[path[-1]] = other.data
        for old in list(self._below(path)):
            del self.places[old]
        for below, place in other.places.items():
            self.places[path + below] = place

    def _below(self, path: Route) -> Iterator[Route]:
        return (known for known in self.places if known[: len(path)] == path)
