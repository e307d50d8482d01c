"""What is printed, and where it may be written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.cli.folders import choose_folder
from moromi.simulator.cli.output import emit_json, emit_table, progress
from moromi.simulator.errors import InputError


def test_json_is_plain(capsys: pytest.CaptureFixture[str]):
    emit_json({"a": np.float64(1.5), "b": (np.int64(2), float("nan")), "c": {"µ": float("inf")}, "d": None})
    assert json.loads(capsys.readouterr().out) == {"a": 1.5, "b": [2, None], "c": {"µ": None}, "d": None}


def test_table_in_a_pipe_is_aligned(capsys: pytest.CaptureFixture[str]):
    emit_table(("name", "value"), [("a", "1"), ("longer", "2")], title="things")
    assert capsys.readouterr().out.splitlines() == ["things", "name    value", "a       1", "longer  2"]


def test_table_without_rows(capsys: pytest.CaptureFixture[str]):
    emit_table(("", ""), [], title="things")
    assert capsys.readouterr().out == "things\n"


def test_table_on_a_terminal_is_ruled(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    emit_table(("name", "value"), [("[a]", "1")])
    text = capsys.readouterr().out
    assert "[a]" in text  # no markup
    assert "───" in text


def test_progress_goes_to_standard_error(capsys: pytest.CaptureFixture[str]):
    with progress() as say:
        say("working")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "working\n")


def test_default_folder_is_new_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    first = choose_folder(None, "a-b")
    assert first == Path("moromi-runs/a-b")
    assert not first.exists()
    first.mkdir(parents=True)
    assert choose_folder(None, "a-b").name == "a-b-2"


def test_asked_for_folder(tmp_path: Path):
    assert choose_folder(tmp_path / "new" / "deep", "x") == tmp_path / "new" / "deep"
    assert choose_folder(tmp_path, "x") == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_folder_with_other_things_is_refused(tmp_path: Path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="other files"):
        choose_folder(tmp_path, "x")


def test_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match=r"file|written"):
            choose_folder(place, "x")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a place where even root cannot write")
def test_unwritable_place_is_refused():
    with pytest.raises(InputError, match="cannot be written"):
        choose_folder(Path("/proc/moromi/run"), "x")
