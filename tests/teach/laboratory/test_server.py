"""The laboratory as it is served: a browser opens it, learners do not meet, hostile requests come to nothing."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .chromium import browser_page, open_laboratory, turn
from .conftest import COMMAND, Server, start_server


def request(server: Server, path: str, *, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """A request exactly as it is written, with nothing made harmless on the way."""
    host, port = server.address.removeprefix("http://").partition("/")[0].rsplit(":", 1)
    connection = http.client.HTTPConnection(host.replace("0.0.0.0", "127.0.0.1"), int(port), timeout=30)
    try:
        connection.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Host": f"{host}:{port}", **named}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def test_a_browser_opens_it_turns_a_knob_and_reads_japanese(server: Server):
    with browser_page() as page:
        elsewhere: list[str] = []
        page.on("request", lambda sent: elsewhere.append(sent.url) if server.address not in sent.url else None)
        open_laboratory(page, server.address)
        times, changes = zip(*(turn(page, "#knob-stirrer", str(speed)) for speed in (520, 610, 700)), strict=True)
        assert all(changes)
        assert statistics.median(times) < 5000.0  # what it takes on a machine that does nothing else: see test_browser
        assert "stirrer=700" in page.url
        page.click("#language-ja")
        page.wait_for_selector('.lab[lang="ja"]')
        assert page.evaluate("document.documentElement.lang") == "ja"
        assert page.evaluate("document.querySelector('marimo-anywidget').shadowRoot.activeElement.id") == "language-ja"
        assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


def test_learners_do_not_see_each_others_runs(server: Server):
    from .learner import Learner

    pytest.importorskip("websockets", reason="websockets is not installed")
    speeds = ("510", "620", "730")
    learners = [Learner(server.address) for _ in speeds]
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(Learner.open, learners))
            answers = list(pool.map(lambda who, speed: who.tell("knob", name="stirrer", value=speed), learners, speeds))
        for answer, speed in zip(answers, speeds, strict=True):
            assert answer["query"] == f"stirrer={speed}"
            others = {f"stirrer={other}" for other in speeds} - {answer["query"]}
            assert not any(other in json.dumps(answer) for other in others)
        learners[0].tell("save", fields={"name": "only mine"})
        assert "only mine" not in json.dumps(learners[1].tell("knob", name="air", value="0.9"))
    finally:
        for learner in learners:
            learner.close()


def test_whatever_a_page_sends_is_answered_and_the_session_lives(server: Server):
    from .learner import Learner

    with Learner(server.address) as learner:
        learner.open()
        for sent in (
            {"act": "vessel", "value": "../../../etc/passwd"},
            {"act": "scenario", "value": "/etc/passwd"},
            {"act": "knob", "name": "stirrer", "value": "1e308"},
            {"act": "knob", "name": "__class__", "value": "1"},
            {"act": "knob", "name": "air", "value": ["1"]},
            {"act": "repeat", "fields": {"vessel": "tank-30m3", "criterion": "x" * 199}},
            {"act": "sweep", "runs": 1_000_000_000},  # there is no such thing to ask for
            {"act": "restore", "value": "9" * 50},
        ):
            act = str(sent.pop("act"))
            assert "complaint" in learner.tell(act, **sent)["patch"]["message"], act
        assert learner.tell("knob", name="stirrer", value="600")["patch"]["message"] == ""


OUTWARD = (
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../../../etc/passwd",
    "/assets/..%5c..%5cetc%5cpasswd",
    "/@file/../../etc/passwd",
    "/public/../../../etc/passwd",
    "//etc/passwd",
    "/?file=/etc/passwd",
)


@pytest.mark.parametrize("path", OUTWARD)
def test_no_path_leads_out(server: Server, path: str):
    _status, body = request(server, path)
    assert b"root:" not in body


def test_others_are_refused(server: Server):
    assert request(server, "/", Host="evil.example")[0] == 403
    assert request(server, "/", Origin="http://evil.example")[0] == 403
    assert request(server, "/api/kernel/set_model_value", body=b"x" * 2_000_000)[0] == 413
    assert request(server, "/api/kernel/set_model_value", body=b"{", Content_Type="application/json")[0] >= 400
    assert request(server, "/")[0] == 200


@pytest.mark.parametrize(
    "path", ["/api/kernel/run", "/api/kernel/save", "/api/files/list_files", "/api/kernel/shutdown"]
)
def test_nobody_edits_or_lists_files(server: Server, path: str):
    status, body = request(server, f"/api/{path}", body=b'{"path": "/"}', Content_Type="application/json")
    assert status in (401, 403, 404, 405), body


def test_missing_libraries_are_named_and_wrong_addresses_one_line():
    blocked = "import sys; sys.modules['marimo'] = None\n"
    code = f"{blocked}import importlib.util as u\nfind = u.find_spec\n"
    code += "u.find_spec = lambda name, *more: None if name == 'marimo' else find(name, *more)\n"
    done = subprocess.run([sys.executable, "-c", code + COMMAND, "serve"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'moromi[teach]'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_beyond_loopback_only_with_the_token():
    pytest.importorskip("marimo", reason="the laboratory needs moromi[teach]")
    from .learner import Learner

    server = start_server("--host", "0.0.0.0")
    try:
        token = server.address.partition("access_token=")[2]
        assert len(token) >= 20
        assert b"marimo-server-token" not in request(server, "/")[1]
        assert request(server, "/", Authorization="Bearer wrong")[0] in (303, 401)
        status, _ = request(server, "/api/kernel/set_model_value", body=b"{}", Content_Type="application/json")
        assert status in (303, 401)
        assert request(server, f"/?access_token={token}x")[0] in (303, 401)
        with Learner(server.address.partition("/?")[0].replace("0.0.0.0", "127.0.0.1"), token) as learner:
            assert "polyline" in learner.open()["patch"]["sheet"]
    finally:
        begin = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begin < 10.0
