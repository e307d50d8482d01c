"""Examples in docstrings give what stands below them."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("benchmarks", "kernels", "scenarios", "simulator", "strains")


def modules() -> list[str]:
    """Every module of the package with an example in it."""
    files = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    found = [path.relative_to(ROOT).with_suffix("") for path in files if ">>> " in path.read_text("utf-8")]
    return [".".join(("moromi", *path.parts)).removesuffix(".__init__") for path in found]


@pytest.mark.parametrize("name", modules())
def test_examples(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
