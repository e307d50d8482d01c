"""Numbers that differ from learner to learner, and are the same whenever the same learner comes back."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

import numpy as np
from pydantic import model_validator

from ..errors import InputError
from ..language import gettext as _
from ..scenario.measures import complain
from ..scenario.model import Part, Text
from ..scenario.quantity import QuantityError, split_quantity
from .value import Value

__all__ = ["LONGEST_NAME", "Draw", "Learner"]

LONGEST_NAME = 80
_MOST_POINTS = 100_000
_LARGEST_SEED = 2**53


class Draw(Part):
    """What a number is drawn from: steps between two ends, or a list."""

    low: Text | None = None
    high: Text | None = None
    step: Text | None = None
    """All three as ``"0.20 1/h"``, in one unit; the step decides the digits"""
    one_of: tuple[Text, ...] = ()
    hidden: bool = False
    """Whether learners are not told: what they have to find"""

    @model_validator(mode="after")
    def _check(self) -> Draw:
        spread = [self.low, self.high, self.step]
        if bool(self.one_of) == any(spread) or (any(spread) and not all(spread)):
            raise complain("give 'low', 'high' and 'step', or 'one_of'")
        try:
            count = self.count
        except (QuantityError, ZeroDivisionError) as error:
            raise complain(str(error) or "the step is 0") from error
        if not 2 <= count <= _MOST_POINTS:
            raise complain(f"{count} different numbers: 2 to {_MOST_POINTS} are possible")
        return self

    @property
    def count(self) -> int:
        """How many different numbers there are."""
        if self.one_of:
            return len(self.one_of)
        (low, unit), (high, other), (step, third) = (split_quantity(str(t)) for t in (self.low, self.high, self.step))
        if not unit == other == third:
            raise QuantityError("low, high and step are in one unit")
        return int((high - low) / step) + 1

    def text(self, place: int) -> str:
        """The number at a place among all of them, with its unit."""
        if self.one_of:
            return self.one_of[place]
        low, unit = split_quantity(str(self.low))
        step, _unit = split_quantity(str(self.step))
        digits = len(str(self.step).split()[0].partition(".")[2])
        return f"{_plain(low + place * step, digits)} {unit}".rstrip()


def _plain(number: Fraction, digits: int) -> str:
    return f"{float(number):.{digits}f}"


@dataclass(frozen=True)
class Learner:
    """Who learns, and the number of the course.

    Attributes
    ----------
    name : str
        As written in the answer file.
    seed : int
        Of the course: another seed gives everybody other numbers.
    """

    name: str
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST_NAME or not self.name.isprintable():
            raise InputError(_("the learner's name has 1 to {n} printable characters").format(n=LONGEST_NAME))
        if isinstance(self.seed, bool) or not 0 <= self.seed <= _LARGEST_SEED:
            raise InputError(_("the seed is a whole number from 0 to {n}").format(n=_LARGEST_SEED))

    def key(self, lesson: str, version: int) -> bytes:
        """Digest that decides every number of this learner in a lesson."""
        name = " ".join(unicodedata.normalize("NFKC", self.name).split()).casefold()
        return sha256("\0".join(("moromi-lesson", lesson, str(version), name, str(self.seed))).encode()).digest()

    def code(self, lesson: str, version: int) -> str:
        """Short text that stands in the answer file: it tells when name, seed or lesson were changed afterwards."""
        return self.key(lesson, version)[-4:].hex()

    def draw(self, draw: Draw, name: str, lesson: str, version: int) -> str:
        """Number of this learner, as text.

        Notes
        -----
        `numpy.random.SeedSequence` gives the same words in every version of NumPy, which generators do not promise.
        """
        words = np.random.SeedSequence([*self.key(lesson, version)[:16], *name.encode()])
        return draw.text(int(words.generate_state(1, np.uint64)[0]) % draw.count)


def value_or_none(text: str) -> Value | None:
    """The quantity that a drawn text is; None where it is a name."""
    try:
        return Value.read(text)
    except QuantityError:
        return None
