"""Do the elements close? Turn-over of every pool between start and end, from the vessel's own books.

Each pool's turn-over is what it gained beyond what was fed or blown in and not carried out. Consumed pools
make up *in*; what was made and left, as gas or with the broth through the overflow, is *out*; the rest was
*accumulated* (cells washed out below their start count against it). Closure = (out + accumulated)/in.
Water and the N2 of air never count as *in* unless the culture consumed them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...strains.formula import molar_mass
from ..plant import Community
from .trajectory import Trajectory

__all__ = ["Balance", "balances"]

KJ_PER_WATT_HOUR = 3.6
_WATER = molar_mass({"H": 2.0, "O": 1.0})  # kg/mol
_PROTON = molar_mass({"H": 1.0})


@dataclass(frozen=True)
class Balance:
    """Turn-over of one element over a run.

    Parameters
    ----------
    into, out, accumulated : float
        mol for elements and charge, kJ for energy, kg for mass.
    """

    into: float
    out: float
    accumulated: float

    @property
    def closure(self) -> float:
        """(out + accumulated)/in; 1 is closed; not a number where nothing was turned over."""
        return (self.out + self.accumulated) / self.into if self.into else float("nan")

    def as_dict(self) -> dict[str, float]:
        """Keys as in the result files."""
        return {"in": self.into, "out": self.out, "accumulated": self.accumulated, "closure": self.closure}


@dataclass(frozen=True)
class _Turnover:
    """Net production of all pools, and how much left the vessel.

    Cells of every strain, dead or alive [kg], species [mol].
    """

    biomass: NDArray[np.float64]
    left_biomass: NDArray[np.float64]
    species: NDArray[np.float64]
    gone: NDArray[np.float64]


def _gain(values: NDArray[np.float64]) -> float:
    return float(values[-1] - values[0])


def _turnover(run: Trajectory, streams: NDArray[np.float64]) -> _Turnover:
    """Net production of every pool (negative: consumed)."""
    poured = np.array([_gain(run.stream_volume(stream)) for stream in range(len(streams))])
    brought = poured @ streams
    fed = brought[: len(run.species)]
    left = np.array([_gain(run.left_amount(name)) for name in run.species])
    species = np.array([_gain(run.amount(name)) for name in run.species]) + left - fed
    gone = np.maximum(left - fed, 0.0)
    for gas, name in enumerate(run.gases):
        if name in run.species:
            place = run.species.index(name)
            blown = _gain(run.gas_out(gas)) - _gain(run.gas_in(gas))
            species[place] += blown + _gain(run.held_gas(gas))
            gone[place] = left[place] - fed[place] + blown
    strains = range(len(run.members))
    left_biomass = np.array([_gain(run.left_biomass(i) + run.left_dead(i)) for i in strains])
    biomass = np.array([_gain(run.biomass(i) + run.dead(i)) for i in strains])
    made = biomass + left_biomass - brought[len(run.species) :]
    return _Turnover(made, left_biomass, species, gone)


def _close(
    turnover: _Turnover,
    per_species: NDArray[np.float64],
    per_biomass: NDArray[np.float64],
    rest: dict[str, float],
) -> Balance:
    """Balance of one property; `rest` holds ledger contributions that are already in its unit."""
    contributions = turnover.species * per_species
    consumed = turnover.species < 0.0
    into = -float(contributions[consumed].sum())
    out = float((turnover.gone * per_species)[~consumed].sum()) + float((turnover.left_biomass * per_biomass).sum())
    accumulated = float(contributions[~consumed].sum()) + float((turnover.biomass * per_biomass).sum()) - out
    for value in rest.values():
        if value < 0.0:
            into -= value
        else:
            accumulated += value
    return Balance(into, out, accumulated)


def balances(
    run: Trajectory, community: Community, streams: NDArray[np.float64], neutralisation: float, capacity: float
) -> dict[str, Balance]:
    """Carbon, nitrogen, oxygen, charge [mol], energy [kJ] and mass [kg] of a run.

    Parameters
    ----------
    run : Trajectory
    community : Community
        Composition of species, and of every strain's biomass.
    streams : shape (streams, species + strains)
        Composition of feed and base [mol/m³], and the cells they bring [kg/m³].
    neutralisation : float
        Heat of neutralising the dosed ammonia over the run [kJ].
    capacity : float
        Heat capacity of the broth [W h/m³/K].

    Returns
    -------
    dict of str to Balance
    """
    turnover = _turnover(run, streams)
    chemistry = community.chemistry

    def close(per_species: NDArray[np.float64], biomass: str, **rest: float) -> Balance:
        cells = np.array([getattr(strain.chemistry, biomass) for strain in community.strains])
        return _close(turnover, np.asarray(per_species), cells, rest)

    def ledger(name: str) -> float:
        return _gain(run.ledger(name))

    extents = [_gain(run.extent(place)) for place in range(len(community.turnovers))]
    water = ledger("water") + sum(x * item.water for x, item in zip(extents, community.turnovers, strict=True))
    proton = ledger("proton") + sum(x * item.proton for x, item in zip(extents, community.turnovers, strict=True))
    result = {
        "carbon": close(chemistry.carbon, "biomass_carbon", other=ledger("other_carbon")),
        "nitrogen": close(chemistry.nitrogen, "biomass_nitrogen", other=ledger("other_nitrogen")),
        "oxygen": close(chemistry.oxygen, "biomass_oxygen", water=water, other=ledger("other_oxygen")),
        "charge": close(chemistry.charge, "biomass_charge", proton=proton, other=ledger("other_charge")),
        "mass": close(
            chemistry.molar_mass,
            "biomass_mass",
            water=water * _WATER,
            proton=proton * _PROTON,
            other=ledger("other_mass"),
        ),
    }
    stored = close(chemistry.enthalpy, "biomass_enthalpy")
    result["energy"] = _energy(run, stored, neutralisation, capacity)
    return result


def _energy(run: Trajectory, stored: Balance, neutralisation: float, capacity: float) -> Balance:
    """What was burnt, stirred in and neutralised; what jacket, gas and outflow took; what the broth keeps [kJ].

    A jacket that heats counts as *in*, and so does what is poured in warmer than 25 °C.
    """
    removed, gas, poured, left, kept = (
        _gain(series) * KJ_PER_WATT_HOUR
        for series in (
            run.heat_removed(),
            run.heat_with_gas(),
            run.heat_poured(),
            run.left_heat(capacity),
            run.heat_content(capacity),
        )
    )
    work = _gain(run.stirring()) * KJ_PER_WATT_HOUR
    into = stored.into + work + neutralisation + max(poured, 0.0) + max(-removed, 0.0)
    out = stored.out + max(removed, 0.0) + gas + left + max(-poured, 0.0)
    return Balance(into, out, stored.accumulated + kept)
