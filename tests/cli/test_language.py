"""The command line in another language: help, lines, tables; JSON and files stay what they are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rich_click as click

from moromi.simulator.cli.app import COMMANDS, outcome
from moromi.simulator.cli.app import moromi as command
from moromi.simulator.cli.help_text import in_language
from moromi.simulator.language import speaking

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert outcome(list(words)) == 0
    return capsys.readouterr().out


def test_help_is_in_the_language(capsys: pytest.CaptureFixture[str]):
    text = said(capsys, "--lang", "ja", "--help")
    assert all(name in text for name in COMMANDS)
    assert "培養" in text
    assert "Predict what" not in text
    assert "Options" not in text
    assert said(capsys, "--lang=ja", "-h") == text


def test_and_back_again(capsys: pytest.CaptureFixture[str]):
    before = said(capsys, "run", "--help")
    other = said(capsys, "--lang", "ja", "run", "--help")
    assert said(capsys, "run", "--help") == said(capsys, "--lang", "en", "run", "--help") == before
    assert "Simulate a SCENARIO" in before
    assert "Simulate a SCENARIO" not in other
    assert "moromi run ecoli-fedbatch" in other


def helps(item: click.Command, path: str) -> dict[str, str]:
    found = {path: item.help or ""}
    found |= {f"{path} {part.name}": part.help or "" for part in item.params if isinstance(part, click.Option)}
    if isinstance(item, click.Group):
        context = click.Context(item)
        for name in item.list_commands(context):
            child = item.get_command(context, name)
            assert child is not None
            found |= helps(child, f"{path} {name}")
    return found


def test_every_help_of_every_command_is_translated():
    with speaking("ja"):
        found = helps(in_language(command), "moromi")
    assert {path for path, text in found.items() if not JAPANESE.search(text)} == set()
    assert len(found) > 150


@pytest.mark.parametrize("words", [["--lang", "xx", "list"], ["--lang=", "list"], ["--lang", "JA", "--help"]])
def test_an_unknown_language_is_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert outcome(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "en or ja" in captured.err


def test_the_environment_names_a_language(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("MOROMI_LANG", "ja")
    assert JAPANESE.search(said(capsys, "list", "vessels"))
    assert not JAPANESE.search(said(capsys, "--lang", "en", "list", "vessels"))
    monkeypatch.setenv("MOROMI_LANG", "tlh")
    assert outcome(["list"]) == 2
    assert "no language 'tlh'" in capsys.readouterr().err


def test_errors_are_told_and_their_json_is_not(capsys: pytest.CaptureFixture[str]):
    assert outcome(["--lang", "ja", "run", "ecoli-bach", "--json"]) == 2
    captured = capsys.readouterr()
    assert "'ecoli-bach'" in captured.err
    assert JAPANESE.search(captured.err)
    error = json.loads(captured.out)
    assert "is not known" in error["error"]
    assert not JAPANESE.search(error["error"])


@pytest.mark.parametrize("words", [["run"], ["run", "x", "--nope"], ["shw"], ["run", "x", "--data", "no-such-file"]])
def test_a_wrong_command_line_is_told(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert outcome(["--lang", "ja", *words]) == 2
    assert JAPANESE.search(capsys.readouterr().err)


@pytest.mark.parametrize("words", [["list", "--json"], ["show", "tank-30m3", "--json"], ["show", "jar-3l", "--yaml"]])
def test_what_machines_read_is_the_same_in_every_language(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert said(capsys, "--lang", "ja", *words) == said(capsys, *words)


def test_entries_of_a_file_are_shown_as_they_are_written(capsys: pytest.CaptureFixture[str]):
    def entries(*words: str) -> list[str]:
        return said(capsys, *words, "show", "jar-3l").partition("\n\n")[0].splitlines()[1:]

    assert entries("--lang", "ja") == entries()
    assert len(entries()) > 20


def test_columns_line_up_where_letters_are_two_wide(capsys: pytest.CaptureFixture[str]):
    from moromi.simulator.cli.output import emit_table

    emit_table(("培養槽", "x"), [("ab", "1"), ("槽", "2")], verbatim=True)
    assert capsys.readouterr().out == "培養槽  x\nab      1\n槽      2\n"


def test_english_help_reads_no_catalogue():
    code = (
        "import sys; from moromi.simulator.cli.app import outcome; outcome(['--help']); "
        "from moromi.simulator.language import _catalogue; "
        "sys.stderr.write(str(_catalogue.cache_info().misses))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stderr) <= 1


def test_a_run_writes_the_same_files_in_every_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    words = ("run", "varma1994-batch", "--set", "recipe.duration=1 h", "--no-report", "--out")
    english = said(capsys, *words, str(tmp_path / "en"))
    japanese = said(capsys, "--lang", "ja", *words, str(tmp_path / "ja"))
    for name in ("summary.json", "timeseries.csv", "scenario.yaml"):
        assert (tmp_path / "en" / name).read_bytes() == (tmp_path / "ja" / name).read_bytes()
    assert not JAPANESE.search(english)
    lines = [line for line in japanese.splitlines() if line and str(tmp_path) not in line]
    plain = [line for line in lines if not JAPANESE.search(line)]
    assert plain == []
    assert re.findall(r"\d+\.\d+", english) == re.findall(r"\d+\.\d+", japanese)
