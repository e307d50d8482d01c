"""Technology transfer: a process from a sending to a receiving site; what changes, what fits, what is at risk."""

from .protocol import Protocol, technology_transfer

__all__ = ["Protocol", "technology_transfer"]
