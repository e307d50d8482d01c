"""How much less gas a medium holds than water: as its file says, or by the salts and sugars in it."""

from __future__ import annotations

import numpy as np

from ...kernels.salting import GASES, IONS, SOLUTES, gas_constant, salting_table, solubility_factor
from ..errors import InputError, nearest
from ..scenario import Medium

__all__ = ["solubility_in"]


def solubility_in(medium: Medium, gas: str, temperature: float) -> float:
    """Solubility of a gas in a medium over that in water [-].

    Parameters
    ----------
    medium : Medium
        Its composition decides where it has one; else oxygen's stated figure holds for every gas but carbon dioxide,
        whose solubility is water's.
    gas : str
        As in `kernels.salting.GASES`.
    temperature : float
        [K]

    Raises
    ------
    InputError
        The composition names what is not known.
    """
    if not medium.composition:
        stated = 1.0 if medium.oxygen_solubility is None else medium.oxygen_solubility
        return medium.solubility_factor * (1.0 if gas == "carbon_dioxide" else stated)
    known = [*IONS, *SOLUTES]
    for name in medium.composition:
        if name not in known:
            raise InputError(
                f"medium '{medium.name}': composition.{name}: salting-out by it is not known{nearest(name, known)}; "
                f"known are {', '.join(known)}"
            )
    amounts = np.array(list(medium.composition.values()))
    constant = gas_constant(GASES[gas].constant, GASES[gas].slope, temperature)
    return medium.solubility_factor * float(solubility_factor(amounts, salting_table([*medium.composition]), constant))
