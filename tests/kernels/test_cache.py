"""The cache of compiled kernels: shared by copies of the same sources, never by others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from moromi.kernels import cache

ROOT = Path(cache.__file__).resolve().parents[1]
ASK = (
    "from moromi.kernels.acidbase import ammonia_fraction as f; f(7.0, 9.2); "
    "print(sum(f.stats.cache_hits.values()), sum(f.stats.cache_misses.values()))"
)


def copy(folder):
    shutil.copytree(ROOT / "kernels", folder / "moromi" / "kernels", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "moromi" / "__init__.py").write_text("", "utf-8")
    return folder


def hits_and_misses(folder, kept):
    environment = os.environ | {"PYTHONPATH": str(folder), "MOROMI_CACHE_DIR": str(kept), "NUMBA_DISABLE_JIT": "0"}
    ran = subprocess.run([sys.executable, "-c", ASK], cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return tuple(int(word) for word in ran.stdout.split())


def test_a_copy_compiles_nothing_again_and_an_edit_everything(tmp_path):
    first, second = copy(tmp_path / "a"), copy(tmp_path / "b")
    assert hits_and_misses(first, tmp_path / "kept") == (0, 1)
    assert hits_and_misses(second, tmp_path / "kept") == (1, 0)
    with (second / "moromi" / "kernels" / "gas.py").open("a", encoding="utf-8") as file:
        file.write("\n# a callee in another file\n")
    assert hits_and_misses(second, tmp_path / "kept") == (0, 1)


def test_functions_of_others_are_left_to_numba(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("", "utf-8")
    assert cache.PackageLocator.from_function(hits_and_misses, str(file)) is None


def test_stale_with_any_file_beside_it(tmp_path):
    (tmp_path / "caller.py").write_text("1", "utf-8")
    stamp = cache.folder_hash(tmp_path)
    (tmp_path / "callee.py").write_text("2", "utf-8")
    cache.folder_hash.cache_clear()
    assert cache.folder_hash(tmp_path) != stamp
