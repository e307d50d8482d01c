"""Water that leaves with the gas."""

from __future__ import annotations

from .jit import inlined
from .solubility import water_vapour_pressure

__all__ = ["moisture", "water_in_gas", "water_lost"]


@inlined
def moisture(dry_flow: float, vapour: float, pressure: float) -> float:
    """Water [mol] with a flow of dry gas [mol per the same time], its partial pressure given [bar]."""
    return dry_flow * vapour / (pressure - vapour)


@inlined
def water_in_gas(dry_flow: float, temperature: float, pressure: float, humidity: float) -> float:
    """Water vapour that a stream of gas carries.

    Parameters
    ----------
    dry_flow : float
        Dry gas [mol per unit of time].
    temperature : float
        Temperature [K].
    pressure : float
        Pressure [bar absolute], above the vapour pressure.
    humidity : float
        Relative humidity [-], 0-1; 1 for gas that left a broth.

    Returns
    -------
    float
        Water [mol per the same unit of time]; 0.066 mol/mol at 37 °C and 1 atm, saturated.

    Notes
    -----
    Confidence: definition (ideal gas, Raoult with water activity 1; broths have 0.99).
    """
    vapour = humidity * water_vapour_pressure(temperature)
    return moisture(dry_flow, vapour, pressure)


@inlined
def water_lost(dry_flow: float, temperature: float, pressure: float, inlet_dew_point: float, condenser: float) -> float:
    """Water that aeration takes from a vessel for good.

    Parameters
    ----------
    dry_flow : float
        Dry gas, in and out alike [mol per unit of time].
    temperature, pressure : float
        Of the off-gas where it leaves the broth [K], [bar absolute].
    inlet_dew_point : float
        Dew point of the inlet gas at `pressure` [K].
    condenser : float
        Temperature of the off-gas behind the condenser [K]; `temperature` where there is none.

    Returns
    -------
    float
        Water [mol per the same unit of time]; 1 vvm of dry air at 37 °C takes 3.2 kg/m³/h, a condenser at 5 °C leaves
        0.4; negative where the inlet gas is the wetter.

    Notes
    -----
    Confidence: definition.
    """
    out = water_in_gas(dry_flow, min(condenser, temperature), pressure, 1.0)
    return out - water_in_gas(dry_flow, inlet_dew_point, pressure, 1.0)
