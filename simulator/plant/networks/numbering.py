"""The same compartments in another order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..network import Network

__all__ = ["renumber"]


def renumber(network: Network, order: NDArray[np.int64]) -> Network:
    """Number the compartments anew.

    Parameters
    ----------
    network : Network
    order : (N,) array of int
        Old numbers in their new sequence.

    Raises
    ------
    ValueError
        `order` is no permutation.
    """
    if not np.array_equal(np.sort(order), np.arange(network.size)):
        raise ValueError(f"the order is no permutation of {network.size} compartments")
    new = np.empty(network.size + 1, dtype=np.int64)
    new[order] = np.arange(network.size)
    new[-1] = -1  # sparger and headspace stay what they are
    source, target = new[network.source], new[network.target]
    liquid = np.lexsort((target, source))
    gas_source, gas_target = new[network.gas_source], new[network.gas_target]
    gas = np.lexsort((gas_target, gas_source))
    return replace(
        network,
        places=tuple(network.places[old] for old in order),
        fraction=network.fraction[order],
        height=network.height[order],
        source=source[liquid],
        target=target[liquid],
        per_speed=network.per_speed[liquid],
        per_gas=network.per_gas[liquid],
        fixed=network.fixed[liquid],
        gas_source=gas_source[gas],
        gas_target=gas_target[gas],
        gas_share=network.gas_share[gas],
        points={name: int(new[old]) for name, old in network.points.items()},
        feed=int(new[network.feed]),
        probe=int(new[network.probe]),
        outlet=int(new[network.outlet]),
        boxes=None if network.boxes is None else network.boxes[order],
    )
