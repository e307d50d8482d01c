"""What stands before the laboratory's server: who may ask, how much at once, and where the page may look.

marimo keeps the token and the sessions. This keeps away what a page elsewhere in the browser could do to a server on
loopback (another `Host` by rebinding a name, another `Origin`), bodies without end, and more learners than fit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

__all__ = ["LOOPBACK", "Guard", "is_loopback"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST_BYTES = 1_000_000
_CROWDED = 1013  # websocket close code: try again later (RFC 6455 registry)
_REFUSED = 1008
# scripts and styles are marimo's own, some of them inline; nothing is fetched from anywhere else
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Farewell = Callable[[], Awaitable[None]]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to this host."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:  # a name, wherever it leads
        return False


class Guard:
    """Let through what may pass.

    Parameters
    ----------
    app : ASGI application
        What is guarded.
    hosts : collection of str
        Names a request may call the server by; empty: any (a token guards it then).
    most : int
        Learners at a time.
    linger : float
        Seconds that a session is kept after its page is closed; it counts as a learner until then.
    farewell : callable, optional
        Awaited as the server stops.
    """

    def __init__(
        self, app: App, *, hosts: Collection[str], most: int, linger: float, farewell: Farewell | None = None
    ) -> None:
        self._app, self._hosts, self._most, self._linger = app, frozenset(hosts), most, linger
        self._farewell = farewell
        self._present = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._life(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._known(headers):
            await _refuse(scope, send, 403, _REFUSED, "another host or page asks")
        elif scope["type"] == "http":
            await self._http(scope, receive, send, headers)
        else:
            await self._websocket(scope, receive, send)

    async def _life(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def last(message: Message) -> None:
            if self._farewell is not None and message["type"] == "lifespan.shutdown.complete":
                await self._farewell()
            await send(message)

        await self._app(scope, receive, last)

    def _known(self, headers: MutableMapping[str, str]) -> bool:
        """Whether the request calls the server by its name, and comes from its own page."""
        host = headers.get("host", "")
        name = (urlsplit(f"//{host}").hostname or "") if _plain(host) else ""
        if self._hosts and name not in self._hosts:
            return False
        origin = headers.get("origin", "")
        return not origin or urlsplit(origin).netloc == host

    async def _http(self, scope: Scope, receive: Receive, send: Send, headers: MutableMapping[str, str]) -> None:
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > _MOST_BYTES:
            await _refuse(scope, send, 413, _REFUSED, "too large")
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > _MOST_BYTES:  # a body that said less, or nothing, of its length
                return {"type": "http.disconnect"}
            return message

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _value in _HEADERS}
                message["headers"] = [pair for pair in message.get("headers", []) if pair[0].lower() not in own]
                message["headers"] += list(_HEADERS)
            await send(message)

        await self._app(scope, counted, dressed)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._present >= self._most:
            await _refuse(scope, send, 503, _CROWDED, "as many learners as fit are here: try again later")
            return
        self._present += 1
        try:
            await self._app(scope, receive, send)
        finally:
            asyncio.get_running_loop().call_later(self._linger, self._leave)

    def _leave(self) -> None:
        self._present -= 1


def _plain(host: str) -> bool:
    return len(host) < 256 and not any(sign in host for sign in "/@\\ ")


async def _refuse(scope: Scope, send: Send, status: int, code: int, reason: str) -> None:
    """Say no to a request or a websocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": code, "reason": reason})
        return
    body = f"{reason}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *_HEADERS]})
    await send({"type": "http.response.body", "body": body})
