"""Who may pass the guard."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.language import speaking
from moromi.simulator.teach.laboratory.guard import Guard, is_loopback
from moromi.simulator.teach.laboratory.server import choose_place


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    """Read the whole body, then answer; hold a websocket until it is told to close."""
    if scope["type"] == "websocket":
        await receive()
        return
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def ask(headers: dict[str, str], *, hosts: tuple[str, ...] = ("localhost", "127.0.0.1"), body: bytes = b"") -> int:
    """Status of a request; 0 where the connection just ended."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    guard = Guard(_inner, hosts=hosts, most=2, linger=0.0)
    asyncio.run(guard({"type": "http", "headers": pairs}, receive, send))
    return int(sent[0]["status"]) if sent else 0


def test_its_own_page_passes():
    assert ask({"host": "localhost:2719"}) == 200
    assert ask({"host": "127.0.0.1:2719", "origin": "http://127.0.0.1:2719"}) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},  # a name that was rebound to this machine
        {"host": "localhost.evil.example:2719"},
        {"host": "localhost:2719", "origin": "http://evil.example"},
        {"host": "localhost:2719", "origin": "http://localhost:9999"},
        {"host": "localhost:2719", "origin": "null"},
        {"host": "a@localhost"},
        {},
    ],
)
def test_others_do_not(headers: dict[str, str]):
    assert ask(headers) == 403


def test_with_a_token_any_name_passes_but_no_other_page():
    assert ask({"host": "lab.example"}, hosts=()) == 200
    assert ask({"host": "lab.example", "origin": "http://evil.example"}, hosts=()) == 403


def test_bodies_have_an_end():
    assert ask({"host": "localhost", "content-length": "2000000"}) == 413
    assert ask({"host": "localhost", "content-length": "x"}) == 413
    assert ask({"host": "localhost", "content-length": "9" * 5000}) == 413
    assert ask({"host": "localhost"}, body=b"x" * 2_000_000) == 0


def test_as_many_learners_as_fit_and_room_again_when_one_has_left():
    async def scenes() -> list[str]:
        guard = Guard(_inner, hosts=("localhost",), most=2, linger=0.05)
        scope = {"type": "websocket", "headers": [(b"host", b"localhost")]}
        gone, closed = asyncio.Event(), list[str]()

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "websocket.disconnect"}

        async def send(message: Any) -> None:
            closed.append(str(message["code"]))

        inside = [asyncio.create_task(guard(dict(scope), receive, send)) for _ in range(2)]
        await asyncio.sleep(0)
        await guard(dict(scope), receive, send)
        gone.set()
        await asyncio.gather(*inside)
        await guard(dict(scope), receive, send)  # their sessions linger still
        await asyncio.sleep(0.1)
        await guard(dict(scope), receive, send)
        return closed

    assert asyncio.run(scenes()) == ["1013", "1013"]


def test_loopback_needs_no_token_and_others_get_one():
    assert choose_place("127.0.0.1", 0, None).token == ""
    beyond = choose_place("0.0.0.0", 0, None)
    assert len(beyond.token) >= 20
    assert beyond.token in beyond.address
    with speaking("ja"):
        assert beyond.address.endswith(f"?access_token={beyond.token}&lang=ja")
        assert replace(beyond, token="").address.endswith("/?lang=ja")
    assert choose_place("0.0.0.0", 0, "a-word-of-mine").token == "a-word-of-mine"


@pytest.mark.parametrize("token", ["", "short", "with space and more", "<script>alert(1)</script>"])
def test_weak_tokens_are_refused(token: str):
    with pytest.raises(InputError, match="--token"):
        choose_place("0.0.0.0", 0, token)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "999.1.1.1", "a b", "x" * 300])
def test_a_host_that_is_none_is_one_line(host: str):
    with pytest.raises(InputError, match="--host"):
        choose_place(host, 0, None)


def test_what_is_loopback():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("LOCALHOST")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("192.168.1.5")
    assert not is_loopback("127.example.com")
