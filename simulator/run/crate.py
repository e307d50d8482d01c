"""The result folder's description as an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["crate_metadata"]

_MEDIA = {
    ".yaml": "application/yaml",
    ".nc": "application/x-netcdf",
    ".json": "application/json",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".html": "text/html",
}


def crate_metadata(folder: Path, name: str, description: str, created: str) -> dict[str, Any]:
    """Metadata of a folder's present files.

    Parameters
    ----------
    folder : Path
    name, description : str
        Of the data set.
    created : str
        ISO 8601 time.
    """
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "datePublished": created,
        "license": "not stated",
        "hasPart": [{"@id": file} for file in files],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    parts = [
        {"@id": file, "@type": "File", "encodingFormat": _MEDIA.get(Path(file).suffix, "application/octet-stream")}
        for file in files
    ]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *parts]}
