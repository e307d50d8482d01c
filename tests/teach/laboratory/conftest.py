"""A laboratory that runs, on loopback, for the tests of one file."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

COMMAND = "from moromi.simulator.cli import main; main()"
_START = 240.0  # s; kernels may have to be compiled first


@dataclass
class Server:
    """`moromi serve` as a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def memory(self) -> float:
        """Resident memory [MB]; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
                return next(int(line.split()[1]) / 1e3 for line in file if line.startswith("VmRSS"))
        except OSError:
            return 0.0

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(15)
        finally:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()


def start_server(*arguments: str) -> Server:
    """Start a laboratory on a free port, and wait until it says where."""
    words = [sys.executable, "-c", COMMAND, "serve", "--no-browser", "--port", "0", *arguments]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    if "http" not in line:
        Server(process, "").stop()
        raise RuntimeError(f"the laboratory did not start: {line}")
    server = Server(process, "http" + line.partition("http")[2].strip().rstrip("/").replace("localhost", "127.0.0.1"))
    end = time.monotonic() + _START
    while time.monotonic() < end:
        host, port = server.address.removeprefix("http://").partition("/")[0].rsplit(":", 1)
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex((host.replace("0.0.0.0", "127.0.0.1"), int(port))) == 0:
                return server
        time.sleep(0.1)
    raise RuntimeError("the laboratory does not listen")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A laboratory on loopback."""
    pytest.importorskip("marimo", reason="the laboratory needs moromi[teach]")
    pytest.importorskip("anywidget", reason="the laboratory needs moromi[teach]")
    if sys.platform == "win32":
        pytest.skip("these tests stop the server by SIGINT")
    found = start_server()
    yield found
    found.stop()
