"""A tank as ideally mixed compartments: how they share its liquid, and what flows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, nearest

__all__ = ["HEADSPACE", "SPARGER", "Network"]

SPARGER = -1
"""As the source of a gas flow: the gas comes from outside."""
HEADSPACE = -1
"""As the target of a gas flow: the gas leaves the broth."""

_LARGEST_LIFT = 2000  # compartments: N × E numbers of 8 bytes stay below 200 MB

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Network:
    """Ideally mixed compartments of one tank, N of them, joined by E liquid and G gas flows.

    The share of every compartment stays the same while the broth's volume changes, and every flow grows with the
    volume. `networks.assembly.finish` makes and checks one.

    Attributes
    ----------
    name : str
        For messages.
    places : tuple of str, N
        Names of the compartments.
    fraction : (N,) array
        Share of the liquid [-]; sums to 1.
    height : (N,) array
        Middle of the compartment above the bottom, over the height of the liquid [-].
    source, target : (E,) arrays
        Liquid flows, sorted by source, then target; a pair occurs at most once.
    per_speed : (E,) array
        Liquid flow per driving speed of the stirrer [m³], of a liquid of `volume`.
    per_gas : (E,) array
        Liquid flow at the gas velocity `gas_velocity` [m³/h], growing with its power `gas_exponent`.
    fixed : (E,) array
        Liquid flow whatever happens [m³/h]. Each of the three conserves the volume of every compartment by itself.
    gas_source, gas_target, gas_share : (G,) arrays
        Share of the gas that leaves `gas_source` for `gas_target`; the sparger is the source −1, the headspace the
        target −1. The shares of a source sum to 1; a compartment without gas is in neither.
    volume : float
        Liquid that the flows are given for [m³].
    gas_velocity : float
        Superficial gas velocity that `per_gas` is given for [m/s].
    gas_exponent : float
        See `per_gas`.
    points : mapping of str to int
        Further names of compartments: ``top``, ``bottom``, ``impeller-1``.
    feed, probe, outlet : int
        Where feeds, sensors and the outlet are unless told otherwise.
    boxes : (N, 4) array or None
        Inner and outer radius over that of the tank, lower and upper end over the height of the liquid; for drawing.
    """

    name: str
    places: tuple[str, ...]
    fraction: Floats
    height: Floats
    source: Places
    target: Places
    per_speed: Floats
    per_gas: Floats
    fixed: Floats
    gas_source: Places
    gas_target: Places
    gas_share: Floats
    volume: float
    gas_velocity: float = 1.0
    gas_exponent: float = 1.0 / 3.0
    points: Mapping[str, int]
    feed: int = 0
    probe: int = 0
    outlet: int = 0
    boxes: Floats | None = None

    @property
    def size(self) -> int:
        """Number of compartments."""
        return len(self.places)

    def liquid_flow(self, speed: float, gas_velocity: float = 0.0, volume: float | None = None) -> Floats:
        """Liquid flows between the compartments.

        Parameters
        ----------
        speed : float
            Driving speed of the stirrer [1/h]: `kernels.driving.driving_speed`, without gas the stirrer's own.
        gas_velocity : float
            Superficial gas velocity [m/s].
        volume : float, optional
            Liquid [m³]; by default the network's own.

        Returns
        -------
        (E,) array
            Flows [m³/h].
        """
        ratio = 1.0 if volume is None else volume / self.volume
        by_gas = (max(gas_velocity, 0.0) / self.gas_velocity) ** self.gas_exponent
        flow: Floats = (self.per_speed * speed + self.per_gas * by_gas + self.fixed) * ratio
        return flow

    def index(self, place: str, asked: str = "") -> int:
        """Number of a compartment, by its name or one of `points`.

        Raises
        ------
        InputError
            There is none; `asked` (``"recipe.feeds.sugar.at: "``) goes in front.
        """
        if place in self.points:
            return self.points[place]
        if place in self.places:
            return self.places.index(place)
        hint = nearest(place, self.points)
        raise InputError(f"{asked}'{place}' is no place of network '{self.name}'{hint}")

    def lift_from(self, compartments: Sequence[int]) -> Floats:
        """Flows that keep every share constant while liquid is poured in.

        Parameters
        ----------
        compartments : sequence of int
            Where it is poured, one at a time.

        Returns
        -------
        (len(compartments), E) array
            Extra flow on every edge per flow poured in [-], the least in sum of squares; negative values go from
            target to source. For liquid that is drawn, its negative.
        """
        from .networks.potential import Spreading

        wanted = np.repeat(self.fraction[:, None], len(compartments), axis=1)
        wanted[np.asarray(compartments, dtype=np.int64), np.arange(len(compartments))] -= 1.0
        return Spreading(self.size, self.source, self.target).flows(wanted).T

    @property
    def lift(self) -> Floats:
        """All of `lift_from`, an (N, E) array.

        Raises
        ------
        InputError
            It would not fit into memory.
        """
        if self.size > _LARGEST_LIFT:
            message = f"network '{self.name}' has {self.size} compartments: ask 'lift_from' for those that are fed"
            raise InputError(message)
        return self.lift_from(range(self.size))

    def renumbered(self, order: Sequence[int]) -> Network:
        """The same network with its compartments in another order (old numbers in their new sequence)."""
        from .networks.numbering import renumber

        return renumber(self, np.asarray(order, dtype=np.int64))
