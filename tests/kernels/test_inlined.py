"""Inlined kernels count no references, so none may hand out an array: nobody would own it."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARRAYS = ("NDArray", "Array", "Places", "Indices", "Flags", "Work", "Atlas", "Plant", "ndarray")


def inlined():
    for path in sorted([*(ROOT / "kernels").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(d) == "inlined" for d in node.decorator_list):
                yield f"{path.name}:{node.name}", ast.unparse(node.returns) if node.returns else ""


def test_none_returns_an_array():
    found = dict(inlined())
    assert len(found) > 50
    assert {name: kind for name, kind in found.items() if not kind or any(word in kind for word in ARRAYS)} == {}
