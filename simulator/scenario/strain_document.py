"""A document of a strain or of reactions before it is checked: what it is derived from, where a model file is."""

from __future__ import annotations

import os

from ..errors import InputError
from .builtin import open_reference
from .document import Document, Route
from .strain_file import MODEL_SUFFIXES

__all__ = ["complete_strain"]

_DEEPEST = 8


def complete_strain(document: Document, kind: str = "strain", depth: int = 0) -> Document:
    """The document itself, or, where it says ``base: NAME``, that one of its kind with its own keys laid over.

    Parameters
    ----------
    document : Document
        Of one strain, or of one system of reactions.
    kind : {"strain", "reactions"}
        Which of them.
    depth : int
        How many refer to this one.

    Raises
    ------
    InputError
        The base is not known, or they refer to each other in a circle.
    """
    _locate_model(document)
    reference = document.get(("base",))
    if reference is None:
        return document
    place = document.place(("base",))
    if not isinstance(reference, str):
        raise InputError(f"{place}: base: a name or file is needed, not '{reference}'")
    if depth > _DEEPEST:
        raise InputError(f"{place}: base: these are derived from each other in a circle")
    whole = complete_strain(open_reference(kind, reference, document.folder, f"{place}: base: "), kind, depth + 1)
    if not isinstance(whole.data, dict):
        raise InputError(f"{whole.place(())}: a {kind} file is a mapping of keys and values")
    for key in document.data:
        if key != "base":
            _lay_over(whole, document, (key,))
    return whole


def _lay_over(whole: Document, document: Document, path: Route) -> None:
    """Put one part over another: mappings key by key, everything else as a whole."""
    part = document.get(path)
    if isinstance(part, dict) and isinstance(whole.get(path), dict):
        for key in part:
            _lay_over(whole, document, (*path, key))
        return
    whole.put(path, document.part(path))


def _locate_model(document: Document) -> None:
    """Make the path of a strain's model file absolute: the strain travels further than its folder."""
    strain = document.data
    model = strain.get("model") if isinstance(strain, dict) else None
    if isinstance(model, str) and model.endswith(MODEL_SUFFIXES):
        file = (document.folder / os.path.expanduser(model)).resolve()
        if not file.is_file():
            raise InputError(f"{document.place(('model',))}: model: model file '{model}' does not exist")
        strain["model"] = str(file)
