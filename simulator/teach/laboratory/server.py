"""The server of the laboratory: marimo's, behind a guard, on one address until it is told to stop."""

from __future__ import annotations

import contextlib
import secrets
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from inspect import isawaitable
from pathlib import Path

from ...errors import InputError
from ...language import LANGUAGES, current_language
from ...language import gettext as _
from ...told import told
from .bench import warm_up
from .guard import LOOPBACK, App, Guard, is_loopback
from .notebook import laboratory_notebook

__all__ = ["Place", "choose_place", "laboratory", "serve"]

_LINGER = 20
"""Seconds that a session outlives its page: a lost connection comes back within, and memory is free soon after."""
_MOST_LEARNERS = 80
_PATIENCE = 3  # s for open connections when the server stops
_SHORTEST_TOKEN = 12


@dataclass(frozen=True)
class Place:
    """Where the server listens, and the word that opens it (none on loopback)."""

    host: str
    port: int
    token: str

    @property
    def address(self) -> str:
        """What to open in a browser; it then speaks the language of this context."""
        named = "localhost" if is_loopback(self.host) else self.host
        shown = f"[{named}]" if ":" in named else named
        query = [f"access_token={self.token}"] if self.token else []
        query += [f"lang={current_language()}"] if current_language() != LANGUAGES[0] else []
        return f"http://{shown}:{self.port}/" + ("?" + "&".join(query) if query else "")


def choose_place(host: str, port: int, token: str | None) -> Place:
    """Where to listen; beyond loopback a token is made where none is given.

    Raises
    ------
    InputError
        A token nobody should use, or an address that cannot be had.
    """
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise InputError(_("--token: at least {count} characters, or leave it out").format(count=_SHORTEST_TOKEN))
    if token is not None and not all(sign.isalnum() or sign in "-_.~" for sign in token):
        raise InputError(_("--token: letters, digits and -_.~ only"))
    if token is None:
        token = "" if is_loopback(host) else secrets.token_urlsafe(18)
    return Place(host, _free_port(host, port), token)


def _free_port(host: str, port: int) -> int:
    """The port itself, or any free one for 0.

    Raises
    ------
    InputError
        The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return int(probe.getsockname()[1])
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        text = _("cannot listen on {host}, port {port} ({reason}): name another --host or --port")
        raise InputError(text.format(host=host, port=port, reason=told(str(reason)))) from None


def laboratory(
    folder: Path, *, token: str = "", host: str = "127.0.0.1", most: int = _MOST_LEARNERS, linger: int = _LINGER
) -> App:
    """The laboratory as an ASGI application.

    Parameters
    ----------
    folder : Path
        Where its notebook is written.
    token : str
        That opens it; empty: nobody is asked.
    host : str
        It will listen on.
    most : int
        Learners at a time.
    linger : int
        Seconds that a session outlives its page.
    """
    import marimo

    path = folder / "moromi_laboratory.py"
    path.write_text(laboratory_notebook(), encoding="utf-8")
    built = marimo.create_asgi_app(quiet=True, include_code=False, token=token or None, session_ttl=linger)
    app: App = built.with_app(path="", root=str(path)).build()
    hosts = {*LOOPBACK, host.lower()} if not token else set()

    async def farewell() -> None:
        await _end_sessions(app)

    return Guard(app, hosts=hosts, most=most, linger=float(linger), farewell=farewell)


async def _end_sessions(app: object) -> None:
    """End every session: their threads would keep the process alive, and mounted apps do not hear of its end."""
    for route in getattr(app, "routes", ()):
        manager = getattr(getattr(getattr(route, "app", None), "state", None), "session_manager", None)
        if manager is not None:
            ended = manager.shutdown()
            if isawaitable(ended):
                await ended


def serve(place: Place, *, browser: bool, say: Callable[[str], None], ready: Callable[[], None]) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    place : Place
    browser : bool
        Whether to open the page.
    say : callable
        Told, in a line, what takes longer than a moment.
    ready : callable
        Called when everything is warm and the server is about to listen.

    Raises
    ------
    InputError
        The libraries of teaching are missing.
    """
    need_marimo()
    import uvicorn

    say(_("warming up the kernels …"))
    warm_up(say)
    _first_page()
    with tempfile.TemporaryDirectory(prefix="moromi-serve-") as folder:
        app = laboratory(Path(folder), token=place.token, host=place.host)
        config = uvicorn.Config(
            app,
            host=place.host,
            port=place.port,
            log_level="warning",
            access_log=False,
            ws_max_size=1_000_000,
            timeout_graceful_shutdown=_PATIENCE,
            server_header=False,
        )
        ready()
        if browser:
            _open_soon(place.address)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run()


def _first_page() -> None:
    """Import and draw once what every session needs, before many of them do so at the same moment."""
    from .desk import Desk
    from .widget import Page

    Desk().open()
    Page(Desk()).close()


def need_marimo() -> None:
    """Say what to install where the libraries of teaching are missing."""
    from importlib.util import find_spec

    missing = [name for name in ("marimo", "anywidget", "uvicorn") if find_spec(name) is None]
    if missing:
        text = _("{names} not installed: pip install 'moromi[teach]'")
        raise InputError(text.format(names=", ".join(missing)))


def _open_soon(address: str) -> None:
    """Open the browser a moment later, when the server listens."""
    import threading
    import webbrowser

    timer = threading.Timer(1.0, webbrowser.open, [address])
    timer.daemon = True
    timer.start()
