"""Broken and hostile model files: one clear line each, and this process lives."""

from __future__ import annotations

import gzip
import logging
import math
from pathlib import Path

import numpy as np
import pytest

from moromi.strains import StrainError, guard, isolated
from moromi.strains.isolated import load_isolated
from moromi.strains.model import load_network, model_path

from .malformed import PARAMETERS, REACTIONS, SPECIES, bombed, cobra_json, first_version, legacy, sbml, write

GROWTH = REACTIONS["R_GROWTH"]
BACKWARDS = REACTIONS | {"R_GROWTH": (*GROWTH[:2], "high", "low")}
LONG = "a" * 10_000

SBML = {
    "truncated": (sbml()[:1500], "cannot be read: line"),
    "not xml": ("ceci n'est pas un modèle", "cannot be read"),
    "empty": ("", "cannot be read"),
    "no model": ('<?xml version="1.0"?><sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" '
                 'version="1"/>', "no SBML model"),
    "entity bomb": (bombed(), "declares <!DOCTYPE"),
    "unit-less bounds": (sbml(units=""), "has no unit"),
    "missing bound": (sbml(REACTIONS | {"R_GROWTH": (*GROWTH[:2], "", "high")}), "'GROWTH': has no lower flux bound"),
    "undefined bound": (sbml(REACTIONS | {"R_GROWTH": (*GROWTH[:2], "zero", "ub")}), "'ub' is not defined"),
    "NaN bound": (sbml(parameters=PARAMETERS | {"high": "NaN"}), "bound is not a number"),
    "infinite bound": (sbml(parameters=PARAMETERS | {"low": "INF", "high": "INF"}), "infinite on the wrong side"),
    "crossing bounds": (sbml(BACKWARDS), "'GROWTH' are crossed: lower 1000, upper -10"),
    "reaction twice": (sbml([*REACTIONS.items(), ("R_GROWTH", GROWTH)]), "reaction 'GROWTH' is there twice"),
    "species twice": (sbml(species=[*SPECIES.items(), ("M_x_c", "C")]), "metabolite 'x_c' is there twice"),
    "10 kB id": (sbml(REACTIONS | {f"R_{LONG}": GROWTH}), "has 10000 characters"),
    "unknown species": (sbml(REACTIONS | {"R_T": ({"M_glc_d": 1}, {}, "zero", "high")}), "'glc_d'; nearest is"),
    "no reactions": (sbml({}), "has no reactions"),
    "no species": (sbml({"R_A": ({}, {}, "zero", "high")}, species={}), "has no metabolites"),
}  # fmt: skip


def one_line(error: pytest.ExceptionInfo[StrainError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert len(text) < 500
    return text


@pytest.mark.parametrize("name", SBML)
def test_malformed_sbml(name: str, tmp_path: Path):
    content, expected = SBML[name]
    path = write(tmp_path / "model.xml", content)
    with pytest.raises(StrainError, match="model") as error:
        load_network(path)
    assert expected in one_line(error)


JSON = {
    "truncated": (b'{"metabolites": [', "not JSON"),
    "not utf-8": (b"\xff\xfe{}", "not UTF-8"),
    "deep": (b"[" * 100_000, "not JSON"),
    "a list": (b"[]", "not a model"),
    "no lists": (b"{}", "no list of 'metabolites'"),
    "missing bound": (cobra_json(lower_bound=None), "its lower bound is missing"),
    "text bound": (cobra_json(upper_bound="many"), "'many', not a number"),
    "NaN bound": (cobra_json(upper_bound=math.nan), "upper bound of reaction 'GROWTH' is not a number"),
    "infinite bound": (cobra_json(lower_bound=math.inf, upper_bound=math.inf), "infinite on the wrong side"),
    "crossing bounds": (cobra_json(lower_bound=2, upper_bound=1), "crossed: lower 2, upper 1"),
    "huge bound": (cobra_json(upper_bound=10**400), "too large"),
    "id twice": (cobra_json(id="GLCt"), "reaction 'GLCt' is there twice"),
    "id missing": (cobra_json(id=None), "reactions[2] has no id"),
    "id empty": (cobra_json(id=""), "a reaction has no id"),
    "10 kB id": (cobra_json(id=LONG), "has 10000 characters"),
    "ids equal when cleaned": (cobra_json() | {"reactions": [
        {"id": name, "metabolites": {}, "lower_bound": 0, "upper_bound": 1} for name in ("a b", "a\tb")]}, "twice"),
    "NaN coefficient": (cobra_json(metabolites={"x_c": math.nan}), "coefficient of 'x_c' is not a number"),
    "unknown metabolite": (cobra_json(metabolites={"glc_d": 1}), "no metabolite 'glc_d'; nearest"),
    "no reactions": (cobra_json() | {"reactions": []}, "has no reactions"),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_malformed_json(name: str, tmp_path: Path):
    content, expected = JSON[name]
    path = write(tmp_path / "model.json", content)
    with pytest.raises(StrainError, match="model") as error:
        load_network(path)
    assert expected in one_line(error)


def test_sound_files_are_read(tmp_path: Path):
    first = load_network(write(tmp_path / "model.xml", sbml()))
    second = load_network(write(tmp_path / "model.json", cobra_json()))
    assert first.reactions == second.reactions
    assert first.labels.objective == second.labels.objective == ("GROWTH",)
    np.testing.assert_array_equal(first.matrix.toarray(), second.matrix.toarray())


@pytest.mark.parametrize("content", [legacy(), first_version()], ids=["level 2", "fbc version 1"])
def test_older_formats_are_the_same_model(content: str, tmp_path: Path):
    from cobra.io import read_sbml_model

    path = write(tmp_path / "old.xml", content)
    new, old = load_network(write(tmp_path / "new.xml", sbml())), load_network(path)
    assert old.reactions == new.reactions
    assert old.formulas == new.formulas
    assert old.labels.objective == ("GROWTH",)
    np.testing.assert_array_equal(old.matrix.toarray(), new.matrix.toarray())
    np.testing.assert_array_equal((old.lower, old.upper), (new.lower, new.upper))
    assert old.labels.remarks == (
        ("1 boundary species is left out: what it exchanges leaves the model",) if "LOWER" in content else ()
    )
    logging.disable(logging.CRITICAL)
    theirs = read_sbml_model(str(path))
    logging.disable(logging.NOTSET)
    for name, bounds in zip(old.reactions, zip(old.lower, old.upper, strict=True), strict=True):
        assert theirs.reactions.get_by_id(name).bounds == bounds
    for name, charge in zip(old.metabolites, old.charges, strict=True):
        assert (theirs.metabolites.get_by_id(name).charge or 0) == charge


def test_what_cobra_writes_is_read(tmp_path: Path):
    """Its default bounds, 0 and ±1000, carry no unit; the others do."""
    from cobra.io import read_sbml_model, write_sbml_model

    path = tmp_path / "written.xml"
    write_sbml_model(read_sbml_model(str(model_path("textbook"))), str(path))
    written, bundled = load_network(path), load_network(model_path("textbook"))
    assert written.reactions == bundled.reactions
    np.testing.assert_array_equal(written.lower, bundled.lower)
    np.testing.assert_array_equal(written.matrix.toarray(), bundled.matrix.toarray())


def test_archives_are_told(tmp_path: Path):
    with pytest.raises(StrainError, match="zip archive"):
        load_network(write(tmp_path / "model.xml", b"PK\x03\x04rest"))
    with pytest.raises(StrainError, match=r"end in \.gz"):
        load_network(write(tmp_path / "model.json", gzip.compress(b"{}")))


@pytest.mark.parametrize("sign", ["\n", " ", "\0", "\x1b", "\u2028", "\ud800"])
def test_ids_that_abort_solvers_are_read(sign: str, tmp_path: Path):
    network = load_network(write(tmp_path / "model.json", cobra_json(id=f"GROWTH{sign}1")))
    assert "GROWTH_1" in network.reactions
    assert network.labels.objective == ("GROWTH_1",)
    assert any("blanks or control characters" in remark for remark in network.labels.remarks)


def test_ids_that_abort_solvers_are_read_from_sbml(tmp_path: Path):
    odd = {f"R_{letter}__{number}__": GROWTH for letter, number in (("A", 10), ("B", 32), ("C", 7))}
    network = load_network(write(tmp_path / "model.xml", sbml(REACTIONS | odd)))
    assert {"A_", "B_", "C_"} < set(network.reactions)
    assert "3 reaction ids" in network.labels.remarks[0]


def test_unlimited_is_said(tmp_path: Path):
    network = load_network(
        write(tmp_path / "model.xml", sbml(parameters=PARAMETERS | {"high": "INF", "low": "-99999"}))
    )
    (remark,) = network.labels.remarks
    assert remark.startswith("4 reactions have a bound that is infinite; read as ±1000")
    assert network.upper.max() == 1000.0
    assert network.lower.min() == -1000.0


def test_gzip_bomb(tmp_path: Path):
    bomb = gzip.compress(b"\0" * 10_000_000) * (guard.MAX_UNPACKED // 10_000_000 + 1)
    assert len(bomb) < 1_000_000
    for name in ("model.xml.gz", "model.json.gz"):
        with pytest.raises(StrainError, match="unpacks to more than") as error:
            load_network(write(tmp_path / name, bomb))
        one_line(error)


def test_a_gigabyte_is_not_read(tmp_path: Path):
    path = tmp_path / "model.json"
    with path.open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(StrainError, match="1000 MB; at most"):
        model_path(path)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(sbml().encode())[:-300]], ids=["plain", "cut"])
def test_damaged_gzip(content: bytes, tmp_path: Path):
    with pytest.raises(StrainError, match="damaged or not gzip"):
        load_network(write(tmp_path / "model.xml.gz", content))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_other_encodings_hide_nothing(encoding: str, tmp_path: Path):
    text = bombed().replace("UTF-8", encoding.upper())
    with pytest.raises(StrainError, match="not UTF-8"):
        load_network(write(tmp_path / "model.xml", text.encode(encoding)))


def test_aliases_of_a_core_model_do_not_unfold(tmp_path: Path):
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    text = "\n".join(["metabolites: {x: {}}", "reactions:", *(f"  {line}" for line in layers)])
    with pytest.raises(StrainError, match="expected an equation, got a") as error:
        load_network(write(tmp_path / "model.yaml", text))
    one_line(error)


def test_a_crash_of_the_reader_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "aborting_reader.py").write_text("import os\nos.abort()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(isolated, "READER", "aborting_reader")
    with pytest.raises(StrainError, match="the reader crashed on it") as error:
        load_isolated(write(tmp_path / "model.xml", sbml()))
    one_line(error)


def test_a_reader_that_hangs_is_ended(tmp_path: Path):
    with pytest.raises(StrainError, match=r"gave up after 0\.01 s"):
        load_isolated(write(tmp_path / "model.xml", sbml()), seconds=0.01)


def test_bundled_models_are_what_cobra_reads():
    from cobra.io import read_sbml_model

    network = load_network(model_path("textbook"))
    model = read_sbml_model(str(model_path("textbook")))
    assert list(network.reactions) == sorted(item.id for item in model.reactions)
    for index, name in enumerate(network.metabolites):
        metabolite = model.metabolites.get_by_id(name)
        assert network.formulas[index] == (metabolite.formula or "")
        assert network.charges[index] == (metabolite.charge or 0)
        assert network.labels.metabolites[index] == metabolite.name
    for index, name in enumerate(network.reactions):
        reaction = model.reactions.get_by_id(name)
        rows, values = network.column(index)
        assert dict(zip([network.metabolites[row] for row in rows], values, strict=True)) == {
            part.id: value for part, value in reaction.metabolites.items()
        }
        assert (network.lower[index], network.upper[index]) == reaction.bounds
