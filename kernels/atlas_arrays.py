"""A flux atlas as the kernels read it: flat arrays of regions, their facets and maps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Atlas", "Digits", "Tree", "atlas_of", "no_digits"]


class Tree(NamedTuple):
    """Binary search tree over planes that leaves a few regions to try; N nodes, H planes, L leaves; N may be 0.

    Tøndel, Johansen & Bemporad (2003), Evaluation of piecewise affine control via binary search tree, Automatica
    39, 945, doi:10.1016/S0005-1098(02)00308-4.

    Parameters
    ----------
    normal, offset : ndarray, shapes (H, p) and (H,)
        Planes, scaled as facets are.
    plane : ndarray of int64, shape (N,)
        Plane of every node; the root is node 0.
    child : ndarray of int64, shape (N, 2)
        Where to go on below (normal·θ ≤ offset) and above; −1 − k stands for leaf k.
    leaf_start, leaf : ndarray of int64, shapes (L + 1,) and (K,)
        Regions of leaf k are ``leaf[leaf_start[k]:leaf_start[k + 1]]``.
    """

    normal: NDArray[np.float64]
    offset: NDArray[np.float64]
    plane: NDArray[np.int64]
    child: NDArray[np.int64]
    leaf_start: NDArray[np.int64]
    leaf: NDArray[np.int64]


class Digits(NamedTuple):
    """What doubles round away, in regions where large terms cancel; K outputs and E facets, mostly none.

    Parameters
    ----------
    start, output : ndarray of int64, shapes (R + 1,) and (K,)
        Outputs of region r that doubles do not hold are ``output[start[r]:start[r + 1]]``.
    map : ndarray, shape (K, 2, 1 + p)
        Their intercepts and slopes, each as the sum of two numbers.
    edge_start : ndarray of int64, shape (R + 1,)
        Region r has rows ``edge_start[r]:edge_start[r + 1]`` of `edge`, one a facet, or none.
    edge : ndarray, shape (E, 1 + p)
        What offset and normal of a facet lack.
    """

    start: NDArray[np.int64]
    output: NDArray[np.int64]
    map: NDArray[np.float64]
    edge_start: NDArray[np.int64]
    edge: NDArray[np.float64]


class Atlas(NamedTuple):
    """R regions with F facets together, p parameters, q outputs.

    Parameters
    ----------
    facet_start : ndarray of int64, shape (R + 1,)
        Facets of region r are ``facet_start[r]:facet_start[r + 1]``.
    facet_normal : ndarray, shape (F, p)
        Scaled so that the largest |normal|·box of a facet is 1; the walls of the box are left out.
    facet_offset : ndarray, shape (F,)
        Region r is {θ : normal·θ ≤ offset}.
    intercept, slope : ndarray, shapes (R, q) and (R, p, q)
        Outputs are intercept + slope·θ [mol/kg/h; growth 1/h; heat W/kg; mass kg/kg/h].
    form : ndarray of int64, shape (R,)
        Regions with one number have the same outputs: to pass from one to the other changes nothing.
    neighbour_start, neighbour : ndarray of int64, shapes (F + 1,) and (K,)
        Regions behind facet f are ``neighbour[neighbour_start[f]:neighbour_start[f + 1]]``; none where unknown.
    tree : Tree
        For look-ups that start from nowhere; without nodes where regions are still being found.
    digits : Digits
        Further digits of some regions.
    """

    facet_start: NDArray[np.int64]
    facet_normal: NDArray[np.float64]
    facet_offset: NDArray[np.float64]
    intercept: NDArray[np.float64]
    slope: NDArray[np.float64]
    form: NDArray[np.int64]
    neighbour_start: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    tree: Tree
    digits: Digits


def no_digits(regions: int, parameters: int) -> Digits:
    """Digits of regions whose doubles suffice.

    Returns
    -------
    Digits
        Without outputs and facets.
    """
    none = np.zeros(regions + 1, dtype=np.int64)
    return Digits(none, none[:0], np.zeros((0, 2, 1 + parameters)), none, np.zeros((0, 1 + parameters)))


def atlas_of(
    facet_start: NDArray[np.int64],
    facet_normal: NDArray[np.float64],
    facet_offset: NDArray[np.float64],
    intercept: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> Atlas:
    """An atlas of which nothing but the regions is known; fields as in `Atlas`, R may be 0.

    Returns
    -------
    Atlas
        Every region of a form of its own, without neighbours, a tree and further digits.
    """
    none = np.zeros(0, dtype=np.int64)
    start = np.zeros(len(facet_offset) + 1, dtype=np.int64)
    tree = Tree(facet_normal[:0], facet_offset[:0], none, np.zeros((0, 2), dtype=np.int64), start[:1], none)
    form, digits = np.arange(len(intercept)), no_digits(len(intercept), facet_normal.shape[1])
    return Atlas(facet_start, facet_normal, facet_offset, intercept, slope, form, start, none, tree, digits)
