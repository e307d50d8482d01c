"""The open strains of this process."""

from __future__ import annotations

from collections.abc import Callable

from ...strains import Strain, StrainDefinition, StrainError, open_strain
from ..errors import InputError

__all__ = ["opened_strain"]

_OPENED: dict[StrainDefinition, Strain] = {}
"""One per definition and process, so that what a run teaches the atlas serves the next."""


def opened_strain(definition: StrainDefinition, progress: Callable[[str], None] | None = None) -> Strain:
    """The open strain of a definition.

    Parameters
    ----------
    definition : StrainDefinition
    progress : callable, optional
        Told, in a line, when the strain has to be made from its model.

    Raises
    ------
    InputError
        The definition makes no strain.
    """
    if definition not in _OPENED:
        try:
            _OPENED[definition] = open_strain(definition, progress=progress)
        except StrainError as error:
            raise InputError(f"strain '{definition.name}': {error}") from error
    return _OPENED[definition]
