"""What commands print: one JSON object or a table on standard output, progress on standard error.

Lines and tables are told in the language of the context; JSON never is.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import rich_click as click

from ..told import teller, told

__all__ = ["Progress", "emit_json", "emit_table", "emit_text", "json_text", "progress"]

Progress = Callable[[str], None]


def emit_json(content: Mapping[str, object]) -> None:
    """Print one JSON object and nothing else; what is not finite becomes null."""
    click.echo(json_text(content))


def json_text(content: Mapping[str, object]) -> str:
    """One JSON object as text; what is not finite becomes null."""
    return json.dumps(_plain(content), allow_nan=False, indent=2)


def emit_text(text: str = "") -> None:
    """Print a line for a person."""
    click.echo(told(text))


def emit_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, verbatim: bool = False
) -> None:
    """Print a table: ruled on a terminal, plain columns into a pipe.

    Parameters
    ----------
    headers : sequence of str
        One a column.
    rows : iterable of sequences of str
        Cells, as many as headers.
    title : str, optional
        Line above it.
    verbatim : bool
        Whether the cells stay as they are: the entries of a file.
    """
    say = str if verbatim else told
    headers, title = [told(head) for head in headers], told(title)
    lines = [tuple(map(say, row)) for row in rows]
    if sys.stdout.isatty():
        _rich_table(headers, lines, title)
        return
    body = [tuple(headers), *lines] if any(headers) else lines
    widths = [max(map(_width, column)) for column in zip(*body, strict=True)]
    if title:
        click.echo(title)
    for line in body:
        click.echo("  ".join(c + " " * (w - _width(c)) for c, w in zip(line, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    """Columns that a text takes in a terminal: those of Chinese and Japanese are two wide."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


@contextmanager
def progress() -> Iterator[Progress]:
    """Say on standard error what a long command is doing.

    Yields
    ------
    callable
        Takes a line of text; on a terminal it replaces the line before, and nothing stays at the end.
    """
    tell = teller()  # of this context; work in other threads reports too
    if not sys.stderr.isatty():
        yield lambda text: click.echo(tell(text), err=True)
        return
    try:
        yield lambda text: click.echo(f"\r\033[K{tell(text)}", err=True, nl=False)
    finally:
        click.echo("\r\033[K", err=True, nl=False)


def _rich_table(headers: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, show_header=any(headers))
    for header in headers:
        table.add_column(header)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _plain(value: object) -> object:
    """Reduce to what JSON has: NumPy scalars to numbers, tuples to lists, NaN and infinity to null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    item = getattr(value, "item", None)
    if callable(item):
        return _plain(item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
