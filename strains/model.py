"""Find and load the model of a strain: built in, bundled with cobra, or a file in one of three formats."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StrainError, nearest
from .guard import check_size

if TYPE_CHECKING:
    from .network import Network

__all__ = ["bundled_models", "load_network", "model_path", "own_models", "read_model"]

_SBML = (".xml", ".xml.gz", ".sbml", ".sbml.gz")
_JSON = (".json", ".json.gz")
_CORE = (".yaml", ".yml")


def own_models() -> dict[str, Path]:
    """Core models of our own, by name."""
    folder = Path(__file__).resolve().parent / "data" / "models"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def bundled_models() -> dict[str, Path]:
    """Our own core models, and those inside the installed cobra package, found without importing it."""
    spec = find_spec("cobra")
    if spec is None or spec.origin is None:
        raise StrainError("cobra is not installed: pip install cobra")
    folder = Path(spec.origin).parent / "data"
    return own_models() | {path.name.split(".")[0]: path for path in sorted(folder.resolve().glob("*.xml*"))}


def model_path(model: str | Path) -> Path:
    """File of a model.

    Parameters
    ----------
    model : str or Path
        Name of a built-in model or of one bundled with cobra, or a file.

    Returns
    -------
    Path

    Raises
    ------
    StrainError
        Neither a model of that name nor a file.
    """
    path = Path(model)
    if isinstance(model, str) and not path.suffix:
        bundled = own_models() if model in own_models() else bundled_models()
        if model in bundled:
            return bundled[model]
        raise StrainError(f"model '{model}' is neither built in nor bundled with cobra{nearest(model, bundled)}")
    if not path.is_file():
        raise StrainError(f"model file {path} does not exist" if not path.exists() else f"{path} is not a file")
    if not str(path).lower().endswith(_SBML + _JSON + _CORE):
        raise StrainError(f"model file {path}: expected one of {', '.join(_SBML + _JSON + _CORE)}")
    check_size(path)
    return path


def read_model(path: Path) -> Network:
    """Read a model file in this process.

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
        The file is not a model, or one with a fault.
    """
    from .draft import assemble
    from .guard import read_limited, refuse_entities

    where, name = f"model file {path}", path.name.lower()
    if name.endswith(_CORE):
        from .core import read_core

        return read_core(path)
    data = read_limited(path)
    if name.endswith(_JSON):
        from .cobra_json import read_cobra_json

        return assemble(read_cobra_json(data, where), where)
    from .sbml import read_sbml

    refuse_entities(data, where)
    return assemble(read_sbml(data, where), where)


def load_network(path: Path) -> Network:
    """Load a model file; a stranger's SBML in a process of its own, since libsbml is written in C.

    Parameters and errors as in `read_model`.
    """
    trusted = not path.name.lower().endswith(_SBML) or path.resolve() in bundled_models().values()
    if trusted:
        return read_model(path)
    from .isolated import load_isolated

    return load_isolated(path)
