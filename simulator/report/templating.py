"""Jinja as every page of the house uses it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..language import current_language, gettext
from ..told import told
from .numbers import number
from .symbols import in_html

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment"]

_TEMPLATES = Path(__file__).parent / "templates"


def environment(folder: Path = _TEMPLATES, *, reload: bool = True) -> Environment:
    """Jinja with escaping always on; a missing name is an error, and every word passes through the catalogue.

    Parameters
    ----------
    folder : Path
        Where the templates lie.
    reload : bool
        Whether to look for a newer file whenever a template is asked for.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
    )
    environment.filters |= {"symbol": in_html, "told": told, "number": number}
    environment.globals |= {"_": gettext, "language": current_language, "label_of": lambda variable: variable.label}
    return environment
