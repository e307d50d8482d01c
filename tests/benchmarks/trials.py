"""Does ``moromi bench compare`` keep its word? Trials on this machine, as long as you like.

    python -m tests.benchmarks.trials same FOLDER --trials 20
    python -m tests.benchmarks.trials slower FOLDER --trials 20 --case kernels

Two copies of the tree are compared, at two paths and compiled separately. With ``slower`` one of them has a chain of
multiplications behind the search for the pH, `SPIN` of them: 15 % of that kernel's time on the machine it was measured
on; ``gauge`` says how much it is on yours. Every comparison is kept in the folder, and what is there is not run again.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from pathlib import Path

from moromi.benchmarks.comparison.builds import ROOMS, find_build
from moromi.benchmarks.comparison.compare import Rule, compare_builds
from moromi.benchmarks.comparison.pairs import Plan, Task, measure

ROOT = Path(__file__).resolve().parents[2]
KERNEL = "kernels/ph.py"
CASE = "kernels/ph"
CONTAIN = (CASE, "fermenter/fed-batch")
"""Cases that search for a pH; in `ecoli-fedbatch`, which the other cases run, it is given."""
SPIN = 33
END = "            break\n    return ph\n"
SLOWER = """            break
    spin = ph
    for _ in range({spin}):
        spin = spin * 0.999999 + 1e-7
    return ph + 0.0 * spin
"""


def tell(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")


def copy(folder: Path, name: str, spin: int = 0) -> Path:
    """Copy of the tree, with work added to one kernel; one that is there stays."""
    tree = folder / name
    if not tree.is_dir():
        for room in ROOMS:
            shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy2(ROOT / "__init__.py", tree)
        if spin:
            source = (tree / KERNEL).read_text("utf-8")
            if source.count(END) != 1:
                raise SystemExit(f"{KERNEL} has changed: say anew where the work goes")
            (tree / KERNEL).write_text(source.replace(END, SLOWER.format(spin=spin)), "utf-8")
    return tree


def gauge(folder: Path) -> None:
    """How much slower the kernel really is: many pairs of it alone."""
    builds = find_build(str(copy(folder, "a"))), find_build(str(copy(folder, f"spin-{SPIN}", SPIN)))
    found = measure(builds, [Task(CASE, 20_000)], Plan(pairs=50, most=10.0), 4, tell)[CASE]
    tell(f"ratios {[round(statistics.median(group), 4) for group in found.groups]}")


def trials(folder: Path, kind: str, numbers: range, cases: list[str]) -> None:
    """Compare, and compare again."""
    old = copy(folder, "a")
    new = copy(folder, "b") if kind == "same" else copy(folder, f"spin-{SPIN}", SPIN)
    flagged: list[list[str]] = []
    for number in numbers:
        file = folder / f"{kind}-{number:02}.json"
        if not file.is_file():
            begin = time.time()
            outcome = compare_builds(find_build(str(old)), find_build(str(new)), Plan(), Rule(), tell, cases)
            file.write_text(json.dumps({**outcome, "seconds": time.time() - begin}), "utf-8")
        outcome = json.loads(file.read_text("utf-8"))
        flagged.append([*outcome["slower"], *outcome["faster"]])
        tell(f"trial {number + 1}: {flagged[-1]}, {outcome['seconds']:.0f} s")
    wrong = [names for names in flagged if set(names) - set(CONTAIN if kind == "slower" else ())]
    hits = sum(CASE in names for names in flagged)
    tell(f"{kind}: {len(numbers)} trials, wrong {len(wrong)} {wrong}, {CASE} flagged {hits}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("same", "slower", "gauge"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--case", action="append", default=[])
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.kind == "gauge":
        gauge(asked.folder)
    else:
        trials(asked.folder, asked.kind, range(asked.first, asked.first + asked.trials), asked.case)


if __name__ == "__main__":
    main()
