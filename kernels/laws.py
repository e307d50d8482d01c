"""Laws that multiply a parameter of the flux problem: a number, usually 0 … 1, from one or two signals.

Every law is smooth where it begins (a concentration of zero) and where it ends (a product at its maximum, the edge
of the range of temperature or pH), and is continued beyond: a state that undershoots by rounding is pulled back
instead of chattering. New laws are opcodes and constants, so that a new strain compiles nothing.
"""

from __future__ import annotations

import math

from .jit import inlined

__all__ = [
    "KINDS",
    "ending",
    "powers",
    "rare_law",
    "share",
    "signed_power",
    "smooth_maximum",
    "smooth_minimum",
    "smooth_step",
]

MONOD = 0
INHIBITION = 1
HILL = 2
HALDANE = 3
COMPETITIVE = 4
PRODUCT = 5
CONTOIS = 6
TESSIER = 7
SATURATION = 8
TEMPERATURE = 9
PH = 10
ARRHENIUS = 11
AFTER = 12
PHASE = 13
RISE = 14
KINDS = {
    "monod": MONOD,
    "inhibition": INHIBITION,
    "hill": HILL,
    "haldane": HALDANE,
    "competitive": COMPETITIVE,
    "product": PRODUCT,
    "contois": CONTOIS,
    "tessier": TESSIER,
    "saturation": SATURATION,
    "temperature": TEMPERATURE,
    "ph": PH,
    "arrhenius": ARRHENIUS,
    "after": AFTER,
    "phase": PHASE,
    "rise": RISE,
}
"""Text name of each law in a strain → its opcode; the two that nearly every strain has come first."""

END_WIDTH = 1e-4  # over which a law that ends is rounded off, relative to its whole range
CURVATURE = 0.999  # of the hyperbola that stands for a minimum; 1 would be the kink itself
GAS_CONSTANT = 8.314462618e-3  # kJ/mol/K
NOTHING = 1e-30  # keeps a content defined where there are no cells


@inlined
def ending(x: float) -> float:
    """max(x, 0) for a law that runs from 1 down to 0: exact at both, its end rounded off within ε (at most ε off)."""
    if x <= 0.0:
        return 0.0
    return (1.0 + END_WIDTH) * x * x / (x + END_WIDTH)


@inlined
def share(x: float, constant: float) -> float:
    """x/(constant + x); below zero on its tangent, since the law itself has a pole at −constant."""
    return x / constant if x < 0.0 else x / (constant + x)


@inlined
def smooth_step(x: float) -> float:
    """0 below 0, 1 above 1, 3x² − 2x³ between: a switch whose slope has no jump."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    return x * x * (3.0 - 2.0 * x)


@inlined
def smooth_minimum(a: float, b: float) -> float:
    """The smaller of a law and a limit b > 0, with the corner rounded (3 % below it where they are equal).

    The non-rectangular hyperbola κθ² − (a + b)θ + ab = 0 of co-limitation (Thornley & Johnson 1990, Plant and Crop
    Modelling, §9.2) with κ = 0.999: exactly 0 with slope 1 at a = 0, and never above a or b.

    Parameters
    ----------
    a : float
        Value of the law; a little below zero is allowed.
    b : float
        Limit, not negative; 0 gives 0.
    """
    if b <= 0.0:
        return min(a, 0.0)
    total = a + b
    root = math.sqrt(max(total * total - 4.0 * CURVATURE * a * b, 0.0))
    # the smaller root without cancellation; below zero it is the one that continues through zero
    return 2.0 * a * b / (total + root) if total > 0.0 else (total - root) / (2.0 * CURVATURE)


@inlined
def smooth_maximum(a: float, b: float) -> float:
    """The larger of two non-negative numbers with the corner rounded: a + b − `smooth_minimum`; never below either."""
    return a + b - smooth_minimum(a, b)


@inlined
def _cardinal_temperature(t: float, low: float, best: float, high: float) -> float:
    """Rosso, Lobry & Flandrois (1993), J. Theor. Biol. 162:447, doi:10.1006/jtbi.1993.1099: 1 at `best`, 0 outside."""
    if t <= low or t >= high:
        return 0.0
    below = (best - low) * (t - best) - (best - high) * (best + low - 2.0 * t)
    return (t - high) * (t - low) ** 2 / ((best - low) * below)


@inlined
def _cardinal_ph(ph: float, low: float, best: float, high: float) -> float:
    """Rosso et al. (1995), Appl. Environ. Microbiol. 61:610, cardinal pH model: 1 at `best`, 0 outside."""
    if ph <= low or ph >= high:
        return 0.0
    product = (ph - low) * (ph - high)
    return product / (product - (ph - best) ** 2)


@inlined
def signed_power(base: float, exponent: float) -> float:
    """|base|^exponent with the sign of `base`: what continues a law through zero."""
    if base >= 0.0:
        return float(base**exponent)
    return -float((-base) ** exponent)


@inlined
def powers(x: float, a: float, y: float, b: float) -> float:
    """xᵃ yᵇ, of what is negative as of zero: correlations are that, and one exponential is less than two powers."""
    if x > 0.0 and y > 0.0:
        return math.exp(a * math.log(x) + b * math.log(y))
    return float(max(x, 0.0) ** a * max(y, 0.0) ** b)


@inlined
def _of_other(kind: int, x: float, other: float, constant: float, second: float) -> float:
    """Laws of two signals: a substrate and its competitor, a substrate or a store and the cells."""
    if kind == COMPETITIVE:
        return share(x, constant * (1.0 + max(other, 0.0) / second))
    if kind == CONTOIS:
        return share(x, constant * other + NOTHING)
    # saturation: a store in the cells that is full at `constant` per cell; of less than nothing (a trial of the
    # integrator) it is 1, or the parameter would leave the atlas
    return ending(1.0 - max(x / (constant * other + NOTHING), 0.0) ** second)


@inlined
def _of_conditions(kind: int, x: float, constant: float, second: float, third: float) -> float:
    """Laws of temperature, pH, time, phase and of what the cells carry."""
    if kind == TEMPERATURE:
        return ending(_cardinal_temperature(x, constant, second, third))
    if kind == PH:
        return ending(_cardinal_ph(x, constant, second, third))
    if kind == ARRHENIUS:
        return math.exp(constant / GAS_CONSTANT * (1.0 / second - 1.0 / x))
    if kind == AFTER:
        return 0.5 * (1.0 + math.tanh(2.0 * (x - constant) / second))
    if kind == PHASE:
        return 1.0 if x > constant - 0.5 else 0.0
    return 1.0 + second * max(x, 0.0) / (constant + max(x, 0.0))


@inlined
def rare_law(kind: int, x: float, other: float, constant: float, second: float, third: float) -> float:
    """One factor of a law; Monod and inhibition are written out where θ is made.

    Parameters
    ----------
    kind : int
        Opcode. Of a concentration c: Hill cⁿ/(Kⁿ + cⁿ); Haldane c/(K + c + c²/Ki); competitive
        c/(K(1 + I/Ki) + c); product (1 − P/Pm)ⁿ (Levenspiel 1980, doi:10.1002/bit.260220810); Contois c/(K X + c);
        Tessier 1 − exp(−c/K); saturation 1 − (s/(sm X))ᵃ of a store s. Of conditions: temperature, pH, Arrhenius
        exp(E/R (1/T₀ − 1/T)), after (a rise around a time), phase (from a phase on); rise 1 + a u/(K + u).
    x, other : float
        The signal, and the second one of laws of two.
    constant, second, third : float
        K, Pm, sm, lowest temperature or pH, E [kJ/mol], time, phase; then n, Ki, a, best, T₀, width; then highest.

    Returns
    -------
    float
    """
    if kind == HILL:
        ratio = signed_power(x / constant, second)
        return ratio / (1.0 + abs(ratio))
    if kind == HALDANE:
        return share(x, constant) if x < 0.0 else x / (constant + x + x * x / second)
    if kind == PRODUCT:
        return float(ending(1.0 - x / constant) ** second)
    if kind == TESSIER:
        return -math.expm1(-x / constant) if x > 0.0 else x / constant
    if kind == COMPETITIVE or kind == CONTOIS or kind == SATURATION:
        return _of_other(kind, x, other, constant, second)
    return _of_conditions(kind, x, constant, second, third)
