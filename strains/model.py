"""Find and load the model of a strain; the only file that imports cobra, and only when it must."""

from __future__ import annotations

import gzip
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StrainError, nearest

if TYPE_CHECKING:
    import cobra

    from .network import Network

__all__ = ["load_network", "model_path"]

_SBML = (".xml", ".xml.gz", ".sbml", ".sbml.gz")
_JSON = (".json", ".json.gz")
_CORE = (".yaml", ".yml")


def _bundled() -> dict[str, Path]:
    """Models inside the installed cobra package, found without importing it."""
    spec = find_spec("cobra")
    if spec is None or spec.origin is None:
        raise StrainError("cobra is not installed: pip install cobra")
    folder = Path(spec.origin).parent / "data"
    return {path.name.split(".")[0]: path for path in sorted(folder.glob("*.xml*"))}


def model_path(model: str | Path) -> Path:
    """File of a model.

    Parameters
    ----------
    model : str or Path
        Name of a model bundled with cobra, or a file.

    Returns
    -------
    Path

    Raises
    ------
    StrainError
        Neither a bundled model nor a file.
    """
    path = Path(model)
    if isinstance(model, str) and not path.suffix:
        bundled = _bundled()
        if model in bundled:
            return bundled[model]
        raise StrainError(f"model '{model}' is not bundled with cobra{nearest(model, bundled)}")
    if not path.is_file():
        raise StrainError(f"model file {path} does not exist" if not path.exists() else f"{path} is not a file")
    if not str(path).lower().endswith(_SBML + _JSON + _CORE):
        raise StrainError(f"model file {path}: expected one of {', '.join(_SBML + _JSON + _CORE)}")
    return path


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep cobra's remarks about a model off the terminal; what matters is checked afterwards."""
    logger = logging.getLogger("cobra")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _read_cobra(path: Path) -> cobra.Model:
    """Read SBML or cobra JSON, plain or gzipped."""
    from cobra.io import load_json_model, read_sbml_model

    if not str(path).lower().endswith(_JSON):
        return read_sbml_model(str(path))
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return load_json_model(io.StringIO(text.decode("utf-8")))


def _from_cobra(model: cobra.Model) -> Network:
    """Arrays of a cobra model."""
    from .network import network_from

    metabolites = {item.id: (item.formula or "", float(item.charge or 0.0)) for item in model.metabolites}
    reactions = {
        item.id: (
            {part.id: float(value) for part, value in item.metabolites.items()},
            float(item.lower_bound),
            float(item.upper_bound),
        )
        for item in model.reactions
    }
    return network_from(metabolites, reactions)


def load_network(path: Path) -> Network:
    """Load a model file.

    Parameters
    ----------
    path : Path
        SBML ``.xml[.gz]``, cobra ``.json[.gz]`` or own core ``.yaml``.

    Returns
    -------
    Network

    Raises
    ------
    StrainError
        The file cannot be read as a model.
    """
    if str(path).lower().endswith(_CORE):
        from .core import read_core

        return read_core(path)
    try:
        with _quiet():
            model = _read_cobra(path)
    except Exception as error:  # cobra and libsbml raise many kinds; the reader needs one line
        raise StrainError(f"model file {path} cannot be read: {' '.join(str(error).split())[:200]}") from error
    return _from_cobra(model)
