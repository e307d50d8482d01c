"""Which correlations a vessel stands on, how far each may be off, and the key of the file that multiplies it."""

from __future__ import annotations

from dataclasses import dataclass

from ..scenario import Medium, Vessel
from .correlations import CORRELATIONS, Correlation, column_correlations, flask_correlations, tank_correlations
from .vessel import kla_law

__all__ = ["Uncertain", "uncertain_of", "used_correlations"]

_FACTORS = {
    "kLa": "vessel.kla_factor",
    "oxygen transfer of the flask": "vessel.kla_factor",
    "gassed power": "vessel.power_factor",
    "gas hold-up": "vessel.holdup_factor",
    "mixing time": "vessel.mixing_factor",
    "flooding": "vessel.flooding_factor",
    "oxygen solubility": "medium.solubility_factor",
    "kLa in a thick broth": "medium.broth_factor",
}


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One quantity of a vessel that a correlation gives.

    Attributes
    ----------
    quantity : str
        In words.
    source : str
        Author and year.
    uncertainty : float
        Relative, about two standard deviations [-].
    assumed : bool
        Whether nobody but us says so.
    factor : str
        Path of the key that multiplies it, as ``--set`` takes it.
    """

    quantity: str
    source: str
    uncertainty: float
    assumed: bool
    factor: str

    @property
    def text(self) -> str:
        """``gas hold-up: ± 40 % (assumed), van 't Riet & Tramper 1991``."""
        return f"± {100.0 * self.uncertainty:g} %{' (assumed)' if self.assumed else ''}, {self.source}"


def used_correlations(vessel: Vessel, medium: Medium, height_ratio: float) -> tuple[Correlation, ...]:
    """Correlations of a vessel with a medium, filled to `height_ratio` times its diameter."""
    law = kla_law(vessel, medium)
    if vessel.impellers is not None:
        found = tank_correlations(law, vessel.impellers.count, height_ratio)
    else:
        found = column_correlations(law) if vessel.sparged else flask_correlations(law)
    return (*found, CORRELATIONS["viscosity_factor"]) if medium.viscosity_exponent < 0.0 else found


def uncertain_of(vessel: Vessel, medium: Medium) -> tuple[Uncertain, ...]:
    """Everything about a vessel that a factor of its file or its medium's can move.

    Solubility is that of a medium with salts; heat transfer counts where the vessel's figure is a correlation's.
    """
    full = vessel.liquid_height(vessel.working_volume) / vessel.diameter
    chosen = [item for item in used_correlations(vessel, medium, full) if item.quantity in _FACTORS]
    rows = []
    for item in chosen:
        shown = CORRELATIONS["solubility_factor"] if item.quantity == "oxygen solubility" else item
        rows.append(Uncertain(item.quantity, shown.author, shown.uncertainty, shown.assumed, _FACTORS[item.quantity]))
    if vessel.kla_measured is not None:
        rows.append(Uncertain("kLa", "measured", vessel.kla_measured.uncertainty, False, "vessel.kla_factor"))
    film = CORRELATIONS["film_jacket_chilton" if vessel.kind != "column" else "film_column_deckwer"]
    if vessel.sparged:
        factor = "vessel.heat_transfer_factor"
        rows.append(Uncertain("heat transfer", film.author, film.uncertainty, film.assumed, factor))
    return tuple(rows)
