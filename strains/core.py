"""Own core models: a YAML of metabolites and reaction equations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .draft import Draft, DraftMetabolite, DraftReaction, assemble, short
from .errors import StrainError, nearest
from .network import Network

__all__ = ["parse_equation", "read_core"]

_ARROW = re.compile(r"<=>|<->|-->|->|=>|<--|<-")
_LIMIT_BYTES = 20_000_000
_OPEN = 1000.0


def _side(text: str, sign: float, into: dict[str, float]) -> None:
    """Add one side of an equation to a stoichiometry."""
    for term in re.split(r"\s\+\s", text.strip()):
        parts = term.split()
        if not parts:
            continue
        if len(parts) > 2:
            raise ValueError(f"'{term.strip()}' is not '[number] metabolite'")
        into[parts[-1]] = into.get(parts[-1], 0.0) + sign * (float(parts[0]) if len(parts) == 2 else 1.0)


def parse_equation(text: str) -> tuple[dict[str, float], float, float]:
    """Stoichiometry and default bounds of ``"a + 2 b --> c"``.

    Parameters
    ----------
    text : str
        ``-->`` irreversible, ``<--`` backwards, ``<=>`` reversible; one side may be empty.

    Returns
    -------
    dict, float, float
        Coefficients (products positive), lower and upper bound.

    Raises
    ------
    ValueError
        No arrow, or a term that is not a number and a name.
    """
    sides = _ARROW.split(text)
    if len(sides) != 2:
        raise ValueError(f"'{text}' needs exactly one arrow: '-->', '<--' or '<=>'")
    coefficients: dict[str, float] = {}
    _side(sides[0], -1.0, coefficients)
    _side(sides[1], 1.0, coefficients)
    arrow = text[len(sides[0]) : len(text) - len(sides[1])]
    lower = -_OPEN if arrow.startswith("<") else 0.0
    upper = _OPEN if arrow.endswith(">") else 0.0
    return coefficients, lower, upper


def _only(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in entry:
        if key not in keys:
            raise StrainError(f"{where}: unknown key '{short(str(key))}'{nearest(str(key)[:60], keys)}")


def _metabolite(name: str, entry: Any, where: str) -> DraftMetabolite:
    at = f"{where}, metabolite '{short(name)}'"
    if not isinstance(entry, Mapping):
        raise StrainError(f"{at}: expected formula and charge, got a {type(entry).__name__}")
    _only(entry, ("name", "formula", "charge"), at)
    try:
        charge = float(entry.get("charge", 0.0))
    except (TypeError, ValueError):
        raise StrainError(f"{at}: its charge is not a number") from None
    formula, label = (_word(entry.get(key, ""), f"{at}: its {key}") for key in ("formula", "name"))
    return DraftMetabolite(name, formula, charge, label)


def _word(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise StrainError(f"{what} is not a text")
    return value


def _reaction(name: str, entry: Any, where: str) -> DraftReaction:
    at = f"{where}, reaction '{short(name)}'"
    body = {"equation": entry} if isinstance(entry, str) else entry
    if not isinstance(body, Mapping) or not isinstance(body.get("equation"), str):
        raise StrainError(f"{at}: expected an equation, got a {type(entry).__name__}")
    _only(body, ("name", "equation", "lower", "upper", "source"), at)
    try:
        coefficients, lower, upper = parse_equation(body["equation"])
        lower, upper = float(body.get("lower", lower)), float(body.get("upper", upper))
    except (TypeError, ValueError) as error:
        raise StrainError(f"{at}: {short(str(error))}") from None
    return DraftReaction(name, coefficients, lower, upper, _word(body.get("name", ""), f"{at}: its name"))


def _load(path: Path) -> Mapping[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if path.stat().st_size > _LIMIT_BYTES:
        raise StrainError(f"model file {path} is larger than {_LIMIT_BYTES // 1_000_000} MB")
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, ValueError, RecursionError) as error:
        raise StrainError(f"model file {path}: {' '.join(str(error).split())[:300]}") from None
    except OSError as error:
        raise StrainError(f"model file {path} cannot be read: {error.strerror}") from None
    if not isinstance(data, Mapping):
        raise StrainError(f"model file {path}: expected 'metabolites' and 'reactions'")
    return data


def read_core(path: Path) -> Network:
    """Read a core model.

    Parameters
    ----------
    path : Path
        YAML with ``metabolites: {id: {formula, charge}}`` and ``reactions: {id: equation}`` or
        ``{id: {equation, lower, upper}}``.

    Returns
    -------
    Network
    """
    data, where = _load(path), f"model file {path}"
    _only(data, ("metabolites", "reactions", "name", "source"), where)
    for key in ("metabolites", "reactions"):
        if not isinstance(data.get(key), Mapping) or not data[key]:
            raise StrainError(f"{where}: '{key}' is missing or empty")
    draft = Draft(
        metabolites=[_metabolite(str(name), entry, where) for name, entry in data["metabolites"].items()],
        reactions=[_reaction(str(name), entry, where) for name, entry in data["reactions"].items()],
    )
    return assemble(draft, where)
