"""What pydantic found wrong, in the words of the file: ``file:line: path: message``."""

from __future__ import annotations

import re
import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import InputError, nearest
from .document import Document, Route, dotted

__all__ = ["explain", "names_at", "validate"]

_SHOWN = 5
_NAME_RULE = "a letter first, then letters, digits, - and _"

M = typing.TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> M:
    """Check a document against a model.

    Raises
    ------
    InputError
        With one line for each of the first findings.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise explain(error, document, model) from None


def explain(error: ValidationError, document: Document, model: type[BaseModel]) -> InputError:
    """Turn the findings of a validation into an `InputError`, in the order of the schema."""
    details = [(_real_path(detail, document), detail) for detail in error.errors(include_url=False)]
    # an unknown key explains the missing one, so it comes first and, if it is a misspelling, alone
    details.sort(key=lambda item: item[1]["type"] != "extra_forbidden")
    meant = {_meant(path, model) for path, detail in details if detail["type"] == "extra_forbidden"}
    lines: list[str] = []
    for path, detail in details:
        if detail["type"] == "missing" and path in meant:
            continue
        place = document.place(path[:-1] if _of_key(detail) else path)
        where = f"{place}: {dotted(path)}" if path else place
        text = f"{where}: {_message(detail, path, document, model)}"
        if text not in lines:
            lines.append(text)
    shown = lines[:_SHOWN]
    if len(lines) > _SHOWN:
        shown.append(f"and {len(lines) - _SHOWN} more")
    return InputError(shown[0], shown[1:])


def _of_key(detail: ErrorDetails) -> bool:
    """Whether a key is wrong rather than what stands under it."""
    return detail["loc"][-1:] == ("[key]",)


def _real_path(detail: ErrorDetails, document: Document) -> Route:
    """Location in the file: pydantic adds names of validators, and a quantity may be a mapping or not."""
    path: list[str | int] = []
    for part in (*detail["loc"], *detail.get("ctx", {}).get("at", ())):
        here = document.get(tuple(path))
        if (isinstance(here, dict) and (part in here or _last(detail, part))) or (
            isinstance(here, list) and part != ""
        ):
            path.append(part)
    return tuple(path)


def _meant(path: Route, model: type[BaseModel]) -> Route:
    """Path of the key that an unknown one probably stands for."""
    close = re.search(r"'(.*)'", nearest(str(path[-1]), names_at(model, path[:-1])))
    return (*path[:-1], close.group(1)) if close else path


def _last(detail: ErrorDetails, part: str | int) -> bool:
    return detail["type"] == "missing" and part == detail["loc"][-1]


def _message(detail: ErrorDetails, path: Route, document: Document, model: type[BaseModel]) -> str:
    kind, given = detail["type"], document.get(path)
    if kind == "moromi":
        return str(detail.get("ctx", {}).get("message"))
    if kind == "extra_forbidden":
        return f"unknown key{nearest(str(path[-1]), names_at(model, path[:-1]))}"
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        choices = [
            word.strip("' ") for word in str(detail.get("ctx", {}).get("expected")).replace(" or ", ", ").split(",")
        ]
        return f"{_quote(given)} is not a choice{nearest(str(given), choices)}"
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"a mapping is needed here, not {_quote(given)}"
    if kind in ("tuple_type", "list_type"):
        return f"a list is needed here, not {_quote(given)}"
    if kind in ("too_long", "too_short"):
        wanted = detail.get("ctx", {}).get("max_length" if kind == "too_long" else "min_length")
        return f"at {'most' if kind == 'too_long' else 'least'} {wanted} entries are needed here"
    if kind == "string_type":
        return f"text is needed here, not {_quote(given)}"
    if kind == "string_pattern_mismatch":
        name = path[-1] if _of_key(detail) else given
        small = "A-Z" not in str(detail.get("ctx", {}).get("pattern"))
        rule = "a small letter first, then small letters, digits and _" if small else _NAME_RULE
        return f"{_quote(name)} is not a name: {rule}"
    return f"{_quote(given)}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _quote(given: Any) -> str:
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    return "nothing" if given is None else f"'{str(given)[:60]}'"


def names_at(model: type[BaseModel], path: Route) -> tuple[str, ...]:
    """List the valid keys below `path` in the schema; empty where names are free or nothing goes deeper."""
    here: Any = model
    for part in path:
        here = _step(here, part)
    lists = [option for option in _alternatives(here) if typing.get_origin(option) in (tuple, list)]
    if lists:  # one entry may be written without its list
        here = _step(lists[0], 0)
    here = _part_type(here)
    return tuple(here.model_fields) if here is not None else ()


def _alternatives(kind: Any) -> list[Any]:
    """List the types an annotation admits, without wrappers."""
    if typing.get_origin(kind) is typing.Annotated:
        return _alternatives(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return [item for option in typing.get_args(kind) for item in _alternatives(option)]
    return [kind]


def _part_type(kind: Any) -> type[BaseModel] | None:
    for option in _alternatives(kind):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _step(kind: Any, part: str | int) -> Any:
    """Type of one entry of a type."""
    model = _part_type(kind)
    if model is not None:
        field = model.model_fields.get(str(part))
        return field.annotation if field else None
    for option in _alternatives(kind):
        arguments = typing.get_args(option)
        if typing.get_origin(option) is dict:
            return arguments[1]
        if typing.get_origin(option) in (tuple, list):
            return arguments[0]
    return None
