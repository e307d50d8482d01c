"""Small expressions over runs: how a lesson says what is right, ``log(x_2/x_1)/(t_2 - t_1)``.

Parsed by Python's own parser and then only what is listed here is understood: numbers, quantities in quotes, names,
``+ - * / **``, comparisons, ``and or not``, and the functions of `readings`. Nothing is ever executed as Python.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from ..errors import InputError, nearest
from ..run import Result
from ..scenario.quantity import QuantityError
from .readings import READINGS
from .value import Mismatch, Value

__all__ = ["Expression", "evaluate", "is_true", "parsed"]

_LONGEST = 600
_BINARY: Mapping[type[ast.operator], Callable[[Value, Value], Value]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.Pow: operator.pow,
    }
)
_COMPARED: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = MappingProxyType(
    {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
)


@dataclass(frozen=True)
class Expression:
    """A parsed expression.

    Attributes
    ----------
    text : str
        As it stands in the lesson.
    tree : ast.expr
    """

    text: str
    tree: ast.expr

    @property
    def runs(self) -> frozenset[str]:
        """Runs that it reads."""
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        pairs = [pair for node in calls for pair in _arguments(node)]
        return frozenset(part.id for part, kind in pairs if kind == "run" and isinstance(part, ast.Name))

    def missing(self, names: frozenset[str], runs: frozenset[str]) -> str:
        """What is wrong with the names in it; empty where nothing is."""
        return _missing(self.tree, names, runs)


@lru_cache(maxsize=2048)
def parsed(text: str) -> Expression:
    """Parse an expression.

    Raises
    ------
    ValueError
        It is none, or says something that is not understood here.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"an expression has at most {_LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"'{text[:60]}' is no expression") from error
    _check(tree, text)
    return Expression(text, tree)


def _check(node: ast.expr, text: str) -> None:
    """Refuse every sort of node that `_value` does not know."""
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        parts = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        parts = [node.operand]
    elif isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.Compare) and all(type(op) in _COMPARED for op in node.ops):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        _check_call(node.func.id, len(node.args))
        parts = node.args
    elif isinstance(node, ast.Name):
        parts = []
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float, str):
        _check_constant(node.value)
        parts = []
    else:
        raise ValueError(f"'{ast.unparse(node)[:60]}' is not understood in '{text[:60]}'")
    for part in parts:
        _check(part, text)


def _check_call(name: str, count: int) -> None:
    if name not in READINGS:
        raise ValueError(f"there is no function '{name}'{nearest(name, READINGS)}")
    reading = READINGS[name]
    if not reading.least <= count <= len(reading.takes):
        raise ValueError(f"'{name}' takes {reading.usage}")


def _check_constant(value: object) -> None:
    if isinstance(value, str):
        try:
            Value.read(value)
        except QuantityError as error:
            raise ValueError(str(error)) from error


def _missing(node: ast.expr, names: frozenset[str], runs: frozenset[str]) -> str:
    if isinstance(node, ast.Name):
        return "" if node.id in names else f"'{node.id}' is no number of the lesson{nearest(node.id, names)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = [_argument(part, kind, names, runs) for part, kind in _arguments(node)]
    else:
        found = [_missing(part, names, runs) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    return next((text for text in found if text), "")


def _arguments(node: ast.Call) -> list[tuple[ast.expr, str]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    return list(zip(node.args, READINGS[name].takes, strict=False))


def _argument(part: ast.expr, kind: str, names: frozenset[str], runs: frozenset[str]) -> str:
    if kind == "value":
        return _missing(part, names, runs)
    if not isinstance(part, ast.Name):
        return f"'{ast.unparse(part)[:40]}' stands where the name of a {kind} is needed"
    if kind == "run" and part.id not in runs:
        return f"'{part.id}' is no run of the lesson{nearest(part.id, runs)}"
    return ""


def evaluate(text: str, names: Mapping[str, Value], runs: Mapping[str, Result]) -> Value:
    """Value of an expression.

    Parameters
    ----------
    text : str
    names : mapping of str to Value
        The lesson's numbers.
    runs : mapping of str to Result

    Raises
    ------
    InputError
        It cannot be computed: a unit that does not fit, a reading the run does not have.
    """
    found = _evaluated(text, names, runs)
    if isinstance(found, bool):
        raise InputError(f"'{text}' is true or false, where a number is needed")
    return found


def is_true(text: str, names: Mapping[str, Value], runs: Mapping[str, Result]) -> bool:
    """Truth of a condition; arguments and errors as in `evaluate`."""
    found = _evaluated(text, names, runs)
    if not isinstance(found, bool):
        raise InputError(f"'{text}' is a number, where a condition is needed")
    return found


def _evaluated(text: str, names: Mapping[str, Value], runs: Mapping[str, Result]) -> Value | bool:
    try:
        return _result(parsed(text).tree, names, runs)
    except (Mismatch, ValueError, OverflowError, KeyError) as error:
        raise InputError(f"'{text}': {error.args[0] if error.args else error}") from error


def _result(node: ast.expr, names: Mapping[str, Value], runs: Mapping[str, Result]) -> Value | bool:
    """Value or truth of a node that `_check` has let through."""
    if isinstance(node, ast.BoolOp):
        wanted = isinstance(node.op, ast.Or)  # the value that decides
        return wanted if any(_truth(part, names, runs) is wanted for part in node.values) else not wanted
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _truth(node.operand, names, runs)
    if isinstance(node, ast.Compare):
        values = [_number(part, names, runs) for part in (node.left, *node.comparators)]
        pairs = zip(values, values[1:], node.ops, strict=False)
        return all(_COMPARED[type(sign)](one.compare(other), 0.0) for one, other, sign in pairs)
    return _number(node, names, runs)


def _truth(node: ast.expr, names: Mapping[str, Value], runs: Mapping[str, Result]) -> bool:
    found = _result(node, names, runs)
    if not isinstance(found, bool):
        raise Mismatch("a condition is needed")
    return found


def _number(node: ast.expr, names: Mapping[str, Value], runs: Mapping[str, Result]) -> Value:
    if isinstance(node, ast.BinOp):
        return _BINARY[type(node.op)](_number(node.left, names, runs), _number(node.right, names, runs))
    if isinstance(node, ast.UnaryOp):
        return -_number(node.operand, names, runs)
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise Mismatch(f"'{node.id}' is no number here")
        return names[node.id]
    if isinstance(node, ast.Constant):
        return Value.read(node.value) if isinstance(node.value, str) else Value(float(str(node.value)))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        given = [_passed(part, kind, names, runs) for part, kind in _arguments(node)]
        return READINGS[node.func.id].call(*given)
    raise Mismatch("a number is needed")


def _passed(part: ast.expr, kind: str, names: Mapping[str, Value], runs: Mapping[str, Result]) -> Value | Result | str:
    if kind == "value":
        return _number(part, names, runs)
    name = part.id if isinstance(part, ast.Name) else ""
    return runs[name] if kind == "run" else name
