"""The tutorial, played through page by page: commands run, files are saved, printed lines are as they stand there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from moromi.simulator.cli.app import outcome
from moromi.simulator.scenario import built_in_files

from .pages import Block, blocks, missing, play

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial"
TEACHING = [TUTORIAL.parent / name for name in ("educators/marking.md", "lessons.md", "laboratory.md")]
PAGES = sorted(TUTORIAL.glob("[0-9]-*.md"))


def follow(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, whole: bool) -> list[str]:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    return play(page.read_text("utf-8"), folder, whole)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert follow(page, tmp_path, monkeypatch, whole=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_does_what_it_says_in_full(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert follow(page, tmp_path, monkeypatch, whole=True) == []


@pytest.mark.parametrize("page", TEACHING, ids=lambda page: page.stem)
def test_lessons_at_the_command_line(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "answers").mkdir()
    answers = str(tmp_path / "answers" / "a.yaml")
    assert outcome(["lesson", "start", "kla-gassing-out", "--learner", "A", "--out", answers]) == 0
    shutil.copy(built_in_files("lesson")["kla-gassing-out"], tmp_path / "mine.yaml")  # the lesson of one's own
    assert follow(page, tmp_path, monkeypatch, whole=True) == []


def lesson_files() -> list[str]:
    """Files that the page on lessons shows: an answer file, and a question."""
    return [block.text for block in blocks(TEACHING[1].read_text("utf-8")) if block.language == "yaml"]


def test_the_answer_file_shown_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "shown.yaml").write_text(lesson_files()[0], encoding="utf-8")
    assert outcome(["lesson", "check", str(tmp_path / "shown.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["marks"] > 0.0


def test_the_question_shown_is_one():
    from moromi.simulator.teach.lesson import Task

    words = {"en": "a", "ja": "a"}
    questions = YAML(typ="safe").load(lesson_files()[1])
    assert Task(title=words, text=words, questions=questions).questions.keys() == {"growth-rate"}


def test_every_page_is_in_the_index():
    listed = re.findall(r"\]\((\d-[\w-]+\.md)\)", (TUTORIAL / "index.md").read_text("utf-8"))
    assert listed == [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_is_saved_before_it_is_used(page: Path):
    saved: set[str] = set()
    for block in blocks(page.read_text("utf-8")):
        saved |= {block.file}
        if block.language == "sh":
            used = set(re.findall(r"[\w-]+\.(?:yaml|csv)", block.text))
            written = set(re.findall(r"(?:--suggest|>) ([\w-]+\.yaml)", block.text))
            assert used - written <= saved
            saved |= written


def test_a_line_that_is_not_printed_is_found():
    assert missing("Final biomass  1.0  g/L\n…\n", "Final biomass 2.0 g/L\n") == ["not printed: Final biomass 1.0 g/L"]
    assert missing("a  b\n", "a b\nc\n") == []


def test_a_block_knows_its_file_and_whether_it_is_slow():
    found = blocks("Save this as `mine.yaml`:\n\n```yaml\nname: a\n```\n\n<!-- slow -->\n\n```sh\nmoromi list\n```\n")
    assert [(block.language, block.file, block.slow) for block in found] == [
        ("yaml", "mine.yaml", False),
        ("sh", "", True),
    ]
    assert Block("yaml", "", "A file like `mine.yaml` is this:").file == ""
