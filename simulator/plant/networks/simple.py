"""Networks of one tank, of two, and of a tank with a plug-flow reactor: the rigs of scale-down."""

from __future__ import annotations

from ..network import HEADSPACE, SPARGER, Network
from .assembly import Gas, Liquid, finish
from .check import refuse_size

__all__ = ["ideal", "tank_and_plug", "two_tanks"]


def ideal(volume: float, name: str = "ideal") -> Network:
    """One compartment of `volume` [m³]: what a well-mixed run is."""
    gas = Gas()
    gas.path([SPARGER, 0, HEADSPACE])
    return finish(name, ["tank"], [volume], [0.5], Liquid(), gas, {"top": 0, "middle": 0, "bottom": 0})


def two_tanks(
    volume: float, share: float, circulation_time: float, aerated: bool = False, name: str = "two-compartment"
) -> Network:
    """Two ideal tanks with liquid going round.

    Parameters
    ----------
    volume : float
        Of both [m³].
    share : float
        Of the second tank [-].
    circulation_time : float
        Volume of both over the flow between them [h].
    aerated : bool
        Whether gas passes the second tank too; then both get it by their volume.
    name : str
        For messages.

    Returns
    -------
    Network
        `first` with probe and outlet, `second` with the feed.
    """
    liquid, gas = Liquid(), Gas()
    liquid.exchange(0, 1, fixed=volume / circulation_time)
    _sparge(gas, [0, 1] if aerated else [0], [1.0 - share, share])
    parts = [volume * (1.0 - share), volume * share]
    points = {"top": 0, "middle": 0, "bottom": 0}
    return finish(name, ["first", "second"], parts, [0.5, 0.5], liquid, gas, points, feed=1)


def tank_and_plug(
    volume: float, share: float, residence_time: float, tanks: int = 20, aerated: bool = False, name: str = "str-pfr"
) -> Network:
    """An ideal tank with a plug-flow reactor in a loop beside it.

    Parameters
    ----------
    volume : float
        Of both [m³].
    share : float
        Of the plug-flow reactor [-], 5-10 % in published rigs.
    residence_time : float
        Of the liquid in the plug-flow reactor [h].
    tanks : int
        Ideal tanks in series that stand for it; 20 disperse as a Bodenstein number of 40 does (open vessel, Bo/2
        tanks), less than static mixers.
    aerated : bool
        Whether gas passes the plug-flow reactor too.
    name : str
        For messages.

    Returns
    -------
    Network
        `tank` with probe and outlet, `plug-1` with the feed, up to `plug-…`.

    References
    ----------
    George, Larsson & Enfors (1993) Bioprocess Eng. 9:249-257 (the rig).
    """
    refuse_size(tanks + 1, name)
    liquid, gas = Liquid(), Gas()
    liquid.path([0, *range(1, tanks + 1), 0], fixed=volume * share / residence_time)
    if aerated:
        gas.flow(SPARGER, 0, 1.0 - share)
        gas.flow(SPARGER, 1, share)
        gas.path([*range(1, tanks + 1), HEADSPACE])
        gas.flow(0, HEADSPACE)
    else:
        _sparge(gas, [0], [1.0])
    names = ["tank", *(f"plug-{number}" for number in range(1, tanks + 1))]
    parts = [volume * (1.0 - share), *([volume * share / tanks] * tanks)]
    points = {"top": 0, "middle": 0, "bottom": 0, "inlet": 1, "end": tanks}
    return finish(name, names, parts, [0.5] * (tanks + 1), liquid, gas, points, feed=1)


def _sparge(gas: Gas, places: list[int], shares: list[float]) -> None:
    """Let gas from the sparger pass through each of the places on its own."""
    for place in places:
        gas.flow(SPARGER, place, shares[place])
        gas.flow(place, HEADSPACE)
