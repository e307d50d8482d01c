"""Events as a page sends them: read with care, since anybody can send anything to a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import InputError
from ...language import gettext as _
from .setting import KNOBS

__all__ = ["ACTS", "Event", "refused"]

ACTS = frozenset(
    "open knob scenario vessel gradients by_hand reset moment tank-variable language repeat go-there save beside "
    "restore forget export lesson-start lesson-answer".split()
)
_LONGEST, _MOST_FIELDS = 200, 40


@dataclass(frozen=True)
class Event:
    """What somebody did.

    Attributes
    ----------
    act : str
        One of `ACTS`.
    name, value : str
        Which knob, and what is chosen.
    fields : mapping of str to str
        Of a form.
    """

    act: str
    name: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, given: object) -> Event:
        """Read an event.

        Raises
        ------
        InputError
            It is none.
        """
        if not isinstance(given, Mapping):
            raise InputError(_("this page sent something that is no event: reload it"))
        act, name = _text(given.get("act")), _text(given.get("name"))
        if act not in ACTS or (act == "knob" and name not in KNOBS):
            raise InputError(_("this page sent something that is no event: reload it"))
        fields = given.get("fields")
        found = fields if isinstance(fields, Mapping) else {}
        if len(found) > _MOST_FIELDS:
            raise InputError(_("too many fields at once"))
        return cls(act, name, _text(given.get("value")), {_text(key): _text(value) for key, value in found.items()})

    def field(self, name: str) -> str:
        """A field of the form; empty where it is missing."""
        return self.fields.get(name, "")


def _text(given: object) -> str:
    """One short text."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return "true" if given else "false"
    if not isinstance(given, str | int | float):
        raise InputError(_("this page sent something that is no event: reload it"))
    text = given if isinstance(given, str) else f"{given:.12g}" if isinstance(given, float) else str(given)[:_LONGEST]
    if len(text) > _LONGEST:
        raise InputError(_("too long: at most {most} characters").format(most=_LONGEST))
    return text


def refused(text: str) -> str:
    """A message for the page, short."""
    return text if len(text) <= 600 else text[:600] + "…"
