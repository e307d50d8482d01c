"""A study that is killed, or that the disk does not take, goes on where it was."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from moromi.simulator.study.sweep import sweep

from .plans import SET, VARY, small

CHANGES = {"runs": 16, "chunk": 2, "vary": {path: VARY[path] for path in VARY if not path.startswith("strain")}}


def files(folder):
    names = (path for path in folder.rglob("*") if path.is_file() and path.name != "provenance.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return sweep(small(**CHANGES), tmp_path_factory.mktemp("whole") / "study").folder


@pytest.fixture(scope="module")
def command(whole):
    """The command line that runs the study into a folder."""
    return [
        sys.executable,
        "-c",
        "from moromi.simulator.cli import main; main()",
        "sweep",
        str(whole / "study.yaml"),
        "--no-report",
    ]


def test_the_command_line_runs_it(whole, command, tmp_path):
    done = subprocess.run([*command, "--out", str(tmp_path / "study")], check=True, capture_output=True, text=True)
    assert "done  16" in done.stdout
    assert files(tmp_path / "study") == files(whole)
    words = ["sweep", "yeast-fedbatch", "--name", "small", "--runs", "16", "--out", str(tmp_path / "options")]
    words += [word for item in SET for word in ("--set", item)]
    words += [word for path, spread in CHANGES["vary"].items() for word in ("--vary", f"{path}={spread}")]
    subprocess.run([*command[:3], *words], check=True, capture_output=True)
    assert (tmp_path / "options" / "table.nc").exists()


def _killed(command, folder, kills, seed):
    """Start and kill at random moments; how often it was still running."""
    moments, cut = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        began = len(list(folder.glob("chunks/*.npz")))
        deadline = time.monotonic() + 30.0
        # from when there is something to lose
        while (
            len(list(folder.glob("chunks/*.npz"))) == began and process.poll() is None and time.monotonic() < deadline
        ):
            time.sleep(0.002)
        time.sleep(moments.uniform(0.0, 0.05))
        cut += process.poll() is None
        process.kill()
        process.wait()
    return cut


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_and_resumed(whole, command, tmp_path, kills):
    folder = tmp_path / "study"
    assert _killed([*command, "--out", str(folder), "--workers", "1"], folder, kills, seed=kills) > 0
    subprocess.run([*command, "--out", str(folder)], check=True, capture_output=True)
    assert files(folder) == files(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the size of files are POSIX's")
def test_where_the_disk_is_full(whole, command, tmp_path):
    """Files may have 1 kB, then 30 kB: first no piece fits, then the table does not."""
    import resource

    folder = tmp_path / "study"
    for size, says in ((1_000, "cannot be written"), (30_000, "the runs are kept")):

        def limit(size=size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = subprocess.run(
            [*command, "--out", str(folder)], capture_output=True, text=True, preexec_fn=limit, check=False
        )
        assert done.returncode == 2, done.stderr
        assert says in done.stderr
        assert "Traceback" not in done.stderr
    assert len(list(folder.glob("chunks/*.npz"))) == 8
    assert sweep(small(**CHANGES), folder).ran == 0
    assert files(folder) == files(whole)


@pytest.mark.skipif(os.access("/", os.W_OK), reason="whoever may write everywhere meets no read-only folder")
def test_a_read_only_folder(tmp_path):
    from moromi.simulator.errors import InputError

    (tmp_path / "locked").mkdir(mode=0o555)
    with pytest.raises(InputError, match="cannot be written"):
        sweep(small(**CHANGES), tmp_path / "locked" / "study")


def test_on_a_cluster(whole, tmp_path):
    """Two local workers of dask give the same bytes, though one of them dies on the way."""
    distributed = pytest.importorskip("distributed", reason="dask is not installed")
    folder, dead = tmp_path / "study", []

    def kill_one(_):
        if not dead and list(folder.glob("chunks/*.npz")):
            dead.append(cluster.workers[0].pid)
            os.kill(dead[0], 9)

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as cluster:
        address = cluster.scheduler_address
        # a tick a piece: every piece is told
        done = sweep(small(**CHANGES), folder, executor="dask", cluster=address, progress=kill_one)
    assert files(done.folder) == files(whole)
