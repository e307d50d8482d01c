"""Bytes of a stranger's model file, with limits: size, unpacked size, and nothing that unfolds on parsing."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

from .errors import StrainError

__all__ = ["MAX_BYTES", "MAX_UNPACKED", "check_size", "read_limited", "refuse_entities"]

# The largest models in the literature (human, 13,000 reactions) have 50 MB as SBML and 5 MB packed.
MAX_BYTES = 100_000_000
MAX_UNPACKED = 250_000_000

_DANGER = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ARCHIVES = (
    (b"PK\x03\x04", "a zip archive (COMBINE)", "unpack it and name the model in it"),
    (b"\x1f\x8b", "gzip inside", "let its name end in .gz, or unpack it"),
)
_PLAIN = (b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"latin-1")


def check_size(path: Path) -> None:
    """Refuse a file that is too large before any of it is read.

    Raises
    ------
    StrainError
        Larger than `MAX_BYTES`, or not readable.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise StrainError(f"model file {path} cannot be read: {error.strerror}") from None
    if size > MAX_BYTES:
        raise StrainError(f"model file {path} has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} are read")


def read_limited(path: Path) -> bytes:
    """Contents of a file, unpacked where it ends in ``.gz``.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    bytes
        At most `MAX_UNPACKED`.

    Raises
    ------
    StrainError
        Too large, damaged, or not readable.
    """
    check_size(path)
    try:
        if path.suffix.lower() != ".gz":
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        else:
            with gzip.open(path, "rb") as packed:
                data = packed.read(MAX_UNPACKED + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise StrainError(f"model file {path} cannot be read: damaged or not gzip ({error})") from None
    except OSError as error:
        raise StrainError(f"model file {path} cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_UNPACKED:
        raise StrainError(
            f"model file {path} unpacks to more than {MAX_UNPACKED // 1_000_000} MB, which no model needs"
        )
    for start, kind, advice in _ARCHIVES:
        if data.startswith(start):
            raise StrainError(f"model file {path} is {kind}; {advice}")
    return data


def refuse_entities(data: bytes, where: str) -> None:
    """Refuse XML that declares a document type or entities: a few lines of them unfold into gigabytes.

    Parameters
    ----------
    data : bytes
        The XML.
    where : str
        The asker in the error.

    Raises
    ------
    StrainError
        A declaration was found, or an encoding in which it could hide.
    """
    encoding = _ENCODING.search(data[:1000])
    if b"\0" in data[:1000] or (encoding and encoding[1].lower() not in _PLAIN):
        raise StrainError(f"{where}: is not UTF-8; save the SBML as UTF-8")
    found = _DANGER.search(data)
    if found:
        line = data.count(b"\n", 0, found.start()) + 1
        kind = found[1].decode().upper()
        raise StrainError(f"{where}:{line}: declares <!{kind}, which SBML never needs; remove the declaration")
