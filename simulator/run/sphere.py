"""Oxygen inside a sphere of cells: diffusion from the surface against what the cells take up.

Lengths in m, concentrations in mol/m³, rates in mol/m³/s, diffusivities in m²/s.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["anoxic_core", "critical_radius", "michaelis_menten"]

Array = NDArray[np.float64]

_SHELLS = 60
_TURNS = 60
_SETTLED = 1e-10


def critical_radius(diffusivity: float, surface: Array, consumption: Array) -> Array:
    """Radius at which the centre has just no oxygen left, √(6 D c/q), where cells respire alike down to nothing.

    Parameters
    ----------
    diffusivity : float
        Inside the sphere [m²/s].
    surface : shape (n,)
        Concentration at the surface [mol/m³].
    consumption : shape (n,)
        Per volume of the sphere [mol/m³/s]; where nothing is consumed the radius is infinite.

    Notes
    -----
    Confidence: exact solution of zero order.

    References
    ----------
    Thiele (1939) Ind. Eng. Chem. 31:916; for tissues McMurtrey (2016) Tissue Eng. C 22:221,
    doi:10.1089/ten.tec.2015.0375.
    """
    taken = np.asarray(consumption, float)
    square = 6.0 * diffusivity * np.maximum(surface, 0.0) / np.where(taken > 0.0, taken, 1.0)
    return np.where(taken > 0.0, np.sqrt(square), np.inf)


def anoxic_core(radius: Array, critical: Array) -> Array:
    """Radius of the core without oxygen over that of the sphere, at zero order; 0 up to the critical radius.

    The core's radius x solves 1 − 3x² + 2x³ = (Rc/R)²: no oxygen and no gradient at its edge.

    Parameters
    ----------
    radius, critical : shape (n,)
        Of the sphere, and from `critical_radius` [m].

    Returns
    -------
    shape (n,)
        From 0 to 1.
    """
    size = np.asarray(radius, float)
    share = np.clip(np.asarray(critical, float) / np.where(size > 0.0, size, 1.0), 0.0, 1.0) ** 2
    root = 0.5 + np.cos((2.0 * np.pi - np.arccos(2.0 * share - 1.0)) / 3.0)
    return np.where(size > 0.0, np.clip(root, 0.0, 1.0), 0.0)


def michaelis_menten(modulus: Array, half: Array) -> tuple[Array, Array]:
    """Centre and mean uptake of spheres whose cells respire as c/(K + c).

    Parameters
    ----------
    modulus : shape (n,)
        Thiele modulus squared, q R²/(D c), with the consumption q at the surface's concentration c.
    half : shape (n,)
        K over c.

    Returns
    -------
    centre : shape (n,)
        Concentration in the middle over that at the surface.
    effectiveness : shape (n,)
        Consumption over that of the same cells all at the surface's concentration.

    Notes
    -----
    Finite volumes of 60 shells; Newton's method, which falls to the solution from one side, since the law is concave.
    """
    square, constant = (np.atleast_1d(np.asarray(item, float)) for item in (modulus, half))
    edges = np.linspace(0.0, 1.0, _SHELLS + 1)
    volumes = np.diff(edges**3) / 3.0
    step = 1.0 / _SHELLS
    inner = edges[1:-1] ** 2 / step  # conductance between neighbouring shells
    outer = 1.0 / (0.5 * step)  # between the last shell's middle and the surface
    below, above = np.concatenate(([0.0], inner)), np.concatenate((inner, [outer]))
    inside = np.ones((_SHELLS, square.size))
    for _ in range(_TURNS):
        rate, slope = _law(inside, constant)
        sink = volumes[:, np.newaxis] * square * (1.0 + constant)
        diagonal = -(below + above)[:, np.newaxis] - sink * slope
        known = sink * (rate - slope * inside)
        known[-1] -= outer
        new = _tridiagonal(below, diagonal, np.concatenate((inner, [0.0])), known)
        done = bool(np.max(np.abs(new - inside)) < _SETTLED)
        inside = new
        if done:
            break
    rate, _ = _law(inside, constant)
    mean = 3.0 * np.sum(volumes[:, np.newaxis] * rate * (1.0 + constant), axis=0)
    return np.maximum(inside[0], 0.0), np.clip(mean, 0.0, 1.0)


def _law(c: Array, half: Array) -> tuple[Array, Array]:
    """c/(K + c) and its slope; below nothing it goes on straight, which keeps it concave."""
    there = np.maximum(c, 0.0)
    rate = there / (half + there) + np.minimum(c, 0.0) / half
    return rate, half / (half + there) ** 2


def _tridiagonal(lower: Array, diagonal: Array, upper: Array, right: Array) -> Array:
    """Solve systems that share their off-diagonals; `diagonal` and `right` have shape (rows, systems)."""
    rows = len(right)
    factor, solution = np.empty_like(right), np.empty_like(right)
    factor[0], solution[0] = upper[0] / diagonal[0], right[0] / diagonal[0]
    for i in range(1, rows):
        pivot = diagonal[i] - lower[i] * factor[i - 1]
        factor[i] = upper[i] / pivot
        solution[i] = (right[i] - lower[i] * solution[i - 1]) / pivot
    for i in range(rows - 2, -1, -1):
        solution[i] -= factor[i] * solution[i + 1]
    return solution
