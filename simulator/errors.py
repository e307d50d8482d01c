"""What a person can do wrong and what a simulation can run into: one line each, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["InputError", "MoromiError", "SimulationError", "nearest"]


class MoromiError(Exception):
    """Base of every error Moromi raises on purpose; `str` is one line unless several things are wrong."""

    exit_code = 1


class InputError(MoromiError):
    """A file, name or option is wrong; the first line says where, what and what to do (exit code 2).

    Parameters
    ----------
    message : str
        First finding.
    others : iterable of str
        Further findings of the same input, one line each.
    """

    exit_code = 2

    def __init__(self, message: str, others: Iterable[str] = ()) -> None:
        self.findings = (message, *others)
        super().__init__("\n".join(self.findings))


class SimulationError(MoromiError):
    """The input was fine and the simulation failed; the message is the advice of its status (exit code 1)."""


_MOST = 24  # names in a message


def nearest(name: str, known: Iterable[str]) -> str:
    """Tail of a message: the closest valid name, or what there is where none is close.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What would have been right.

    Returns
    -------
    str
        ``"; nearest is 'volume'"``, ``"; valid are a, b, c"`` or an empty text.
    """
    choices = sorted({choice for choice in known})
    folded = {choice.lower(): choice for choice in choices}
    close = get_close_matches(name.lower(), folded, n=1, cutoff=0.55)
    if close:
        return f"; nearest is '{folded[close[0]]}'"
    more = f" and {len(choices) - _MOST} more" if len(choices) > _MOST else ""
    return f"; valid are {', '.join(choices[:_MOST])}{more}" if choices else ""
