"""A run that is stopped leaves no half-written folder under its final name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.store import MARK, check_writable, write_folder

COMPLETE = {"scenario.yaml", "result.nc", "summary.json", "timeseries.csv", "provenance.json", MARK}

# writes one folder over and over through the ordinary path, so that a kill often hits the writing itself
WRITER = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent in the background had it ignored
from moromi.simulator.run import run
result = run("varma1994-batch")
print("ready", flush=True)
for k in range(100000):
    result.save(sys.argv[1], report=False)
"""


def _stop_while_writing(folder, delay, number):
    """Start the writer, let it write for a while, signal it until it is gone, and reap it."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        for _ in range(300):
            # a single interrupt can be swallowed where Python runs a destructor
            process.send_signal(number)
            if process.poll() is not None:
                break
            time.sleep(0.1)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, getattr(signal, "SIGKILL", signal.SIGTERM)])
@pytest.mark.skipif(os.name != "posix", reason="Windows ends processes without signals")
def test_stopped_while_writing(tmp_path, number):
    folder = tmp_path / "out"
    for delay in (0.05, 0.11, 0.017):
        _stop_while_writing(folder, delay, number)
        if folder.exists():
            assert {path.name for path in folder.iterdir()} >= COMPLETE
            json.loads((folder / "summary.json").read_text())


def test_failure_while_filling_leaves_nothing(tmp_path):
    def fail(place):
        (place / "half.txt").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", fail)
    assert list(tmp_path.iterdir()) == []


def test_failure_keeps_the_older_result(tmp_path):
    def fill(place):
        (place / MARK).write_text("{}")

    def fail(place):
        raise OSError("disk full")

    write_folder(tmp_path / "out", fill)
    with pytest.raises(OSError, match="disk full"):
        write_folder(tmp_path / "out", fail)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [MARK]


def test_foreign_folders_are_not_touched(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds other files"):
        check_writable(tmp_path / "thesis")
    with pytest.raises(InputError, match="is a file"):
        check_writable(tmp_path / "thesis" / "chapter.txt")
    with pytest.raises(InputError):
        check_writable(tmp_path / "thesis" / "chapter.txt" / "below")
