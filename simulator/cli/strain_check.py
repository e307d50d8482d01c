"""`moromi strain check`: what is wrong with a model for this use, and a first strain file for it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ..errors import InputError, nearest
from ..told import told
from .options import json_option
from .output import Progress, emit_json, emit_text, progress

if TYPE_CHECKING:
    from ...strains.check import Case, Report

__all__ = ["check"]


@click.command(epilog="Example: moromi strain check mine.xml --suggest mine.yaml")
@click.argument("file_or_name", metavar="FILE_OR_NAME")
@click.option(
    "--suggest",
    type=click.Path(path_type=Path),
    metavar="OUT.yaml",
    help="Write a first strain file for a bare model; every guess in it is marked.",
)
@click.option("--biomass", metavar="REACTION", help="Growth reaction of a bare model; guessed by default.")
@json_option
@click.pass_context
def check(context: click.Context, file_or_name: str, suggest: Path | None, biomass: str | None, as_json: bool) -> None:
    """Say what is wrong with a strain or a bare model (SBML, cobra JSON, core YAML); exit 1 when something is."""
    from ...strains import StrainError
    from ...strains.check import inspect

    with progress() as say:
        try:
            kind, case = _open(file_or_name, biomass, say)
            report = inspect(case, say)
            written = _suggest(file_or_name, kind, case, suggest) if suggest is not None else None
        except StrainError as error:
            raise InputError(str(error)) from error
    if as_json:
        emit_json(_content(kind, file_or_name, report, written))
    else:
        _print(kind, file_or_name, report, written)
    context.exit(0 if report.ok else 1)


def _open(reference: str, biomass: str | None, say: Progress) -> tuple[str, Case]:
    """A strain or a model, by name or file."""
    from ...strains import StrainError
    from ...strains.check import case_of_model, case_of_strain
    from ...strains.model import bundled_models, load_network, model_path
    from ..scenario import built_in_files, load_strain

    path = Path(reference)
    say(f"reading {reference}")
    if reference in built_in_files("strain") or _is_strain_file(path):
        if biomass is not None:
            raise InputError(f"'{reference}' is a strain and names its growth reaction; --biomass is for a bare model")
        definition = load_strain(reference).definition()
        return "strain", case_of_strain(load_network(model_path(definition.model)), definition)
    bundled = bundled_models()
    if reference in bundled:
        return "model", case_of_model(load_network(bundled[reference]), biomass)
    if not path.suffix and not path.exists():
        known = [*built_in_files("strain"), *bundled]
        raise InputError(f"'{reference[:120]}' is no strain, model or file{nearest(reference[:120], known)}")
    network = load_network(model_path(path))
    try:
        return "model", case_of_model(network, biomass)
    except StrainError as error:
        raise StrainError(f"model file {path}: {error}") from error


def _is_strain_file(path: Path) -> bool:
    """Whether a YAML file is a strain: an own core model has reactions instead of a model."""
    import re

    if path.suffix.lower() not in (".yaml", ".yml") or not path.is_file():
        return path.suffix.lower() in (".yaml", ".yml")
    with path.open("rb") as file:
        start = file.read(2_000_000)
    return re.search(rb"^(reactions|metabolites)\s*:", start, re.MULTILINE) is None


def _suggest(reference: str, kind: str, case: Case, out: Path) -> Path:
    """Write a first strain file."""
    from ...strains.check.suggest import suggestion

    if kind == "strain":
        raise InputError(f"'{reference}' is a strain already; --suggest takes a bare model")
    if out.exists():
        raise InputError(f"{out} exists already; name a new file")
    path = Path(reference)
    model = path.resolve().as_posix() if path.is_file() else reference
    try:
        out.write_text(suggestion(case, path.name.split(".")[0], model), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from error
    return out


def _content(kind: str, reference: str, report: Report, written: Path | None) -> dict[str, object]:
    return {
        "ok": report.ok,
        "findings": [asdict(finding) for finding in report.findings],
        kind: reference,
        "biomass": report.biomass,
        "growth": {"value": report.growth, "unit": "1/h"},
        "reactions": report.reactions,
        "metabolites": report.metabolites,
        "suggestion": None if written is None else str(written),
    }


def _print(kind: str, reference: str, report: Report, written: Path | None) -> None:
    emit_text(f"{kind} {reference}: {report.reactions} reactions, {report.metabolites} metabolites")
    emit_text(f"growth by {report.biomass}: {report.growth:.4g} 1/h on the full medium")
    for finding in report.findings:
        emit_text(f"\n{told(finding.level)}: {told(finding.what)}")
        if finding.advice:
            emit_text(f"  → {told(finding.advice)}")
    emit_text()
    emit_text("fit for use" if report.ok else "not fit for use: see the errors")
    if written is not None:
        emit_text(f"a first strain file is in {written}; read it line by line, each guess is marked")
