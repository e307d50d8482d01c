"""The `network` of a vessel or scenario: which compartments its liquid is cut into."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..errors import InputError
from .document import Document, Route, dotted
from .measures import Count, Duration, Factor, Fraction, Speed, Volume, complain
from .model import Name, Part, Text

__all__ = ["NetworkPlan", "locate_tables"]

_TABLES = ("compartments", "flows", "gas")

Kind = Literal[
    "ideal",
    "two-compartment",
    "str-pfr",
    "impeller-loops",
    "axial-chain",
    "bubble-column",
    "airlift-loop",
    "table",
]

# kind → what it needs, what it may have
_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "ideal": ((), ()),
        "two-compartment": (("share", "circulation_time"), ("aerated",)),
        "str-pfr": (("share", "residence_time"), ("aerated", "tanks")),
        "impeller-loops": ((), ("per_loop", "exchange", "exchange_number")),
        "axial-chain": ((), ("slabs", "mixing_time")),
        "bubble-column": ((), ("slabs", "dispersion")),
        "airlift-loop": ((), ("slabs", "downcomer")),
        "table": (("compartments",), ("flows", "gas", "speed", "imbalance")),
    }
)
_ALWAYS = ("kind", "volume", "feed", "probe", "outlet", "points")


class NetworkPlan(Part):
    """Compartments of the liquid, each ideally mixed, and what flows between them."""

    kind: Kind
    """ideal: one; two-compartment and str-pfr: scale-down rigs; impeller-loops: two loops at every impeller;
    axial-chain: slabs that mix in a given time; bubble-column: slabs with the axial dispersion of rising gas;
    airlift-loop: a riser with gas and a downcomer without; table: from CSV files"""
    volume: Volume | None = None
    """m³ of liquid that the flows are computed for, by default the working volume; they grow with the liquid"""
    per_loop: Count = 5
    """Compartments of each loop, of impeller-loops: with n impellers there are n (2·per_loop + 1)"""
    exchange: Literal["vrabel", "cui"] = "vrabel"
    """Flows of impeller-loops: vrabel counts entrained liquid and the distance of the impellers, cui neither"""
    exchange_number: Factor = 0.2
    """Of impeller-loops: exchange of neighbouring stages over N·D³ [-]"""
    slabs: Annotated[int, Field(ge=1, strict=True)] = 20
    """Compartments of a chain; of each leg of an airlift-loop"""
    downcomer: Annotated[Fraction, Field(ge=0.05, le=0.9)] = 0.5
    """Of an airlift-loop: share of the cross-section in which liquid flows down, without gas"""
    mixing_time: Duration | None = None
    """h to 95 %, of an axial-chain; by default that of the correlation for the vessel at its highest speed, and then
    inversely proportional to the speed"""
    dispersion: Literal["deckwer", "baird-rice", "heijnen"] = "deckwer"
    """Of a bubble-column, by author: axial dispersion, or (heijnen) the one that gives his mixing time"""
    share: Annotated[Fraction, Field(gt=0.0, lt=1.0)] | None = None
    """Of the liquid in the second tank or in the plug-flow reactor"""
    circulation_time: Duration | None = None
    """h, of two-compartment: all liquid over the flow between both"""
    residence_time: Duration | None = None
    """h, of str-pfr: that of the liquid in the plug-flow reactor"""
    tanks: Annotated[int, Field(ge=1, strict=True)] = 20
    """Of str-pfr: ideal tanks in series that stand for the plug-flow reactor"""
    aerated: bool = False
    """Whether gas passes the second tank, or the plug-flow reactor, too"""
    compartments: Text | None = None
    """Of table: CSV file with the columns ``id``, ``volume [m3]``, optionally ``x [m]``, ``y [m]``, ``z [m]``,
    ``point``"""
    flows: Text | None = None
    """Of table: CSV file with the columns ``source``, ``target``, ``flow [m3/h]``"""
    gas: Text | None = None
    """Of table: CSV file with the columns ``source``, ``target``, ``share``; from ``sparger`` to ``headspace``"""
    speed: Speed | None = None
    """1/s, of table: the stirrer speed of its flows, which then follow the speed; by default they never change"""
    imbalance: Fraction = 0.001
    """Of table: what flows in and out of a compartment may differ by so much, and is made to agree"""
    points: dict[Name, Name] = Field(default_factory=dict)
    """Your names of places: ``{sugar: stage-3-upper-wall-1}``"""
    feed: Name | None = None
    """Place of feeds that state none"""
    probe: Name | None = None
    """Place of sensors"""
    outlet: Name | None = None
    """Place where broth is drawn off"""

    @model_validator(mode="after")
    def _check(self) -> NetworkPlan:
        needed, allowed = _KEYS[self.kind]
        for name in needed:
            if not getattr(self, name):
                raise complain(f"a network of kind '{self.kind}' needs '{name}'", name)
        known = {*_ALWAYS, *needed, *allowed}
        for name in sorted(self.model_fields_set):
            if name not in known and getattr(self, name) != type(self).model_fields[name].default:
                raise complain(f"a network of kind '{self.kind}' has no '{name}'", name)
        if self.mixing_time is not None and self.mixing_time <= 0.0:
            raise complain("the mixing time is above 0", "mixing_time")
        if self.speed is not None and self.speed <= 0.0:
            raise complain("the speed of the flows is above 0", "speed")
        return self


def locate_tables(document: Document, path: Route = ()) -> None:
    """Make the paths of a network's tables absolute: a vessel travels further than its folder.

    Parameters
    ----------
    document : Document
        Of a vessel or scenario.
    path : tuple
        Where in it that vessel or scenario stands.

    Raises
    ------
    InputError
        There is no such file.
    """
    plan = document.get((*path, "network"))
    for key in _TABLES if isinstance(plan, dict) else ():
        at = (*path, "network", key)
        given = plan.get(key)
        if not isinstance(given, str):
            continue
        file = (document.folder / os.path.expanduser(given)).resolve()
        if not file.is_file():
            raise InputError(f"{document.place(at)}: {dotted(at)}: file '{given}' does not exist")
        plan[key] = str(file)
