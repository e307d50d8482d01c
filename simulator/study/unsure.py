"""Draws of what is not known for sure about vessels and a strain: correlations, and numbers with a published range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...strains import StrainError, shared_definition
from ..errors import InputError
from ..plant.used import uncertain_of
from ..scenario import Scenario, dump_yaml
from ..scenario.family import Family
from .strain_ranges import ranges_of
from .sweep.spread import SPREADS
from .sweep.variable import Variable, variable_of

__all__ = ["Draws", "Unsure", "draws_of"]

Shares = NDArray[np.float64]

_PARTS = ("uptakes", "demands", "capacities", "inertia", "growth_cap", "death")
"""Of a strain's file that have laws with ranges."""
_MEASURED = "measured"


@dataclass(frozen=True)
class Unsure:
    """One thing that is not known for sure.

    Attributes
    ----------
    what : str
    source : str
        Who says how sure it is.
    path : str
    spread : str
        In words.
    vessels : tuple of str
        That have the same draw.
    """

    what: str
    source: str
    path: str
    spread: str
    vessels: tuple[str, ...]

    def summary(self) -> dict[str, object]:
        """As in ``--json``."""
        return {
            "what": self.what,
            "source": self.source,
            "path": self.path,
            "spread": self.spread,
            "vessels": list(self.vessels),
        }


@dataclass(frozen=True)
class Draws:
    """Draws for several vessels that run the same recipe.

    Attributes
    ----------
    unsure : tuple of Unsure
    paths : tuple of tuples of str
        Of every vessel what is drawn.
    texts : tuple of tuples of tuples of str
        Of every vessel the values of every draw.
    notes : tuple of str
        What is left out, and why.
    """

    unsure: tuple[Unsure, ...]
    paths: tuple[tuple[str, ...], ...]
    texts: tuple[tuple[tuple[str, ...], ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    """A path of one vessel, and what says its value at a share of probability."""

    path: str
    spread: str
    base: float = 1.0
    sigma: float = 1.0
    ranged: Variable | None = None

    def text(self, share: float) -> str:
        if self.ranged is not None and self.ranged.spread is not None:
            return self.ranged.written(_between(share, *self.ranged.spread.numbers))
        return repr(SPREADS["lognormal"].value(share, self.base, self.sigma))


def _between(share: float, low: float, mode: float, high: float) -> float:
    """Triangular between the ends with its peak at the value in use; of positive numbers in their logarithms."""
    law = SPREADS["triangular"].value
    if low <= 0.0:
        return law(share, low, mode, high)
    return math.exp(law(share, math.log(low), math.log(mode), math.log(high)))


_Key = tuple[str, ...]


def draws_of(scenarios: Sequence[Scenario], count: int, seed: int = 1) -> Draws:
    """Draw what is not known for sure, for a recipe in several vessels.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The same strain and medium, each with its vessel.
    count : int
    seed : int

    Returns
    -------
    Draws
        A Latin hypercube.

    Notes
    -----
    A correlation is log-normal with its stated uncertainty as two standard deviations. *One law is one draw:* what
    makes van 't Riet's kLa too high in one vessel (a broth that coalesces more than his, say) makes it too high in the
    other too, so vessels that stand on the same law of the same author share its factor. Where their laws differ, or
    where kLa was measured, each vessel has a draw of its own. In truth a part of the scatter is each vessel's own
    geometry even under one law: sharing all of it leaves the intervals of the vessels right and makes that of the
    *loss* rather too narrow. What is the medium's (solubility) and the strain's is the same everywhere. Numbers of the
    strain are triangular in their logarithm between the ends of their published range, with the peak at the value in
    use. Those that would change its linear program (constant capacities) are left out: every draw would need an atlas
    of its own; so is the strain's `uncertainty`, the scatter of measured oxygen demand, which stands as low and high
    beside the key figures of every run.
    """
    ranged, notes = _of_strain(scenarios[0])
    own = [_of_vessel(scenario) | ranged for scenario in scenarios]
    keys = list(dict.fromkeys(key for entries in own for key in entries))
    shares = _hypercube(count, len(keys), seed)
    texts = tuple(
        tuple(tuple(entry.text(shares[row, keys.index(key)]) for key, entry in entries.items()) for row in range(count))
        for entries in own
    )
    unsure = [
        _told(key, [(s.vessel.name, e[key]) for s, e in zip(scenarios, own, strict=True) if key in e]) for key in keys
    ]
    paths = tuple(tuple(entry.path for entry in entries.values()) for entries in own)
    return Draws(tuple(unsure), paths, texts, tuple(notes))


def _hypercube(count: int, width: int, seed: int) -> Shares:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(width, rng=np.random.default_rng(seed)).random(count))


def _of_vessel(scenario: Scenario) -> dict[_Key, _Entry]:
    """Factors on the correlations of a vessel, by what has the same draw."""
    found: dict[_Key, _Entry] = {}
    for item in uncertain_of(scenario.vessel, scenario.medium):
        key = (item.quantity, item.source, *([scenario.vessel.name] if item.source == _MEASURED else []))
        base = float(attrgetter(item.factor)(scenario))
        if base > 0.0:
            sigma = math.exp(0.5 * math.log1p(item.uncertainty))
            found[key] = _Entry(item.factor, f"log-normal, {item.text}", base, sigma)
    return found


def _of_strain(scenario: Scenario) -> tuple[dict[_Key, _Entry], list[str]]:
    """Numbers of the strain with a range."""
    if scenario.strain is None:
        return {}, ["ranges of several strains in one vessel are not drawn"]
    found: dict[_Key, _Entry] = {}
    left = []
    document, definition = _document(scenario), scenario.first_strain.definition()
    for path, low, high in ranges_of(scenario, _PARTS):
        try:
            variable = variable_of(path, "triangular", (low, _value_of(document, path), high))
            ends = Family(scenario, {path: low})
            strains = [ends.member([end]).first_strain.definition() for end in (low, high)]
            shared_definition([definition, *strains])
        except (InputError, StrainError):
            left.append(path)
            continue
        found[(path, "strain")] = _Entry(path, f"{low} to {high}, published range", ranged=variable)
    notes = [f"not drawn, since it changes the linear program of the strain: {path}" for path in left]
    return found, notes


def _document(scenario: Scenario) -> Any:
    """The scenario as its file says it."""
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(StringIO(dump_yaml(scenario)))


def _value_of(document: Any, path: str) -> str:
    """The value in use of an entry with a range."""
    place = document
    for part in path.split("."):
        place = place[int(part)] if isinstance(place, list) else place[part]
    return str(place["value"] if isinstance(place, dict) else place)


def _told(key: _Key, entries: Sequence[tuple[str, _Entry]]) -> Unsure:
    first = entries[0][1]
    vessels = tuple(dict.fromkeys(name for name, _ in entries))
    return Unsure(key[0] if key[-1] != "strain" else "strain", key[1], first.path, first.spread, vessels)
