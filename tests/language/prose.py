"""Sentences of the code that are shown when finished: f-strings as templates, constants that read like prose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["marked", "prose", "table_words"]

_WORDS = re.compile(r"[A-Za-z]{2}")
_CALL = re.compile(r"\w+\([\w, \[\]]+\)")
"""How a function of lessons is called: no prose."""
_HEADS = ("emit_table", "_emit_rows")
_NO_PROSE = ("compile", "fullmatch", "match", "search", "sub", "split", "option", "command", "argument", "group", "_")
"""Calls whose texts are patterns, or are collected elsewhere."""


def marked(tree: ast.AST) -> Iterator[str]:
    """Texts in ``_("…")``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
            (text,) = node.args
            if isinstance(text, ast.Constant):
                yield str(text.value)


def table_words(tree: ast.Module, names: tuple[str, ...]) -> Iterator[str]:
    """Phrases among the values of module constants, of dictionaries the values only."""
    for node in tree.body:
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and target.id in names and value is not None:
            yield from (text for text in _values(value) if re.search(r"[A-Z\n ]", text) or not text.islower())


def _values(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and node.value:
            yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _values(child)


def prose(tree: ast.Module) -> Iterator[str]:
    """Templates and sentences that are shown as they are made, in the order of the file."""
    hidden = _hidden(tree)
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.JoinedStr):
            text = template_of(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.replace("{", "").replace("}", "") if "{" in node.value else node.value
        else:
            continue
        if _reads(text, node):
            yield text
    yield from _heads(tree)


def _reads(text: str, node: ast.AST) -> bool:
    """Whether a text is a phrase: of a template more must be left than holes and short words between them."""
    literal = re.sub(r"\{\w+(:[^{}]*)?\}", "", text)
    words = re.findall(r"[A-Za-z]{2,}", literal)
    if not words or " " not in text.strip() or _CALL.fullmatch(text):
        return False
    if isinstance(node, ast.Constant):
        return True
    told = max(map(len, words)) > 4 or sum(len(word) > 2 for word in words) > 1
    return told or bool(re.search(r"\{\w+:[^{}]+\}", text))


def _heads(tree: ast.AST) -> Iterator[str]:
    """Words in the headers and first columns of printed tables, and in their titles."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _HEADS:
            for argument in node.args:
                for inner in ast.walk(argument):
                    if isinstance(inner, ast.Tuple):
                        yield from (item.value for item in inner.elts if _word(item))


def _word(node: ast.AST) -> bool:
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and bool(_WORDS.search(text)) and "_" not in text


def _hidden(tree: ast.AST) -> set[int]:
    """Docstrings, patterns, parts of f-strings, keys and comparisons: what nobody reads."""
    found: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for item in body:
                if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
                    found.add(id(item.value))
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.Constant):
                    found.add(id(part))
                elif isinstance(part, ast.FormattedValue) and part.format_spec is not None:
                    found.update(id(inner) for inner in ast.walk(part.format_spec))
        if isinstance(node, ast.Call) and _called(node) in _NO_PROSE:
            found.update(id(inner) for inner in ast.walk(node) if isinstance(inner, ast.Constant | ast.JoinedStr))
        if isinstance(node, ast.Compare | ast.Subscript):
            found.update(id(inner) for inner in ast.walk(node) if isinstance(inner, ast.Constant))
        if isinstance(node, ast.Dict):
            found.update(id(key) for key in node.keys if key is not None)
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def template_of(node: ast.JoinedStr) -> str:
    """The message of an f-string: ``f"{x.size:.1f} m"`` is "{size:.1f} m"."""
    text, used = "", list[str]()
    for part in node.values:
        if isinstance(part, ast.Constant):
            text += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            name = _name(part.value)
            name = (
                name
                if name not in used
                else f"{name}_{used.count(name) + sum(u.startswith(name + '_') for u in used) + 1}"
            )
            used.append(name)
            text += "{" + name + _spec(part) + "}"
    return text


def _spec(part: ast.FormattedValue) -> str:
    spec = part.format_spec
    if not isinstance(spec, ast.JoinedStr) or len(spec.values) != 1 or not isinstance(spec.values[0], ast.Constant):
        return ""
    return f":{spec.values[0].value}"


def _name(node: ast.AST) -> str:
    """A word for an expression: its last name, the function it comes from, or 'value'."""
    if isinstance(node, ast.Name):
        return node.id.strip("_") or "value"
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Subscript):
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return re.sub(r"\W+", "_", key.value)
        return _name(node.value)
    if isinstance(node, ast.BinOp):
        return next((name for name in (_name(node.right), _name(node.left)) if name != "value"), "value")
    return "value"


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))
