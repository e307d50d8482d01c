"""Published numbers against ours: every row of the reference table that can be evaluated, and the table in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .reference import culture
from .reference.docs import DOCS, REGISTRY, markdown, reference_table, registry_table
from .reference.table import ROWS, TABLE
from .reference.verdicts import ANSWERS, MISSED, REFUTED, STORED, computed

needs_table = pytest.mark.skipif(not ROWS, reason=f"no reference table at {TABLE}")


def marked(names):
    """The names, those that need runs marked slow."""
    return [pytest.param(name, marks=pytest.mark.slow) if name in culture.NAMES else name for name in sorted(names)]


@needs_table
def test_every_row_is_answered_or_excused():
    assert set(ANSWERS) | set(STORED) == set(ROWS)
    assert set(ANSWERS).isdisjoint(STORED)
    assert len(ROWS) > 75
    assert len(REFUTED) + len(STORED) + len(MISSED) < 0.1 * len(ROWS)


@needs_table
@pytest.mark.parametrize("name", marked(set(ROWS) - set(REFUTED) - set(STORED) - set(MISSED)))
def test_row(name: str):
    assert computed(name) == pytest.approx(ROWS[name].expected, rel=ROWS[name].tolerance)


@needs_table
@pytest.mark.parametrize("name", marked([*REFUTED, *MISSED]))
def test_what_is_refuted_or_missed_is_so(name: str):
    """Should one of these pass one day, the docs must stop saying that it does not."""
    row = ROWS[name]
    error = abs(computed(name) / row.expected - 1.0)
    assert row.tolerance < error < (1.5 if name in REFUTED else 0.25)


def test_the_blending_example_is_off_by_the_root_of_gravity():
    if "HY01" not in ROWS:
        pytest.skip(f"no reference table at {TABLE}")
    assert computed("HY01") / ROWS["HY01"].expected == pytest.approx(9.80665 ** (1.0 / 3.0), rel=1e-3)


# -------------------------------------------------------------------------------- docs/physics.md


def documented() -> dict[str, list[str]]:
    """Rows of the reference table in the docs, by their id."""
    lines = Path(DOCS).read_text("utf-8").splitlines()
    cells = ([cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("| "))
    return {row[0]: row for row in cells if re.fullmatch(r"[A-Z]{2}_?\w*", row[0])}


@needs_table
def test_docs_have_every_row():
    assert set(documented()) == set(ROWS)


@needs_table
@pytest.mark.parametrize("name", marked(ANSWERS))
def test_docs_say_what_is_computed(name: str):
    (expected,) = reference_table([name])
    found = documented()[name]
    numbers = [float(row[4]) for row in (expected, found)]
    assert numbers[1] == pytest.approx(numbers[0], rel=1e-3)
    assert [*found[:4], *found[5:]] == [*expected[:4], *expected[5:]]


def test_docs_have_the_registry_as_it_is():
    table = markdown(REGISTRY, registry_table())
    assert table in DOCS.read_text("utf-8"), "python -m tests.reference.docs writes it anew"
