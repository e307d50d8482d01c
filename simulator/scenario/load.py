"""From a name or a file to a checked scenario, vessel, medium or strain."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import InputError
from .builtin import open_reference
from .derived import EITHER, complete_document
from .document import Document, Route, dotted
from .explain import explain, validate
from .medium import Medium
from .override import Override, parse_overrides
from .reactions import Reactions
from .schema import Scenario
from .site import Site
from .strain_file import StrainFile
from .vessel import Vessel

__all__ = [
    "load_medium",
    "load_reactions",
    "load_scenario",
    "load_site",
    "load_strain",
    "load_vessel",
    "revise",
]

_REFERENCES = ("strain", "vessel", "medium", "reactions")
_SEED = ("inoculum", "scenario")
_LONGEST_TRAIN = 6
"""Stages that may grow the inoculum of one run."""
_MODELS: dict[str, Any] = {
    "scenario": Scenario,
    "vessel": Vessel,
    "medium": Medium,
    "strain": StrainFile,
    "reactions": Reactions,
    "site": Site,
}


def load_scenario(name_or_path: str | PathLike[str], overrides: Sequence[str] = ()) -> Scenario:
    """Load a scenario with its strain, vessel and medium.

    Parameters
    ----------
    name_or_path : str or path
        Built-in name or YAML file; strain, vessel and medium in it are names, paths relative to the file, or
        mappings written out.
    overrides : sequence of str
        ``"path=value"`` entries, applied in order: ``"recipe.start.volume=1.5 L"``, ``"vessel=jar-10l"``.

    Returns
    -------
    Scenario
        Complete and checked; numbers in the units used inside.

    Raises
    ------
    InputError
        Anything in the input is wrong; each line of the message says where and what.
    """
    document = _open("scenario", name_or_path)
    changes = parse_overrides(overrides)
    _complete(document, (), changes)
    for change in changes:
        if not _is_reference(change):
            change.apply(document, Scenario)
    return validate(Scenario, document)


def revise(scenario: Scenario, **parts: Any) -> Scenario:
    """Build a scenario with other parts (``vessel=…, recipe=…``), checked again as a whole.

    Raises
    ------
    InputError
        The parts do not fit together.
    """
    try:
        return Scenario.model_validate({**dict(scenario), **parts})
    except ValidationError as error:
        raise explain(error, Document({}, f"scenario '{scenario.name}'", Path()), Scenario) from None


def load_vessel(name_or_path: str | PathLike[str]) -> Vessel:
    """Load a vessel by built-in name or from a YAML file; errors as in `load_scenario`."""
    return validate(Vessel, _open("vessel", name_or_path))


def load_medium(name_or_path: str | PathLike[str]) -> Medium:
    """Load a medium by built-in name or from a YAML file; errors as in `load_scenario`."""
    return validate(Medium, _open("medium", name_or_path))


def load_reactions(name_or_path: str | PathLike[str]) -> Reactions:
    """Load a system of reactions by built-in name or from a YAML file; errors as in `load_scenario`."""
    return validate(Reactions, _open("reactions", name_or_path))


def load_site(name_or_path: str | PathLike[str]) -> Site:
    """Load a manufacturing site by built-in name or from a YAML file; errors as in `load_scenario`."""
    return validate(Site, _open("site", name_or_path))


def load_strain(name_or_path: str | PathLike[str]) -> StrainFile:
    """Load a strain by built-in name or from a YAML file; errors as in `load_scenario`."""
    return validate(StrainFile, _open("strain", name_or_path))


def _complete(document: Document, path: Route, changes: Sequence[Override], depth: int = 0) -> None:
    """Replace every name and path of a scenario that stands at `path`, and of those that grow its inoculum."""
    for change in changes:
        if _refers(change.keys, path):
            change.apply(document, Scenario)
            here = document.get(path)
            if len(change.keys) == len(path) + 1 and isinstance(here, dict):
                here.pop(EITHER.get(change.keys[-1]), None)
    for kind in _REFERENCES:
        _resolve(document, (*path, kind), kind, changes)
    several = document.get((*path, "strains"))
    for name in several if isinstance(several, dict) else ():
        _resolve(document, (*path, "strains", name), "strain", changes)
    seed = (*path, *_SEED)
    if document.get(seed[:-1]) is None:
        return
    if depth == _LONGEST_TRAIN:
        text = f"an inoculum train has at most {_LONGEST_TRAIN} stages; does one grow its own inoculum?"
        raise InputError(f"{document.place(seed)}: {dotted(seed)}: {text}")
    _resolve(document, seed, "scenario", changes)
    if isinstance(document.get(seed), dict):
        _complete(document, seed, changes, depth + 1)


def _open(kind: str, name_or_path: str | PathLike[str]) -> Document:
    document = open_reference(kind, str(name_or_path), Path.cwd())
    _check_sort(kind, document)
    return complete_document(document, kind)


def _is_reference(change: Override) -> bool:
    """Whether an override says which strain, vessel, medium or seed it is, rather than what is in it."""
    return any(_refers(change.keys, _SEED * stage) for stage in range(_LONGEST_TRAIN + 1))


def _refers(keys: Sequence[str], path: Route) -> bool:
    """Whether an override's keys name a reference of the scenario at `path`."""
    own = tuple(keys[len(path) :])
    if tuple(keys[: len(path)]) != path:
        return False
    return own == _SEED or (len(own) == 1 and own[0] in (*_REFERENCES, "strains")) or _names_strain(own)


def _names_strain(keys: Sequence[str]) -> bool:
    return len(keys) == 2 and keys[0] == "strains"


def _resolve(document: Document, path: Route, kind: str, changes: Sequence[Override]) -> None:
    """Replace a name or path in a scenario by what it refers to."""
    reference = document.get(path)
    if isinstance(reference, str):
        place = document.place(path)
        folder = Path.cwd() if any(change.label == place for change in changes) else document.folder
        found = open_reference(kind, reference, folder, f"{place}: {dotted(path)}: ")
        _check_sort(kind, found)
        document.put(path, complete_document(found, kind))
    elif isinstance(reference, dict):
        document.put(path, complete_document(document.part(path), kind))
    elif path[-1] in (document.get(path[:-1]) or {}):
        where = document.place(path)
        raise InputError(f"{where}: {dotted(path)}: a name, a file or a mapping is needed, not '{reference}'")


def _check_sort(kind: str, document: Document) -> None:
    """Say so when a file is of another sort than what was asked for."""
    if not isinstance(document.data, dict):
        raise InputError(f"{document.place(())}: a {kind} is a mapping of keys and values")
    score = {other: len(set(document.data) & set(model.model_fields)) for other, model in _MODELS.items()}
    best = max(score, key=lambda other: score[other])
    if score[best] > score[kind] + 2:
        raise InputError(f"{document.place(())}: this is a {best}, but a {kind} is needed here")
