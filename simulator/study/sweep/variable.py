"""One entry of the scenario that varies: its path, its unit, and its spread or its list of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InputError, nearest
from ...scenario.quantity import QuantityError, split_quantity, unit_of
from .spread import SPREADS, Spread

__all__ = ["Variable", "listed", "parse_variable", "variable_of"]

_CALL = re.compile(r"(?P<kind>[a-z]+)\((?P<numbers>[^()]*)\)")
_EXAMPLE = (
    "write it like vessel.kla_factor=0.7:1.3, recipe.duration='20 h:40 h:log' or vessel.kla_factor='normal(1, 0.1)'"
)


@dataclass(frozen=True)
class Variable:
    """An entry that varies.

    Parameters
    ----------
    path : str
        As in ``--set``.
    unit : str
        Of its numbers; empty where they have none.
    spread : Spread or None
        None for a list.
    choices : tuple of str
        The list, as a file says each.
    """

    path: str
    unit: str = ""
    spread: Spread | None = None
    choices: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.spread is not None or all(_number(text) is not None for text in self.choices)

    def text(self, share: float) -> str:
        """Value at a share of probability as ``--set`` takes it; of a list the one whose turn it is."""
        if self.spread is None:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        return self.written(self.spread.at(share))

    def written(self, value: float) -> str:
        """A number with the unit."""
        return f"{float(value)!r} {self.unit}".rstrip()

    def ends(self) -> tuple[str, ...]:
        """Values between which all others lie; all of a list."""
        return tuple(self.written(value) for value in self.spread.ends) if self.spread is not None else self.choices

    def number(self, text: str) -> float:
        """What a value counts as in the table: its number in the unit of the variable; of words their place."""
        found = _number(text)
        return float(self.choices.index(text)) if found is None else found[0]

    @property
    def label(self) -> str:
        """Short name: the last word of the path."""
        return self.path.rpartition(".")[2]


def _number(text: str) -> tuple[float, str] | None:
    """Number and unit of a text; None where it has none."""
    try:
        number, unit = split_quantity(text.strip())
    except QuantityError:
        return None
    return float(number), unit


def _shared_unit(path: str, given: Sequence[tuple[float, str]]) -> tuple[tuple[float, ...], str]:
    """Numbers in one unit: the last one written is that of those without."""
    unit = next((unit for _, unit in reversed(given) if unit), "")
    numbers = []
    for number, own in given:
        try:
            there, here = unit_of(unit), unit_of(own or unit)
        except QuantityError as error:
            raise InputError(f"{path}: {error}") from error
        if there.dimension != here.dimension:
            raise InputError(f"{path}: '{own}' and '{unit}' are units of different things")
        if own in ("", unit):
            numbers.append(number)
        else:
            from fractions import Fraction

            numbers.append(float((Fraction(number) * here.factor + here.offset - there.offset) / there.factor))
    return tuple(numbers), unit


def variable_of(path: str, kind: str, numbers: Sequence[str]) -> Variable:
    """A variable with a spread.

    Parameters
    ----------
    path : str
        As in ``--set``.
    kind : str
        A key of `SPREADS`.
    numbers : sequence of str
        With their units, or one unit for all.

    Raises
    ------
    InputError
        They make no spread.
    """
    if kind not in SPREADS:
        raise InputError(f"{path}: no spread '{kind}'{nearest(kind, SPREADS)}")
    sort = SPREADS[kind]
    if len(numbers) != len(sort.names):
        raise InputError(f"{path}: {kind} has {len(sort.names)} numbers ({', '.join(sort.names)}), not {len(numbers)}")
    read = [_number(text) for text in numbers]
    for text, found in zip(numbers, read, strict=True):
        if found is None:
            raise InputError(f"{path}: '{text.strip()}' is not a number; {_EXAMPLE}")
    whole = [item for item in read if item is not None]
    measured, unit = _shared_unit(path, [item for item, own in zip(whole, sort.quantities, strict=True) if own])
    taken = iter(measured)
    values = tuple(next(taken) if own else item[0] for item, own in zip(whole, sort.quantities, strict=True))
    wrong = sort.wrong(*values)
    if wrong:
        raise InputError(f"{path}: {wrong}")
    return Variable(path, unit, Spread(kind, values))


def parse_variable(text: str) -> Variable:
    """A variable from the command line.

    Parameters
    ----------
    text : str
        ``path=low:high``, ``path=low:high:log``, ``path=normal(mean, deviation)`` and the other spreads, or
        ``path=one,two,three``; quantities with their units.

    Raises
    ------
    InputError
        It cannot be read.
    """
    path, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not path or not value:
        raise InputError(f"--vary {text}: {_EXAMPLE}")
    call = _CALL.fullmatch(value)
    if call:
        return variable_of(path, call["kind"], call["numbers"].split(","))
    if ":" in value:
        parts = value.split(":")
        log = parts[-1].strip() == "log"
        return variable_of(path, "log" if log else "uniform", parts[:-1] if log else parts)
    return listed(path, value.split(","))


def listed(path: str, values: Sequence[str]) -> Variable:
    """A variable that takes the values of a list."""
    texts = tuple(text.strip() for text in values)
    if len(texts) < 2 or not all(texts):
        raise InputError(f"{path}: one value is no variation; {_EXAMPLE}, or a list of values with commas")
    if len(set(texts)) < len(texts):
        raise InputError(f"{path}: a value is in the list twice")
    read = [_number(text) for text in texts]
    given = [item for item in read if item is not None]
    if len(given) == len(read):
        numbers, unit = _shared_unit(path, given)
        texts = tuple(f"{number!r} {unit}".rstrip() for number in numbers)
        return Variable(path, unit, choices=texts)
    return Variable(path, choices=texts)
