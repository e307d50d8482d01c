"""What docs/ promises: commands with their options, examples that load, links that lead somewhere, no key forgotten."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from moromi import load_scenario, load_strain
from moromi.simulator.cli.app import outcome
from moromi.simulator.scenario import (
    aggregates,
    cell_count,
    inertia,
    kla,
    law,
    load_reactions,
    medium,
    reactions,
    shear,
    strain_file,
    tolerance,
    vessel,
)

from .reference.pictures import GALLERY

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
STRAINS = (ROOT / "docs" / "strains.md").read_text("utf-8")
VESSELS = (ROOT / "docs" / "vessels.md").read_text("utf-8")
REACTIONS = (ROOT / "docs" / "reactions.md").read_text("utf-8")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), flags=re.DOTALL)


def commands() -> list[str]:
    """Every command line of every fenced `sh` block."""
    found = (line for path in DOCS for block in blocks(path, "sh") for line in block.splitlines())
    return sorted({line for line in found if line.strip()})


@pytest.mark.parametrize("line", commands())
def test_commands_exist_with_their_options(line: str, capsys: pytest.CaptureFixture[str]):
    program, *words = shlex.split(line, comments=True)
    assert program == "moromi"
    group = ("strain", "bench", "lesson")
    named = words[: 2 if words[0] in group else 1]
    assert outcome([*named, "--help"]) == 0, capsys.readouterr().err
    told = capsys.readouterr().out
    assert {word for word in words if word.startswith("--") and word not in told} == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path):
    targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def examples(several: bool) -> list[str]:
    """YAML of one strain, or of a scenario with several."""
    return [text for text in blocks(ROOT / "docs" / "strains.md", "yaml") if text.startswith("strains:") == several]


@pytest.mark.parametrize("example", examples(several=True))
def test_examples_of_several_strains_load(example: str):
    data = YAML(typ="safe").load(example)
    parts = {"strains": data["strains"]} | {
        f"recipe.start.{key}": value for key, value in data["recipe"]["start"].items()
    }
    overrides = [f"{path}={json.dumps(value)}" for path, value in parts.items()]
    assert len(load_scenario("varma1994-batch", overrides).members) == 2


@pytest.mark.parametrize("example", examples(several=False))
def test_strain_examples_load(example: str, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text(example, encoding="utf-8")
    assert load_strain(file).definition().parameters


@pytest.mark.parametrize(
    "part",
    [
        strain_file.StrainFile,
        strain_file.AddedMetabolite,
        strain_file.AddedReaction,
        strain_file.Species,
        strain_file.Uptake,
        strain_file.Demand,
        strain_file.Capacity,
        strain_file.Bounds,
        strain_file.Death,
        shear.Shear,
        tolerance.Tolerates,
        cell_count.CellCount,
        aggregates.Aggregates,
        law.Law,
        law.CardinalTemperature,
        inertia.Inertia,
        inertia.Memory,
        inertia.Limit,
        inertia.Fluctuation,
    ],
    ids=lambda part: part.__name__,
)
def test_every_key_of_the_strain_file_is_explained(part: type[strain_file.Part]):
    assert [key for key in part.model_fields if f"`{key}`" not in STRAINS] == []


@pytest.mark.parametrize(
    "part",
    [reactions.Reactions, reactions.Compound, reactions.Adsorption, reactions.Step],
    ids=lambda part: part.__name__,
)
def test_every_key_of_a_system_of_reactions_is_explained(part: type[strain_file.Part]):
    assert [key for key in part.model_fields if f"`{key}`" not in REACTIONS] == []


@pytest.mark.parametrize(
    "part",
    [
        vessel.Vessel,
        vessel.Impellers,
        vessel.Shaking,
        vessel.Limits,
        vessel.Cooling,
        kla.MeasuredKla,
        medium.Medium,
        medium.Rheology,
    ],
    ids=lambda part: part.__name__,
)
def test_every_key_of_a_vessel_and_a_medium_is_explained(part: type[strain_file.Part]):
    assert [key for key in part.model_fields if f"`{key}`" not in VESSELS and f"{key}:" not in VESSELS] == []


def test_every_kla_is_explained():
    assert [name for names in kla.KLA_LAWS.values() for name in names if f"`{name}`" not in VESSELS] == []


@pytest.mark.parametrize("example", blocks(ROOT / "docs" / "vessels.md", "yaml"))
def test_examples_of_vessels_and_media_load(example: str):
    owner = "vessel" if example.startswith("kla") else "medium"
    data = YAML(typ="safe").load(example)
    changes = [f"{owner}.{key}={json.dumps(value)}" for key, value in data.items()]
    if "composition" in data:
        changes.insert(0, "medium=m9")
    assert load_scenario("ecoli-fedbatch", changes).vessel.kind == "stirred"


@pytest.mark.parametrize("example", blocks(ROOT / "docs" / "reactions.md", "yaml"))
def test_examples_of_reactions_load(example: str, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text(example, encoding="utf-8")
    assert load_reactions(file).steps


def test_every_law_is_explained():
    assert [kind for kind in law._FIELDS if f"| `{kind}` |" not in STRAINS] == []


def test_the_gallery_shows_what_its_commands_draw():
    text = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    assert [line for block in blocks(ROOT / "docs" / "gallery.md", "sh") for line in block.splitlines()] == list(
        GALLERY
    )
    for name in (name for names in GALLERY.values() for name in names.values()):
        assert f"(figures/{name}.svg)" in text
        assert (ROOT / "docs" / "figures" / f"{name}.svg").is_file()
