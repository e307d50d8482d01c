"""What a strain does at a given growth rate, straight from its linear program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...strains import Strain

__all__ = ["onset_of_overflow"]

_MADE = 1e-4  # mol/kg/h of acetate that count as overflow
_HALVINGS = 40


def onset_of_overflow(strain: Strain, usual: NDArray[np.float64], substrate: str, product: str = "acetate") -> float:
    """Growth rate [1/h] above which a substrate-limited culture makes a by-product; nan if it never does.

    Parameters
    ----------
    strain : Strain
    usual : shape (p,)
        Flux parameters of a cell that wants for nothing [mol/kg/h].
    substrate : str
        The limiting species; other organic species are absent.
    product : str
        The by-product.
    """
    theta = usual.copy()
    carbon = dict(zip(strain.chemistry.species, strain.chemistry.carbon, strict=True))
    for place, uptake in enumerate(strain.definition.uptakes):
        if carbon[uptake.species] > 0.0:
            theta[place] = 0.0
    limiting = strain.parameters.index(f"{substrate}_uptake")

    def outputs(supply: float) -> dict[str, float]:
        theta[limiting] = supply
        return dict(zip(strain.outputs, strain.solve(theta).tolist(), strict=True))

    low, high = 0.0, float(usual[limiting])
    if outputs(high)[product] <= _MADE:
        return float("nan")
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        made = outputs(middle)[product] > _MADE
        low, high = (low, middle) if made else (middle, high)
    return outputs(low)["growth"]
