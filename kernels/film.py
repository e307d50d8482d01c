"""Heat from the broth to the wall: jacket and coil of a stirred tank, wall of a bubble column. SI."""

from __future__ import annotations

from .gas import GRAVITY
from .heat import film_coefficient
from .jit import inlined

__all__ = ["film_coil_chilton", "film_column_deckwer", "film_column_hart", "film_jacket_chilton", "film_jacket_rushton"]


@inlined
def _stirred(
    factor: float, exponent: float, reynolds: float, prandtl: float, conductivity: float, width: float, ratio: float
) -> float:
    corrected: float = film_coefficient(factor, exponent, reynolds, prandtl, conductivity, width) * ratio**0.14
    return corrected


@inlined
def film_jacket_chilton(
    reynolds: float, prandtl: float, conductivity: float, tank_diameter: float, viscosity_ratio: float
) -> float:
    """Film coefficient at a jacket, paddle, h T/k = 0.36 Re^0.67 Pr^0.33 (µ/µw)^0.14.

    Parameters
    ----------
    reynolds : float
        Impeller Reynolds number [-], valid 300-3e5.
    prandtl : float
        Prandtl number of the broth [-].
    conductivity : float
        Of the broth [W/m/K].
    tank_diameter : float
        [m].
    viscosity_ratio : float
        Viscosity of the bulk over that at the wall [-]; 1 where they are alike.

    Returns
    -------
    float
        Film coefficient [W/m²/K].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Chilton, Drew & Jebens (1944) Ind. Eng. Chem. 36:510, doi:10.1021/ie50414a006.
    """
    return _stirred(0.36, 0.67, reynolds, prandtl, conductivity, tank_diameter, viscosity_ratio)


@inlined
def film_jacket_rushton(
    reynolds: float, prandtl: float, conductivity: float, tank_diameter: float, viscosity_ratio: float
) -> float:
    """Film coefficient at a jacket, disc turbine and baffles, h T/k = 0.74 Re^0.67 Pr^0.33 (µ/µw)^0.14.

    Parameters
    ----------
    reynolds, prandtl, conductivity, tank_diameter, viscosity_ratio : float
        As in `film_jacket_chilton`; Re valid 400-1e6.

    Returns
    -------
    float
        Film coefficient [W/m²/K].

    Notes
    -----
    0.54 without baffles and in other tables; traced to this book by others. Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Uhl & Gray (1966) Mixing: Theory and Practice, vol. 1, Academic Press.
    """
    return _stirred(0.74, 0.67, reynolds, prandtl, conductivity, tank_diameter, viscosity_ratio)


@inlined
def film_coil_chilton(
    reynolds: float, prandtl: float, conductivity: float, tank_diameter: float, viscosity_ratio: float
) -> float:
    """Film coefficient at a coil in the tank, h T/k = 0.87 Re^0.62 Pr^0.33 (µ/µw)^0.14.

    Parameters
    ----------
    reynolds, prandtl, conductivity, tank_diameter, viscosity_ratio : float
        As in `film_jacket_chilton`.

    Returns
    -------
    float
        Film coefficient [W/m²/K].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Chilton, Drew & Jebens (1944) Ind. Eng. Chem. 36:510, doi:10.1021/ie50414a006.
    """
    return _stirred(0.87, 0.62, reynolds, prandtl, conductivity, tank_diameter, viscosity_ratio)


@inlined
def film_column_deckwer(
    gas_velocity: float, density: float, viscosity: float, heat_capacity: float, prandtl: float
) -> float:
    """Film coefficient at the wall or a coil of a bubble column, St = 0.1 (Re Fr Pr²)^-0.25.

    Parameters
    ----------
    gas_velocity : float
        Superficial gas velocity [m/s], valid 0.01-0.1 (little change above).
    density : float
        Of the liquid [kg/m³].
    viscosity : float
        Of the liquid [Pa s].
    heat_capacity : float
        Of the liquid [J/kg/K].
    prandtl : float
        Prandtl number [-], valid 6-985.

    Returns
    -------
    float
        Film coefficient [W/m²/K]; 5000 at 0.1 m/s in water, whatever the column's width.

    Notes
    -----
    St = h/(ρ c vs), Re Fr = vs³ ρ/(g µ). Confidence: recalled; uncertainty 20 %.

    References
    ----------
    Deckwer (1980) Chem. Eng. Sci. 35:1341.
    """
    if gas_velocity <= 0.0:
        return 0.0
    group = gas_velocity**3 * density / (GRAVITY * viscosity) * prandtl * prandtl
    stanton: float = 0.1 * group**-0.25
    return stanton * density * heat_capacity * gas_velocity


@inlined
def film_column_hart(
    gas_velocity: float, density: float, viscosity: float, heat_capacity: float, prandtl: float
) -> float:
    """Film coefficient at the wall of a bubble column by another author, St = 0.125 (Re Fr)^-0.25 Pr^-0.6.

    Parameters
    ----------
    gas_velocity, density, viscosity, heat_capacity, prandtl : float
        As in `film_column_deckwer`; vs valid 0.0003-0.02.

    Returns
    -------
    float
        Film coefficient [W/m²/K].

    Notes
    -----
    Confidence: recalled; uncertainty 30 %.

    References
    ----------
    Hart (1976) Ind. Eng. Chem. Process Des. Dev. 15:109.
    """
    if gas_velocity <= 0.0:
        return 0.0
    group = gas_velocity**3 * density / (GRAVITY * viscosity)
    stanton: float = 0.125 * group**-0.25 * prandtl**-0.6
    return stanton * density * heat_capacity * gas_velocity
