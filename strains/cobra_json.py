"""Models in cobra's JSON, read without cobra: no solver is built, so no id can abort one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .draft import Draft, DraftMetabolite, DraftReaction, short
from .errors import StrainError
from .links import link

__all__ = ["read_cobra_json"]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object, what: str, where: str) -> float:
    """A number, or the file's fault."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        said = "is missing" if value is None else f"is {short(repr(value))[:30]}, not a number"
        raise StrainError(f"{where}: {what} {said}")
    try:
        return float(value)
    except OverflowError:
        raise StrainError(f"{where}: {what} is too large") from None


def _entries(data: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Id and body of each metabolite or reaction."""
    items = data.get(key)
    if not isinstance(items, list):
        raise StrainError(f"{where}: has no list of '{key}', so it is not a model in cobra's JSON")
    for number, item in enumerate(items):
        if not isinstance(item, Mapping) or not isinstance(item.get("id"), str):
            raise StrainError(f"{where}: {key}[{number}] has no id")
        yield item["id"], item


def _links(annotation: object) -> tuple[str, ...]:
    """Identifiers: values are texts, lists of texts, or lists of (qualifier, text)."""
    found: list[str] = []
    for namespace, values in annotation.items() if isinstance(annotation, Mapping) else ():
        for value in values if isinstance(values, list) else [values]:
            last = value[-1] if isinstance(value, list) and value else value
            found += [link(str(namespace), last)] if isinstance(last, str) else []
    return tuple(sorted({item for item in found if item}))


def _metabolite(name: str, item: Mapping[str, Any]) -> DraftMetabolite:
    charge = item.get("charge")
    known = isinstance(charge, int | float) and abs(charge) < 1e6
    return DraftMetabolite(
        id=name,
        formula=_text(item.get("formula")),
        charge=float(charge) if known and charge is not None else 0.0,
        name=_text(item.get("name")),
        links=_links(item.get("annotation")),
        compartment=_text(item.get("compartment")),
    )


def _reaction(name: str, item: Mapping[str, Any], where: str) -> DraftReaction:
    at = f"{where}, reaction '{short(name)}'"
    parts = item.get("metabolites")
    if not isinstance(parts, Mapping):
        raise StrainError(f"{at}: has no 'metabolites'")
    return DraftReaction(
        id=name,
        stoichiometry={key: _number(value, f"the coefficient of '{short(key)}'", at) for key, value in parts.items()},
        lower=_number(item.get("lower_bound"), "its lower bound", at),
        upper=_number(item.get("upper_bound"), "its upper bound", at),
        name=_text(item.get("name")),
        objective=_number(item.get("objective_coefficient") or 0.0, "its objective coefficient", at),
    )


def read_cobra_json(data: bytes, where: str) -> Draft:
    """Read a model.

    Parameters
    ----------
    data : bytes
        The file, unpacked.
    where : str
        In front of every message.

    Returns
    -------
    Draft

    Raises
    ------
    StrainError
        Not JSON, or not a model.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise StrainError(f"{where} cannot be read: not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise StrainError(f"{where} cannot be read: not JSON ({short(str(error))})") from None
    if not isinstance(content, Mapping):
        raise StrainError(f"{where}: is not a model in cobra's JSON")
    return Draft(
        metabolites=[_metabolite(name, item) for name, item in _entries(content, "metabolites", where)],
        reactions=[_reaction(name, item, where) for name, item in _entries(content, "reactions", where)],
    )
