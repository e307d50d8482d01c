"""Where a command may write, asked before anything is computed."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

from ..errors import InputError
from ..language import gettext as _

__all__ = ["choose_folder", "write_new"]

HOME = Path("moromi-runs")


def choose_folder(out: Path | None, name: str) -> Path:
    """Folder for a result that does not exist yet.

    Parameters
    ----------
    out : Path or None
        What the user asked for; an earlier result there is replaced, anything else is not.
    name : str
        Name under ``./moromi-runs`` where nothing was asked for; numbered when taken.

    Returns
    -------
    Path
        A folder that can be written; not created yet.

    Raises
    ------
    InputError
        The place is a file, holds something that is no result, or cannot be written.
    """
    from ..run.store import check_writable

    folder = _free(HOME / name) if out is None else out
    check_writable(folder)
    _try_writing(folder)
    return folder


def _free(folder: Path) -> Path:
    """Return the folder, or the first free one of its name with a number behind it."""
    if not folder.exists():
        return folder
    numbered = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(candidate for candidate in numbered if not candidate.exists())


def _try_writing(folder: Path) -> None:
    """Make and remove a folder beside it: permissions alone do not tell (read-only disks, root)."""
    place = folder.absolute().parent
    while not place.exists():
        place = place.parent
    try:
        with tempfile.TemporaryDirectory(dir=place, prefix=".moromi-"):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"--out {folder}: '{place}' cannot be written ({reason}); name another folder") from None


def write_new(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file that is not there yet."""
    try:
        with path.open("x", encoding=encoding, newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise InputError(_("{file} exists already; name a new file").format(file=path)) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(_("{file} cannot be written: {why}").format(file=path, why=why)) from error
