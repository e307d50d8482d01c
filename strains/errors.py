"""What can be wrong with a strain, said in one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["StrainError", "nearest"]


class StrainError(Exception):
    """A strain cannot be built or solved; the message is one line that says what to change."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Tail of a message that names the closest valid spelling, or nothing.

    Parameters
    ----------
    name : str
        What was asked for.
    known : iterable of str
        What exists.

    Returns
    -------
    str
        ``"; nearest is 'EX_o2_e'"`` or an empty text.
    """
    choices = list(known)
    close = get_close_matches(name, choices, n=1, cutoff=0.5)
    if not close:  # ids differ in case more often than in letters
        lower = {choice.lower(): choice for choice in choices}
        close = [lower[match] for match in get_close_matches(name.lower(), lower, n=1, cutoff=0.5)]
    return f"; nearest is '{close[0]}'" if close else ""
