"""Stored runs of a folder in the order they were taken: what a case has come to over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...simulator.errors import InputError
from .stored import read_run

__all__ = ["history"]


def history(folder: Path) -> dict[str, Any]:
    """Gather the runs of a folder.

    Parameters
    ----------
    folder : Path
        Files of ``moromi bench run --out``, in folders of their own if you like; other files are named and left out.

    Returns
    -------
    dict
        ``runs``, each ``file, recorded, processor, python, version``, oldest first; ``cases``, each ``suite, case,
        reference, size, unit`` and ``points``, each ``run`` (its index), ``seconds, reference_seconds, ratio,
        low, high``, the quartiles of the ratio; ``skipped``, each ``file, reason``.

    Raises
    ------
    InputError
        There is no such folder, or no run in it.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder '{folder}': give one with files of 'moromi bench run --out'")
    runs, skipped = [], []
    for file in sorted(folder.rglob("*.json")):
        try:
            runs.append((file, read_run(file)))
        except InputError as error:
            skipped.append({"file": file.name, "reason": str(error)})
    if not runs:
        raise InputError(f"'{folder}' holds no run of benchmarks: 'moromi bench run --out {folder / 'today.json'}'")
    runs.sort(key=lambda item: (str(item[1].get("recorded", "")), str(item[0])))
    cases: dict[tuple[Any, ...], dict[str, Any]] = {}
    for number, (_, run) in enumerate(runs):
        for row in run["cases"]:
            key = (row["suite"], row["case"], row["reference"], row["size"])
            case = cases.setdefault(key, _case(row))
            case["points"].append(_point(number, row))
    heads = [_head(file.relative_to(folder), run) for file, run in runs]
    return {"runs": heads, "cases": list(cases.values()), "skipped": skipped}


def _head(file: Path, run: dict[str, Any]) -> dict[str, Any]:
    machine = run["machine"]
    return {
        "file": file.as_posix(),
        "recorded": run.get("recorded", ""),
        "processor": machine.get("processor", ""),
        "python": machine.get("python", ""),
        "version": machine.get("versions", {}).get("moromi", ""),
    }


def _case(row: dict[str, Any]) -> dict[str, Any]:
    shared = {key: row.get(key, "") for key in ("suite", "case", "reference", "size", "unit")}
    return {**shared, "points": []}


def _point(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A run of a case; quartiles of our times give the bar of the ratio."""
    times = sorted(row["samples"])
    early, late = times[len(times) // 4], times[(3 * len(times)) // 4]
    return {
        "run": number,
        "seconds": row["seconds"],
        "reference_seconds": row["reference_seconds"],
        "ratio": row["ratio"],
        "low": row["reference_seconds"] / late,
        "high": row["reference_seconds"] / early,
    }
