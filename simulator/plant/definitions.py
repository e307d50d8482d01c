"""The strains of scenarios as numbers; many scenarios have the same ones."""

from __future__ import annotations

from ...strains import StrainDefinition
from ..scenario import Scenario, StrainFile

__all__ = ["Definitions"]


class Definitions:
    """Gives the numbers of strain files, each made once."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[StrainFile, StrainDefinition]] = {}

    def of(self, scenario: Scenario) -> tuple[StrainDefinition, ...]:
        """Of every strain of a scenario, in its order."""
        return tuple(self._one(file) for file in scenario.members.values())

    def _one(self, file: StrainFile) -> StrainDefinition:
        """The file is kept beside its numbers, so that its identity stays its own."""
        if id(file) not in self._made:
            self._made[id(file)] = (file, file.definition())
        return self._made[id(file)][1]
