"""Two loops of circulating liquid at every impeller, and the exchange between the stages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....kernels.driving import circulation_number
from ..network import Network
from .assembly import Liquid, finish
from .check import refuse_size
from .loop_geometry import Loop, Stack, Stage, stages_of
from .rising import rising_gas

__all__ = ["CUI", "TANKS_PER_LOOP", "VRABEL", "Constants", "impeller_loops"]

TANKS_PER_LOOP = 5
"""Ideal tanks in series that disperse as a loop does (Vrábel et al. 1999)."""


@dataclass(frozen=True, slots=True)
class Constants:
    """What the flows of impeller loops are computed with.

    Attributes
    ----------
    exchange_number : float
        Flow each way between neighbouring stages over N D³ [-]: 0.2 (Cui et al. 1996).
    by_distance : bool
        Whether that is of stages as high as wide, and the exchange goes with T over the impellers' distance, as
        turbulent exchange over a boundary does.
    entrained : bool
        Whether the liquid that the impeller's jet drags along circulates too (`kernels.driving.circulation_number`).
    """

    exchange_number: float = 0.2
    by_distance: bool = True
    entrained: bool = True


VRABEL = Constants()
"""Loops of Vrábel et al. (1999); the exchange by distance is our assumption."""
CUI = Constants(by_distance=False, entrained=False)
"""What an impeller pumps, and the same exchange at any distance (Cui et al. 1996)."""


def impeller_loops(
    stack: Stack, per_loop: int = TANKS_PER_LOOP, constants: Constants = VRABEL, name: str = "impeller-loops"
) -> Network:
    """Compartments of a stirred tank: at every impeller one in its plane and a loop above and below.

    Parameters
    ----------
    stack : Stack
        Impellers, tank and liquid.
    per_loop : int
        Compartments of one loop. More of them refine it: back-mixing keeps its dispersion what
        `TANKS_PER_LOOP` ideal tanks have. Fewer disperse more.
    constants : Constants
        Of the flows.
    name : str
        For messages.

    Returns
    -------
    Network
        n (2 `per_loop` + 1) compartments; flows are proportional to the driving speed.

    Raises
    ------
    InputError
        There are too many compartments.

    Notes
    -----
    A loop carries ½ Fl_c N D³, stages exchange K_E (T/S) N D³ each way, with S the distance of their impellers. All
    constants are from their sources, none was fitted to a mixing time: `docs/mixing.md` compares.

    References
    ----------
    Vrábel, van der Lans, Cui & Luyben (1999) Chem. Eng. Res. Des. 77:291-302; Cui, van der Lans, Noorman & Luyben
    (1996) Chem. Eng. Res. Des. 74:261-271; both recalled.
    """
    refuse_size(len(stack.planes) * (2 * per_loop + 1), name)
    stages = stages_of(stack)
    parts = _Parts(per_loop)
    liquid = Liquid()
    cube = stack.impeller_diameter**3
    number = stack.flow_number
    if constants.entrained:
        number = circulation_number(number, stack.impeller_diameter / stack.diameter)
    layout = [parts.add(stage, rank) for rank, stage in enumerate(stages, 1)]
    for impeller, below, above in layout:
        for ring in (below, above):
            _circulate(liquid, parts, impeller, ring, 0.5 * number * cube)
    for stage, (lower, upper) in enumerate(pairwise(layout)):
        factor = stack.diameter / stack.spacing(stage) if constants.by_distance else 1.0
        _exchange(liquid, parts, lower[2], upper[1], constants.exchange_number * factor * cube)
    boxes = np.array(parts.boxes)
    boxes[:, 2:] /= stack.height
    volumes = (boxes[:, 1] ** 2 - boxes[:, 0] ** 2) * (boxes[:, 3] - boxes[:, 2]) * stack.area * stack.height
    return finish(
        name,
        parts.names,
        volumes,
        boxes[:, 2:].mean(axis=1),
        liquid,
        rising_gas(boxes),
        _points(boxes, [impeller for impeller, _, _ in layout]),
        boxes=boxes,
        **_defaults(boxes),
    )


_Ring = list[int]


class _Parts:
    """Names and boxes of the compartments while stages are added."""

    def __init__(self, per_loop: int) -> None:
        self.per_loop = per_loop
        self.names: list[str] = []
        self.boxes: list[NDArray[np.float64]] = []
        self._next = count()

    def add(self, stage: Stage, rank: int) -> tuple[int, _Ring, _Ring]:
        """Compartments of one stage: the impeller's, and those of both loops in the direction of flow."""
        impeller = self._put(f"stage-{rank}-impeller", np.array([0.0, 1.0, stage.low, stage.high]))
        return impeller, self._loop(stage.below, f"stage-{rank}-lower"), self._loop(stage.above, f"stage-{rank}-upper")

    def _loop(self, loop: Loop, name: str) -> _Ring:
        wall = (self.per_loop + 1) // 2
        ring = []
        for place, box in enumerate(loop.boxes(self.per_loop)):
            # numbered away from the impeller on both sides
            side, at = ("wall", place + 1) if place < wall else ("shaft", self.per_loop - place)
            ring.append(self._put(f"{name}-{side}-{at}", box))
        return ring

    def _put(self, name: str, box: NDArray[np.float64]) -> int:
        self.names.append(name)
        self.boxes.append(box)
        return next(self._next)

    def volume(self, place: int) -> float:
        """Volume over that of a slab of the tank 1 m high [-]."""
        inner, outer, low, high = self.boxes[place]
        return float((outer**2 - inner**2) * (high - low))


def _circulate(liquid: Liquid, parts: _Parts, impeller: int, ring: _Ring, flow: float) -> None:
    """One loop, with the back-mixing that finer compartments need to disperse as `TANKS_PER_LOOP` do.

    Ideal tanks of volume v in series with a flow Q have the dispersion of Q/2 exchanged each way over a length v; so
    neighbours at a distance l exchange ½ Q (v/l − 1) besides.
    """
    own = sum(parts.volume(place) for place in ring) / TANKS_PER_LOOP
    path = [impeller, *ring, impeller]
    liquid.path(path, per_speed=flow)
    for one, other in pairwise(path):
        distance = 0.5 * (parts.volume(one) + parts.volume(other))
        liquid.exchange(one, other, per_speed=max(0.5 * flow * (own / distance - 1.0), 0.0))


def _exchange(liquid: Liquid, parts: _Parts, lower: _Ring, upper: _Ring, flow: float) -> None:
    """Exchange between two stages, over the area where their outermost compartments touch."""
    wall = (parts.per_loop + 1) // 2
    for place in (wall - 1, wall)[: min(parts.per_loop, 2)]:
        one, other = lower[place], upper[place]
        inner, outer = parts.boxes[one][:2]
        liquid.exchange(one, other, per_speed=flow * float(outer**2 - inner**2))


def _points(boxes: NDArray[np.float64], impellers: list[int]) -> dict[str, int]:
    """Names of places that every such tank has."""
    middle = int(np.argmin(np.abs(boxes[:, 2:].mean(axis=1) - 0.5) + (boxes[:, 1] < 1.0)))
    named = {f"impeller-{rank}": place for rank, place in enumerate(impellers, 1)}
    return {"top": _outermost(boxes, top=True), "middle": middle, "bottom": _outermost(boxes, top=False), **named}


def _outermost(boxes: NDArray[np.float64], top: bool) -> int:
    """The compartment at the wall that touches the surface, or the bottom."""
    wall = boxes[:, 1] >= 1.0
    return int(np.argmax(np.where(wall, boxes[:, 3], -1.0)) if top else np.argmin(np.where(wall, boxes[:, 2], 2.0)))


def _defaults(boxes: NDArray[np.float64]) -> dict[str, Any]:
    """Feed onto the surface, probe in the wall a fifth up, outlet at the bottom."""
    centre = boxes[:, 2:].mean(axis=1)
    probe = int(np.argmin(np.abs(centre - 0.2) + (boxes[:, 1] < 1.0)))
    return {"feed": _outermost(boxes, top=True), "probe": probe, "outlet": _outermost(boxes, top=False)}
