"""An induced antigen: what it is made of, that it costs what it should, and how its burden holds growth back."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.run import run
from moromi.simulator.scenario import load_strain
from moromi.strains import StrainError, open_strain
from moromi.strains.added import AddedMetabolite, AddedReaction
from moromi.strains.extend import with_added
from moromi.strains.network import network_from

SCOTT = 0.48  # share of all protein at which growth stops (Scott et al. 2010)
PROTEIN = 0.55  # g of protein per g of cells without the antigen


@pytest.fixture(scope="module")
def batch():
    return run("antigen")


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass"])
def test_balances_close(batch, element):
    assert batch.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_energy_closes(batch):
    assert batch.balances["energy"]["closure"] == pytest.approx(1.0, abs=1e-3)


def test_nothing_is_made_before_induction(batch):
    induced = next(event["time"] for event in batch.events if "induction" in str(event["what"]))
    before = batch.columns["time"] < induced
    assert np.max(np.abs(batch.columns["antigen"][before])) < 1e-6
    assert 0.05 < batch.columns["content_antigen"][-1] * batch.molar_masses["antigen"] < 0.3  # g/g
    assert batch.columns["temperature"][-1] == pytest.approx(303.15, abs=1.0)


def test_the_burden_is_the_line_of_scott(batch):
    """Within 0.06 of growth up to 0.2 g/g: the law in content against 1 − φ/0.48 in the share of protein."""
    mass = batch.molar_masses["antigen"]
    full = load_strain("ecoli-antigen").growth_cap.factors[0].content.value
    content = np.linspace(0.0, 0.2, 21)
    law = 1.0 - content / (full * mass)
    published = 1.0 - content / (content + PROTEIN) / SCOTT
    assert np.max(np.abs(law - published)) < 0.06


def test_strong_expression_holds_growth_back():
    """Induced warm and strongly, growth is held back within hours, and the limit says by what."""
    result = run(
        "antigen",
        overrides=(
            "recipe.phases.induction.set_points.temperature=37 degC",
            "recipe.phases.induction.feed.growth_rate=0.3 1/h",
            "strain.demands.antigen_production.value={value: 0.7 mmol/gDW/h, source: upper end}",
            "strain.demands.antigen_production.most=0.8 mmol/gDW/h",
        ),
    )
    limits = {item["limit"] for item in result.limits}
    assert {"antigen_burden", "growth_cap"} <= limits


def test_added_reactions_balance_and_are_new():
    toy = network_from({"a": ("C1H2", 0.0), "b": ("C2H4", 0.0)}, {"R": ({"a": -2.0, "b": 1.0}, 0.0, 1000.0)})
    more = with_added(toy, [AddedMetabolite("c", "C3H6")], [AddedReaction("S", "a + b --> c")], "strain 'x'")
    assert more.reactions == ("R", "S")
    assert more.column(1)[1].tolist() == [-1.0, -1.0, 1.0]
    assert with_added(toy, [], [], "") is toy
    for reaction, says in (
        (AddedReaction("S", "2 a + b --> c"), "does not balance"),
        (AddedReaction("R", "a --> "), "already"),
        (AddedReaction("S", "a --> d"), "no metabolite 'd'"),
        (AddedReaction("S", "a + b"), "arrow"),
    ):
        with pytest.raises(StrainError, match=says):
            with_added(toy, [AddedMetabolite("c", "C3H6")], [reaction], "strain 'x'")


def test_a_gram_of_antigen_costs_its_energy():
    """Cells grow less by what its amino acids and 4.3 ATP a residue take: about their own mass a gram."""
    definition = load_strain("ecoli-antigen").definition()
    strain = open_strain(definition)
    point = dict(zip(strain.parameters, definition.usual, strict=True))
    point |= {"glucose_uptake": 2.0, "antigen_production": 0.0, "growth_cap": 0.7}
    growth = []
    for made in (0.0, 0.2):
        point["antigen_production"] = made
        values = strain.solve(np.array([point[name] for name in strain.parameters]))
        growth.append(dict(zip(strain.outputs, values.tolist(), strict=True))["growth"])
    grams = 0.2 * 0.11044
    assert 0.9 < (growth[0] - growth[1]) / grams < 1.4  # protein costs about as much glucose as cells
