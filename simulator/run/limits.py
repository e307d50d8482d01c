"""Which limit binds when: of the cells, from the flux atlas's own sensitivities, and of the vessel."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ...strains import Strain
from ..plant import Community
from .compartments import Compartments
from .continuous import washes_out
from .inhibition import left_by, limits_of
from .trajectory import Trajectory

__all__ = ["Limit", "binding_limits"]

Limit = dict[str, float | str]
"""``{"limit": name, "from": h, "to": h}``."""

Mask = NDArray[np.bool_]

_SATURATED = 0.9  # share of its maximum from which an uptake, not the supply, is the limit
_USED_UP = 1.0 - 1e-6  # of a shared capacity
_SHORTFALL = 1e-6  # mol/kg/h
_NO_CELLS = 1e-9  # kg/m³
_MANY = 0.1  # share of the cells


def binding_limits(
    run: Trajectory,
    community: Community,
    theta_maximum: NDArray[np.float64],
    equipment: Mapping[str, Mask] = MappingProxyType({}),
    compartments: Compartments | None = None,
) -> list[Limit]:
    """Intervals of clock time [h] in which each limit binds.

    Limits of the cells: ``<species>`` (supply), ``<species>_uptake`` (capacity of the cell), ``<capacity>`` (shared,
    such as respiration, or growth itself: more growth goes on with overflow), ``<demand>`` (not met),
    ``<species>_inhibition``, ``<species>_burden`` (what holds the parameter back that binds: `limits_of`).
    ``washout``: the outflow takes more cells than can grow, though no supply holds them back. Of several strains,
    these begin with the
    strain's name: ``wild: glucose``. Limits of the vessel are in `equipment_limits`.

    Parameters
    ----------
    run : Trajectory
    community : Community
    theta_maximum : shape (p,)
        Parameters of all strains at saturation [mol/kg/h].
    equipment : mapping of str to mask, shape (rows,)
        Limits of the vessel, from `equipment_limits`.
    compartments : Compartments, optional
        Of a tank that is a network of them: a limit binds while it does for a tenth of the cells.

    Returns
    -------
    list of dict
        In order of their beginning.
    """
    masks: dict[str, Mask] = {}
    for place, (strain, member) in enumerate(zip(community.strains, community.members, strict=True)):
        own = _of_all_cells(run, strain, place, theta_maximum[member.parameter :], compartments)
        supplies = [own[uptake.species] for uptake in strain.definition.uptakes]
        own["washout"] = washes_out(run, place) & ~np.logical_or.reduce(supplies)
        masks |= {f"{member.name}: {name}" if member.name else name: mask for name, mask in own.items()}
    masks |= equipment
    found = [interval for name, mask in masks.items() for interval in _intervals(name, mask, run.time)]
    return sorted(found, key=lambda item: (item["from"], item["limit"]))


def _of_all_cells(
    run: Trajectory,
    strain: Strain,
    place: int,
    maximum: NDArray[np.float64],
    compartments: Compartments | None,
) -> dict[str, Mask]:
    """Limits of a strain's cells, wherever in the tank they are."""
    if compartments is None:
        return _of_the_cells(run, strain, place, maximum)
    share = compartments.share_of_cells(place)
    found: dict[str, NDArray[np.float64]] = {}
    for i, view in enumerate(compartments.views(run)):
        for name, mask in _of_the_cells(view, strain, place, maximum).items():
            found[name] = found.get(name, np.zeros(len(run.time))) + share[:, i] * mask
    return {name: np.asarray(cells >= _MANY) for name, cells in found.items()}


def _of_the_cells(run: Trajectory, strain: Strain, place: int, maximum: NDArray[np.float64]) -> dict[str, Mask]:
    """The parameter whose relative change moves growth most; supply or capacity by its saturation."""
    atlas = strain.kernel_atlas()
    growth = atlas.slope[run.region[:, place], :, 0]
    theta = run.own_theta(place)
    parameters = strain.parameters
    weight = growth * theta
    demands = [item.name for item in strain.definition.demands]
    weight[:, [name in demands for name in parameters]] = -np.inf
    binding = np.argmax(weight, axis=1)
    growing = np.max(weight, axis=1) > 1e-9
    bound = np.where(growing, binding, -1)
    left, masks = left_by(run, strain.definition, place), limits_of(run, strain.definition, place, bound)
    masks |= {
        item.name: growing & (binding == parameters.index(item.name)) for item in strain.definition.varying_capacities
    }
    for index, uptake in enumerate(strain.definition.uptakes):
        here = growing & (binding == index)
        full = theta[:, index] > _SATURATED * maximum[index] * left[:, index]
        masks[uptake.species] = here & ~full
        masks[f"{uptake.species}_uptake"] = here & full
    for demand in strain.definition.demands:
        masks[demand.name] = run.flux(f"shortfall_{demand.name}", place) > _SHORTFALL
    alive = run.biomass(place) > _NO_CELLS * run.volume()
    masks = {name: np.asarray(mask & alive) for name, mask in masks.items()}
    return masks | _of_shared_capacities(run, strain, place)


def _of_shared_capacities(run: Trajectory, strain: Strain, place: int) -> dict[str, Mask]:
    """Capacities over exchanges that are followed (respiration), where they are used up."""
    followed = {item.exchange: item.name for item in strain.definition.species}
    theta = run.own_theta(place)
    masks: dict[str, Mask] = {}
    for capacity in strain.definition.capacities:
        if capacity.maximum > 0.0 and all(reaction in followed for reaction, _ in capacity.terms):
            used = sum(factor * run.flux(followed[reaction], place) for reaction, factor in capacity.terms)
            held = theta[:, strain.parameters.index(capacity.name)] if capacity.varies else capacity.maximum
            masks[capacity.name] = np.asarray(used > _USED_UP * held)
    return masks


def _intervals(name: str, mask: Mask, time: NDArray[np.float64]) -> list[Limit]:
    """Runs of True as intervals; each ends where the next row no longer has the limit."""
    if not mask.any():
        return []
    edges = (np.flatnonzero(mask[1:] != mask[:-1]) + 1).tolist()
    edges = [0] * bool(mask[0]) + edges + [len(mask)] * bool(mask[-1])
    last = len(time) - 1
    return [
        {"limit": name, "from": float(time[start]), "to": float(time[min(stop, last)])}
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]
