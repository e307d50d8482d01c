"""A document that says ``base: NAME`` before it is checked: that one of its kind with its own keys laid over."""

from __future__ import annotations

import os

from ..errors import InputError, nearest
from .builtin import built_in_files, open_reference
from .document import Document, Route, dotted
from .network_plan import locate_tables
from .strain_file import MODEL_SUFFIXES

__all__ = ["EITHER", "complete_document", "place_of_name"]

_DEEPEST = 8
EITHER = {"strain": "strains", "strains": "strain"}
"""One strain or several: what is said later takes the place of the other."""
_FILES: tuple[tuple[Route, str], ...] = (
    (("strain",), "strain"),
    (("vessel",), "vessel"),
    (("medium",), "medium"),
    (("reactions",), "reactions"),
    (("inoculum", "scenario"), "scenario"),
)
"""Where a scenario refers to other files, and to which kind."""


def complete_document(document: Document, kind: str, depth: int = 0) -> Document:
    """The document itself, or, where it says ``base: NAME``, that one of its kind with its own keys laid over.

    Files that it refers to are found from its own folder, since what is derived may lie in another.

    Parameters
    ----------
    document : Document
        Of one `kind`.
    kind : {"scenario", "vessel", "medium", "strain", "reactions", "site"}
        What it is.
    depth : int
        How many refer to this one.

    Raises
    ------
    InputError
        The base is not known, or they refer to each other in a circle.
    """
    _locate(document, kind)
    reference = document.get(("base",))
    if reference is None:
        return document
    place = document.place(("base",))
    if not isinstance(reference, str):
        raise InputError(f"{place}: base: a name or file is needed, not '{reference}'")
    if depth > _DEEPEST:
        raise InputError(f"{place}: base: these are derived from each other in a circle")
    base = open_reference(kind, reference, document.folder, f"{place}: base: ")
    if not isinstance(base.data, dict):
        raise InputError(f"{base.place(())}: a {kind} file is a mapping of keys and values")
    whole = complete_document(base, kind, depth + 1)
    if kind == "scenario":
        _locate_parts(whole)
    for key in document.data:
        if key != "base":
            _lay_over(whole, document, (key,), (key,))
    whole.folder = document.folder
    return whole


def place_of_name(items: list[object], name: str) -> int | None:
    """Position of the mapping in a list that is called `name`."""
    for index, item in enumerate(items):
        if isinstance(item, dict) and item.get("name") == name:
            return index
    return None


def _names(items: list[object]) -> list[str]:
    """What the entries of a list are called; none where one of them has no name."""
    named = [str(item["name"]) for item in items if isinstance(item, dict) and "name" in item]
    return named if len(named) == len(items) else []


def _lay_over(whole: Document, document: Document, at: Route, path: Route) -> None:
    """Put the part of `document` at `path` over `whole` at `at`: mappings key by key, everything else as a whole.

    A mapping over a list of named entries (phases) goes to those that are called by its keys.
    """
    part, here = document.get(path), whole.get(at)
    if isinstance(part, dict) and isinstance(here, dict):
        for key in part:
            _lay_over(whole, document, (*at, key), (*path, key))
    elif isinstance(part, dict) and isinstance(here, list) and (named := _names(here)):
        for key in part:
            index = place_of_name(here, key)
            if index is None:
                place = document.place((*path, key))
                raise InputError(f"{place}: {dotted((*path, key))}: the base has no '{key}'{nearest(key, named)}")
            _lay_over(whole, document, (*at, index), (*path, key))
    else:
        whole.put(at, document.part(path))
        if len(at) == 1 and at[0] in EITHER and isinstance(whole.data, dict):
            whole.data.pop(EITHER[str(at[0])], None)


def _locate(document: Document, kind: str) -> None:
    """Make absolute the paths of files that only this kind knows."""
    if kind == "strain":
        _locate_model(document)
    elif kind == "site":
        _locate_vessels(document)
    elif kind in ("vessel", "scenario"):
        locate_tables(document)
        if kind == "scenario":
            locate_tables(document, ("vessel",))


def _locate_model(document: Document) -> None:
    """Make the path of a strain's model file absolute: the strain travels further than its folder."""
    strain = document.data
    model = strain.get("model") if isinstance(strain, dict) else None
    if isinstance(model, str) and model.endswith(MODEL_SUFFIXES):
        file = (document.folder / os.path.expanduser(model)).resolve()
        if not file.is_file():
            raise InputError(f"{document.place(('model',))}: model: model file '{model}' does not exist")
        strain["model"] = str(file)


def _locate_vessels(document: Document) -> None:
    """Make the paths of a site's own vessels absolute."""
    listed = document.get(("vessels",))
    for index, reference in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(reference, str) and reference not in built_in_files("vessel"):
            file = document.folder / os.path.expanduser(reference)
            if os.path.exists(file):
                listed[index] = str(file.resolve())


def _locate_parts(document: Document) -> None:
    """Make absolute the paths by which a scenario refers to strains, vessel, medium and the like."""
    several = document.get(("strains",))
    members: list[tuple[Route, str]] = [
        (("strains", name), "strain") for name in (several if isinstance(several, dict) else ())
    ]
    for path, kind in [*_FILES, *members]:
        reference = document.get(path)
        if isinstance(reference, str) and reference not in built_in_files(kind):
            file = document.folder / os.path.expanduser(reference)
            if os.path.exists(file):
                document.get(path[:-1])[path[-1]] = str(file.resolve())
