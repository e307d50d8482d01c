"""Acids and bases of a vessel: which species they are, strong ions of a stream, heat of neutralising it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...kernels.acids import ACIDS
from ...kernels.ph import ACID_COLUMNS, acid_table, davies, fill_acids, strong_ions_at, water_constant
from ..scenario import Scenario
from ..scenario.feeding import Feed
from .community import STRONG_IONS, Community

__all__ = ["AMMONIA_HEAT", "HYDROXIDE_HEAT", "Acids", "acids_of"]

AMMONIA_HEAT = 52.2
"""kJ/mol, NH3(aq) + H⁺(aq) → NH4⁺(aq) at 25 °C, from the NBS tables (Wagman et al. 1982)."""
HYDROXIDE_HEAT = 55.8
"""kJ/mol, OH⁻(aq) + H⁺(aq) → H2O(l) at 25 °C, from the same."""

_SMALLEST_CHARGE = 1e-6


@dataclass(frozen=True)
class Acids:
    """Charge of everything dissolved in one vessel at its set points.

    Parameters
    ----------
    table : shape (acids, 14)
        See `kernels.ph.acid_table`: inorganic carbon first; species whose charge does not change with pH as well.
    constants : shape (acids, ACID_COLUMNS)
        At the set point of the temperature.
    water, activity : float
        pKw; −log10 γ of a singly charged ion.
    ph : float
        Set point.
    strong, ammonium : int
        Places of the strong ions and of ammonium among the species; −1: not followed.
    """

    table: NDArray[np.float64]
    constants: NDArray[np.float64]
    water: float
    activity: float
    ph: float
    strong: int
    ammonium: int

    def balance(self, stream: NDArray[np.float64], feed: Feed) -> None:
        """Write the strong ions of a stream [mol/m³], from what the feed says of them or of its pH."""
        if self.strong < 0:
            return
        if feed.strong_ions is not None:
            stream[self.strong] = feed.strong_ions
        else:
            stream[self.strong] = self._needed(stream, self.ph if feed.ph is None else feed.ph)

    def stream_heat(self, streams: NDArray[np.float64], ammonia_water: int) -> NDArray[np.float64]:
        """Heat of neutralising each stream to the set point [kJ/m³]: of its ammonia first, then of its hydroxide.

        Acids protonate a buffer, which sets next to nothing free (phosphate 4 kJ/mol), and count as zero. Where the pH
        is held ideally only ammonia water is a base, stream `ammonia_water` (−1: there is none).
        """
        heat = np.zeros(len(streams))
        for row, stream in enumerate(streams):
            ammonia = float(stream[self.ammonium]) if self.ammonium >= 0 else 0.0
            if self.strong < 0:
                heat[row] = AMMONIA_HEAT * ammonia if row == ammonia_water else 0.0
                continue
            base = max(float(stream[self.strong]) - self._needed(stream, self.ph), 0.0)
            heat[row] = AMMONIA_HEAT * min(base, ammonia) + HYDROXIDE_HEAT * max(base - ammonia, 0.0)
        return heat

    def _needed(self, stream: NDArray[np.float64], ph: float) -> float:
        """Strong ions that balance the charges of a stream at a pH [mol/m³]."""
        weak = stream.copy()
        weak[self.strong] = 0.0
        return float(strong_ions_at(ph, weak, self.constants, self.water, self.activity))


def acids_of(community: Community, scenario: Scenario) -> Acids:
    """The acids among the species of a vessel; none where its pH is held ideally."""
    species = community.species
    ammonium = species.index("ammonium") if "ammonium" in species else -1
    ph = scenario.recipe.set_points.ph
    if STRONG_IONS not in species:
        return Acids(acid_table([]), np.zeros((0, ACID_COLUMNS)), 0.0, 0.0, ph, -1, ammonium)
    named = {"carbon_dioxide": "inorganic_carbon"} | {name: name for name in species if name in ACIDS}
    known = sorted(((named[name], place) for place, name in enumerate(species) if name in named), key=_carbon_first)
    fixed = [
        (place, charge)
        for place, (name, charge) in enumerate(zip(species, community.chemistry.charge, strict=True))
        if name not in named and abs(charge) > _SMALLEST_CHARGE
    ]
    table = np.vstack([acid_table(known), _without_protons(fixed)])
    temperature, strength = scenario.recipe.set_points.temperature, scenario.medium.ionic_strength
    constants = np.zeros((len(table), ACID_COLUMNS))
    fill_acids(table, temperature, strength, constants)
    return Acids(
        table=table,
        constants=constants,
        water=float(water_constant(temperature)),
        activity=float(davies(strength, temperature)),
        ph=ph,
        strong=species.index(STRONG_IONS),
        ammonium=ammonium,
    )


def _carbon_first(item: tuple[str, int]) -> tuple[bool, int]:
    return item[0] != "inorganic_carbon", item[1]


def _without_protons(fixed: list[tuple[int, float]]) -> NDArray[np.float64]:
    """Rows of the table for species with a charge of their own at any pH."""
    rows = acid_table([("sulphate", place) for place, _ in fixed])
    rows[:, 2:] = np.inf
    rows[:, 2::4], rows[:, 4::4], rows[:, 5::4] = 0.0, 0.0, 0.0
    for row, (_, charge) in zip(rows, fixed, strict=True):
        row[1] = charge
    return rows
