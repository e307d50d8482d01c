"""A strain whose tracked fluxes its objectives leave open is refused, with the objectives that would fix them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moromi.strains import Objective, StrainError, open_strain
from moromi.strains.uniqueness import sample_box, undecided


def test_growth_alone_does_not_decide(textbook_definition, tmp_path):
    vague = replace(textbook_definition, objectives=(Objective("max", "growth"),))
    with pytest.raises(StrainError, match="not decided by its objectives") as caught:
        open_strain(vague, tmp_path)
    assert "'min formate'" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "count"), [("textbook", 20), ("ijo", 4)])
def test_the_stated_order_decides(name, count, request):
    strain = request.getfixturevalue(name)
    for theta in sample_box(strain.box, count, seed=8):
        assert undecided(strain, theta) == {}


def test_growth_comes_first_unless_stated(textbook_definition):
    from moromi.strains.edit import edit
    from moromi.strains.model import load_network, model_path
    from moromi.strains.standard import build_problem

    network = edit(load_network(model_path("textbook")), textbook_definition)
    silent = replace(textbook_definition, objectives=(Objective("min", "acetate"),))
    assert build_problem(network, silent).levels[:3] == ("min shortfall_maintenance", "max growth", "min acetate")
    last = replace(textbook_definition, objectives=(Objective("min", "acetate"), Objective("max", "growth")))
    assert build_problem(network, last).levels[1:3] == ("min acetate", "max growth")


def test_bounds_the_model_enforces_have_their_own_shortfall(textbook_definition, tmp_path, look_up):
    forced = replace(
        textbook_definition,
        demands=(),
        bounds=(("ATPM", 3.0, 1000.0), ("EX_ac_e", 0.5, 1000.0)),
        uptakes=tuple(item for item in textbook_definition.uptakes if item.species != "acetate"),
    )
    strain = open_strain(forced, tmp_path)
    at = {name: i for i, name in enumerate(strain.outputs)}
    fed = look_up(strain, 0.5 * strain.box)
    assert fed[at["acetate"]] >= 0.5 - 1e-12
    starved = look_up(strain, np.zeros(len(strain.box)))
    assert starved[at["shortfall_ATPM"]] == pytest.approx(3.0)
    assert starved[at["shortfall_EX_ac_e"]] == pytest.approx(0.5)


def test_what_a_first_look_misses_compiling_finds(textbook_definition, tmp_path, monkeypatch):
    """Formate against acetate is open only where oxygen is short; looked at with plenty, the strain passes."""
    from moromi.strains import uniqueness

    names = ("growth", "glucose_uptake", "ATPM")
    vague = replace(
        textbook_definition, objectives=tuple(o for o in textbook_definition.objectives if o.target in names)
    )
    monkeypatch.setattr(uniqueness, "first_look", lambda box: 0.9 * box[None, :] * np.array([0.1, 1, 1, 1, 1, 1]))
    strain = open_strain(vague, tmp_path)
    with pytest.raises(StrainError, match="not decided by its objectives"):
        strain.compile(certify=False)
