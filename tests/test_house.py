"""The house itself: packaging, layout, habits."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import moromi

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = ("benchmarks", "kernels", "scenarios", "simulator", "strains")
FILE_LINES = 400
FUNCTION_LINES = 60
HEAVY = ("numba", "cobra", "matplotlib", "pint", "scipy", "pandas", "xarray", "pydantic")
NOT_SHIPPED = {".git", "build", "dist", "__pycache__", "moromi-runs"}


def sources() -> list[Path]:
    """Every Python file of the package, without tests and tooling."""
    rooms = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted([*ROOT.glob("*.py"), *(path for path in rooms if "__pycache__" not in path.parts)])


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring (which may be as long as it is useful)."""
    documented = ast.get_docstring(function) is not None
    docstring = function.body[0]
    hidden = (docstring.end_lineno or 0) - docstring.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - hidden


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Names of the modules that absolute imports bring in."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or "", node


def is_stub(node: ast.AST) -> bool:
    """Whether a method says only what it looks like (``...``, in a Protocol)."""
    body = node.body[0] if isinstance(node, ast.FunctionDef) else None
    return isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and body.value.value is ...


def undocumented(module: ast.Module) -> Iterator[ast.AST]:
    """Public functions, classes and methods without a docstring."""
    for node in module.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from undocumented(ast.Module(node.body, []))
        elif not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None and not is_stub(node):
            yield node


def python(code: str) -> str:
    """Standard output of a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


# ---------------------------------------------------------------- packaging


def test_every_package_is_listed():
    found = {"moromi"} | {
        ".".join(("moromi", *path.parent.relative_to(ROOT).parts))
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert sorted(PROJECT["tool"]["setuptools"]["packages"]) == sorted(found)


def test_every_source_lives_in_a_package():
    assert [path for path in sources() if not (path.parent / "__init__.py").is_file()] == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree, in which building leaves its traces."""
    place = tmp_path_factory.mktemp("wheel") / "tree"

    def skipped(_: str, names: list[str]) -> set[str]:
        return {name for name in names if name in NOT_SHIPPED or name.endswith((".egg-info", "_cache"))}

    return shutil.copytree(ROOT, place, symlinks=True, ignore=skipped)


@pytest.fixture(scope="module")
def wheel(copy: Path) -> list[str]:
    """Names of the files in a wheel of this tree, built by the installed setuptools."""
    pytest.importorskip("setuptools", minversion="77", reason="the wheel is built with setuptools >= 77")
    build = [sys.executable, "-c", "import setuptools.build_meta as backend; backend.build_wheel('dist')"]
    done = subprocess.run(build, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (archive,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(archive) as content:
        return content.namelist()


def test_wheel_has_the_package_and_nothing_else(copy: Path, wheel: list[str]):
    files = (path for room in ROOMS for path in (copy / room).rglob("*") if path.is_file())
    expected = {f"moromi/{path.relative_to(copy).as_posix()}" for path in files if path.suffix != ".pyc"}
    shipped = {name for name in wheel if ".dist-info/" not in name}
    assert shipped == expected | {"moromi/__init__.py", "moromi/py.typed"}


def test_wheel_has_licence_and_command(wheel: list[str]):
    inside = {name.split(".dist-info/")[1] for name in wheel if ".dist-info/" in name}
    assert {"licenses/LICENSE", "entry_points.txt", "METADATA"} <= inside


def test_version_is_one():
    version = PROJECT["project"]["version"]
    assert importlib.metadata.version("moromi") == moromi.__version__ == version
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_dependencies_have_floors_and_no_caps():
    groups = PROJECT["project"]["optional-dependencies"].values()
    for requirement in (*PROJECT["project"]["dependencies"], *(line for group in groups for line in group)):
        assert re.fullmatch(r"[\w.\-]+(\[[\w,]+\])?>=[\d.]+|moromi\[[\w,]+\]", requirement), requirement


def test_licence_is_whole():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_readme_has_the_two_commands():
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert "pip install . && moromi scale-up ecoli-fedbatch --to tank-30m3" in lines
    assert "pip install -e '.[test]' && pytest" in lines


def test_no_registry_host_in_the_tree():
    hosts = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.(org|com)", "index" + "-url")))
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [n for n in folders if n not in NOT_SHIPPED and not n.endswith((".egg-info", "_cache"))]
        for path in (Path(folder, name) for name in names):
            if path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".txt", ".json", ".html", ""}:
                assert not hosts.search(path.read_text("utf-8", errors="replace")), path


@pytest.mark.skipif(os.name == "nt", reason="git checks links out as text on Windows")
def test_type_checkers_see_every_room():
    links = {path.name: path.resolve() for path in (ROOT / "typings" / "moromi").iterdir()}
    assert links == {name: ROOT / name for name in (*ROOMS, "__init__.py", "py.typed")}


# ------------------------------------------------------------------- import


def test_importing_the_root_is_light():
    code = f"import moromi, sys; dir(moromi); print([m for m in {HEAVY!r} if m in sys.modules])"
    assert python(code).strip() == "[]"


@pytest.mark.parametrize("name", moromi.__all__)
def test_public_name_resolves(name: str):
    assert getattr(moromi, name) is not None
    assert name in dir(moromi)


def test_unknown_public_name():
    with pytest.raises(AttributeError, match="no attribute 'rum'"):
        moromi.rum  # noqa: B018


# ------------------------------------------------------------------- habits


def test_files_are_short():
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert {path: lines for path, lines in counts.items() if lines > FILE_LINES} == {}


def test_functions_are_short():
    long = [
        f"{where(path, function)} {function.name}: {code_lines(function)} lines"
        for path in sources()
        for function in functions(tree(path))
        if code_lines(function) > FUNCTION_LINES
    ]
    assert long == []


def test_no_assert_in_the_package():
    nodes = ((path, node) for path in sources() for node in ast.walk(tree(path)))
    assert [where(path, node) for path, node in nodes if isinstance(node, ast.Assert)] == []


def test_imports_are_relative():
    lines = [
        where(path, node)
        for path in sources()
        for name, node in imported(tree(path))
        if name.split(".")[0] in {"moromi", *ROOMS}
    ]
    assert lines == []


def test_kernels_import_numpy_and_numba_only():
    allowed = {"numpy", "numba", *sys.stdlib_module_names}
    lines = [
        f"{where(path, node)} {name}"
        for path in sources()
        if path.parent.name == "kernels"
        for name, node in imported(tree(path))
        if name.split(".")[0] not in allowed
    ]
    assert lines == []


def test_one_place_compiles():
    compilers = {"njit", "jit", "vectorize", "guvectorize", "cfunc", "jit_module"}

    def compiles(node: ast.AST) -> bool:
        if isinstance(node, ast.ImportFrom):
            return node.module == "numba" and not compilers.isdisjoint(alias.name for alias in node.names)
        return isinstance(node, ast.Attribute) and node.attr in compilers

    places = {path.relative_to(ROOT) for path in sources() if any(map(compiles, ast.walk(tree(path))))}
    assert places == {Path("kernels/jit.py")}


def test_public_things_are_documented():
    assert [where(path, node) for path in sources() for node in undocumented(tree(path))] == []
