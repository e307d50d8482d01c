"""`moromi lesson notebook|page`: a lesson to copy and change, and one that needs no server."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ..errors import InputError
from ..language import gettext as _
from .folders import write_new
from .options import json_option
from .output import emit_json, emit_text, progress

__all__ = ["notebook", "page"]


def _done(name: str, path: Path, as_json: bool, text: str) -> None:
    if as_json:
        emit_json({"lesson": name, "file": str(path)})
    else:
        emit_text(text.format(file=path))


@click.command(epilog="Example: moromi lesson notebook kla-gassing-out --out mine.py")
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="NAME.py by default.")
@json_option
def notebook(name: str, out: Path | None, as_json: bool) -> None:
    """Write a lesson with the fermenter beside it as a notebook of your own, to change and to show."""
    from ..scenario import built_in_files
    from ..teach.laboratory.notebook import lesson_notebook
    from ..teach.load import load_lesson

    lesson = load_lesson(name)
    known = built_in_files("lesson")
    source = (known[name] if name in known else Path(name)).read_text("utf-8")
    run = next(iter(lesson.runs.values()), None)
    start = {} if run is None else {"scenario": run.scenario} | ({} if run.to is None else {"vessel": run.to})
    path = out or Path(f"{lesson.name}.py")
    try:
        text = lesson_notebook(lesson.title.en, source, start)
    except ValueError as error:
        raise InputError(str(error)) from error
    write_new(path, text)
    _done(lesson.name, path, as_json, _("wrote {file}: 'marimo edit {file}' changes it, 'marimo run {file}' shows it"))


@click.command(epilog="Example: moromi lesson page kla-gassing-out --out lesson.html")
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="NAME.html by default.")
@json_option
def page(name: str, out: Path | None, as_json: bool) -> None:
    """Write a lesson as one HTML page with curves computed beforehand; it needs no server."""
    from ..teach.bench import Bench
    from ..teach.load import load_lesson
    from ..teach.static_page import static_page

    lesson = load_lesson(name)
    with progress() as say:
        text = static_page(lesson, Bench(say))
    path = out or Path(f"{lesson.name}.html")
    write_new(path, text)
    _done(lesson.name, path, as_json, _("wrote {file}: open it in a browser"))
