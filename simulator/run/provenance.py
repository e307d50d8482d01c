"""What produced a result: versions, hashes, platform, time. Kept apart from the reproducible numbers."""

from __future__ import annotations

import hashlib
import platform
import sys
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["engine_hash", "provenance", "text_hash"]

_PACKAGES = ("moromi", "numpy", "numba", "cobra", "highspy")


def text_hash(text: str) -> str:
    """Short SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def engine_hash() -> str:
    """Short hash of everything a number depends on beside the scenario: our sources, and what compiles and solves."""
    total = hashlib.sha256(" ".join(f"{name} {_version(name)}" for name in _PACKAGES).encode())
    root = Path(__file__).resolve().parents[2]
    for room in ("kernels", "strains", "simulator"):
        for source in sorted((root / room).rglob("*.py")):
            total.update(source.relative_to(root).as_posix().encode())
            total.update(source.read_bytes())
    return total.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def provenance(scenario_yaml: str) -> dict[str, str | dict[str, str]]:
    """Provenance of a result made now.

    Parameters
    ----------
    scenario_yaml : str
        The resolved scenario.
    """
    return {
        "scenario_hash": text_hash(scenario_yaml),
        "versions": {name: _version(name) for name in _PACKAGES},
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "machine": platform.machine(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
