"""Markdown pages played through as a reader would: files saved, commands typed, printed lines compared."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moromi.simulator.cli.app import outcome

SLOW = "<!-- slow -->"
DRAWING = ("run", "scale-up", "sweep")
"""Commands that draw figures unless told not to; most of their time goes there."""
_FILE = re.compile(r"`([\w-]+\.(?:yaml|csv))`")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what it holds, and the words since the block before it."""

    language: str
    text: str
    before: str

    @property
    def slow(self) -> bool:
        """Whether it takes longer than a test should; its printed lines then wait for the night, too."""
        return SLOW in self.before

    @property
    def file(self) -> str:
        """Name of the file in which a reader is told to save it; empty where it is only to be read."""
        told = self.before.rstrip().rpartition("Save this as ")[2]
        found = _FILE.match(told)
        return found[1] if found else ""


def blocks(page: str) -> list[Block]:
    """Fenced blocks of a page in their order."""
    found, before, inside = [], "", None
    for line in page.splitlines(keepends=True):
        if inside is None and line.startswith("```"):
            language, inside = line.strip().removeprefix("```"), ""
        elif inside is None:
            before += line
        elif line.startswith("```"):
            found.append(Block(language, inside, before))
            before, inside = "", None
        else:
            inside += line
    return found


def typed(text: str) -> Iterator[tuple[list[str], str]]:
    """Words after `moromi` and the file that takes what is printed, of every line of a block of commands."""
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        target = words[-1] if ">" in words else ""
        words = words[: words.index(">")] if target else words
        if words[0] != "moromi":
            raise ValueError(f"not a command of ours: {line}")
        yield words[1:], target


def play(page: str, folder: Path, whole: bool) -> list[str]:
    """Do what a page says in a folder that is the working directory; what went otherwise than it says.

    Parameters
    ----------
    page : str
        Markdown.
    folder : Path
    whole : bool
        Whether blocks marked as slow run, and reports are drawn.
    """
    wrong: list[str] = []
    printed, skipping = "", False
    space: dict[str, object] = {}
    shown = blocks(page)
    for block, following in zip(shown, [*shown[1:], None], strict=True):
        if block.language != "text":
            skipping = block.slow and not whole
        if skipping:
            continue
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            printed, codes = _commands(block.text, folder, whole)
            complaint = following is not None and following.text.startswith("moromi: ")
            wrong += [f"exit code {code} of {block.text}" for code in codes if code != (2 if complaint else 0)]
        elif block.language == "python":
            printed = _python(block.text, space)
        elif block.language == "text":
            wrong += missing(block.text if whole else _without_report(block.text), printed)
    return wrong


def missing(expected: str, printed: str) -> list[str]:
    """Expected lines that were not printed; … in a line stands for anything, alone for lines left out."""
    said = [" ".join(line.split()) for line in printed.splitlines()]
    lines = (" ".join(line.split()) for line in expected.splitlines())
    return [f"not printed: {line}" for line in lines if line and not any(map(_pattern(line).fullmatch, said))]


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, line.split("…"))))


def _without_report(expected: str) -> str:
    """What is printed where no report is drawn."""
    return "\n".join(line for line in expected.splitlines() if not line.startswith("report: "))


def _commands(text: str, folder: Path, reports: bool) -> tuple[str, list[int]]:
    """What commands print, on both streams, and their exit codes."""
    everything, codes = "", []
    for words, target in typed(text):
        if words[0] == "serve":  # until interrupted: tests/teach/laboratory does that
            continue
        if not reports and words[0] in DRAWING:
            words = [*words, "--no-report"]
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
            codes.append(outcome(words))
        if target:
            (folder / target).write_text(out.getvalue(), encoding="utf-8")
        everything += out.getvalue() + err.getvalue()
    return everything, codes


def _python(text: str, space: dict[str, object]) -> str:
    """What Python code prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(text, "page", "exec"), space)
    return out.getvalue()
