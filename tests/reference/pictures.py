"""Figures of docs/gallery.md and of the tutorial, drawn anew by ``python -m tests.reference.pictures`` from the root.

They are what the commands in `GALLERY` write into their result folders; nothing is drawn for the page.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import moromi
from moromi.simulator.language import LANGUAGES, speaking

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "figures"
GALLERY: dict[str, dict[str, str]] = {
    "moromi run ecoli-fedbatch": {"batch-sheet": "run-ecoli-fedbatch", "limits": "run-ecoli-limits"},
    "moromi scale-up ecoli-fedbatch --to tank-30m3": {
        "criteria": "scale-up-criteria",
        "loss-1-tank-30m3": "scale-up-loss",
        "regimes-1-tank-30m3": "scale-up-regimes",
        "batch-sheet-1-tank-30m3": "scale-up-batch-sheet",
    },
    "moromi run ecoli-fedbatch --vessel tank-30m3": {
        "section-dot": "run-section-dot",
        "section-glucose": "run-section-glucose",
    },
    "moromi run ecoli-chemostat": {"batch-sheet": "run-ecoli-chemostat"},
    "moromi run cnecator-gas-phb": {"combustible-map": "run-combustible-map"},
}
"""Command → figure in its result → figure in docs/figures."""


def made(command: str) -> moromi.Result | moromi.ScaleUp:
    """What a command computes."""
    _, name, scenario, *options = command.split()
    if name == "scale-up":
        return moromi.scale_up(scenario, options[1:])
    return moromi.run(scenario, vessel=options[1] if options else None)


def draw(command: str, names: dict[str, str], folder: Path) -> None:
    """Compute once, draw in each language, and keep some of the figures: ``NAME.svg``, ``NAME.ja.svg``."""
    result = made(command)
    for language in LANGUAGES:
        tail = "" if language == LANGUAGES[0] else f".{language}"
        with tempfile.TemporaryDirectory() as place, speaking(language):
            result.save(Path(place) / "result")
            for name, ours in names.items():
                shutil.copy(Path(place) / "result" / "figures" / f"{name}.svg", folder / f"{ours}{tail}.svg")


def main() -> None:
    """Draw all of them."""
    for command, names in GALLERY.items():
        draw(command, names, FIGURES)


if __name__ == "__main__":
    main()
