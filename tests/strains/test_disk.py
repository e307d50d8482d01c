"""The cache under stress: two processes at once, a disk that is full."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace

import moromi
from moromi.simulator.run import opened
from moromi.strains import open_strain, store

COMPILE = "from moromi.simulator.cli import main; main()"


def test_two_processes_compile_one_strain(tmp_path):
    environment = os.environ | {"MOROMI_CACHE_DIR": str(tmp_path)}
    arguments = ["strain", "compile", "ecoli-varma1994", "--no-certificate", "--processes", "1", "--json"]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", COMPILE, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    first, second = (json.loads(out) for out, _ in answers)
    assert first["mode"] == second["mode"] == "complete"
    assert first["regions"] == second["regions"]
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_cache_that_cannot_be_written_is_said_and_does_not_stop_the_work(textbook_definition, tmp_path):
    (tmp_path / "strains").write_text("a file where the folder should be: no write succeeds, as on a full disk")
    lines: list[str] = []
    strain = open_strain(textbook_definition, tmp_path)
    report = strain.compile(certify=False, progress=lines.append)
    assert report.mode == "complete"
    assert strain.complete
    assert "cannot be written" in lines[-1]


def test_a_write_that_fails_half_way_leaves_nothing(textbook, tmp_path, monkeypatch):
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *exception: object) -> None:
            pass

        def write(self, data: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_full(handle: int, mode: str) -> Full:
        os.close(handle)
        return Full()

    monkeypatch.setattr(store.os, "fdopen", open_full)
    assert not store.write_arrays(tmp_path / "atlas.arrays", textbook._atlas.arrays())
    monkeypatch.undo()
    assert not list(tmp_path.iterdir())


def test_a_run_says_that_nothing_was_kept(tmp_path, monkeypatch):
    (tmp_path / "strains").write_text("not a folder")
    monkeypatch.setenv("MOROMI_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(opened, "_OPENED", {})
    lines: list[str] = []
    scenario = moromi.load_scenario("varma1994-batch", ("strain=ecoli-varma1994",))
    result = moromi.run(scenario, progress=lines.append)
    assert result.kpis["biomass_final"]["value"] > 0.5
    assert any("disk full" in line for line in lines)


def test_an_atlas_of_another_strain_is_not_taken(textbook_definition, tmp_path):
    """A sound file under the wrong name: another number of parameters."""
    strain = open_strain(textbook_definition, tmp_path)
    strain.compile(certify=False)
    other = open_strain(replace(textbook_definition, uptakes=textbook_definition.uptakes[:3]), tmp_path)
    other.compile(certify=False)
    folder = tmp_path / "strains"
    (folder / f"atlas-{other.key}.arrays").replace(folder / f"atlas-{strain.key}.arrays")
    again = open_strain(textbook_definition, tmp_path)
    assert again.regions == 0
    assert again.compile(certify=False).regions == strain.regions
