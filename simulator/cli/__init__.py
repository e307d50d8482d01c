"""The command line: one file a command group, thin, loaded when it is used."""

from __future__ import annotations

from .app import main

__all__ = ["main"]
