"""`run` and `scale-up` from the command line, end to end, in processes of their own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome

# a parent in the background had interrupts ignored, which children take over
LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
MOROMI = [sys.executable, "-c", f"{LISTENING}from moromi.simulator.cli import main; main()"]
CASE = "varma1994-batch"
SUMMARY = {"scenario", "vessel", "strain", "kpis", "balances", "limits", "warnings", "provenance", "files"}


def moromi(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MOROMI, *words], cwd=folder, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("run")
    return folder, moromi(folder, "run", CASE, "--json", "--no-report")


def test_run_prints_one_object(finished: tuple[Path, subprocess.CompletedProcess[str]]):
    folder, done = finished
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) >= SUMMARY
    assert answer["scenario"] == CASE
    assert all(set(kpi) >= {"value", "unit"} for kpi in answer["kpis"].values())
    assert all((folder / path).is_file() for path in answer["files"].values())


def test_run_leaves_a_named_folder(finished: tuple[Path, subprocess.CompletedProcess[str]]):
    folder, done = finished
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    (result,) = (folder / "moromi-runs").iterdir()
    assert result.name == f"{CASE}-{answer['vessel']}"
    assert {"scenario.yaml", "result.nc", "summary.json", "timeseries.csv", "provenance.json"} <= set(
        os.listdir(result)
    )
    written = json.loads((result / "summary.json").read_text("utf-8"))
    assert written["kpis"] == answer["kpis"]


def test_warm_run_stays_light(finished: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path):
    assert finished[1].returncode == 0  # kernels and atlas are in the cache now
    heavy = ("cobra", "optlang", "highspy", "matplotlib", "jinja2", "xarray", "pandas", "IPython")
    code = (
        "import sys; sys.modules['dask'] = None\n"  # pint imports it wherever it is, and with it much else
        "from moromi.simulator.cli.app import outcome\n"
        f"outcome(['run', {CASE!r}, '--no-report', '--out', 'here'])\n"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_run_prints_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    for name in (f"{CASE}-", f"{CASE}-"):
        assert outcome(["run", CASE, "--no-report"]) == 0
        out = capsys.readouterr().out
        assert "Final biomass" in out
        assert "Carbon" in out
        assert f"result: {Path('moromi-runs') / name}" in out
    assert len(list((tmp_path / "moromi-runs").iterdir())) == 2


def test_earlier_result_is_replaced_when_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for _ in range(2):
        assert outcome(["run", CASE, "--no-report", "--out", str(tmp_path / "mine")]) == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "mine"]
    assert "result:" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)], ids=["ctrl-c", "kill"])
def test_interrupted_run_leaves_no_folder(number: signal.Signals, code: int, tmp_path: Path):
    cold = os.environ | {"MOROMI_CACHE_DIR": str(tmp_path / "cache")}
    with subprocess.Popen(
        [*MOROMI, "run", CASE], cwd=tmp_path, env=cold, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stderr.readline()  # it has begun to compile
        for _ in range(6):  # a single interrupt can be swallowed where Python runs a destructor
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
                break
        out, err = process.communicate(timeout=300)  # machine code in the making is not interrupted
    assert process.returncode == code
    assert out == ""
    assert "Traceback" not in err
    assert not (tmp_path / "moromi-runs").exists()


@pytest.mark.parametrize(
    "words", [("run", CASE), ("scale-up", "ecoli-fedbatch", "--to", "tank-30m3")], ids=["run", "scale-up"]
)
def test_compiling_is_told_first_and_once(words: tuple[str, ...], tmp_path: Path):
    cold = os.environ | {"MOROMI_CACHE_DIR": str(tmp_path / "cache")}
    with subprocess.Popen(
        [*MOROMI, *words], cwd=tmp_path, env=cold, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        first, second = process.stderr.readline(), process.stderr.readline()
        process.kill()
    assert "compiling the kernels; this happens once" in first
    assert "preparing strain" in second


@pytest.mark.parametrize(
    ("words", "message"),
    [(("--by", "tip-sped"), "nearest is 'tip-speed'"), (("--by", "mixing-time"), "kW"), ((), "Missing option '--to'")],
    ids=["unknown", "impossible", "no target"],
)
def test_scale_up_refuses(
    words: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)
    to = ("--to", "tank-30m3") if words else ()
    assert outcome(["scale-up", "ecoli-fedbatch", *to, *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_scale_up_end_to_end(tmp_path: Path):
    words = ("scale-up", "ecoli-fedbatch", "--to", "tank-30m3", "--by", "tip-speed", "--no-report")
    done = moromi(tmp_path, *words, "--json", "--out", "big")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) >= {"scenario", "source", "targets"}
    (target,) = answer["targets"]
    assert set(target) >= SUMMARY | {"criterion", "criteria", "loss", "advice"}
    assert target["criterion"] == "tip-speed"
    assert target["criteria"]["tip_speed"]["ratio"] == pytest.approx(1.0)
    assert all(sum(loss["causes"].values()) == pytest.approx(loss["relative"]) for loss in target["loss"].values())
    assert target["advice"]
    shown = moromi(tmp_path, *words)
    assert shown.returncode == 0, shown.stderr
    assert "advice:" in shown.stdout
    assert "lost by" in shown.stdout
