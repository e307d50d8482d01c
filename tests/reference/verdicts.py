"""What does not count, and why; and all answers together."""

from __future__ import annotations

from collections.abc import Callable

from moromi.kernels import mixing

from . import culture, growth, vessels
from .table import ROWS, Inputs

REFUTED = {
    "HY01": "the source forms Np = P g/(ρ N³ D⁵) in W, which has a dimension; without g it takes 2.14 times as long",
    "ST01": "the published equation does not close hydrogen by 1 %; the balances of oxygen and hydrogen give less H2",
}
"""Wrong in the source: the computed number stands beside it and must differ."""

STORED = {
    "HY21": "a vendor's number for one impeller: data of a vessel, nothing computes it",
    "HY22": "a vendor's number for one impeller: data of a vessel, nothing computes it",
}
"""Constants: comparing them would prove nothing."""

READ_TWICE = {"EC_V1": "put in, not computed: another reading of the same figure"}
"""Data against data."""

MISSED = {
    "EC_V3": "the measured culture slows down after 6.8 h, the model grows on until glucose is gone",
    "EC_V9": "a fed-batch makes a fifth more acetate than the strain, whose overflow is fitted to batch and chemostat",
    "EC_V17": "so does the chemostat next to washout, whose measured electrons do not close",
}
"""Errors of the strain that no case is tuned to repair."""


def blending(i: Inputs) -> float:
    """Mixing time to another homogeneity, with the power number as it is defined."""
    number = i["P_W"] / (i["rho"] * i["N_1_s"] ** 3 * i["D_m"] ** 5)
    to_95 = mixing.mixing_time_grenville(number, i["N_1_s"], i["D_m"], i["T_m"], i["H_m"], float(i["rho"]), i["mu"])
    return mixing.other_homogeneity(to_95, 0.95, i["homog"])


ANSWERS: dict[str, Callable[[Inputs], float]] = {
    **vessels.ANSWERS,
    **growth.ANSWERS,
    "HY01": blending,
    **{name: (lambda _, name=name: culture.answer(name)) for name in culture.NAMES},
}


def computed(name: str) -> float:
    """Our number for a row."""
    return ANSWERS[name](ROWS[name].inputs)
