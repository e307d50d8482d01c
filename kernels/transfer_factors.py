"""What a broth makes of a kLa that was measured in water: viscosity, antifoam, and what is left."""

from __future__ import annotations

from .jit import inlined
from .transfer import temperature_factor

__all__ = ["ANTIFOAM", "VISCOSITY_EXPONENT", "broth_factor", "viscosity_factor"]

VISCOSITY_EXPONENT = -0.67
"""Of the apparent viscosity; -0.38 to -0.86 in the literature."""

ANTIFOAM = 0.5
"""kLa over its value without antifoam: silicone and polypropylene glycol take 30-70 % at first; recalled."""


@inlined
def viscosity_factor(viscosity: float, water_viscosity: float, exponent: float) -> float:
    """KLa in a thick broth over that in water.

    Parameters
    ----------
    viscosity : float
        Apparent viscosity of the broth [Pa s], valid to about 0.2; below that of water counts as water.
    water_viscosity : float
        Of water at the same temperature [Pa s].
    exponent : float
        -0.67 (Garcia-Ochoa & Gomez), between -0.38 and -0.86.

    Returns
    -------
    float
        Factor [-], 0-1.

    Notes
    -----
    Confidence: recalled; uncertainty 40 %.

    References
    ----------
    Garcia-Ochoa & Gomez (2009) Biotechnol. Adv. 27:153, doi:10.1016/j.biotechadv.2008.10.006; Goldrick et al. (2015) J.
    Biotechnol. 193:70, doi:10.1016/j.jbiotec.2014.10.029 (-0.38, P. chrysogenum, 100 m³).
    """
    factor: float = max(viscosity / water_viscosity, 1.0) ** exponent
    return factor


@inlined
def broth_factor(temperature: float, viscosity: float, water_viscosity: float, antifoam: float, broth: float) -> float:
    """KLa in a broth over that in water at 20 °C.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 278-318 K.
    viscosity, water_viscosity : float
        Of broth and water [Pa s].
    antifoam : float
        Factor of antifoam [-], 0.3-1; `ANTIFOAM` where it is in use and nothing is known.
    broth : float
        Factor of everything else [-], 0.5-1.5: salts and alcohols keep bubbles small, cells and fats do not.

    Returns
    -------
    float
        Factor [-].

    Notes
    -----
    A product: that the effects are independent is assumed. Confidence: recalled; uncertainty 50 %.

    References
    ----------
    As in `transfer.temperature_factor` and `viscosity_factor`.
    """
    return (
        temperature_factor(temperature)
        * viscosity_factor(viscosity, water_viscosity, VISCOSITY_EXPONENT)
        * antifoam
        * broth
    )
