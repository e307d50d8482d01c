"""Figures of docs/gallery.md and of the tutorial, drawn anew by ``python -m tests.reference.pictures`` from the root.

They are what the commands in `GALLERY` write into their result folders; nothing is drawn for the page.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from moromi.simulator.cli.app import outcome

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


def draw(command: str, names: dict[str, str], folder: Path) -> None:
    """Run a command and keep some of its figures."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "result"
        if outcome([*command.split()[1:], "--out", str(out)]) != 0:
            raise RuntimeError(command)
        for name, ours in names.items():
            shutil.copy(out / "figures" / f"{name}.svg", folder / f"{ours}.svg")


def main() -> None:
    """Draw all of them."""
    for command, names in GALLERY.items():
        draw(command, names, FIGURES)


if __name__ == "__main__":
    main()
