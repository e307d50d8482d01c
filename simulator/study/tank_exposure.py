"""What cells of a simulated tank meet late in its feed: local uptake, regimes, lives along the flows of that time."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...kernels.heat import gas_expansion_power
from ..errors import InputError
from ..plant.lifelines import Lifelines, Regimes
from ..plant.network import Network
from ..run import Result
from ..run.remarks import main_substrate
from ..scenario import StrainFile
from .regimes import REGIMES, Exposure, exposures, regimes_of

__all__ = ["TankExposure", "feed_window", "highest_uptake", "local_uptake", "tank_exposure"]

Floats = NDArray[np.float64]

_LAST = 0.25  # of the time from the first feed to the last
_CELLS = 2000
_HOURS = 1.0  # each cell


@dataclass(frozen=True)
class TankExposure:
    """What cells meet.

    Attributes
    ----------
    window : (float, float)
        Clock times between which it was looked at [h].
    uptake : (N,) array
        Specific uptake of the substrate, its mean over the window [mol/kg/h].
    highest : float
        What the strain takes up at most [mol/kg/h].
    zones : (N,) array of int
        Regime of every compartment, by its number in `REGIMES`.
    met : Regimes
        Tallies of the lifelines, by regime.
    rich : (N,) array of int
        1 where cells take up more than on average: what the fed part of a rig stands for; else 0.
    fed : Exposure
        What cells meet of it, every crossing of its border counted.
    turn : float
        Circulation time of a rig that carries as much substrate from its fed part into the other [s].
    cells : Lifelines
        Where they are now.
    flow : (E,) array
        Liquid flows, mean over the window [m³/h].
    volume : float
        Liquid [m³].
    """

    window: tuple[float, float]
    uptake: Floats
    highest: float
    zones: NDArray[np.int64]
    met: Regimes
    rich: NDArray[np.int64]
    fed: Exposure
    turn: float
    cells: Lifelines
    flow: Floats
    volume: float

    @property
    def exposures(self) -> dict[str, Exposure]:
        """Share, duration and frequency of every regime that there is."""
        return dict(zip(REGIMES, exposures(self.met), strict=False))

    @property
    def wanted(self) -> Exposure:
        """What the fed part of a rig is to have: the share of the tank's, and stays by its circulation time.

        The mean stay of the lifelines would be that of cells which cross the border to and fro within seconds; the
        sugar tells how long it takes until they have really left.
        """
        share = float(self.cells.network.fraction @ self.rich)
        return replace(self.fed, share=share, duration=share * self.turn)


def tank_exposure(result: Result, seed: int = 1) -> TankExposure:
    """What cells meet in a run with gradients, over the last quarter of the time it is fed.

    Parameters
    ----------
    result : Result
        Of a tank in compartments.
    seed : int
        Of the lifelines.

    Raises
    ------
    InputError
        The tank is ideally mixed, nothing is fed, or the strain takes nothing of it up.
    """
    parts = result.compartments
    if parts is None:
        raise InputError(
            f"{result.vessel.name} is ideally mixed: nothing there to scale down; give it a 'network', or name a "
            "vessel that has one with --vessel"
        )
    rows = feed_window(result)
    uptake, highest = local_uptake(result, rows), highest_uptake(result)
    zones = regimes_of(uptake, highest)
    flow, volume = _flows(result, parts.network, rows)
    cells = Lifelines(parts.network, _CELLS, seed)
    threads = os.cpu_count() or 1
    met = cells.advance(flow, _HOURS, zones, volume=volume, threads=threads)
    rich = (uptake > parts.network.fraction @ uptake).astype(np.int64)
    if not 0 < rich.sum() < rich.size:
        raise InputError(f"cells take up the same everywhere in {result.vessel.name}: a jar shows what it does")
    fed = exposures(Lifelines(parts.network, _CELLS, seed).advance(flow, _HOURS, rich, volume=volume, threads=threads))[
        1
    ]
    time = result.trajectory.time[rows]
    return TankExposure(
        window=(float(time[0]), float(time[-1])),
        uptake=uptake,
        highest=highest,
        zones=zones,
        met=met,
        rich=rich,
        fed=fed,
        turn=_turn(result, parts.network, rows, rich) or fed.duration / fed.share,
        cells=cells,
        flow=flow,
        volume=volume,
    )


def _turn(result: Result, network: Network, rows: NDArray[np.bool_], rich: NDArray[np.int64]) -> float:
    """Circulation time [s] of two tanks with the mean concentrations of two parts, and the uptake in the poorer one.

    What the poorer part takes up has come from the richer with the liquid: Q (c_rich − c_poor) = uptake; the
    circulation time is V/Q. Zero where nothing is taken up there, or its concentration is not lower.
    """
    substrate = main_substrate(result.scenario)
    there = network.fraction * rich
    here = network.fraction - there
    held = result.local[f"local_{substrate}"][rows]
    taken = -result.local[f"local_q_{substrate}"][rows] * result.local["local_biomass"][rows]
    lower = float((held @ there / there.sum() - held @ here / here.sum()).mean())
    used = float((taken @ here).mean())
    return 3600.0 * lower / used if lower > 0.0 and used > 0.0 else 0.0


def feed_window(result: Result) -> NDArray[np.bool_]:
    """Rows of the last quarter of the time from the first feed of the main substrate to the last."""
    run, substrate = result.trajectory, main_substrate(result.scenario)
    streams = [
        place for place, feed in enumerate(result.scenario.recipe.feeds.values()) if substrate in feed.concentrations
    ]
    rate = np.sum([run.stream_rate(place) for place in streams], axis=0) if streams else np.zeros_like(run.time)
    fed = np.flatnonzero(rate > 0.0)
    if not fed.size:
        raise InputError(
            f"no {substrate} is fed in '{result.scenario.name}': a rig imitates the feed zone of a fed-batch"
        )
    first, last = run.time[fed[0]], run.time[fed[-1]]
    return np.asarray((run.time >= last - _LAST * (last - first)) & (run.time <= last))


def local_uptake(result: Result, rows: NDArray[np.bool_]) -> Floats:
    """Specific uptake of the main substrate in every compartment, mean over some rows [mol/kg/h]."""
    return np.asarray(-result.local[f"local_q_{main_substrate(result.scenario)}"][rows].mean(axis=0))


def highest_uptake(result: Result) -> float:
    """What a cell of any strain takes up of the main substrate at most [mol/kg/h]."""
    substrate = main_substrate(result.scenario)
    found = [_maximum(strain, substrate) for strain in result.scenario.members.values()]
    highest = max(found, default=0.0)
    if not highest > 0.0:
        raise InputError(f"no strain of '{result.scenario.name}' takes up {substrate}, which is fed")
    return highest


def _maximum(strain: StrainFile, substrate: str) -> float:
    if substrate not in strain.uptakes:
        return 0.0
    inertia = strain.inertia if strain.inertia is not None and strain.inertia.active else None
    own = strain.uptakes[substrate].maximum
    return float((own if inertia is None else inertia.maxima.get(substrate, own)).value)


def _flows(result: Result, network: Network, rows: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Liquid flows [m³/h] and liquid [m³], by the mean stirring and aeration of some rows."""
    run = result.trajectory

    def mean(name: str) -> float:
        return float(run.signal(name)[rows].mean())

    volume, velocity, alone = float(run.volume()[rows].mean()), mean("gas_velocity"), mean("power_ungassed")
    speed = 0.0
    if alone > 0.0:
        power = mean("power_gassed") + float(gas_expansion_power(result.scenario.medium.density, velocity)) * volume
        speed = mean("stirrer_speed") * (power / alone) ** (1.0 / 3.0)
    return network.liquid_flow(3600.0 * speed, velocity, volume), volume
