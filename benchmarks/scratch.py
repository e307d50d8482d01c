"""A folder for what benchmarks leave behind."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

__all__ = ["scratch"]


@cache
def scratch() -> Path:
    """The folder; gone with the process."""
    folder = tempfile.mkdtemp(prefix="moromi-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
