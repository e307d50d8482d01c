"""What a learner takes home: the run folder and its figures, zipped in memory."""

from __future__ import annotations

import base64
import io
import tempfile
import zipfile
from pathlib import Path
from threading import Lock

from ...run import Result

__all__ = ["zipped_figures", "zipped_run"]

_DRAWING = Lock()
"""matplotlib's settings are the process's: one figure at a time."""


def zipped_run(result: Result) -> tuple[str, str]:
    """The result folder with its report.

    Parameters
    ----------
    result : Result

    Returns
    -------
    name : str
        Of the file.
    data : str
        The zip archive, in base64.
    """
    with tempfile.TemporaryDirectory(prefix="moromi-") as place, _DRAWING:
        folder = Path(place) / "run"
        result.save(folder)
        return f"{_name(result)}.zip", _zipped(folder)


def zipped_figures(result: Result) -> tuple[str, str]:
    """The figures alone, as SVG; else as in `zipped_run`."""
    from ...report import write_figures

    with tempfile.TemporaryDirectory(prefix="moromi-") as place, _DRAWING:
        folder = Path(place)
        write_figures(result, folder)
        return f"{_name(result)}-figures.zip", _zipped(folder)


def _name(result: Result) -> str:
    """Both names are built in or checked by the schema: letters, digits, dashes."""
    return f"{result.scenario.name}-{result.vessel.name}"


def _zipped(folder: Path) -> str:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return base64.b64encode(memory.getvalue()).decode("ascii")
