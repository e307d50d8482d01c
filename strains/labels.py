"""What a model says about its reactions and metabolites in words: names, identifiers, its own objective."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Labels", "labels_from_array", "labels_to_array", "widened"]


@dataclass(frozen=True)
class Labels:
    """Words beside the arrays of a `Network`; nothing that is computed depends on them.

    Parameters
    ----------
    reactions, metabolites : tuple of str
        Names in the order of the network; empty where the file gives none.
    compartments : tuple of str
        Where each metabolite is, as the file calls it; empty where it does not say.
    links : tuple of tuple of str
        Identifiers of each metabolite, ``"namespace:accession"`` in lower case (``"kegg.compound:c00031"``).
    objective : tuple of str
        Reactions in the file's own objective.
    remarks : tuple of str
        What the reader had to change or assume, one line each.
    """

    reactions: tuple[str, ...] = ()
    metabolites: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    links: tuple[tuple[str, ...], ...] = ()
    objective: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def widened(labels: Labels, count: int) -> Labels:
    """Labels of a network with `count` more reactions and metabolites, of which nothing is said."""

    def more(texts: tuple[str, ...]) -> tuple[str, ...]:
        return (*texts, *("",) * count) if texts else ()

    return replace(
        labels,
        reactions=more(labels.reactions),
        metabolites=more(labels.metabolites),
        compartments=more(labels.compartments),
        links=(*labels.links, *((),) * count) if labels.links else (),
    )


def labels_to_array(labels: Labels) -> NDArray[np.uint8]:
    """UTF-8 bytes of the labels: an array of strings would be as wide as its longest."""
    return np.frombuffer(json.dumps(asdict(labels)).encode(), dtype=np.uint8)


def labels_from_array(array: NDArray[Any]) -> Labels:
    """Inverse of `labels_to_array`."""
    parts = json.loads(array.tobytes())
    parts["links"] = tuple(tuple(item) for item in parts["links"])
    return Labels(**{name: tuple(value) for name, value in parts.items()})
