"""Bad input through the command line: one line with file and line number, exit 2, nothing computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from moromi.simulator.cli.app import outcome
from moromi.simulator.scenario import built_in_files

VESSEL = built_in_files("vessel")["jar-3l"].read_text("utf-8")
SCENARIO = built_in_files("scenario")["ecoli-fedbatch"].read_text("utf-8")


@pytest.fixture
def complaint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run `moromi run` in an empty folder, expect exit 2, give the message."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("moromi.simulator.run.run", lambda *_, **__: pytest.fail("simulated"))

    def run(*words: str) -> str:
        assert outcome(["run", *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        assert len(err.splitlines()) == 1, err
        assert not (tmp_path / "moromi-runs").exists()
        return err

    return run


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("baffles:", "bafles:", ("bafles", "nearest is 'baffles'")),
        ("nominal_volume: 3 L", "nominal_volume: 3", ("unit",)),
        ("nominal_volume: 3 L", "nominal_volume: 5 rpm", ("5 rpm",)),
        ("nominal_volume: 3 L", "nominal_volume: -3 L", ("-3 L",)),
    ],
    ids=["unknown key", "missing unit", "wrong dimension", "negative volume"],
)
def test_vessel_file(old: str, new: str, expected: tuple[str, ...], tmp_path: Path, complaint: Callable[..., str]):
    assert old in VESSEL
    text = VESSEL.replace(old, new)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    message = complaint("ecoli-fedbatch", "--vessel", "mine.yaml")
    assert f"mine.yaml:{line_of(text, new)}" in message
    assert all(word in message for word in expected)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ecoli-fedbach",), "nearest is 'ecoli-fedbatch'"),
        (("ecoli-fedbatch", "--vessel", "tank-30m"), "nearest is 'tank-30m3'"),
        (("ecoli-fedbatch", "--set", "strain=ecolli"), "nearest is 'ecoli'"),
        (("ecoli-fedbatch", "--set", "transfer.by=tipspeed"), "tip-speed"),
        (("ecoli-fedbatch", "--set", "recipe.start.volume=9 L"), "working volume"),
        (("ecoli-fedbatch", "--set", "recipe.start.volum=1 L"), "nearest is 'volume'"),
        (("ecoli-fedbatch", "--out", "/dev/null/run"), "/dev/null"),
        (("ecoli-fedbatch", "--data", "missing.csv"), "missing.csv"),
        ((".",), "directory"),
    ],
    ids=" ".join,
)
def test_command_line(words: tuple[str, ...], expected: str, complaint: Callable[..., str]):
    assert expected in complaint(*words)


def test_malformed_yaml(tmp_path: Path, complaint: Callable[..., str]):
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("name: ecoli-fedbatch", "name: [ecoli"), encoding="utf-8")
    assert "mine.yaml:" in complaint("mine.yaml")


def test_a_gigabyte_of_yaml_is_not_read(tmp_path: Path, complaint: Callable[..., str]):
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(10**9)
    assert "too large" in complaint("big.yaml")


def test_a_bomb_does_not_go_off(tmp_path: Path, complaint: Callable[..., str]):
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    (tmp_path / "bomb.yaml").write_text("\n".join(layers), encoding="utf-8")
    assert "bomb.yaml:1" in complaint("bomb.yaml")
