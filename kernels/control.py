"""The split-range cascade that holds dissolved oxygen."""

from __future__ import annotations

from .jit import inlined

__all__ = ["cascade_output", "cascade_slope", "stage"]

_TRACKING = 0.1  # anti-windup tracking time over integral time (Åström & Hägglund 1995 advise 0.1 … 1)


@inlined
def cascade_output(integral: float, gain: float, set_point: float, dot: float, stages: float) -> float:
    """Output of the oxygen cascade, 0 (all low) … its number of stages (all high); DO in % of calibration."""
    raw = integral + gain * (set_point - dot) / 100.0
    return min(max(raw, 0.0), stages)


@inlined
def cascade_slope(integral: float, gain: float, time: float, set_point: float, dot: float, stages: float) -> float:
    """Time derivative [1/h] of the cascade's integral, with back-calculation against wind-up.

    PI with tracking: dI/dt = K e/T_i + (u_saturated − u)/T_t (Åström & Hägglund 1995, PID Controllers, §3.5).
    """
    error = (set_point - dot) / 100.0
    raw = integral + gain * error
    saturated = min(max(raw, 0.0), stages)
    return gain * error / time + (saturated - raw) / (_TRACKING * time)


@inlined
def stage(output: float, number: int, low: float, high: float) -> float:
    """Actuator value of a cascade stage, counted from 0: `low` before its turn, `high` after it, linear in it."""
    share = min(max(output - number, 0.0), 1.0)
    return low + share * (high - low)
