"""The cache: opens without the heavy libraries, survives damage, grows together, never decides the answer."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from moromi.kernels.atlas import TOLERANCE, evaluate, locate
from moromi.strains import Factor, Uptake, open_strain
from moromi.strains.atlas import atlas_from_arrays
from moromi.strains.store import read_arrays, read_record, write_arrays, write_record
from moromi.strains.uniqueness import sample_box

HEAVY = ("cobra", "highspy", "scipy.sparse", "pandas", "xarray")


@pytest.fixture(scope="module")
def warm(textbook_definition, tmp_path_factory):
    """A cache that holds one strain with some regions."""
    folder = tmp_path_factory.mktemp("warm")
    strain = open_strain(textbook_definition, folder)
    strain.answer(sample_box(strain.box, 40, seed=4))
    assert strain.save()
    return folder, strain


@pytest.fixture
def cache(warm, tmp_path):
    """A copy of it that a test may damage."""
    shutil.copytree(warm[0], tmp_path / "cache")
    return tmp_path / "cache"


def names(cache, stem):
    return sorted(path.name for path in (cache / "strains").glob(f"{stem}-*"))


SCRIPT = """
import pickle, sys
from pathlib import Path
from moromi.strains import open_strain
definition = pickle.loads(Path(sys.argv[1]).read_bytes())
strain = open_strain(definition, Path(sys.argv[2]))
heavy = [name for name in sys.argv[3:] if name in sys.modules]
print(strain.regions, *heavy)
"""


def test_a_warm_open_imports_nothing_heavy(cache, textbook_definition, warm, tmp_path):
    stored = tmp_path / "definition.pickle"
    stored.write_bytes(pickle.dumps(textbook_definition))
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(stored), str(cache), *HEAVY], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [str(warm[1].regions)]
    assert run.stderr == ""


def test_a_miss_on_a_warm_cache_does_not_import_cobra(cache, textbook_definition, tmp_path):
    for path in (cache / "strains").glob("atlas-*"):
        path.unlink()
    stored = tmp_path / "definition.pickle"
    stored.write_bytes(pickle.dumps(textbook_definition))
    script = SCRIPT.replace("heavy =", "strain.answer(0.5 * strain.box)\nheavy =")
    run = subprocess.run(
        [sys.executable, "-c", script, str(stored), str(cache), "cobra"], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["1"]


def test_round_trip(cache, warm, textbook_definition):
    textbook = warm[1]
    again = open_strain(textbook_definition, cache)
    assert again.regions == textbook.regions
    assert again.outputs == textbook.outputs
    assert again.parameters == textbook.parameters
    stored = atlas_from_arrays(again._atlas.arrays()).arrays()
    assert stored.keys() == textbook._atlas.arrays().keys()
    for name, array in textbook._atlas.arrays().items():
        np.testing.assert_array_equal(stored[name], array)
    for field in ("carbon", "enthalpy", "molar_mass", "biomass_carbon", "biomass_enthalpy", "species"):
        np.testing.assert_array_equal(getattr(again.chemistry, field), getattr(textbook.chemistry, field))


@pytest.mark.parametrize("stem", ["record", "program", "atlas", "network"])
@pytest.mark.parametrize("damage", ["truncated", "tampered", "foreign", "empty", "absent"])
def test_a_damaged_file_is_made_again(cache, textbook, textbook_definition, stem, damage):
    for path in (cache / "strains").glob(f"{stem}-*"):
        raw = bytearray(path.read_bytes())
        if damage == "absent":
            path.unlink()
        elif damage == "truncated":
            path.write_bytes(raw[: len(raw) // 2])
        elif damage == "tampered":
            raw[len(raw) // 2] ^= 0xFF
            path.write_bytes(raw)
        else:
            path.write_bytes(b"" if damage == "empty" else b"PK\x03\x04 something else")
    strain = open_strain(textbook_definition, cache)
    theta = 0.5 * strain.box
    strain.answer(theta)
    assert strain.solve(theta) == pytest.approx(textbook.solve(theta), rel=1e-12)
    assert strain.save()
    if stem in ("record", "program", "atlas"):
        path = cache / "strains" / names(cache, stem)[0]
        assert (read_record(path) if stem == "record" else read_arrays(path)) is not None


def test_a_pickled_strain_opens_from_the_cache(cache, textbook_definition):
    strain = open_strain(textbook_definition, cache)
    again = pickle.loads(pickle.dumps(strain))
    assert (again.definition, again.key, again.regions) == (strain.definition, strain.key, strain.regions)


def test_kinetics_and_name_do_not_rebuild(cache, textbook_definition):
    before = names(cache, "record")
    glucose = Uptake("glucose", textbook_definition.uptakes[0].maximum, (Factor("hill", "glucose", 3.0, 2.0),))
    same = replace(textbook_definition, name="else", uptakes=(glucose, *textbook_definition.uptakes[1:]))
    assert open_strain(same, cache).regions > 0
    assert names(cache, "record") == before
    other = replace(textbook_definition, knockouts=("LDH_D",))
    assert open_strain(other, cache).regions == 0
    assert len(names(cache, "record")) == len(before) + 1


def test_two_processes_add_to_one_file(cache, textbook_definition):
    for path in (cache / "strains").glob("atlas-*"):
        path.unlink()
    first, second = (open_strain(textbook_definition, cache) for _ in range(2))
    first.answer(sample_box(first.box, 12, seed=5))
    second.answer(sample_box(second.box, 12, seed=6))
    assert first.save()
    assert second.save()
    merged = open_strain(textbook_definition, cache)
    assert merged.regions >= max(first.regions, second.regions)
    for theta in (*sample_box(first.box, 12, seed=5), *sample_box(first.box, 12, seed=6)):
        assert locate(merged.kernel_atlas(), theta, -1, TOLERANCE) >= 0


def test_order_of_discovery_does_not_matter(cache, textbook, textbook_definition):
    for path in (cache / "strains").glob("atlas-*"):
        path.unlink()
    thetas = sample_box(textbook.box, 80, seed=7)
    answers = []
    for order in (thetas, thetas[::-1]):
        strain = open_strain(textbook_definition, cache)
        strain.answer(order)
        atlas = strain.kernel_atlas()
        fluxes = np.zeros((len(thetas), len(strain.outputs)))
        for row, theta in zip(fluxes, thetas, strict=True):
            evaluate(atlas, locate(atlas, theta, -1, TOLERANCE), theta, row)
        answers.append((strain.regions, fluxes))
    assert answers[0][0] == answers[1][0]
    np.testing.assert_allclose(answers[0][1], answers[1][1], rtol=1e-13, atol=1e-15)


def test_an_unwritable_cache_does_not_stop_the_strain(textbook_definition, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    strain = open_strain(textbook_definition, blocked)
    assert strain.answer(0.5 * strain.box) == 1
    assert not strain.save()


def test_store(tmp_path):
    arrays = {"a": np.arange(3.0), "b": np.array(["x", "yy"])}
    assert write_arrays(tmp_path / "x.arrays", arrays)
    found = read_arrays(tmp_path / "x.arrays")
    assert sorted(found) == ["a", "b"]
    assert write_record(tmp_path / "x.json", {"n": [1, 2.5]})
    assert read_record(tmp_path / "x.json") == {"n": [1, 2.5]}
    assert read_record(tmp_path / "y.json") is None
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["x.arrays", "x.json"]
