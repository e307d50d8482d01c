"""What all parts of the schema share: frozen, no unknown keys, names that can be typed on a command line."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

__all__ = ["Name", "Part", "Text"]


class Part(BaseModel):
    """Base of every mapping in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, hide_input_in_errors=True)


Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
"""A name: starts with a letter, then letters, digits, ``_ . -``; at most 64 characters."""

Text = Annotated[str, StringConstraints(strict=True, max_length=4000)]
"""Free text."""
