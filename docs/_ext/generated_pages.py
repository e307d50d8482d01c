"""Pages written from the package as it is: commands, variables, terms, literature, and what is built in.

A page that holds ``<!-- generated: NAME -->`` gets the text of `PAGES[NAME]` there, in the language of the site.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click
from sphinx.application import Sphinx

MARK = re.compile(r"<!-- generated: (\w+) -->")
TERMS = Path(__file__).parents[1] / "reference" / "terms.csv"


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls."""
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def fill(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put generated text in the place of its mark; catalogues are of hand-written text only."""
    from moromi.simulator.language import speaking

    if app.builder.name != "gettext":
        with speaking(app.config.language):
            source[0] = MARK.sub(lambda found: PAGES[found[1]](app.config.language), source[0])


def plain(text: str) -> str:
    """Text that Markdown leaves as it is, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Code in a table's cell."""
    return f"`{text.replace('|', '/')}`" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def chosen(language: str, english: str, japanese: str) -> str:
    """The word in the language of the site."""
    return japanese if language == "ja" else english


# ------------------------------------------------------------------------------------------------------------ commands


def commands(language: str) -> str:
    """Every command with what it does, its options and an example."""
    from moromi.simulator.cli.app import moromi

    context = click.Context(moromi, info_name="moromi")
    return "\n\n".join(_group(moromi, context, language))


def _group(group: click.Group, context: click.Context, language: str) -> Iterable[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        yield _command(command, inner, language)
        if isinstance(command, click.Group):
            yield from _group(command, inner, language)


def _command(command: click.Command, context: click.Context, language: str) -> str:
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"## {context.command_path}", plain(command.help or "")]
    if not isinstance(command, click.Group):
        parts.append(f"```text\n{context.command_path} {usage}\n```")
    rows = [row for row in (_option(option, context) for option in command.get_params(context)) if row]
    if rows:
        parts.append(table((chosen(language, "option", "オプション"), chosen(language, "does", "説明")), rows))
    example = re.search(r"moromi .*", command.epilog or "")
    if example:
        parts.append(f"{chosen(language, 'Example:', '例：')}\n\n```sh\n{example[0]}\n```")
    return "\n\n".join(parts)


def _option(option: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    record = option.get_help_record(context)
    if record is None or not record[1] or "--help" in option.opts:
        return None
    return code(record[0]), plain(record[1])


# ----------------------------------------------------------------------------------------------------------- variables


def variables(language: str) -> str:
    """The registry of variables."""
    from moromi.simulator.language import gettext
    from moromi.simulator.variables import VARIABLES

    head = {
        "en": ("name", "symbol", "unit", "English", "Japanese", "meaning"),
        "ja": ("名前", "記号", "単位", "英語", "日本語", "意味"),
    }[language]
    rows = (
        (typeset(item.symbol), item.unit or "–", item.label_en, item.label_ja, plain(gettext(item.meaning)))
        for item in VARIABLES.values()
    )
    return table(head, [(code(name), *row) for name, row in zip(VARIABLES, rows, strict=True)])


def typeset(symbol: str) -> str:
    """``k_L a`` with its subscript set low."""
    return re.sub(r"_([^\s_]+)", r"{sub}`\1`", symbol)


def terms(language: str) -> str:
    """Words of the trade in both languages, in alphabetical order."""
    with TERMS.open(encoding="utf-8", newline="") as stream:
        rows = [(row["english"], row["japanese"]) for row in csv.DictReader(stream)]
    return table(
        (chosen(language, "English", "英語"), chosen(language, "Japanese", "日本語")),
        sorted(((plain(english), plain(japanese)) for english, japanese in rows), key=lambda row: row[0].lower()),
    )


# ------------------------------------------------------------------------------------------------- literature, library


def sources(language: str) -> str:
    """The literature behind the correlations."""
    from moromi.simulator.plant.references import REFERENCES

    return "\n".join(
        f"- {plain(item.authors.replace(' and ', '; '))} ({item.year}). {plain(item.title)}. *{plain(item.container)}*"
        + (f" {item.volume}" if item.volume else "")
        + (f": {item.pages.replace('--', '–')}" if item.pages else "")
        + (f". [doi:{plain(item.doi)}](https://doi.org/{item.doi})" if item.doi else "")
        for item in sorted(REFERENCES.values(), key=lambda item: (item.authors, item.year))
    )


def library(language: str) -> str:
    """Scenarios, vessels, strains, media, reactions and sites by name, with their own line of summary."""
    from moromi.simulator.cli.catalogue import KINDS
    from moromi.simulator.language import gettext
    from moromi.simulator.scenario import catalogue

    titles = {
        "scenarios": "シナリオ",
        "vessels": "培養槽",
        "strains": "菌株・細胞株",
        "media": "培地",
        "reactions": "培地中の反応",
        "sites": "製造所",
        "lessons": "レッスン",
    }
    head = (chosen(language, "name", "名前"), chosen(language, "what it is", "内容"))
    parts = []
    for plural, kind in KINDS.items():
        rows = [(code(name), plain(gettext(summary))) for name, summary in catalogue(kind)]
        parts.append(f"## {chosen(language, plural.capitalize(), titles.get(plural, plural))}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def lessons(language: str) -> str:
    """Lessons with their titles, the easiest first."""
    from moromi.simulator.teach.load import lesson_names, load_lesson

    levels = {"introductory": "入門", "intermediate": "中級", "advanced": "上級"}
    head = {"en": ("name", "lesson", "level", "minutes"), "ja": ("名前", "レッスン", "水準", "分")}[language]
    found = sorted(map(load_lesson, lesson_names()), key=lambda item: (list(levels).index(item.level), item.minutes))
    return table(
        head,
        [
            (
                code(item.name),
                plain(item.title.said()),
                chosen(language, item.level, levels[item.level]),
                str(item.minutes),
            )
            for item in found
        ],
    )


PAGES: dict[str, Callable[[str], str]] = {
    "commands": commands,
    "variables": variables,
    "terms": terms,
    "sources": sources,
    "library": library,
    "lessons": lessons,
}
