"""Reactions that waste what cells pay with: ATP and its kin, reduced cofactors, quinols, acetyl-CoA."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from ..formula import elements
from ..network import Network
from .compounds import base_id, identify, place_of

__all__ = ["dissipations"]

_TRIPHOSPHATES = {"atp": "adp", "gtp": "gdp", "ctp": "cdp", "utp": "udp", "itp": "idp"}
_REDUCED = {"nadh": "nad", "nadph": "nadp", "fadh2": "fad"}
_QUINOLS = (
    (re.compile(r"^(q\d+)h2$"), r"\1"),
    (re.compile(r"^mql(\d+)$"), r"mqn\1"),
    (re.compile(r"^(2dmmq)l(\d+)$"), r"\1\2"),
)


def _places(network: Network) -> tuple[dict[str, dict[str, int]], str]:
    """Compound to row in each compartment, and the compartment where ATP is used most."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    uses: Counter[str] = Counter()
    by_row = network.matrix.tocsr()
    for row, key in identify(network).items():
        where = place_of(network, row)
        places[where].setdefault(key, row)
        if key == "atp":
            uses[where] += int(by_row.indptr[row + 1] - by_row.indptr[row])
    return places, uses.most_common(1)[0][0] if uses else ""


def _protons(network: Network, reaction: dict[int, float], proton: int | None) -> dict[int, float]:
    """The reaction with the protons that balance its hydrogen, where formulas are known."""
    if proton is None:
        return reaction
    counts = {row: elements(network.formulas[row]) for row in reaction}
    if not all(counts.values()):
        return reaction | {proton: 1.0}
    surplus = sum(value * counts[row].get("H", 0.0) for row, value in reaction.items())
    return reaction | {proton: -surplus} if surplus else reaction


def _hydrolyses(network: Network, here: Mapping[str, int]) -> dict[str, dict[int, float]]:
    found = {}
    if {"water", "phosphate"} <= here.keys():
        for rich, poor in _TRIPHOSPHATES.items():
            if {rich, poor} <= here.keys():
                reaction = {here[rich]: -1.0, here["water"]: -1.0, here[poor]: 1.0, here["phosphate"]: 1.0}
                found[rich.upper()] = _protons(network, reaction, here.get("proton"))
    if {"acetyl_coa", "acetate", "coa", "water"} <= here.keys():
        reaction = {here["acetyl_coa"]: -1.0, here["water"]: -1.0, here["acetate"]: 1.0, here["coa"]: 1.0}
        found["acetyl-CoA"] = _protons(network, reaction, here.get("proton"))
    return found


def _oxidations(network: Network, here: Mapping[str, int]) -> dict[str, dict[int, float]]:
    """Two electrons thrown away, their protons kept."""
    found = {}
    for rich, poor in _REDUCED.items():
        if {rich, poor} <= here.keys():
            found[rich.upper()] = {here[rich]: -1.0, here[poor]: 1.0}
    rows = {(base_id(name), place_of(network, row)): row for row, name in enumerate(network.metabolites)}
    for (base, where), row in rows.items():
        for pattern, partner in _QUINOLS:
            other = rows.get((pattern.sub(partner, base), where)) if pattern.match(base) else None
            if other is not None:
                found[base] = {row: -1.0, other: 1.0}
    if "proton" in here:
        proton = here["proton"]
        found = {
            name: reaction | {proton: 2.0 if name not in ("NADH", "NADPH") else 1.0} for name, reaction in found.items()
        }
    return found


def dissipations(network: Network) -> dict[str, dict[int, float]]:
    """Wasting reactions in the compartment where ATP is used most.

    Parameters
    ----------
    network : Network
        Its metabolites are recognised by `identify`.

    Returns
    -------
    dict
        Name of the carrier to metabolite index and coefficient.

    References
    ----------
    Fritzemeier, Hartleb, Szappanos, Papp & Lercher 2017, PLoS Comput Biol 13:e1005494: energy-generating cycles.
    """
    places, where = _places(network)
    here = places.get(where, {})
    return _hydrolyses(network, here) | _oxidations(network, here)
