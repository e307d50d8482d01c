"""YAML 1.2 into plain data, with the line of every key, and nothing a stranger could abuse.

No anchors or aliases (a few lines of them unfold into gigabytes), no tags, no duplicate keys, a size limit
that is enforced before reading, a depth limit. Every fault is one line: ``file:line: what``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .document import Document, Route, dotted

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node, ScalarNode

__all__ = ["MAX_BYTES", "parse_yaml", "read_yaml"]

MAX_BYTES = 250_000
"""Largest file accepted; the built-in ones have a few thousand bytes."""

_MAX_DEPTH = 24
_KEPT = 256  # texts
_STANDARD = "tag:yaml.org,2002:"


def read_yaml(path: Path, label: str | None = None) -> Document:
    """Read one file.

    Parameters
    ----------
    path : Path
        The file.
    label : str, optional
        How messages call it; the path by default.

    Raises
    ------
    InputError
        It is missing, a directory, too large, not text, or not the YAML described above.
    """
    label = label or str(path)
    if path.is_dir():
        raise InputError(f"{label}: is a directory; give a YAML file in it")
    try:
        size = os.stat(path).st_size
        if size > MAX_BYTES:
            raise InputError(f"{label}: {size} bytes are too large; at most {MAX_BYTES} are read")
        with path.open("rb") as stream:  # a pipe or device has no size: read no more than the limit
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{label}: cannot be read: {error.strerror or error}") from error
    if len(raw) > MAX_BYTES:
        raise InputError(f"{label}: too large; at most {MAX_BYTES} bytes are read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{label}:{line}: not UTF-8 text; a YAML file is needed") from error
    return parse_yaml(text, label, path.parent)


def parse_yaml(text: str, label: str, folder: Path, lines: bool = True) -> Document:
    """Parse YAML text.

    Parameters
    ----------
    text : str
        The text.
    label : str
        How messages call it.
    folder : Path
        Where relative paths in it start.
    lines : bool
        Whether messages name the line; a value from a command line has none.
    """
    data, places = _parsed(text, label, lines)
    return Document(_copied(data), label, folder, dict(places))


@lru_cache(maxsize=_KEPT)
def _parsed(text: str, label: str, lines: bool) -> tuple[Any, Mapping[Route, str]]:
    """Data and places of a text; kept, since a study opens the same files thousands of times, 20 ms each."""
    reader = _Reader(label, lines)
    places: dict[Route, str] = {}
    node = reader.compose(text)
    data = None if node is None else reader.build(node, (), places)
    places[()] = reader.place(node)
    return data, MappingProxyType(places)


def _copied(data: Any) -> Any:
    """Mappings and lists of their own, which may be changed; scalars cannot be."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_copied(item) for item in data]
    return data


class _Reader:
    """One pass over one text."""

    def __init__(self, label: str, lines: bool) -> None:
        from ruamel.yaml import YAML

        self.label = label
        self.lines = lines
        self.yaml = YAML(typ="safe", pure=True)

    def compose(self, text: str) -> Node | None:
        """Node tree; aliases are still references in it, so nothing has been unfolded."""
        from ruamel.yaml.error import YAMLError

        try:
            node: Node | None = self.yaml.compose(text)
        except YAMLError as error:
            raise self._malformed(error, text) from error
        except RecursionError as error:
            raise InputError(f"{self.label}: nested too deeply") from error
        except (ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
            # the scanner of ruamel.yaml stumbles over some malformed texts instead of reporting them
            raise InputError(f"{self.label}: malformed YAML") from error
        return node

    def _malformed(self, error: Exception, text: str) -> InputError:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        position = getattr(error, "position", None)
        line = mark.line if mark is not None else text[:position].count("\n") if isinstance(position, int) else None
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        where = self.label if line is None or not self.lines else f"{self.label}:{line + 1}"
        return InputError(f"{where}: malformed YAML: {' '.join(str(problem).split())}")

    def place(self, node: Node | None) -> str:
        """``file:line`` of a node."""
        if not self.lines:
            return self.label
        return f"{self.label}:{node.start_mark.line + 1 if node is not None else 1}"

    def build(self, node: Node, path: Route, places: dict[Route, str]) -> Any:
        """Plain data of a node; fills `places`."""
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        if node.anchor is not None:
            raise InputError(f"{self.place(node)}: {_say(path)}anchors and aliases (& and *) are not allowed")
        if len(path) > _MAX_DEPTH:
            raise InputError(f"{self.place(node)}: {_say(path)}nested too deeply")
        if isinstance(node, MappingNode):
            self._check_tag(node, "map", path)
            return self._mapping(node, path, places)
        if isinstance(node, SequenceNode):
            self._check_tag(node, "seq", path)
            for index, item in enumerate(node.value):
                places[(*path, index)] = self.place(item)
            return [self.build(item, (*path, index), places) for index, item in enumerate(node.value)]
        if not isinstance(node, ScalarNode):
            raise InputError(f"{self.place(node)}: {_say(path)}cannot be read")
        return self._scalar(node, path)

    def _mapping(self, node: Node, path: Route, places: dict[Route, str]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value in node.value:
            key = self.build(key_node, path, {})
            here = self.place(key_node)
            if not isinstance(key, str):
                raise InputError(f"{here}: {_say(path)}the key {key} is not text; put it in quotes")
            if key in data:
                raise InputError(f"{here}: {dotted((*path, key))}: given twice")
            places[(*path, key)] = here
            data[key] = self.build(value, (*path, key), places)
        return data

    def _check_tag(self, node: Node, kind: str, path: Route) -> None:
        if node.tag != _STANDARD + kind:
            raise InputError(f"{self.place(node)}: {_say(path)}tags such as {node.tag} are not allowed")

    def _scalar(self, node: ScalarNode, path: Route) -> Any:
        kind = str(node.tag).removeprefix(_STANDARD)
        make = self.yaml.constructor
        try:
            if kind == "null":
                return None
            if kind == "bool":
                return make.construct_yaml_bool(node)
            if kind == "int":
                return make.construct_yaml_int(node)
            if kind == "float":
                return make.construct_yaml_float(node)
        except (ValueError, OverflowError) as error:
            raise InputError(f"{self.place(node)}: {_say(path)}'{node.value[:40]}' is not a number") from error
        self._check_tag(node, "timestamp" if kind == "timestamp" else "str", path)
        return node.value


def _say(path: Route) -> str:
    return f"{dotted(path)}: " if path else ""
