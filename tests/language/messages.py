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
CHECKS = (
    "balance",
    "biomass",
    "case",
    "energy",
    "enforced",
    "finding",
    "growth",
    "ids",
    "inspect",
    "loops",
    "openings",
    "unique",
)
TOLD = (
    "simulator/errors.py",
    "simulator/cli/*.py",
    "simulator/run/*.py",
    "simulator/scaleup/*.py",
    "simulator/teach/[!w]*.py",
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
    "simulator/plant/assemble.py",
    "simulator/plant/cells.py",
    "simulator/plant/community.py",
    "simulator/plant/evaluate.py",
    "simulator/plant/flows.py",
    "simulator/plant/network.py",
    "simulator/plant/solubility.py",
    "simulator/report/gradients.py",
    "strains/build.py",
    "strains/cells.py",
    "strains/cobra_json.py",
    "strains/core.py",
    "strains/definition.py",
    "strains/draft.py",
    "strains/edit.py",
    "strains/exact.py",
    "strains/explore.py",
    "strains/extend.py",
    "strains/factors.py",
    "strains/kinetics.py",
    "strains/reference.py",
    "strains/compile.py",
    "strains/errors.py",
    "strains/guard.py",
    "strains/isolated.py",
    "strains/model.py",
    "strains/network.py",
    "strains/sbml.py",
    "strains/solver.py",
    "strains/uniqueness.py",
    *(f"strains/check/{name}.py" for name in CHECKS),
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
    "{name} --learner {quote} --seed {seed}",
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
        if text.strip() and text not in SKIPPED:
            places = found.setdefault((context, text), [])
            if place not in places:
                places.append(place)
    return found


def _all() -> Iterator[tuple[Message, str]]:
    for path in sorted((ROOT / "simulator").rglob("*.py")):
        yield from _of(path, "", marked(tree_of(path)))
    for name, constants in TABLES.items():
        yield from _of(ROOT / name, "", table_words(tree_of(ROOT / name), constants))
    for path in sorted((ROOT / "simulator").rglob("*.j2")):
        yield from _of_template(path)
    yield from (((("", text), "simulator/cli")) for text in _help(moromi))
    for name, constants in TOLD_TABLES.items():
        yield from _of(ROOT / name, CONTEXT, table_words(tree_of(ROOT / name), constants))
    for pattern in TOLD:
        for path in sorted(ROOT.glob(pattern)):
            yield from _of(path, CONTEXT, filter(_is_told, prose(tree_of(path))))
    for pattern in SUMMARIES:
        for path in sorted(ROOT.glob(pattern)):
            yield from _of(path, CONTEXT, _summary(path))
    yield from _of(WORDS, CONTEXT, WORDS.read_text("utf-8").splitlines())
    yield from _of(KEYS, KEY, KEYS.read_text("utf-8").splitlines())
    yield from _of(ROOT / "simulator/variable_table.py", CONTEXT, _meanings())


def _is_told(text: str) -> bool:
    """Whether prose is shown to people: no quantity, no metadata of files, not the table of units."""
    return not QUANTITY.fullmatch(text) and not text.endswith(METADATA) and "\nkilo-" not in text


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
            yield from _of(path, CONTEXT, filter(_reads, map(_constant, call.args)))
    for heads in tree.find_all(nodes.List):
        yield from _of(path, CONTEXT, filter(_reads, map(_constant, heads.items)))


def _constant(node: nodes.Node) -> str:
    """A text given to a macro, for its headings and captions, which are told there; empty where it is computed."""
    if isinstance(node, nodes.CondExpr):
        node = node.expr1
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""


def _reads(text: str) -> bool:
    return any(map(str.isalpha, text))


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
