"""What a learner has set, as one small value: it makes the run, the link, and the key of the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from urllib.parse import urlencode

from ...errors import InputError, nearest
from ...language import gettext as _
from ...scenario import built_in_files

__all__ = ["DEFAULT_SCENARIO", "KNOBS", "Setting", "read_number"]

DEFAULT_SCENARIO = "ecoli-fedbatch"
KNOBS = ("stirrer", "air", "oxygen", "pressure", "set_point", "feed")
"""Names of what can be turned."""
_LONGEST = 64
"""Characters of a value that may come from a link or an event."""


@dataclass(frozen=True)
class Setting:
    """Scenario, vessel and knobs.

    Attributes
    ----------
    scenario : str
        Built-in name.
    vessel : str
        Built-in name; empty: the scenario's own.
    gradients : bool
        Whether the liquid is cut into compartments, where its vessel has a network.
    by_hand : bool
        Whether stirrer, air and oxygen stand where they are set, instead of following the dissolved oxygen.
    knobs : mapping of str to float
        By the names of `KNOBS`, in the units of `knobs.Knob`; those not named are as the recipe has them.
    """

    scenario: str = DEFAULT_SCENARIO
    vessel: str = ""
    gradients: bool = False
    by_hand: bool = False
    knobs: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {name: self.knobs[name] for name in KNOBS if name in self.knobs}
        object.__setattr__(self, "knobs", MappingProxyType(known))

    def __hash__(self) -> int:
        return hash((self.scenario, self.vessel, self.gradients, self.by_hand, tuple(self.knobs.items())))

    def turned(self, knob: str, value: float) -> Setting:
        """The setting with a knob somewhere else."""
        return replace(self, knobs={**self.knobs, knob: value})

    def moved(self, *, scenario: str | None = None, vessel: str | None = None) -> Setting:
        """The setting of another scenario or vessel, its knobs as the recipe has them there."""
        if scenario is not None:
            return Setting(scenario=scenario, by_hand=self.by_hand)
        return replace(self, vessel=vessel or "", knobs={})

    def query(self) -> str:
        """The link's query that restores it; only what differs from the start."""
        plain = Setting()
        pairs = {
            item.name: getattr(self, item.name)
            for item in fields(self)
            if item.name != "knobs" and getattr(self, item.name) != getattr(plain, item.name)
        }
        told = {name: "1" if value is True else str(value) for name, value in pairs.items()}
        return urlencode(told | {name: f"{value:.6g}" for name, value in self.knobs.items()})

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Setting:
        """Read a link.

        Parameters
        ----------
        query : mapping of str to str
            Keys it does not know are left alone (the link may carry a language or a lesson).

        Raises
        ------
        InputError
            A name that is not built in, or no number where one is needed.
        """
        told = {name: str(value) for name, value in query.items()}
        return cls(
            scenario=known_name("scenario", told.get("scenario") or DEFAULT_SCENARIO),
            vessel=known_name("vessel", told["vessel"]) if told.get("vessel") else "",
            gradients=told.get("gradients", "") in ("1", "true"),
            by_hand=told.get("by_hand", "") in ("1", "true"),
            knobs={name: read_number(name, told[name]) for name in KNOBS if name in told},
        )


def known_name(kind: str, name: object) -> str:
    """A built-in name of a kind; nothing else, so that no path ever comes from a page."""
    text = str(name)
    known = built_in_files(kind)
    if text not in known:
        short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        hint = nearest(text, known) if len(text) <= _LONGEST else ""
        raise InputError(_("{kind} '{name}' is not known").format(kind=kind, name=short) + hint)
    return text


def read_number(name: str, value: object) -> float:
    """A finite number from a page.

    Raises
    ------
    InputError
        It is none.
    """
    text = str(value)[: _LONGEST + 1]
    try:
        number = math.nan if len(text) > _LONGEST or isinstance(value, bool) else float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(_("{name}: '{value}' is not a number").format(name=name, value=text[:20]))
    return number
