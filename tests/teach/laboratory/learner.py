"""A learner without a browser: the page's own websocket and requests, as marimo's frontend makes them."""

from __future__ import annotations

import json
import re
import secrets
import time
import urllib.request
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE = 120.0  # s


class Learner:
    """One open page.

    Parameters
    ----------
    address : str
        ``http://127.0.0.1:PORT``
    token : str
        That opens it, where there is one.
    """

    def __init__(self, address: str, token: str = "") -> None:
        self.address, self.session = address, f"s_{secrets.token_hex(3)}"
        self._asking = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        self._count = 0
        page = self._request(f"/?access_token={token}" if token else "/").decode()
        found = re.search(r'data-token="([^"]+)"', page)
        assert found is not None
        self._server = found[1]
        words = f"session_id={self.session}" + (f"&access_token={token}" if token else "")
        self._open = ExitStack()
        self._socket: ClientConnection = self._open.enter_context(
            connect(
                f"{address.replace('http', 'ws')}/ws?{words}",
                max_size=None,
                open_timeout=PATIENCE,
                ping_interval=None,
                proxy=None,
            )
        )
        self.model = ""
        self.answer: dict[str, Any] = {}

    def __enter__(self) -> Learner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the tab."""
        self._open.close()

    def open(self) -> dict[str, Any]:
        """Wait for the page's widget, and let it say what it shows."""
        end = time.monotonic() + PATIENCE
        while not self.model and time.monotonic() < end:
            self._take(end)
        return self.tell("open")

    def tell(self, act: str, **more: Any) -> dict[str, Any]:
        """Do something and return the answer."""
        self._count += 1
        event = {"act": act, "n": self._count, **more}
        self.post(
            "/api/kernel/set_model_value",
            {
                "modelId": self.model,
                "message": {"method": "update", "state": {"event": event}, "bufferPaths": []},
                "buffers": [],
            },
        )
        end = time.monotonic() + PATIENCE
        while self.answer.get("n") != self._count and time.monotonic() < end:
            self._take(end)
        assert self.answer.get("n") == self._count, "no answer"
        return self.answer

    def post(self, path: str, body: object) -> bytes:
        """A request of the page."""
        return self._request(path, json.dumps(body).encode())

    def _request(self, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self.address + path, data=body)
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Marimo-Session-Id", self.session)
            request.add_header("Marimo-Server-Token", self._server)
        with self._asking.open(request, timeout=PATIENCE) as reply:
            return bytes(reply.read())

    def _take(self, end: float) -> None:
        """One message of the server."""
        message = json.loads(self._socket.recv(timeout=max(end - time.monotonic(), 0.01)))
        data = message.get("data", {})
        told = data.get("message", {})
        output = data.get("output") or {}
        if output.get("channel") == "marimo-error":
            raise RuntimeError(f"the page broke: {output}"[:2000])
        if message.get("op") == "model-lifecycle":
            state = told.get("state", {})
            if "waiting" in state:  # the page's; its layout has a model of its own
                self.model = str(data["model_id"])
            self.answer = state.get("answer") or self.answer
