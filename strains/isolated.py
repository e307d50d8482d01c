"""Read a stranger's model in a process of its own: a parser written in C may crash or hang, we may not.

``python -m moromi.strains.isolated MODEL RESULT`` is the other end: it writes the network to ``RESULT.arrays``, or what
is wrong with the file to ``RESULT.txt``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StrainError

if TYPE_CHECKING:
    from .network import Network

__all__ = ["READER", "load_isolated", "main"]

READER = f"{__package__}.isolated"
"""Module whose `main` is the child."""

# iJO1366 takes 4 s on a slow machine; ten times its size and ten times as slow is still a model.
_SECONDS = 400.0
_REFUSED = 3


def load_isolated(path: Path, seconds: float = _SECONDS) -> Network:
    """Load a model file in a child process.

    Parameters
    ----------
    path : Path
        The file.
    seconds : float
        How long reading may take.

    Returns
    -------
    Network

    Raises
    ------
    StrainError
        What the child found wrong, or that it crashed or took too long.
    """
    from .network import network_from_arrays
    from .store import read_arrays

    with tempfile.TemporaryDirectory(prefix="moromi-") as folder:
        result = Path(folder) / "network"
        code = _run([str(path), str(result)], path, seconds)
        arrays = read_arrays(result.with_suffix(".arrays")) if code == 0 else None
        if arrays is not None:
            return network_from_arrays(arrays)
        reason = result.with_suffix(".txt")
        if code == _REFUSED and reason.is_file():
            raise StrainError(reason.read_text(encoding="utf-8"))
    raise StrainError(f"model file {path} cannot be read: the reader crashed on it (exit code {code})")


def _run(arguments: Sequence[str], path: Path, seconds: float) -> int:
    """Exit code of the child; what it prints is dropped."""
    command = [sys.executable, "-m", READER, *arguments]
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"},
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise StrainError(f"model file {path} cannot be read: the reader gave up after {seconds:g} s") from None
    except OSError as error:
        raise StrainError(f"model file {path} cannot be read: no process to read it in ({error.strerror})") from None
    return done.returncode


def main(arguments: Sequence[str]) -> int:
    """Do the child's work.

    Parameters
    ----------
    arguments : sequence of str
        Model file, and the result without its suffix.

    Returns
    -------
    int
        0 when the network is written, 3 when the file is refused and the reason written.
    """
    from .model import read_model
    from .network import network_to_arrays
    from .store import write_arrays

    result = Path(arguments[1])
    try:
        network = read_model(Path(arguments[0]))
    except (StrainError, MemoryError, RecursionError) as error:
        said = str(error) if isinstance(error, StrainError) else f"model file {arguments[0]} is too large to read"
        result.with_suffix(".txt").write_text(said, encoding="utf-8")
        return _REFUSED
    return 0 if write_arrays(result.with_suffix(".arrays"), network_to_arrays(network)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
