"""The page as a widget of marimo: events come in, HTML goes out, over the session's own websocket."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ...language import gettext as _
from ...language import speaking
from ...report.live.fragments import fragment
from ..load import lesson_of_text
from .desk import Desk

__all__ = ["Page"]

_HERE = Path(__file__).parent


class _Session(threading.local):
    """The pages of this thread: marimo runs a learner's session in one, and ipywidgets keeps every widget until closed.

    When the thread ends its pages are closed, and with them everything the learner had.
    """

    def __init__(self) -> None:
        self.pages: list[Page] = []
        weakref.finalize(self._keeper(), _close_all, self.pages)

    def _keeper(self) -> object:
        self.keeper = _Keeper()
        return self.keeper


class _Keeper:
    """Dies with its thread."""


def _close_all(pages: list[Page]) -> None:
    for page in pages:
        with contextlib.suppress(Exception):  # the browser it would tell is gone
            page.layout.close()
        with contextlib.suppress(Exception):
            page.close()
    pages.clear()


class Page(anywidget.AnyWidget):
    """One learner's page; display it with ``mo.ui.anywidget(Page(desk))``.

    Parameters
    ----------
    desk : Desk, optional
        The session; a new one by default.
    query : mapping of str to str, optional
        Of the link the page was opened with (``mo.query_params().to_dict()``).
    lesson : str
        An educator's own lesson as YAML, instead of the built-in ones.

    Raises
    ------
    InputError
        The lesson is none; each line says where and what.
    """

    _esm = _HERE.joinpath("page.js").read_text("utf-8")
    _css = _HERE.joinpath("page.css").read_text("utf-8")

    event = traitlets.Any(None).tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    waiting = traitlets.Unicode("").tag(sync=True)

    def __init__(self, desk: Desk | None = None, query: Mapping[str, str] | None = None, lesson: str = "") -> None:
        own = lesson_of_text(lesson) if lesson else None
        self.desk = Desk(query, lesson=own) if desk is None else desk
        with speaking(self.desk.language):
            text = fragment("waiting", text=_("The fermenter is being set up …"))
        super().__init__(waiting=text)
        self.observe(self._answer, names="event")
        _SESSION.pages.append(self)

    def _answer(self, change: Mapping[str, Any]) -> None:
        """Answer an event; whatever happens the page hears that it was dealt with."""
        event = change["new"]
        number = event.get("n") if isinstance(event, Mapping) else None
        answer = self.desk.handle(event)
        self.answer = answer | {"n": number if isinstance(number, int) else 0}


_SESSION = _Session()
