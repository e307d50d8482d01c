"""What a strain has beyond its model, as a file says it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AddedMetabolite", "AddedReaction"]


@dataclass(frozen=True)
class AddedMetabolite:
    """A compound that the model does not know.

    Parameters
    ----------
    name : str
        Its id in equations.
    formula : str
    charge : float
    """

    name: str
    formula: str
    charge: float = 0.0


@dataclass(frozen=True)
class AddedReaction:
    """A reaction that the model does not have.

    Parameters
    ----------
    name : str
        Its id.
    equation : str
        ``"a + 2 b --> c"``, as in an own core model; with one metabolite an exchange.
    """

    name: str
    equation: str
