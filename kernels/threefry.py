"""Random numbers from a counter: the same for a seed and a cell, whoever draws them, and in whatever order."""

from __future__ import annotations

from .jit import inlined

__all__ = ["threefry", "uniform"]

_WORD = 0xFFFFFFFF
_PARITY = 0x1BD11BDA


@inlined
def _turn(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & _WORD


@inlined
def _four(one: int, two: int, a: int, b: int, c: int, d: int) -> tuple[int, int]:
    """Four rounds."""
    one = (one + two) & _WORD
    two = _turn(two, a) ^ one
    one = (one + two) & _WORD
    two = _turn(two, b) ^ one
    one = (one + two) & _WORD
    two = _turn(two, c) ^ one
    one = (one + two) & _WORD
    two = _turn(two, d) ^ one
    return one, two


@inlined
def threefry(key: int, other_key: int, counter: int, other_counter: int) -> tuple[int, int]:
    """Two random words of 32 bits, Threefry-2x32 with 20 rounds.

    Parameters
    ----------
    key, other_key : int
        Stream, for example seed and cell; 0 to 2³² − 1 each.
    counter, other_counter : int
        Place in the stream; 0 to 2³² − 1 each.

    Returns
    -------
    tuple of int
        Two words, 0 to 2³² − 1.

    References
    ----------
    Salmon, Moraes, Dror & Shaw (2011) Proc. SC11, doi:10.1145/2063384.2063405.
    """
    third = key ^ other_key ^ _PARITY
    one, two = (counter + key) & _WORD, (other_counter + other_key) & _WORD
    one, two = _four(one, two, 13, 15, 26, 6)
    one, two = (one + other_key) & _WORD, (two + third + 1) & _WORD
    one, two = _four(one, two, 17, 29, 16, 24)
    one, two = (one + third) & _WORD, (two + key + 2) & _WORD
    one, two = _four(one, two, 13, 15, 26, 6)
    one, two = (one + key) & _WORD, (two + other_key + 3) & _WORD
    one, two = _four(one, two, 17, 29, 16, 24)
    one, two = (one + other_key) & _WORD, (two + third + 4) & _WORD
    one, two = _four(one, two, 13, 15, 26, 6)
    return (one + third) & _WORD, (two + key + 5) & _WORD


@inlined
def uniform(word: int) -> float:
    """A word as a number above 0 and below 1."""
    return (word + 0.5) * 2.0**-32
