"""The docs site: it builds without a warning in both languages, and its Japanese pages are whole."""

from __future__ import annotations

import csv
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("furo", reason="the site needs pip install 'moromi[docs]'")
pytest.importorskip("myst_parser", reason="the site needs pip install 'moromi[docs]'")
pofile = pytest.importorskip("babel.messages.pofile", reason="the site needs pip install 'moromi[docs]'")

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS / "_ext"))
TRANSLATED = importlib.import_module("two_languages").TRANSLATED
LOCALE = DOCS / "locale" / "ja" / "LC_MESSAGES"
NEW = {"lessons": 0.1, "laboratory": 0.1}
"""Share of a page that may be in English: what is as new as the engine behind it."""
ELSEWHERE = re.compile(r"(?:href|src)=\"(?:https?:)?//(?!doi\.org/|www\.sphinx-doc\.org/|github\.com/pradyunsg/furo)")


def sphinx(place: Path, *words: str) -> str:
    """Build, with warnings as errors; what was said."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(place / "doctrees"), *words]
    done = subprocess.run(
        [*command, str(DOCS), str(place / "out")],
        cwd=place,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def messages(file: Path) -> Iterator[tuple[str, str, bool]]:
    """Text, translation and whether it is fuzzy."""
    with file.open("rb") as stream:
        for message in pofile.read_po(stream):
            if message.id:
                yield str(message.id), str(message.string), message.fuzzy


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the English pages say, a catalogue a folder."""
    place = tmp_path_factory.mktemp("gettext")
    others = [path.name for path in DOCS.glob("*.md") if path.stem not in TRANSLATED]
    leave = ",".join(["_*", "locale", "processes", *others])
    sphinx(place, "-b", "gettext", "-D", f"exclude_patterns={leave}", "-D", "suppress_warnings=toc,myst,image,ref")
    return place / "out"


@pytest.mark.parametrize("name", TRANSLATED)
def test_catalogue_has_every_sentence_of_the_pages(name: str, extracted: Path):
    said = {text for text, _, _ in messages(extracted / f"{name}.pot")}
    known = {text for text, there, fuzzy in messages(LOCALE / f"{name}.po") if there and not fuzzy}
    missing = said - known
    assert len(missing) <= NEW.get(name, 0.0) * len(said), f"docs/build.py --catalogues, then translate {missing}"


@pytest.mark.parametrize("file", sorted(LOCALE.glob("*.po")), ids=lambda file: file.stem)
def test_translations_keep_code_and_figures(file: Path):
    for text, there, _ in messages(file):
        if there:
            assert sorted(re.findall(r"`[^`]+`", there)) == sorted(re.findall(r"`[^`]+`", text)), text
            assert sorted(re.findall(r"\]\([^)]*\)", there)) == sorted(re.findall(r"\]\([^)]*\)", text)), text


ALSO = {"seed": "シード", "inoculum": "接種", "product": "生産", "by-product": "副生物", "sweep": "スイープ"}
"""What a term is called where another sense of it is meant, or in a longer word."""


def glossary() -> Iterator[tuple[str, list[str]]]:
    """Each English term with the Japanese words for it."""
    with (DOCS / "reference" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            words = [re.sub(r"（.*?）", "", word) for word in row["japanese"].split("、")]
            for term in re.split(r", | / ", re.sub(r" *\(.*?\)", "", row["english"])):
                yield term, [*words, *filter(None, [ALSO.get(term)])]
    yield "by-product", [ALSO["by-product"]]


@pytest.mark.parametrize("file", sorted(LOCALE.glob("*.po")), ids=lambda file: file.stem)
def test_translations_use_the_terms_of_the_glossary(file: Path):
    wrong = []
    for text, there, _ in messages(file):
        said = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text)
        for term, words in glossary():
            if re.search(rf"(?<![\w-]){re.escape(term)}s?\b", said, re.IGNORECASE) and not any(
                w in there for w in words
            ):
                wrong.append((term, text))
    assert wrong == []


def test_japanese_pages_have_no_warning(tmp_path: Path):
    sphinx(tmp_path, "-b", "dummy", "-D", "language=ja")


@pytest.mark.slow
def test_one_command_builds_both_languages(tmp_path: Path):
    site = tmp_path / "site"
    command = [sys.executable, str(DOCS / "build.py"), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = {name: {path.relative_to(site / name) for path in (site / name).rglob("*.html")} for name in ("en", "ja")}
    assert pages["en"] == pages["ja"]
    assert "tutorial/1-first-run.html" in {path.as_posix() for path in pages["ja"]}
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not ELSEWHERE.search(text), path
        for target in re.findall(r'<a href="([^"#:]+)[^"]*" hreflang', text):
            assert (path.parent / target).is_file(), (path, target)
    first = (site / "ja" / "tutorial" / "1-first-run.html").read_text("utf-8")
    assert 'lang="ja"' in first
    assert "まだ日本語に訳されていません" not in first
    assert "まだ日本語に訳されていません" in (site / "ja" / "atlas.html").read_text("utf-8")
