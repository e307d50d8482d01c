"""Key figures of a run."""

from __future__ import annotations

import numpy as np

from ...strains import Chemistry
from ..scenario import Reactions
from .columns import Column
from .continuous import continuous_figures
from .medium import conversions, made_of
from .trajectory import Trajectory

__all__ = ["Kpi", "key_figures"]

Kpi = dict[str, float | str]
"""``{"value": number, "unit": text}``; where the strain states an uncertainty that decides it, ``low`` and ``high``."""

_NO_CELLS = 1e-9  # kg/m³
_SMALLEST_TITRE = 1e-3  # kg/m³; what is less than a milligram a litre is no product


def key_figures(
    run: Trajectory,
    table: dict[str, Column],
    chemistry: Chemistry,
    substrate: str,
    fed: Column,
    reactions: Reactions | None = None,
    cells: float = 0.0,
) -> dict[str, Kpi]:
    """Key figures by name.

    Parameters
    ----------
    run : Trajectory
    table : dict
        From `columns`.
    chemistry : Chemistry
    substrate : str
        Main carbon substrate, for the yields.
    fed : shape (species,)
        What feeds and dosing brought of every species over the run [mol].
    reactions : Reactions, optional
        In the medium: what they make of the substrate is consumed as well, and they convert raw materials.
    cells : float
        That feeds brought over the run [kg].

    Returns
    -------
    dict
        Values that do not exist (a yield without consumption) are left out.
    """
    hours = float(run.time[-1] - run.time[0])
    gain = float(run.biomass()[-1] - run.biomass()[0] + run.left_biomass()[-1]) - cells
    place = run.species.index(substrate)
    mass = float(chemistry.molar_mass[place])
    amount = run.amount(substrate)
    given = float(amount[0] + fed[place]) + made_of(run, reactions, substrate)
    consumed = (given - float(amount[-1] + run.left_amount(substrate)[-1])) * mass
    figures: dict[str, Kpi] = {"biomass_final": _kpi(table["biomass"][-1], "kg/m3")}
    if consumed > 0.0 and _has_cells(run):
        figures[f"biomass_yield_{substrate}"] = _kpi(gain / consumed, "kg/kg")
    if hours > 0.0:
        figures["productivity_biomass"] = _kpi(gain / float(run.volume()[-1]) / hours, "kg/m3/h")
    figures |= _products(run, chemistry, substrate, consumed, fed)
    figures |= {name: _kpi(value, "") for name, value in conversions(run, reactions, fed).items()}
    figures["duration"] = _kpi(hours, "h")
    figures["mu_max"] = _kpi(np.max(table["mu"]), "1/h")
    figures["otr_max"] = _kpi(np.max(table["otr"]), "mol/m3/h")
    figures["kla_max"] = _kpi(np.max(table["kla"]), "1/h")
    figures["dot_min"] = _kpi(np.min(table["dot"]), "%")
    figures["p_co2_max"] = _kpi(np.max(table["p_co2"]), "bar")
    figures["heat_max"] = _kpi(np.max(table["heat"]), "W")
    figures["volume_final"] = _kpi(table["volume"][-1], "m3")
    figures |= _of_each_strain(run, table)
    figures |= {name: _kpi(value, unit) for name, (value, unit) in continuous_figures(run, table).items()}
    if "mixing_time" in table and np.isfinite(table["mixing_time"][-1]):
        figures["mixing_time"] = _kpi(table["mixing_time"][-1], "s")
    return figures


def _of_each_strain(run: Trajectory, table: dict[str, Column]) -> dict[str, Kpi]:
    """Final biomass, its share and the fastest growth of every strain; nothing where there is only one."""
    figures: dict[str, Kpi] = {}
    total = max(float(table["biomass"][-1]), 1e-300)
    for member in run.members:
        if member.name:
            last = float(table[f"biomass_{member.name}"][-1])
            figures[f"biomass_final_{member.name}"] = _kpi(last, "kg/m3")
            figures[f"biomass_share_{member.name}"] = _kpi(last / total, "")
            figures[f"mu_max_{member.name}"] = _kpi(np.max(table[f"mu_{member.name}"]), "1/h")
    return figures


def _has_cells(run: Trajectory) -> bool:
    """Whether there were ever any: a broth without cells has no yield of them."""
    return bool(np.max(run.biomass()) > _NO_CELLS * np.max(run.volume()))


def _kpi(value: float, unit: str) -> Kpi:
    return {"value": float(value), "unit": unit}


def _products(run: Trajectory, chemistry: Chemistry, substrate: str, consumed: float, fed: Column) -> dict[str, Kpi]:
    """Titre (at the end), yield and productivity (of what was made) of every organic species the culture made."""
    figures: dict[str, Kpi] = {}
    hours, volume = float(run.time[-1] - run.time[0]), float(run.volume()[-1])
    for place, name in enumerate(run.species):
        organic = chemistry.carbon[place] > 0.0 and name not in (substrate, "carbon_dioxide")
        mass = float(chemistry.molar_mass[place])
        made = float(run.amount(name)[-1] + run.left_amount(name)[-1] - run.amount(name)[0] - fed[place]) * mass
        if organic and made / volume > _SMALLEST_TITRE:
            figures[f"titre_{name}"] = _kpi(float(run.amount(name)[-1]) * mass / volume, "kg/m3")
            if consumed > 0.0:
                figures[f"yield_{name}_{substrate}"] = _kpi(made / consumed, "kg/kg")
            if hours > 0.0:
                figures[f"productivity_{name}"] = _kpi(made / volume / hours, "kg/m3/h")
    return figures
