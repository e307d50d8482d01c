"""What `moromi network` is asked for beside the files: kind, speed and aeration as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import InputError
from ..scenario import NetworkPlan, Scenario, Vessel
from ..scenario.document import Document
from ..scenario.explain import validate
from ..scenario.measures import Aeration, Speed
from ..scenario.model import Part

__all__ = ["NetworkRequest", "read_request"]


class NetworkRequest(Part):
    """Options; None where nothing was said."""

    kind: str | None = None
    speed: Speed | None = None
    """1/s"""
    aeration: Aeration | None = None
    """1/h at standard conditions, per liquid volume"""

    def plan(self, given: NetworkPlan | None) -> NetworkPlan:
        """The network asked for, else the one that is given, else loops at every impeller.

        Raises
        ------
        InputError
            There is no such kind, or it needs more than its name.
        """
        if self.kind is None and given is not None:
            return given
        data = {"kind": self.kind or "impeller-loops"}
        return validate(NetworkPlan, Document(data, "--kind", Path()))

    def stirring(self, vessel: Vessel, scenario: Scenario | None) -> tuple[float, float]:
        """Stirrer speed [1/s] and aeration [1/h]: as asked, else the recipe's highest, else the vessel's, no gas."""
        speed, aeration = vessel.limits.stirrer_speed, 0.0
        if scenario is not None:
            oxygen = scenario.recipe.dissolved_oxygen
            speed, aeration = oxygen.stirrer_speed[1], oxygen.aeration[1]
        return self.speed if self.speed is not None else speed, self.aeration if self.aeration is not None else aeration


def read_request(options: Mapping[str, str | None]) -> NetworkRequest:
    """Read options.

    Raises
    ------
    InputError
        A value has no unit, or is out of range.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return validate(NetworkRequest, Document(given, "command line", Path()))
    except InputError as error:
        raise InputError(error.findings[0].replace("command line: ", "--", 1), error.findings[1:]) from None
