"""A checked model back into YAML that loads to an equal model: units as text, nothing left to defaults."""

from __future__ import annotations

from io import StringIO
from typing import Any

from pydantic import BaseModel

__all__ = ["dump_yaml"]


def dump_yaml(model: BaseModel) -> str:
    """YAML text of a scenario, vessel, medium or strain, complete in itself.

    Parameters
    ----------
    model : BaseModel
        Anything the load functions return.
    """
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 4096  # one line a text: folded ones are hard to edit
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_tidy(model.model_dump(mode="json", exclude_none=True)), stream)
    return stream.getvalue()


def _tidy(data: Any) -> Any:
    """Drop empty lists, mappings and texts: they are what a missing key means too."""
    if isinstance(data, dict):
        tidied = {key: _tidy(value) for key, value in data.items()}
        return {key: value for key, value in tidied.items() if value not in ([], {}, "")}
    return [_tidy(item) for item in data] if isinstance(data, list) else data
