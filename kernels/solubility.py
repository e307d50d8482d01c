"""How much gas water holds: saturation of oxygen, Henry constants, vapour pressure of water.

Temperatures in K, pressures in bar (absolute), Henry constants in mol/m³/bar. All values are for pure water;
salts and sugars lower them by 5-15 % in usual media.
"""

from __future__ import annotations

import math

from .jit import inlined

__all__ = [
    "ATMOSPHERE",
    "OXYGEN_IN_AIR",
    "OXYGEN_MOLAR_MASS",
    "REFERENCE_TEMPERATURE",
    "carbon_dioxide_henry",
    "henry",
    "nitrogen_henry",
    "oxygen_henry",
    "oxygen_saturation",
    "water_vapour_pressure",
]

ATMOSPHERE = 1.01325  # bar
OXYGEN_IN_AIR = 0.20946  # mole fraction in dry air
OXYGEN_MOLAR_MASS = 31.9988  # g/mol
REFERENCE_TEMPERATURE = 298.15  # K, at which Henry constants are tabulated
_NITROGEN_CONSTANT = 0.64  # mol/m³/bar at 298.15 K
_NITROGEN_ENTHALPY = 1300.0  # K


@inlined
def water_vapour_pressure(temperature: float) -> float:
    """Vapour pressure of water at saturation.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273.16-647 K.

    Returns
    -------
    float
        Vapour pressure [bar]; 0.0628 bar at 37 °C.

    Notes
    -----
    Confidence: checked (steam tables); uncertainty 0.05 %.

    References
    ----------
    Wagner & Pruß (1993) J. Phys. Chem. Ref. Data 22:783, doi:10.1063/1.555926 (IAPWS saturation line).
    """
    tau = 1.0 - temperature / 647.096
    root = math.sqrt(max(tau, 0.0))  # above the critical point there is no such pressure
    cubed = tau * tau * tau
    series = (
        -7.85951783 * tau
        + 1.84408259 * tau * root
        - 11.7866497 * cubed
        + 22.6807411 * cubed * root
        - 15.9618719 * cubed * tau
        + 1.80122502 * cubed * cubed * tau * root
    )
    return 220.64 * math.exp(series * 647.096 / temperature)


@inlined
def oxygen_saturation(temperature: float) -> float:
    """Dissolved oxygen in pure water under moist air at 1 atm.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273.15-313.15 K (0-40 °C).

    Returns
    -------
    float
        Saturation concentration [mg/L].

    Notes
    -----
    Confidence: checked (published table); uncertainty 0.2 %. Above 40 °C an extrapolation.

    References
    ----------
    Benson & Krause (1984) Limnol. Oceanogr. 29:620, doi:10.4319/lo.1984.29.3.0620.
    """
    inverse = 1.0 / temperature
    return math.exp(
        -139.34411 + inverse * (1.575701e5 + inverse * (-6.642308e7 + inverse * (1.243800e10 - inverse * 8.621949e11)))
    )


@inlined
def oxygen_henry(temperature: float) -> float:
    """Henry constant of oxygen in pure water, from the saturation table of Benson & Krause.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273.15-313.15 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 1.256 at 25 °C, 1.056 at 37 °C.

    Notes
    -----
    The table is for moist air at 1 atm, so the partial pressure behind it is 0.20946 (1 atm - p_w).
    Confidence: checked; 2 % below the rounded 0.0013 mol/kg/bar of the NIST WebBook at 25 °C.

    References
    ----------
    Benson & Krause (1984) Limnol. Oceanogr. 29:620, doi:10.4319/lo.1984.29.3.0620.
    """
    partial_pressure = (ATMOSPHERE - water_vapour_pressure(temperature)) * OXYGEN_IN_AIR
    return oxygen_saturation(temperature) / OXYGEN_MOLAR_MASS / partial_pressure


@inlined
def henry(constant: float, enthalpy_kelvin: float, temperature: float) -> float:
    """Henry constant at another temperature (van 't Hoff).

    Parameters
    ----------
    constant : float
        Henry constant at 298.15 K, concentration per pressure, in any unit.
    enthalpy_kelvin : float
        -ΔH_solution/R [K], positive for gases that dissolve less in the heat.
    temperature : float
        Temperature [K], valid about 273-333 K.

    Returns
    -------
    float
        Henry constant at `temperature`, in the unit of `constant`.

    Notes
    -----
    A table in mol/kg/bar becomes mol/m³/bar by the density of water (997 kg/m³ at 25 °C).
    Confidence: checked.

    References
    ----------
    Sander (2015) Atmos. Chem. Phys. 15:4399, doi:10.5194/acp-15-4399-2015.
    """
    return constant * math.exp(enthalpy_kelvin * (1.0 / temperature - 1.0 / REFERENCE_TEMPERATURE))


@inlined
def carbon_dioxide_henry(temperature: float) -> float:
    """Henry constant of carbon dioxide in pure water, as CO2(aq) + H2CO3.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-313 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar] (volumetric, so the density of water is inside);
        33.5 at 25 °C, 25.0 at 37 °C.

    Notes
    -----
    Confidence: checked; uncertainty 1 %. Sander (2015) has 33 mol/m³/bar and 2400 K, NIST 0.035 mol/kg/bar.

    References
    ----------
    Weiss (1974) Mar. Chem. 2:203, doi:10.1016/0304-4203(74)90015-2 (moles per litre, salinity 0).
    """
    hundreds = 0.01 * temperature
    per_atmosphere = math.exp(-58.0931 + 90.5069 / hundreds + 22.2940 * math.log(hundreds))  # mol/L/atm
    return 1000.0 * per_atmosphere / ATMOSPHERE


@inlined
def nitrogen_henry(temperature: float) -> float:
    """Henry constant of nitrogen in pure water.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid about 273-333 K.

    Returns
    -------
    float
        Concentration per partial pressure [mol/m³/bar]; 0.64 at 25 °C.

    Notes
    -----
    Confidence: checked; uncertainty 3 %.

    References
    ----------
    Sander (2015) Atmos. Chem. Phys. 15:4399, doi:10.5194/acp-15-4399-2015.
    """
    return henry(_NITROGEN_CONSTANT, _NITROGEN_ENTHALPY, temperature)
