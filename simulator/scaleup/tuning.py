"""An oxygen controller that waits for the broth to come round.

A feed at the top and a probe further down are one circulation apart. Tuned for a jar the cascade then acts before it
sees what it did, and a tank may swing with a period of a few circulations, its feed with it where that backs off.
"""

from __future__ import annotations

from ..scenario import DissolvedOxygen

__all__ = ["CIRCULATIONS", "slowed"]

CIRCULATIONS = 4.0
"""Of the broth in the time it takes to mix to 95 % (4 to 5 where it is as high as wide: McManamey 1980)."""
_PER_DELAY = 8.0
"""Least integral time over the delay."""
_SECONDS = 3600.0


def slowed(oxygen: DissolvedOxygen, mixing_time: float, lag: float = 0.0) -> DissolvedOxygen:
    """The controller, no faster than the delay of its vessel allows.

    Skogestad's rule (2003, J. Process Control 13:291, doi:10.1016/S0959-1524(02)00062-8) for a closed loop as slow as
    its delay θ: integral time 8 θ, gain ∝ 1/θ, where the process answers slower than that. So an integral time below
    8 θ is raised to it, and the gain falls in proportion; a tuning that is slow enough stays. θ is one circulation,
    a quarter of the mixing time, and the lag of the probe.

    Parameters
    ----------
    oxygen : DissolvedOxygen
        Tuned for another vessel.
    mixing_time : float
        Of the vessel, to 95 % [s].
    lag : float
        Of the probe [h].

    Returns
    -------
    DissolvedOxygen
        The same object where nothing changes.
    """
    delay = mixing_time / CIRCULATIONS / _SECONDS + lag
    ratio = _PER_DELAY * delay / oxygen.integral_time
    if ratio <= 1.0:
        return oxygen
    return oxygen.model_copy(update={"gain": oxygen.gain / ratio, "integral_time": oxygen.integral_time * ratio})
