"""One thing to know about a model, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Level", "Report", "count", "some"]

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """What is the matter, and what to do about it.

    Parameters
    ----------
    level : {"error", "warning", "note"}
        Error: numbers of a run would be wrong or there is no run. Warning: some would be off. Note: good to know.
    what : str
        The finding.
    advice : str
        What to change; empty where nothing needs to be.
    """

    level: Level
    what: str
    advice: str = ""


@dataclass(frozen=True)
class Report:
    """All findings on one model, worst first.

    Parameters
    ----------
    findings : tuple of Finding
        Errors, then warnings, then notes.
    biomass : str
        Growth reaction.
    growth : float
        Largest growth rate on the full medium [1/h].
    reactions, metabolites : int
        Size of the model.
    """

    findings: tuple[Finding, ...]
    biomass: str
    growth: float
    reactions: int
    metabolites: int

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong enough to stop."""
        return all(item.level != "error" for item in self.findings)


def count(number: int, thing: str) -> str:
    """``1 reaction``, ``2 reactions``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def some(names: Sequence[str], most: int = 5) -> str:
    """The first few of a list, in words."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
