"""Finding, loading and editing models; what is wrong with them is said in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moromi.strains import Capacity, Objective, StrainError, TrackedSpecies
from moromi.strains.chemistry import leaving
from moromi.strains.edit import edit
from moromi.strains.model import load_network, model_path
from moromi.strains.network import network_from
from moromi.strains.standard import build_problem


@pytest.fixture(scope="module")
def network():
    return load_network(model_path("textbook"))


def test_bundled_model_is_sorted_and_complete(network):
    assert list(network.reactions) == sorted(network.reactions)
    assert network.matrix.shape == (72, 95)
    assert network.boundary().sum() == 20
    index = network.reactions.index("PFK")
    rows, values = network.column(index)
    named = {network.metabolites[r]: v for r, v in zip(rows, values, strict=True)}
    assert named == {"adp_c": 1, "atp_c": -1, "f6p_c": -1, "fdp_c": 1, "h_c": 1}


def test_json_is_the_same_model(network, tmp_path):
    from cobra.io import read_sbml_model, save_json_model

    path = tmp_path / "textbook.json"
    save_json_model(read_sbml_model(str(model_path("textbook"))), str(path))
    other = load_network(path)
    assert other.reactions == network.reactions
    assert other.formulas == network.formulas
    np.testing.assert_array_equal(other.matrix.toarray(), network.matrix.toarray())
    np.testing.assert_array_equal(other.lower, network.lower)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("textbok", "nearest is 'textbook'"),
        (Path("nowhere/model.xml"), "does not exist"),
        (Path("."), "is not a file"),
        (Path(__file__), "expected one of .xml"),
    ],
)
def test_no_such_model(model, message):
    with pytest.raises(StrainError, match=message):
        model_path(model)


@pytest.mark.parametrize("name", ["broken.xml", "broken.json", "broken.json.gz"])
def test_a_broken_file_is_one_line(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"<sbml this is not")
    with pytest.raises(StrainError, match="cannot be read") as caught:
        load_network(path)
    assert "\n" not in str(caught.value)


def test_edits(network, textbook_definition):
    changed = replace(
        textbook_definition,
        bounds=(("EX_co2_e", -7.0, 1000.0), ("PFK", -np.inf, 5.0)),
        knockouts=("LDH_D",),
        coefficients=(("atp_c", -10.0),),
    )
    edited = edit(network, changed)
    at = {name: i for i, name in enumerate(edited.reactions)}
    assert edited.lower[at["EX_co2_e"]] == -7.0  # named in the bounds, so not closed
    assert edited.lower[at["EX_succ_e"]] == 0.0  # tracked without an uptake: closed
    assert edited.lower[at["EX_glc__D_e"]] == 0.0  # the parameter takes over
    assert (edited.lower[at["PFK"]], edited.upper[at["PFK"]]) == (-1000.0, 5.0)
    assert (edited.lower[at["LDH_D"]], edited.upper[at["LDH_D"]]) == (0.0, 0.0)
    atp = edited.metabolites.index("atp_c")
    before = network.matrix[atp, at["Biomass_Ecoli_core"]]
    assert edited.matrix[atp, at["Biomass_Ecoli_core"]] == pytest.approx(before - 10.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"biomass": "Biomass_Ecoli_cor"}, "biomass: .* nearest is 'Biomass_Ecoli_core'"),
        ({"knockouts": ("PFKK",)}, "knockouts: .* nearest is 'PFK'"),
        ({"bounds": (("EX_o2_", 0.0, 1.0),)}, "nearest is 'EX_o2_e'"),
        ({"coefficients": (("atp", 1.0),)}, "nearest is 'atp_"),
        ({"objectives": (Objective("max", "grwth"),)}, "nearest is 'growth'"),
        ({"capacities": (Capacity("c", (("EX_o2", 1.0),), 1.0),)}, "nearest is 'EX_o2_e'"),
        ({"capacities": (Capacity("c", (("EX_o2_e", 1.0),), -1.0),)}, "resting cell"),
    ],
)
def test_unknown_ids_name_the_nearest(network, textbook_definition, change, message):
    changed = replace(textbook_definition, **change)
    with pytest.raises(StrainError, match=message):
        build_problem(edit(network, changed), changed)


def test_a_tracked_exchange_moves_one_metabolite(network, textbook_definition):
    species = (*textbook_definition.species, TrackedSpecies("kinase", "PFK"))
    with pytest.raises(StrainError, match="exchanges 5 metabolites"):
        edit(network, replace(textbook_definition, species=species))


def test_inner_reactions_are_balanced(network):
    out = leaving(network, "Biomass_Ecoli_core")
    inner = ~network.boundary()
    inner[network.reactions.index("Biomass_Ecoli_core")] = False
    for quantity, amounts in out.items():
        assert not amounts[inner].any(), quantity


def test_bounds_of_a_published_model_are_cleaned():
    reactions = {
        "a": ({"x": 1.0}, -np.inf, np.inf),
        "b": ({"x": -1.0}, 3e-15, 99999.0),
    }
    network = network_from({"x": ("", 0.0)}, reactions)
    assert list(network.lower) == [-1000.0, 0.0]
    assert list(network.upper) == [1000.0, 1000.0]
    with pytest.raises(StrainError, match="crossed"):
        network_from({"x": ("", 0.0)}, {"a": ({"x": 1.0}, 2.0, 1.0)})
    with pytest.raises(StrainError, match="not a number"):
        network_from({"x": ("", 0.0)}, {"a": ({"x": 1.0}, np.nan, 1.0)})
