"""The page of benchmarks over time: one HTML file, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .embed import inline_svg
from .history_plot import history_plot
from .html import page
from .words import clean

__all__ = ["history_page"]


def history_page(found: Mapping[str, Any]) -> str:
    """HTML of the runs of a folder.

    Parameters
    ----------
    found : mapping
        From `benchmarks.history`.

    Returns
    -------
    str
    """
    processors = [run["processor"] for run in found["runs"]]
    suites = []
    for number, suite in enumerate(dict.fromkeys(case["suite"] for case in found["cases"])):
        cases = [case for case in found["cases"] if case["suite"] == suite]
        label = f"Suite {suite}: ratio of every case over the runs"
        figure = inline_svg(history_plot(cases, processors), label, f"suite{number}")
        suites.append({"name": clean(suite), "figure": figure, "rows": [_row(case) for case in cases]})
    runs = [
        {
            "head": str(number + 1),
            "cells": [clean(run[key], 200) for key in ("recorded", "version", "python", "processor", "file")],
            "mark": "",
        }
        for number, run in enumerate(found["runs"])
    ]
    return page("history.html.j2", title="Benchmarks over time", suites=suites, runs=runs, skipped=found["skipped"])


def _row(case: Mapping[str, Any]) -> dict[str, Any]:
    """First and last figures of a case."""
    first, last = case["points"][0], case["points"][-1]
    cells = [
        clean(case["reference"]),
        f"{case['size']:,g} {clean(case['unit'])}",
        f"{last['seconds']:.3g}",
        f"{first['ratio']:.3g}",
        f"{last['ratio']:.3g}",
        f"{100.0 * (last['ratio'] / first['ratio'] - 1.0):+.1f} %",
    ]
    return {"head": clean(case["case"]), "cells": cells, "mark": ""}
