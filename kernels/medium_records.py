"""Record layouts of the reactions in the medium: what adsorbs, what reacts; their effects are records FACTOR."""

from __future__ import annotations

from .record_dtype import record_dtype

__all__ = ["REACTION", "SORPTION", "Reaction", "Sorption"]


class Sorption:
    """A species that adsorbs on a solid, see medium.py."""

    enzyme: int  # signal of its whole concentration [mol/m³]
    solid: int  # signal of the solid [kg/m³]
    capacity: float  # mol that a kg of the solid binds at most
    affinity: float  # m³/mol


SORPTION = record_dtype(Sorption)


class Reaction:
    """A reaction in the medium, see medium.py."""

    constant: float  # mol/m³/h with every factor at 1
    heat: float  # kJ/mol set free
    first: int  # of its effects
    last: int  # exclusive


REACTION = record_dtype(Reaction)
