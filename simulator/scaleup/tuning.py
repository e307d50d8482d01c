"""An oxygen controller that waits until its probe can see what it did.

What a feed at the top does spreads to a probe further down as slowly as the broth mixes. Tuned for a jar the cascade
acts again before, and a tank may swing with a period of a few minutes, its feed with it where that backs off.
"""

from __future__ import annotations

from ..scenario import DissolvedOxygen

__all__ = ["LAGS", "slowed"]

LAGS = 4.0
"""Slowest time constants of mixing in the mixing time to 95 %: ln 40 = 3.7 for a pulse that spreads from one end (the
first mode of diffusion, 2 exp(−t/τ) = 0.05), 4 to 5 circulations in a single loop (McManamey 1980). Not to be mistaken
for `OperatingPoint.circulation_time`, which is that of one impeller's loop."""
_PER_DELAY = 8.0
"""Least integral time over the delay."""
_SECONDS = 3600.0


def slowed(oxygen: DissolvedOxygen, mixing_time: float, lag: float = 0.0) -> DissolvedOxygen:
    """The controller, no faster than the delay of its vessel allows.

    Skogestad's rule (2003, J. Process Control 13:291, doi:10.1016/S0959-1524(02)00062-8) for a closed loop as slow as
    its delay θ: integral time 8 θ, gain ∝ 1/θ, where the process answers slower than that. So an integral time below
    8 θ is raised to it, and the gain falls in proportion; a tuning that is slow enough stays. θ is the slowest
    time constant of mixing, a quarter of the mixing time, and the lag of the probe.

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
    delay = mixing_time / LAGS / _SECONDS + lag
    ratio = _PER_DELAY * delay / oxygen.integral_time
    if ratio <= 1.0:
        return oxygen
    return oxygen.model_copy(update={"gain": oxygen.gain / ratio, "integral_time": oxygen.integral_time * ratio})
