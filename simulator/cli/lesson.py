"""`moromi lesson`: lessons that mark themselves."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ..errors import InputError
from ..language import gettext as _
from .folders import write_new
from .lesson_copies import notebook, page
from .options import json_option
from .output import emit_json, emit_table, emit_text, progress

if TYPE_CHECKING:
    from ..teach.marking import Marked, Marks

__all__ = ["lesson"]

_EXAMPLE = "Example"
"""Learner of `lesson show`, so that it shows numbers."""


@click.group()
def lesson() -> None:
    """Lessons: start one, answer it, have it marked by the simulator."""


seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Number of the course."
)


@lesson.command(name="list", epilog="Example: moromi lesson list")
@json_option
def list_(as_json: bool) -> None:
    """List the lessons."""
    from ..teach.load import lesson_heads
    from ..teach.worksheet import level_word

    heads = lesson_heads()
    if as_json:
        emit_json({"lessons": [asdict(head) for head in heads]})
        return
    rows = [(head.name, head.title, level_word(head.level), f"{head.minutes} min") for head in heads]
    emit_table((_("lesson"), _("title"), _("level"), _("time")), rows)


@lesson.command(epilog="Example: moromi lesson show kla-gassing-out --learner 'Hanako Yamada'")
@click.argument("name")
@click.option("--learner", default=_EXAMPLE, metavar="NAME", help="Whose numbers to show.")
@seed_option
@click.option("--instructor", is_flag=True, help="With right answers, hints and explanations.")
@json_option
def show(name: str, learner: str, seed: int, instructor: bool, as_json: bool) -> None:
    """Show a lesson with a learner's numbers."""
    from ..teach.bench import Bench
    from ..teach.draws import Learner
    from ..teach.exercise import Exercise
    from ..teach.load import load_lesson
    from ..teach.worksheet import markdown

    with progress() as say:
        exercise = Exercise(load_lesson(name), Learner(learner, seed), Bench(say))
        exercise.bench.prepare(exercise.orders())
        text = markdown(exercise, instructor)
    if not as_json:
        _emit_markdown(text)
        return
    content: dict[str, object] = {
        "lesson": exercise.lesson.name,
        "version": exercise.lesson.version,
        "learner": learner,
        "seed": seed,
        "numbers": exercise.names if instructor else exercise.told,
        "text": text,
    }
    if instructor:
        content["answers"] = {key: exercise.right(item) for key, item in exercise.lesson.questions().items()}
    emit_json(content)


def _emit_markdown(text: str) -> None:
    """Set on a terminal, plain into a pipe."""
    import sys

    if not sys.stdout.isatty():
        emit_text(text.rstrip("\n"))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


@lesson.command(epilog="Example: moromi lesson start kla-gassing-out --learner 'Hanako Yamada'")
@click.argument("name")
@click.option("--learner", required=True, metavar="NAME", help="Your name; your numbers follow from it.")
@seed_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Answer file; LESSON-NAME.yaml by default."
)
@json_option
def start(name: str, learner: str, seed: int, out: Path | None, as_json: bool) -> None:
    """Write an answer file with your own numbers."""
    from ..teach.bench import Bench
    from ..teach.draws import Learner
    from ..teach.exercise import Exercise
    from ..teach.load import load_lesson
    from ..teach.sheet import file_name
    from ..teach.worksheet import answer_file

    who = Learner(learner, seed)
    with progress() as say:
        exercise = Exercise(load_lesson(name), who, Bench(say))
        exercise.bench.prepare(exercise.orders())
        text = answer_file(exercise)
    path = out or Path(file_name(exercise.lesson.name, who))
    write_new(path, text)
    if as_json:
        emit_json({"file": str(path), "lesson": exercise.lesson.name, "learner": learner, "seed": seed})
        return
    emit_text(
        _("wrote {file}: read the lesson with 'moromi lesson show {name}', answer in the file").format(
            file=path, name=shlex.join([name, "--learner", learner, "--seed", str(seed)])
        )
    )


own_option = click.option(
    "--lesson",
    "own",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A lesson of your own that files may answer; may be repeated.",
)
course_option = click.option(
    "--seed", type=click.IntRange(0), metavar="N", help="Of the course: files of another one are worth nothing."
)


@lesson.command(epilog="Example: moromi lesson check kla-gassing-out-Hanako-Yamada.yaml")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@course_option
@own_option
@click.option("--explain", is_flag=True, help="Explain every answered question, also where the answer is wrong.")
@json_option
def check(files: tuple[Path, ...], seed: int | None, own: tuple[Path, ...], explain: bool, as_json: bool) -> None:
    """Mark answer files: marks, what is wrong, hints that were asked for."""
    from ..teach.bench import Bench
    from ..teach.load import Shelf
    from ..teach.marking import mark_all
    from ..teach.sheet import read_sheet

    shelf = Shelf(own)
    pairs = [(sheet, shelf.find(sheet.lesson)) for sheet in map(read_sheet, files)]
    with progress() as say:
        marked = mark_all(pairs, Bench(say), seed)
    if as_json:
        results = [_content(path, marks, explain) for path, marks in zip(files, marked, strict=True)]
        emit_json({"results": results})
        return
    for path, marks in zip(files, marked, strict=True):
        _print(path, marks, explain)


def _shown(item: Marked, explain: bool) -> bool:
    """Whether the explanation of a question is told."""
    return item.verdict == "right" or (explain and item.verdict != "blank")


def _content(path: Path, marks: Marks, explain: bool) -> dict[str, Any]:
    sheet = marks.sheet
    questions = []
    for item in marks.questions:
        told = asdict(item)
        if not _shown(item, explain):
            del told["right"], told["explanation"]
        questions.append(told)
    return {
        "file": str(path),
        "lesson": sheet.lesson,
        "version": sheet.version,
        "learner": sheet.learner.name,
        "seed": sheet.learner.seed,
        "marks": marks.marks,
        "out_of": marks.out_of,
        "percent": marks.percent,
        "fault": marks.fault,
        "questions": questions,
    }


def _print(path: Path, marks: Marks, explain: bool) -> None:
    from ..teach.marking import verdict_word

    sheet = marks.sheet
    title = _("{lesson}, {learner}, seed {seed}: {file}").format(
        lesson=sheet.lesson, learner=sheet.learner.name, seed=sheet.learner.seed, file=path.name
    )
    rows = [
        (item.question, item.given or "–", verdict_word(item.verdict), f"{item.marks:g} / {item.out_of}")
        for item in marks.questions
    ]
    if rows:
        emit_table((_("question"), _("your answer"), "", _("marks")), rows, title)
    else:
        emit_text(title)
    if marks.fault:
        emit_text(_("worth nothing: {why}").format(why=marks.fault))
    emit_text(
        _("{marks} of {out_of} marks, {percent} %").format(
            marks=f"{marks.marks:g}", out_of=marks.out_of, percent=f"{marks.percent:g}"
        )
    )
    for item in marks.questions:
        for text in _remarks(item, explain):
            emit_text(f"\n{item.question}: {text}")
    emit_text()


def _remarks(item: Marked, explain: bool) -> list[str]:
    """What there is to say about a question."""
    found = [*item.notes, *(_("hint: {text}").format(text=hint) for hint in item.hints)]
    if item.verdict in ("wrong", "partly") and item.more_hints:
        found.append(_("there are {n} more hints: ask for them in the file").format(n=item.more_hints))
    if _shown(item, explain):
        found.append(item.explanation)
    return found


@lesson.command(epilog="Example: moromi lesson export answers --out class.csv")
@click.argument("folder", type=click.Path(path_type=Path))
@course_option
@own_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="CSV file; standard output by default.")
@json_option
def export(folder: Path, seed: int | None, own: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Mark every answer file of a FOLDER and write the results as CSV."""
    from ..teach.load import Shelf
    from ..teach.roster import csv_text, mark_folder

    with progress() as say:
        rows = mark_folder(folder, seed, say, Shelf(own))
    text = csv_text(rows)
    if out is not None:
        write_new(out, text, "utf-8-sig")  # by its mark spreadsheets know that names are not Latin
    if as_json:
        results = [
            {
                "file": row.file,
                "fault": row.fault,
                "learner": row.marks.sheet.learner.name if row.marks else None,
                "lesson": row.marks.sheet.lesson if row.marks else None,
                "marks": row.marks.marks if row.marks else 0.0,
                "out_of": row.marks.out_of if row.marks else None,
            }
            for row in rows
        ]
        emit_json({"results": results, "file": None if out is None else str(out)})
    elif out is None:
        emit_text(text.rstrip("\n"))
    else:
        emit_text(_("{n} files marked, results in {file}").format(n=len(rows), file=out))


@lesson.command(epilog="Example: moromi lesson report kla-gassing-out-Hanako-Yamada.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@course_option
@own_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="HTML file; beside the answer file by default."
)
@json_option
def report(file: Path, seed: int | None, own: tuple[Path, ...], out: Path | None, as_json: bool) -> None:
    """Mark an answer file and write everything as one HTML page."""
    from ..report.html import write_page
    from ..teach.bench import Bench
    from ..teach.load import Shelf
    from ..teach.marking import mark
    from ..teach.page import lesson_page
    from ..teach.sheet import read_sheet

    sheet = read_sheet(file)
    found = Shelf(own).find(sheet.lesson)
    path = out or file.with_suffix(".html")
    with progress() as say:
        bench = Bench(say)
        marks = mark(sheet, found, bench, seed)
        text = lesson_page(found, marks, bench)
    try:
        write_page(path, text)
    except OSError as error:
        raise InputError(_("{file} cannot be written: {why}").format(file=path, why=error.strerror)) from error
    if as_json:
        emit_json({"file": str(path), "marks": marks.marks, "out_of": marks.out_of, "percent": marks.percent})
        return
    emit_text(_("wrote {file}: {percent} %").format(file=path, percent=f"{marks.percent:g}"))


lesson.add_command(notebook)
lesson.add_command(page)
