"""What cells feel of the turbulence. SI."""

from __future__ import annotations

import math

from .jit import inlined

__all__ = ["circulation_function", "kolmogorov_length", "local_dissipation"]


@inlined
def kolmogorov_length(kinematic_viscosity: float, dissipation: float) -> float:
    """Size of the smallest eddies, (ν³/ε)^0.25.

    Parameters
    ----------
    kinematic_viscosity : float
        Kinematic viscosity [m²/s].
    dissipation : float
        Power per mass of liquid [W/kg], > 0: the mean, or the local maximum, which is 20-70 times the mean
        at a Rushton impeller.

    Returns
    -------
    float
        Kolmogorov length [m].

    Notes
    -----
    Confidence: definition.
    """
    length: float = (kinematic_viscosity**3 / dissipation) ** 0.25
    return length


@inlined
def local_dissipation(power_number: float, stirrer_speed: float, impeller_diameter: float, share: float) -> float:
    """Highest dissipation, near the blades, φ Np N³ D².

    Parameters
    ----------
    power_number : float
        Power number of the impeller, gassed if gas flows [-].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter : float
        Impeller diameter [m].
    share : float
        φ [-]: 1 is the whole power dissipated in a cube of the impeller's diameter; 0.5-1.5 in use.

    Returns
    -------
    float
        Power per mass of liquid [W/kg].

    Notes
    -----
    With φ = 1, D/T 1/3 and H = T it is 21 times the mean. Animal cells in suspension bear 10-100 W/kg (recalled).
    Confidence: recalled; uncertainty a factor of 3 (measured by light: twice this;
    one author has ten times).

    References
    ----------
    Croughan, Hamel & Wang (1987) Biotechnol. Bioeng. 29:130, doi:10.1002/bit.260290117; Chisti (2001) Crit. Rev.
    Biotechnol. 21:67.
    """
    return share * power_number * max(stirrer_speed, 0.0) ** 3 * impeller_diameter * impeller_diameter


@inlined
def circulation_function(
    power: float,
    stirrer_speed: float,
    impeller_diameter: float,
    blade_height: float,
    flow_number: float,
    liquid_volume: float,
) -> float:
    """Energy dissipation circulation function (EDCF), which breaks hyphae: P/(k D³)/tc.

    Parameters
    ----------
    power : float
        Power of one impeller to the liquid [W].
    stirrer_speed : float
        Stirrer speed [1/s].
    impeller_diameter, blade_height : float
        Diameter, and projected height of the blades [m]: the power is taken to be dissipated in the volume they sweep,
        k D³ = π/4 D² W.
    flow_number : float
        Pumping flow number [-].
    liquid_volume : float
        Liquid volume, of one stage where there are several impellers [m³].

    Returns
    -------
    float
        EDCF [W/m³/s]; hyphae of P. chrysogenum are shorter the higher it is, at every scale, without a threshold.

    Notes
    -----
    1/tc = Fl N D³/V. Confidence: recalled (the factor k differs between impellers and papers); uncertainty 30 %.

    References
    ----------
    Justen, Paul, Nienow & Thomas (1996) Biotechnol. Bioeng. 52:672,
    doi:10.1002/(SICI)1097-0290(19961220)52:6<672::AID-BIT5>3.0.CO;2-L.
    """
    swept = 0.25 * math.pi * impeller_diameter * impeller_diameter * blade_height
    passages = flow_number * max(stirrer_speed, 0.0) * impeller_diameter**3 / liquid_volume
    return power / swept * passages
