"""Reactions inside the model that make or destroy matter or charge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..formula import elements
from ..network import Network
from .case import Case
from .finding import Finding, Level, some
from .growth_reaction import biomass_like

__all__ = ["balance_findings", "imbalances"]

# Coefficients of lumped reactions are given to about six digits.
_ROUNDING = 1e-4
_FIRST = ("C", "N", "P", "S", "O", "H")


def imbalances(network: Network) -> tuple[NDArray[np.float64], tuple[str, ...], NDArray[np.bool_]]:
    """What each reaction makes from nothing.

    Parameters
    ----------
    network : Network
        n reactions.

    Returns
    -------
    ndarray, shape (k + 1, n)
        Surplus of each of k elements, and of charge in the last row.
    tuple of str
        The k elements.
    ndarray of bool, shape (n,)
        Whether every metabolite of the reaction has a formula, so that the column can be trusted.
    """
    counts = [elements(formula) for formula in network.formulas]
    symbols = tuple(sorted({symbol for item in counts for symbol in item}))
    content = np.array([[item.get(symbol, 0.0) for item in counts] for symbol in symbols]).reshape(len(symbols), -1)
    content = np.vstack([content, network.charges])
    surplus = (network.matrix.T @ content.T).T
    scale = (abs(network.matrix).T @ np.abs(content).T).T
    surplus = np.where(np.abs(surplus) > _ROUNDING * np.maximum(scale, 1.0), surplus, 0.0)
    unknown = np.array([float(not item) for item in counts])
    known = (abs(network.matrix).T @ unknown) == 0.0
    return surplus, symbols, known


def balance_findings(case: Case) -> list[Finding]:
    """Counts of unbalanced reactions, the worst of each kind named."""
    network = case.network
    surplus, symbols, known = imbalances(network)
    inner = ~network.boundary() & ((network.lower < 0.0) | (network.upper > 0.0))
    inner[[case.biomass, *biomass_like(network)]] = False
    checked = inner & known
    found: list[Finding] = []
    mass = np.flatnonzero(checked & np.any(surplus[:-1] != 0.0, axis=0))
    if mass.size:
        worst = _worst(network, surplus[:-1], symbols, mass)
        carbon = symbols.index("C") if "C" in symbols else None
        level: Level = "warning" if carbon is not None and np.any(surplus[carbon, mass] != 0.0) else "note"
        what = f"{mass.size} of {int(checked.sum())} reactions do not balance in mass: {some(worst, 4)}"
        found.append(Finding(level, what, "what they make or lose counts as crossing the border in a run's balances"))
    charge = np.flatnonzero(checked & (surplus[-1] != 0.0) & ~np.any(surplus[:-1] != 0.0, axis=0))
    if not network.charges.any():
        found.append(Finding("note", "the model gives no charges", "charge balances and pH mean nothing with it"))
    elif charge.size:
        worst = _worst(network, surplus[-1:], ("charge",), charge)
        what = f"{charge.size} further reactions do not balance in charge: {some(worst, 4)}"
        found.append(Finding("note", what))
    unknown = int((inner & ~known).sum())
    if unknown:
        missing = sum(not elements(formula) for formula in network.formulas)
        what = f"{unknown} reactions cannot be checked: {missing} metabolites have no formula"
        found.append(Finding("note", what))
    return found


def _worst(
    network: Network, surplus: NDArray[np.float64], symbols: Sequence[str], columns: NDArray[np.intp]
) -> list[str]:
    """Names with what is made or lost, the largest first; carbon counts before hydrogen."""
    weight = np.array([len(_FIRST) - _FIRST.index(s) if s in _FIRST else 1.0 for s in symbols])
    order = columns[np.argsort(-(weight @ np.abs(surplus[:, columns])), kind="stable")]
    named = []
    for column in order[:8]:
        parts = [f"{surplus[i, column]:+.3g} {symbol}" for i, symbol in enumerate(symbols) if surplus[i, column]]
        named.append(f"{network.reactions[column]} ({', '.join(parts[:3])})")
    return named + [""] * max(0, len(order) - len(named))
