"""From definition to program through the cache: each step is made once and found again by its content.

``record-<definition + model file>.json`` names the program and holds the chemistry; ``program-<key>.arrays`` the
linear program; ``atlas-<key>.arrays`` its regions; ``network-<model file>.arrays`` the parsed model. Only the first and
the third are read when a known strain is opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .atlas import FluxAtlas, atlas_from_arrays
from .chemistry import Chemistry, chemistry_of
from .definition import StrainDefinition
from .errors import StrainError
from .model import load_network, model_path
from .store import cache_root, digest, hash_arrays, read_arrays, read_record, write_arrays, write_record

if TYPE_CHECKING:
    from .explore import Explorer
    from .network import Network
    from .problem import ParametricProblem

__all__ = ["Blueprint", "blueprint", "explorer_of", "stored_atlas", "write_atlas"]


@dataclass(frozen=True)
class Blueprint:
    """What is known of a strain without its linear program.

    Parameters
    ----------
    folder : Path
        Where its files are.
    model : str
        Hash of the model file.
    key : str
        Hash of the linear program.
    outputs : tuple of str
        Names.
    chemistry : Chemistry
        Contents of species and biomass.
    """

    folder: Path
    model: str
    key: str
    outputs: tuple[str, ...]
    chemistry: Chemistry


def _fingerprint(definition: StrainDefinition, model: str) -> str:
    """What the program and chemistry depend on: not the strain's name, its kinetics, or what its cells carry."""
    parts: dict[str, Any] = asdict(definition) | {"model": model, "name": ""}
    for name in ("memories", "fluctuations", "limits", "death"):
        del parts[name]
    for name in ("metabolites", "reactions"):  # so that strains without keep the name they had
        if not parts[name]:
            del parts[name]
    for item in (*parts["uptakes"], *parts["demands"], *parts["capacities"]):
        del item["factors"]
    return digest(json.dumps(parts, sort_keys=True))


def _network(path: Path, model: str, folder: Path) -> Network:
    """The parsed model, kept so that another strain of the same model need not parse it again."""
    from .network import network_from_arrays, network_to_arrays

    file = folder / f"network-{model}.arrays"
    arrays = read_arrays(file)
    if arrays is not None:
        return network_from_arrays(arrays)
    network = load_network(path)
    write_arrays(file, network_to_arrays(network), compress=True)
    return network


def _program(definition: StrainDefinition, model: str, folder: Path) -> tuple[ParametricProblem, Chemistry]:
    """Build the reduced program and the chemistry from the model."""
    from .edit import edit
    from .reduce import reduce_problem
    from .standard import build_problem

    network = edit(_network(model_path(definition.model), model, folder), definition)
    return reduce_problem(build_problem(network, definition)), chemistry_of(network, definition)


def _arrays(problem: ParametricProblem) -> dict[str, NDArray[Any]]:
    from .problem import problem_to_arrays

    return problem_to_arrays(problem)


def _make(definition: StrainDefinition, model: str, folder: Path) -> Blueprint:
    """Build, check and store a strain that is not in the cache."""
    from .explore import Explorer
    from .uniqueness import first_look, refuse_loose

    problem, chemistry = _program(definition, model, folder)
    explorer = Explorer(problem)
    refuse_loose(explorer, definition.name, 1 + len(definition.species), first_look(problem.box))
    arrays = _arrays(problem)
    made = Blueprint(folder, model, hash_arrays(arrays), problem.outputs, chemistry)
    _write_program(made, arrays, explorer)
    contents = {field.name: np.asarray(getattr(chemistry, field.name)).tolist() for field in fields(Chemistry)}
    record = {"key": made.key, "outputs": list(made.outputs), "chemistry": contents}
    write_record(folder / f"record-{_fingerprint(definition, model)}.json", record)
    return made


def _remembered(record: dict[str, Any], model: str, folder: Path) -> Blueprint:
    """Blueprint of a stored record."""
    contents: dict[str, Any] = {
        name: np.array(value) if isinstance(value, list) else value for name, value in record["chemistry"].items()
    }
    contents["species"] = tuple(record["chemistry"]["species"])
    return Blueprint(folder, model, record["key"], tuple(record["outputs"]), Chemistry(**contents))


def blueprint(
    definition: StrainDefinition, cache: Path | None, progress: Callable[[str], None] | None = None
) -> Blueprint:
    """Find a strain in the cache, or make it.

    Parameters
    ----------
    definition : StrainDefinition
        The strain.
    cache : Path or None
        Root of the cache.
    progress : callable, optional
        Told, in a line, when the strain has to be made.

    Returns
    -------
    Blueprint
    """
    path = model_path(definition.model)
    try:
        model = digest(path.read_bytes())
    except OSError as error:
        raise StrainError(f"model file {path} cannot be read: {error.strerror}") from None
    folder = cache_root(cache)
    record = read_record(folder / f"record-{_fingerprint(definition, model)}.json")
    if record:
        return _remembered(record, model, folder)
    if progress is not None:
        progress(f"preparing strain '{definition.name}' from its model; this happens once and takes some seconds")
    return _make(definition, model, folder)


def _write_program(made: Blueprint, arrays: dict[str, NDArray[Any]], explorer: Explorer) -> None:
    """Store a program with one of its optimal bases, which makes the first region of a run a matter of pivots."""
    start = explorer.first_basis()
    basis = {"start_basic": start.basic, "start_at_upper": start.at_upper}
    write_arrays(made.folder / f"program-{made.key}.arrays", arrays | basis, compress=True)


def explorer_of(made: Blueprint, definition: StrainDefinition) -> Explorer:
    """The linear program of a blueprint with its solvers, from the cache or built again."""
    from .basis import Basis
    from .explore import Explorer
    from .problem import problem_from_arrays

    arrays = read_arrays(made.folder / f"program-{made.key}.arrays")
    if arrays is not None:
        start = Basis(arrays.pop("start_basic"), arrays.pop("start_at_upper"))
        return Explorer(problem_from_arrays(arrays), start)
    problem, _ = _program(definition, made.model, made.folder)
    explorer = Explorer(problem)
    _write_program(made, _arrays(problem), explorer)
    return explorer


def stored_atlas(made: Blueprint, parameters: int) -> FluxAtlas | None:
    """Regions in the cache; None where there are none or the file does not fit."""
    arrays = read_arrays(made.folder / f"atlas-{made.key}.arrays")
    if arrays is None:
        return None
    atlas = atlas_from_arrays(arrays)
    shape = atlas.packed().slope.shape[1:]
    return atlas if shape == (parameters, len(made.outputs)) else None


def write_atlas(made: Blueprint, atlas: FluxAtlas) -> bool:
    """Store the regions; False where the cache cannot be written."""
    return write_arrays(made.folder / f"atlas-{made.key}.arrays", atlas.arrays())
