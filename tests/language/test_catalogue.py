"""No string is missing in either language, and the compiled catalogue is the translator's."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo

from moromi.simulator.told import HOLE

from .catalogue import LANGUAGES, file_of, read
from .messages import ROOT, messages

GLOSSARY = ROOT.parent / "shared" / "reference" / "glossary.csv"
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def code() -> dict[tuple[str, str], list[str]]:
    return messages()


def entries(language: str) -> list[Entry]:
    return [entry for entry in read(language) if entry.id]


@every_language
def test_every_message_of_the_code_is_translated(language: str):
    known = {(entry.context or "", entry.id): entry for entry in entries(language)}
    missing = [item for item in code() if item not in known or not known[item].string]
    assert missing == [], "python -m tests.language update, then translate"
    assert [item for item in known if item not in code()] == [], "nobody says this any more: update"
    assert [entry.id for entry in known.values() if entry.fuzzy] == []


@pytest.mark.parametrize(
    "text",
    [
        "{what} supply",
        "{product} productivity",
        "Predict what happens to a fermentation when it leaves the bench.",
        "the broth rose above the working volume",
        "the motor at its power held the stirrer back to {most:.0f} rpm: lower the upper stirrer speed",
        "Key result",
        "DOT; $y_\\mathrm{O_2,in}$\n",
    ],
)
def test_messages_of_every_kind_are_found(text: str):
    assert text in {message for _, message in code()}


@every_language
def test_the_compiled_catalogue_is_the_one_that_is_read(language: str):
    compiled = read_mo(io.BytesIO(file_of(language, ".mo").read_bytes()))
    found = {(entry.context, entry.id): entry.string for entry in compiled if entry.id}
    assert found == {(entry.context, entry.id): entry.string for entry in entries(language)}


@every_language
def test_values_stand_in_both_texts(language: str):
    """Every hole of the English text has its place in the other; a told sentence may repeat or leave out none."""
    for entry in entries(language):
        names = [sorted(hole[1] for hole in HOLE.finditer(text)) for text in (entry.id, entry.string)]
        assert names[0] == names[1], entry.id


@every_language
def test_mathematics_is_left_alone(language: str):
    for entry in entries(language):
        assert re.findall(r"\$[^$]*\$", entry.id) == re.findall(r"\$[^$]*\$", entry.string), entry.id


def test_the_mark_of_translation_is_never_a_variable():
    """A function that calls ``_`` must not assign to it: the unit of a quantity cannot be called."""
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.Lambda):
                names = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"]
                own = {id(inner) for node in ast.walk(function) if isinstance(node, ast.comprehension)
                       for inner in ast.walk(node.target)}  # fmt: skip
                stored = [node for node in names if isinstance(node.ctx, ast.Store) and id(node) not in own]
                called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
                assert not (stored and any(isinstance(f, ast.Name) and f.id == "_" for f in called)), path


# ---------------------------------------------------------------- the glossary's words

# terms that are also everyday words, or mean something else here: "seed" of random numbers, "medium" of a size
NOT_TERMS = (
    "seed",
    "mixing",
    "product",
    "culture",
    "medium",
    "benchmark",
    "uncertainty",
    "foam",
    "fermentation",
    "yield",
)
# a command line, words in quotes, options and metavariables are no prose
NO_PROSE = re.compile(r"^(Example|First): .*|'[^']*'|--[\w-]+|\b[A-Z_]{4,}\b", re.DOTALL)
ALSO = {
    "biomass": ("菌体", "増殖反応"),
    "inoculum": ("接種", "植菌"),
    "scenario": ("シナリオ",),
    "sweep": ("スイープ", "スキャン"),
    "agitation": ("攪拌",),
    "titre": ("生産物濃度", "濃度"),
    "strain": ("株",),
}
"""Further words that are right in some sentences."""
# (term, part of a message) where the term is none: an option's name in brackets; a label that has to be short
EXCEPTIONS = (("scale-up", "recipe.gas_recycle: "), ("impeller", "Flooding (1 ="))


def terms() -> Iterator[tuple[str, set[str]]]:
    """English terms and the Japanese words that may stand for them: those of the glossary, its notes, and `ALSO`."""
    with GLOSSARY.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            said = f"{row['japanese']} / {row['note']}"
            words = {word for word in re.split(r"[\s/,=;（）]+", said) if re.search(r"[^\x00-\x7f]", word)}
            for term in re.split(r", | / ", row["english"]):
                name = re.sub(r" \(.*\)| [A-Z]_\S+| [a-z]_\S+| kLa$| P/V$", "", term).strip("% ")
                if len(name) > 3 and name not in NOT_TERMS:
                    yield name, words | set(ALSO.get(name, ()))


@pytest.mark.skipif(not GLOSSARY.is_file(), reason="the glossary is in a folder beside the repository")
def test_terms_are_those_of_the_glossary():
    wrong = []
    catalogue = entries("ja")
    for term, words in terms():
        pattern = re.compile(rf"(?<![\w./-]){re.escape(term)}s?(?![\w/-]|\.\w)", re.IGNORECASE)
        for entry in catalogue:
            english = NO_PROSE.sub("", HOLE.sub("", entry.id))
            if pattern.search(english) and not any(word in entry.string for word in words):
                if not any(term == name and part in entry.id for name, part in EXCEPTIONS):
                    wrong.append((term, sorted(words), entry.id, entry.string))
    assert wrong == []
