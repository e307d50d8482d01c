"""Every message of the code that a person may read in another language, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2
import rich_click as click
from jinja2 import nodes

from moromi.simulator.cli.app import moromi
from moromi.simulator.cli.help_text import joined
from moromi.simulator.report.settings import KEY
from moromi.simulator.told import CONTEXT
from moromi.simulator.variables import VARIABLES

from .prose import marked, prose, table_words, tree_of

__all__ = ["ROOT", "Message", "messages"]

ROOT = Path(__file__).resolve().parents[2]
Message = tuple[str, str]
"""Context ("", "told" or "key") and English text."""

TABLES = {
    "simulator/report/words.py": ("_NAMES", "_LIMITS", "_CAUSES", "_REGIMES", "_PRODUCTS"),
    "simulator/report/symbols.py": ("_SHORT",),
    "simulator/report/interval_plot.py": ("_SHORT",),
    "simulator/report/curves.py": ("_DO", "_HEAT", "_FLOWS", "PANELS"),
    "simulator/report/parity_plot.py": ("_TITLES",),
}
"""Constants whose values are given to gettext where they are used."""

TOLD_TABLES = {
    "simulator/cli/sensitivity.py": ("_HEADS",),
    "simulator/transfer/risks.py": ("_ACTIONS",),
    "kernels/status.py": ("ADVICE",),
}
TOLD = (
    "simulator/errors.py",
    "simulator/cli/[!b]*.py",
    "simulator/run/*.py",
    "simulator/scaleup/*.py",
    "simulator/transfer/*.py",
    "simulator/report/study_figures.py",
    "simulator/report/study_prose.py",
    "simulator/study/*.py",
    "simulator/study/sweep/*.py",
    "simulator/scenario/*.py",
    "simulator/plant/correlations.py",
    "simulator/plant/gases.py",
    "simulator/plant/lifelines.py",
    "simulator/plant/medium.py",
    "simulator/plant/tracer.py",
    "simulator/plant/networks/*.py",
    "strains/build.py",
    "strains/compile.py",
)
"""Files whose sentences are told when they are finished."""

KEYS = ROOT / "tests" / "language" / "keys.txt"
"""Keys of files as reports show them."""
LISTED = ("scenarios", "vessels", "media", "reactions", "sites")
SUMMARIES = (*(f"scenarios/library/{kind}/*.yaml" for kind in LISTED), "strains/data/*.yaml")
WORDS = ROOT / "tests" / "language" / "words.txt"
"""Words that no rule finds: what tables and other programs say."""
SKIPPED = (
    "max growth",
    "command line: ",
    "moromi run {name}.yaml {changes}",
    "{name} in {name_2} and in a rig of {name_3}",
    "every strain has its own biomass: write {{example}}",
    "network '{label}': ",
    "moromi: {told}",
    "sheet",
    "Pa s",
    " et al.",
    "time [h],biomass [g/L],glucose [mmol/L]",
)
"""What reads like prose and is not."""
QUANTITY = re.compile(r"(\{\w+:[^{}]+\}|[\d.e]+) ?[^\s{}]+( absolute)?")
"""A number with its unit: examples in messages, and values in tables."""
METADATA = ", simulated by Moromi"


def messages() -> dict[Message, list[str]]:
    """All messages with the files they are in."""
    found: dict[Message, list[str]] = {}
    for (context, text), place in _all():
        if (
            text.strip()
            and text not in SKIPPED
            and (not context or not QUANTITY.fullmatch(text))
            and not text.endswith(METADATA)
            and "\nkilo-" not in text
        ):
            places = found.setdefault((context, text), [])
            if place not in places:
                places.append(place)
    return found


def _all() -> Iterator[tuple[Message, str]]:
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        yield from _of(path, "", marked(tree_of(path)))
    for name, constants in TABLES.items():
        yield from _of(ROOT / name, "", table_words(tree_of(ROOT / name), constants))
    for path in sorted((ROOT / "simulator" / "report").rglob("*.j2")):
        yield from _of_template(path)
    yield from (((("", text), "simulator/cli")) for text in _help(moromi))
    for name, constants in TOLD_TABLES.items():
        yield from _of(ROOT / name, CONTEXT, table_words(tree_of(ROOT / name), constants))
    for pattern in TOLD:
        for path in sorted(ROOT.glob(pattern)):
            yield from _of(path, CONTEXT, prose(tree_of(path)))
    for pattern in SUMMARIES:
        for path in sorted(ROOT.glob(pattern)):
            yield from _of(path, CONTEXT, _summary(path))
    yield from _of(WORDS, CONTEXT, WORDS.read_text("utf-8").splitlines())
    yield from _of(KEYS, KEY, KEYS.read_text("utf-8").splitlines())
    yield from _of(ROOT / "simulator/variable_table.py", CONTEXT, _meanings())


def _meanings() -> Iterator[str]:
    """What the report says of each symbol; those of concentrations are one sentence."""
    return (item.meaning for item in VARIABLES.values() if not item.meaning.startswith("Concentration of"))


def _of(path: Path, context: str, texts: Iterable[str]) -> Iterator[tuple[Message, str]]:
    place = path.relative_to(ROOT).as_posix()
    yield from (((context, text), place) for text in texts)


def _summary(path: Path) -> Iterator[str]:
    """What `list` says of a built-in file: its first top-level ``summary``, on one line as all of them are."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("summary:"):
            yield line.removeprefix("summary:").strip().strip("\"'")
            return


# ---------------------------------------------------------------- templates of pages


def _of_template(path: Path) -> Iterator[tuple[Message, str]]:
    tree = jinja2.Environment(autoescape=True).parse(path.read_text("utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_":
            yield from _of(path, "", (item.value for item in call.args if isinstance(item, nodes.Const)))
        elif isinstance(call.node, nodes.Getattr) and call.node.attr in ("table", "figure", "settings"):
            texts = (item for part in _arguments(call) for item in part if any(map(str.isalpha, item)))
            yield from _of(path, CONTEXT, texts)


def _arguments(call: nodes.Call) -> Iterator[list[str]]:
    """Texts given to a macro: headings in lists, captions; not what is inside another call."""
    for argument in call.args:
        if isinstance(argument, nodes.List):
            yield [item.value for item in argument.items if isinstance(item, nodes.Const)]
        elif isinstance(argument, nodes.Add):
            yield [item.value for item in argument.find_all(nodes.Const)]
        elif isinstance(argument, nodes.CondExpr) and isinstance(argument.expr1, nodes.Const):
            yield [str(argument.expr1.value)]
        elif isinstance(argument, nodes.Const) and isinstance(argument.value, str):
            yield [argument.value]


# ---------------------------------------------------------------- help of the command line


def _help(command: click.Command) -> Iterator[str]:
    yield joined(command.help)
    yield command.epilog or ""
    yield from (item.help for item in command.params if isinstance(item, click.Option) and item.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from _help(child)
