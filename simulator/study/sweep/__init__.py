"""Many runs: what varies, where the points lie, chunks that any executor works through, one table of all."""

from __future__ import annotations

from .run import Sweep, open_study, sweep

__all__ = ["Sweep", "open_study", "sweep"]
