"""A model as its file gives it, and the checks that turn it into a `Network`: each fault is one line."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .errors import StrainError, nearest
from .labels import Labels
from .network import UNLIMITED, Network, network_from

__all__ = ["Draft", "DraftMetabolite", "DraftReaction", "assemble", "short"]

_LONGEST_ID = 255
_SHOWN = 60


@dataclass(frozen=True)
class DraftMetabolite:
    """One metabolite; `links` as in `Labels`."""

    id: str
    formula: str = ""
    charge: float = 0.0
    name: str = ""
    links: tuple[str, ...] = ()
    compartment: str = ""


@dataclass(frozen=True)
class DraftReaction:
    """One reaction: coefficients (products positive), bounds [mmol/gDW/h], coefficient in the file's objective."""

    id: str
    stoichiometry: Mapping[str, float]
    lower: float
    upper: float
    name: str = ""
    objective: float = 0.0


@dataclass
class Draft:
    """All of a file, in its order; `remarks` says what the reader assumed."""

    metabolites: list[DraftMetabolite] = field(default_factory=list)
    reactions: list[DraftReaction] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def short(text: str) -> str:
    """A stranger's text, safe in a one-line message: printable and at most 60 characters."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[: _SHOWN + 1])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _cleaned(names: Sequence[str], what: str, where: str) -> dict[str, str]:
    """Each id, and what it is called from here on: without blanks and control characters.

    Nothing here hands ids to a solver, but names of that kind abort GLPK, split objectives and break messages.
    """
    clean = {}
    for name in names:
        if not name:
            raise StrainError(f"{where}: a {what} has no id")
        if len(name) > _LONGEST_ID:
            raise StrainError(
                f"{where}: the id of {what} '{short(name)}' has {len(name)} characters; at most {_LONGEST_ID} are read"
            )
        clean[name] = "".join(sign if sign.isprintable() and not sign.isspace() else "_" for sign in name)
    for group, told in ((names, "is there twice"), (clean.values(), "is there twice once blanks are replaced")):
        twice = [name for name, count in Counter(group).items() if count > 1]
        if twice:
            raise StrainError(f"{where}: {what} '{short(twice[0])}' {told}; give each {what} an id of its own")
    return clean


def _remark_on_ids(clean: Mapping[str, str], what: str) -> Iterable[str]:
    odd = [name for name, new in clean.items() if name != new]
    if odd:
        yield (
            f"{len(odd)} {what} ids have blanks or control characters, which some solvers abort on; read with '_' "
            f"instead, as '{clean[odd[0]]}'"
        )


def _check_bounds(reaction: DraftReaction, where: str) -> None:
    """Bounds that no solver can mean."""
    lower, upper, name = reaction.lower, reaction.upper, short(reaction.id)
    for side, value in (("lower", lower), ("upper", upper)):
        if math.isnan(value):
            raise StrainError(f"{where}: the {side} bound of reaction '{name}' is not a number")
    if lower == math.inf or upper == -math.inf:
        raise StrainError(f"{where}: the bounds of reaction '{name}' are infinite on the wrong side: {lower}, {upper}")
    if lower > upper:
        raise StrainError(f"{where}: the bounds of reaction '{name}' are crossed: lower {lower:g}, upper {upper:g}")


def _check_stoichiometry(reaction: DraftReaction, known: Mapping[str, str], where: str) -> None:
    for metabolite, value in reaction.stoichiometry.items():
        if metabolite not in known:
            tail = nearest(metabolite[:_LONGEST_ID], known)
            raise StrainError(f"{where}, reaction '{short(reaction.id)}': no metabolite '{short(metabolite)}'{tail}")
        if not math.isfinite(value):
            raise StrainError(
                f"{where}, reaction '{short(reaction.id)}': the coefficient of '{short(metabolite)}' is not a number"
            )


def _remark_on_bounds(reactions: Sequence[DraftReaction]) -> Iterable[str]:
    infinite = sum(math.isinf(item.lower) or math.isinf(item.upper) for item in reactions)
    wide = sum(max(abs(item.lower), abs(item.upper)) > UNLIMITED for item in reactions) - infinite
    for count, what in ((infinite, "infinite"), (wide, f"beyond ±{UNLIMITED:g} mmol/gDW/h")):
        if count:
            yield f"{count} reactions have a bound that is {what}; read as ±{UNLIMITED:g}, which is unlimited"


def _labels(draft: Draft, mets: Mapping[str, str], reacs: Mapping[str, str], remarks: Iterable[str]) -> Labels:
    """Words in the order in which the network sorts."""
    metabolites = sorted(draft.metabolites, key=lambda item: mets[item.id])
    reactions = sorted(draft.reactions, key=lambda item: reacs[item.id])
    return Labels(
        reactions=tuple(item.name for item in reactions),
        metabolites=tuple(item.name for item in metabolites),
        compartments=tuple(item.compartment for item in metabolites),
        links=tuple(item.links for item in metabolites),
        objective=tuple(reacs[item.id] for item in reactions if item.objective),
        remarks=tuple(remarks),
    )


def assemble(draft: Draft, where: str) -> Network:
    """Check a draft and pack it.

    Parameters
    ----------
    draft : Draft
        As read.
    where : str
        In front of every message, for example ``"model file x.xml"``.

    Returns
    -------
    Network

    Raises
    ------
    StrainError
        No reactions, an id twice, too long or missing, bounds or coefficients that mean nothing.
    """
    if not draft.reactions or not draft.metabolites:
        raise StrainError(f"{where}: the model has no {'reactions' if not draft.reactions else 'metabolites'}")
    mets = _cleaned([item.id for item in draft.metabolites], "metabolite", where)
    reacs = _cleaned([item.id for item in draft.reactions], "reaction", where)
    for reaction in draft.reactions:
        _check_bounds(reaction, where)
        _check_stoichiometry(reaction, mets, where)
    network = network_from(
        {
            mets[item.id]: (item.formula, item.charge if math.isfinite(item.charge) else 0.0)
            for item in draft.metabolites
        },
        {
            reacs[item.id]: ({mets[name]: value for name, value in item.stoichiometry.items()}, item.lower, item.upper)
            for item in draft.reactions
        },
    )
    remarks = [
        *draft.remarks,
        *_remark_on_ids(mets, "metabolite"),
        *_remark_on_ids(reacs, "reaction"),
        *_remark_on_bounds(draft.reactions),
    ]
    return replace(network, labels=_labels(draft, mets, reacs, remarks))
