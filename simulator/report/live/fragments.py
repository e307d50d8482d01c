"""Pieces of a page as HTML; whatever is not marked as safe is escaped, and every word passes through the catalogue."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["fragment"]


def fragment(template: str, /, **content: Any) -> str:
    """HTML of one of this room's templates.

    Parameters
    ----------
    template : str
        Of the template, without its ending.
    **content
        What it asks for; a missing name is an error.
    """
    return _environment().get_template(f"{template}.html.j2").render(**content)


@cache
def _environment() -> Environment:
    """Templates are read once a process: a knob is turned many times a second."""
    return environment(Path(__file__).parent / "templates", reload=False)
