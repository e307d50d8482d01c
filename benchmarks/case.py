"""What a benchmark is: one side, the other side, and what the case compares them on.

Every figure is a ratio of two sides timed in the same process, alternately: an absolute time says more about the
machine, and about who else was using it, than about the code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Case", "Contest", "Progress", "Side", "Suite"]

Progress = Callable[[str], None]


def _nothing(ours: Any, reference: Any) -> Mapping[str, Any]:
    """Nothing else to say about a pair."""
    return {}


@dataclass(frozen=True, eq=False)
class Side:
    """One way of doing the work.

    Parameters
    ----------
    run : callable
        The work, and nothing else, is timed; it takes what `setup` returned.
    setup : callable
        Makes the arguments of `run`, a tuple, before every run; not timed.
    repeats : int
        How often it is timed; the median counts.
    operations : int
        How many operations one run is; times are given per operation.
    warm : bool
        Whether it runs once untimed before.
    """

    run: Callable[..., Any]
    setup: Callable[[], tuple[Any, ...]] = tuple
    repeats: int = 1
    operations: int = 1
    warm: bool = True


@dataclass(frozen=True)
class Contest:
    """Both sides of a case, ready to run.

    Parameters
    ----------
    ours, reference : Side
    facts : callable
        Takes what each side returned last, ours first, and gives further keys of the row: the errors achieved,
        what was checked.
    """

    ours: Side
    reference: Side
    facts: Callable[[Any, Any], Mapping[str, Any]] = _nothing


@dataclass(frozen=True)
class Case:
    """One line of a suite.

    Parameters
    ----------
    name : str
    summary : str
        What is compared, in a line.
    reference : str
        Name of the other side.
    size : float
        How much of it; a case can be made at another size.
    unit : str
        Of the size.
    tiny : float
        A size at which the case only shows that it works.
    build : callable
        Takes a size and a callable for lines of progress, makes the contest.
    goal : float, optional
        Least ratio, reference time over ours, that was promised.
    needs : tuple of str
        Packages the other side cannot do without; where one is absent the case is skipped.
    """

    name: str
    summary: str
    reference: str
    size: float
    unit: str
    tiny: float
    build: Callable[[float, Progress], Contest]
    goal: float | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suite:
    """Cases that are run together."""

    name: str
    summary: str
    cases: tuple[Case, ...]
