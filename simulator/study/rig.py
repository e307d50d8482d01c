"""Settings of a two-tank rig whose cells meet one regime as long and as often as those of a large tank do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..plant.lifelines import Lifelines
from ..plant.network import Network
from ..plant.networks import tank_and_plug, two_tanks
from .regimes import Exposure, distance, exposures

__all__ = ["RIGS", "Rig", "rig_for"]

RIGS = ("two-compartment", "str-pfr")

_CELLS = 2000
_ROUNDS = 200  # of the rig, each cell
_VOLUME = 0.01  # m³; shares and times do not depend on it
_TANKS = 20


@dataclass(frozen=True, slots=True)
class Rig:
    """A scale-down rig.

    Attributes
    ----------
    kind : str
        One of `RIGS`.
    share : float
        Of the liquid in the second tank or the plug-flow reactor [-].
    residence_time : float
        Mean stay there [s].
    circulation_time : float
        All liquid over the flow between both [s].
    meets : Exposure
        What the rig's cells meet there, simulated.
    misfit : float
        Largest difference of the distributions of stays there, tank against rig [-].
    """

    kind: str
    share: float
    residence_time: float
    circulation_time: float
    meets: Exposure
    misfit: float


def rig_for(wanted: Exposure, kind: str = "two-compartment", seed: int = 1) -> Rig:
    """Settings that reproduce how long, and how often, cells are in a regime.

    Parameters
    ----------
    wanted : Exposure
        Of the regime that the second tank or the plug-flow reactor is to have.
    kind : str
        One of `RIGS`: stays in a second tank scatter as an exponential distribution, in a plug-flow reactor hardly.
    seed : int
        Of the lifelines that simulate the rig.

    Returns
    -------
    Rig

    Raises
    ------
    InputError
        Cells are never, or always, in that regime, or there is no such rig.

    Notes
    -----
    Both rigs have the shares of time and the mean stay exactly: the share of the liquid is that of the time, the
    residence time the mean stay. What a rig cannot have, the scatter of the stays, is the misfit.
    """
    if kind not in RIGS:
        raise InputError(f"there is no rig '{kind}'; valid are {', '.join(RIGS)}")
    if not 0.0 < wanted.share < 1.0 or not wanted.duration > 0.0:
        raise InputError("cells are never, or always, in that regime: no rig of two parts has it")
    network = _network(kind, wanted.share, wanted.duration / 3600.0)
    second = np.array([int(place != network.probe) for place in range(network.size)])
    turn = wanted.duration / wanted.share
    cells = Lifelines(network, _CELLS, seed)
    met = exposures(cells.advance(network.fixed, _ROUNDS * turn / 3600.0, second))[1]
    return Rig(kind, wanted.share, wanted.duration, turn, met, distance(wanted, met))


def _network(kind: str, share: float, stay: float) -> Network:
    if kind == "str-pfr":
        return tank_and_plug(_VOLUME, share, stay, _TANKS)
    return two_tanks(_VOLUME, share, stay / share)
