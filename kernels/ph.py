"""pH of a broth from the balance of its charges, with its derivatives.

Acids come as rows of an array, `ACID_COLUMNS` wide: the index of the concentration that counts all forms of the acid
together, the charge of the form with all protons on, and three dissociation constants (0 where there are fewer):
constants and not pK, since a right-hand side must not pay for a power for every proton. Everything whose
charge does not change with pH (Na⁺, K⁺, Mg²⁺, Cl⁻ …) enters as one number, the strong-ion difference: the charge of
strong cations less that of strong anions [mol/m³]. The net charge falls monotonically with pH, so the root is one.

Activities by Davies: pK and pH are on the activity scale and concentrations are concentrations, so that constants
shift with the ionic strength (`fill_acids`) and free protons are 1/γ times 10^-pH.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .acids import ACIDS, WATER
from .activity import davies, debye_hueckel_slope
from .jit import inlined

__all__ = [
    "ACID_COLUMNS",
    "acid_charge",
    "acid_share",
    "acid_table",
    "charge_balance",
    "davies",
    "debye_hueckel_slope",
    "fill_acids",
    "ionic_strength",
    "ph_gradient",
    "solve_ph",
    "strong_ions_at",
    "water_constant",
]

Acids = NDArray[np.float64]
Numbers = NDArray[np.float64]

PROTONS = 3  # an acid of the table can lose
INDEX, CHARGE, CONSTANTS = 0, 1, 2  # columns of a row of acids; of a row of the table too
ACID_COLUMNS = CONSTANTS + PROTONS
"""Width of an array of acids at one temperature and ionic strength."""
_TERMS = 4  # of pK = a/T + b + c T + d ln T
_TABLE_COLUMNS = CONSTANTS + _TERMS * PROTONS
_LOWEST, _HIGHEST = -1.0, 15.0  # pH between which a root is sought
_CLOSE = 1e-9  # last step of pH: Newton squares it
_STEPS = 200
_DECADE = math.log(10.0)


def acid_table(places: Mapping[str, int] | Sequence[tuple[str, int]]) -> Numbers:
    """Table of acids with temperature, for `fill_acids`.

    Parameters
    ----------
    places : mapping or sequence of pairs
        Name in `acids.ACIDS` → index of its concentration.

    Returns
    -------
    ndarray, (acids, 14)
        Index, charge of the most protonated form, four terms of each of three pK (infinite where there are fewer).
    """
    pairs = list(places.items()) if isinstance(places, Mapping) else list(places)
    table = np.zeros((len(pairs), _TABLE_COLUMNS))
    table[:, CONSTANTS + 1 :: _TERMS] = np.inf
    for row, (name, index) in zip(table, pairs, strict=True):
        acid = ACIDS[name]
        row[INDEX], row[CHARGE] = index, acid.charge
        for proton, terms in enumerate(acid.constants):
            first = CONSTANTS + _TERMS * proton
            row[first : first + _TERMS] = terms
    return table


@inlined
def _pk(a: float, b: float, c: float, d: float, temperature: float) -> float:
    return a / temperature + b + c * temperature + d * math.log(temperature)


@inlined
def water_constant(temperature: float) -> float:
    """Ion product of water.

    Parameters
    ----------
    temperature : float
        Temperature [K], valid 273-333 K.

    Returns
    -------
    float
        pKw [-]; 13.995 at 25 °C, 13.62 at 37 °C.

    Notes
    -----
    Confidence: checked (CRC Handbook: 13.995, 13.63); uncertainty 0.01.

    References
    ----------
    Harned & Hamer (1933) J. Am. Chem. Soc. 55:2194.
    """
    return _pk(WATER[0], WATER[1], WATER[2], WATER[3], temperature)


@inlined
def fill_acids(table: Numbers, temperature: float, ionic_strength: float, acids: Acids) -> None:
    """Write the constants of a table at a temperature and an ionic strength into an array of acids.

    Parameters
    ----------
    table : ndarray, (acids, 14)
        From `acid_table`.
    temperature : float
        Temperature [K], valid 273-323 K.
    ionic_strength : float
        Ionic strength [mol/m³], valid to 500; 0 leaves the thermodynamic constants.
    acids : ndarray, (acids, ACID_COLUMNS)
        Filled.

    Notes
    -----
    pK' = pK + (2 z - 1) (-log γ), z the charge before the proton goes: the second of phosphate falls by 0.32 at
    100 mol/m³, that of ammonium rises by 0.11. Confidence: definition.
    """
    shift = davies(ionic_strength, temperature)
    for row in range(acids.shape[0]):
        acids[row, INDEX] = table[row, INDEX]
        acids[row, CHARGE] = table[row, CHARGE]
        for proton in range(PROTONS):
            at = CONSTANTS + _TERMS * proton
            pk = _pk(table[row, at], table[row, at + 1], table[row, at + 2], table[row, at + 3], temperature)
            acids[row, CONSTANTS + proton] = 10.0 ** -(pk + (2.0 * (table[row, CHARGE] - proton) - 1.0) * shift)


@inlined
def acid_charge(ph: float, acids: Acids, row: int) -> tuple[float, float]:
    """Mean charge of an acid, and how it changes with pH.

    Parameters
    ----------
    ph : float
        pH [-].
    acids : ndarray, (acids, ACID_COLUMNS)
    row : int
        Which acid.

    Returns
    -------
    charge : float
        Mean charge of all forms [mol/mol].
    slope : float
        Its derivative, never positive [1/pH].
    """
    return _charge(10.0**ph, acids, row)


@inlined
def _charge(inverse: float, acids: Acids, row: int) -> tuple[float, float]:
    """`acid_charge` at 10^pH."""
    first = inverse * acids[row, CONSTANTS]
    second = first * inverse * acids[row, CONSTANTS + 1]
    third = second * inverse * acids[row, CONSTANTS + 2]
    whole = 1.0 + first + second + third
    lost = (first + 2.0 * second + 3.0 * third) / whole
    # variance of the protons lost, as a sum of squares: no difference of large numbers
    spread = (lost * lost + (1.0 - lost) ** 2 * first + (2.0 - lost) ** 2 * second + (3.0 - lost) ** 2 * third) / whole
    return acids[row, CHARGE] - lost, -_DECADE * spread


@inlined
def acid_share(ph: float, acids: Acids, row: int, lost: int) -> float:
    """Share of the form of an acid that has lost so many protons.

    Parameters
    ----------
    ph : float
        pH [-].
    acids : ndarray, (acids, ACID_COLUMNS)
    row, lost : int
        Which acid; protons lost, 0-3 (0: undissociated acetic acid, CO2(aq), ammonium).

    Returns
    -------
    float
        Share of all forms [mol/mol], 0-1.
    """
    inverse = 10.0**ph
    whole, part, wanted = 1.0, 1.0, 1.0
    for proton in range(PROTONS):
        part *= inverse * acids[row, CONSTANTS + proton]
        whole += part
        if proton + 1 == lost:
            wanted = part
    return wanted / whole


@inlined
def charge_balance(
    ph: float, concentrations: Numbers, acids: Acids, strong_ions: float, water: float, shift: float
) -> tuple[float, float]:
    """Net charge of a broth at a pH, and how it changes with pH.

    Parameters
    ----------
    ph : float
        pH [-].
    concentrations : ndarray
        Concentrations [mol/m³], at the indices the acids name; negative ones (rounding of an integrator) count 0.
    acids : ndarray, (acids, ACID_COLUMNS)
        From `fill_acids`.
    strong_ions : float
        Strong-ion difference [mol/m³].
    water : float
        pKw [-], from `water_constant`.
    shift : float
        -log γ of a singly charged ion [-], from `davies`; 0 in dilute solution.

    Returns
    -------
    charge : float
        Net charge [mol/m³].
    slope : float
        Its derivative [mol/m³/pH]; its negative is the buffer capacity.
    """
    inverse = 10.0**ph
    free = 10.0 ** (3.0 + shift)
    protons = free / inverse
    hydroxide = free * inverse * 10.0**-water
    charge = strong_ions + protons - hydroxide
    slope = -_DECADE * (protons + hydroxide)
    for row in range(acids.shape[0]):
        amount = max(concentrations[int(acids[row, INDEX])], 0.0)
        mean, change = _charge(inverse, acids, row)
        charge += amount * mean
        slope += amount * change
    return charge, slope


@inlined
def solve_ph(
    guess: float, concentrations: Numbers, acids: Acids, strong_ions: float, water: float, shift: float
) -> float:
    """PH at which the charges balance, by Newton kept between bounds that close in.

    Parameters
    ----------
    guess : float
        Start, for example the last pH [-]; any number does.
    concentrations, acids, strong_ions, water, shift
        As in `charge_balance`.

    Returns
    -------
    float
        pH, exact to rounding; -1 or 15 where the strong ions would drive it beyond.

    Notes
    -----
    Three to four evaluations from a pH that is 0.1 off. Confidence: definition.
    """
    low, high = _LOWEST, _HIGHEST
    ph = min(max(guess, low), high) if math.isfinite(guess) else 7.0
    last = high - low
    for _ in range(_STEPS):
        charge, slope = charge_balance(ph, concentrations, acids, strong_ions, water, shift)
        if charge > 0.0:
            low = ph
        else:
            high = ph
        step = -charge / slope
        if not (low <= ph + step <= high) or abs(step) > 0.5 * last:
            step = 0.5 * (low + high) - ph
        last = abs(step)
        ph += step
        if last <= _CLOSE:
            break
    return ph


@inlined
def ph_gradient(
    ph: float, concentrations: Numbers, acids: Acids, water: float, shift: float, gradient: Numbers
) -> float:
    """Change of pH with every concentration, at the pH that `solve_ph` gave.

    Parameters
    ----------
    ph : float
        The root [-].
    concentrations, acids, water, shift
        As in `charge_balance`.
    gradient : ndarray, as many as concentrations
        Filled: dpH/dc [m³/mol]; 0 for what is no acid.

    Returns
    -------
    float
        dpH/d(strong-ion difference) [m³/mol], > 0: the inverse of the buffer capacity.

    Notes
    -----
    An acid changes pH by its mean charge times this. Confidence: definition (implicit function).
    """
    _, slope = charge_balance(ph, concentrations, acids, 0.0, water, shift)
    for index in range(gradient.shape[0]):
        gradient[index] = 0.0
    for row in range(acids.shape[0]):
        mean, _ = acid_charge(ph, acids, row)
        gradient[int(acids[row, INDEX])] -= mean / slope
    return -1.0 / slope


@inlined
def strong_ions_at(ph: float, concentrations: Numbers, acids: Acids, water: float, shift: float) -> float:
    """Strong-ion difference that a pH takes: what base a controller must have added.

    Parameters
    ----------
    ph : float
        pH [-].
    concentrations, acids, water, shift
        As in `charge_balance`.

    Returns
    -------
    float
        Strong-ion difference [mol/m³]; negative in acid media (anions prevail).
    """
    charge, _ = charge_balance(ph, concentrations, acids, 0.0, water, shift)
    return -charge


@inlined
def ionic_strength(
    ph: float, concentrations: Numbers, acids: Acids, strong: float, water: float, shift: float
) -> float:
    """Ionic strength of a broth at a pH.

    Parameters
    ----------
    ph : float
        pH [-].
    concentrations, acids, water, shift
        As in `charge_balance`.
    strong : float
        What the strong ions bring, ½ Σ c z² [mol/m³].

    Returns
    -------
    float
        Ionic strength [mol/m³].

    Notes
    -----
    The constants of `acids` depend on it in turn: two or three rounds of `fill_acids`, `solve_ph` and this settle.
    Confidence: definition.
    """
    protons: float = 10.0 ** (3.0 + shift - ph)
    hydroxide: float = 10.0 ** (3.0 + shift - water + ph)
    doubled = protons + hydroxide
    for row in range(acids.shape[0]):
        amount = max(concentrations[int(acids[row, INDEX])], 0.0)
        for lost in range(PROTONS + 1):
            doubled += amount * (acids[row, CHARGE] - lost) ** 2 * acid_share(ph, acids, row, lost)
    return strong + 0.5 * doubled
