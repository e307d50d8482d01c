"""Every own core model balances, and its unit of growth is one gram."""

from __future__ import annotations

import pytest

from moromi.strains.formula import elements, molar_mass

from .fba import NAMES, Core


def imbalance(core: Core) -> dict[str, dict[str, float]]:
    """Reaction → element or charge that does not balance, exchanges left out."""
    network, found = core.network, {}
    for index, name in enumerate(network.reactions):
        rows, values = network.column(index)
        if len(rows) == 1:
            continue
        net: dict[str, float] = {}
        for row, value in zip(rows, values, strict=True):
            counts = elements(network.formulas[row]) | {"charge": float(network.charges[row])}
            for what, number in counts.items():
                net[what] = net.get(what, 0.0) + value * number
        off = {what: number for what, number in net.items() if abs(number) > 1e-6}
        if off:
            found[name] = off
    return found


def test_there_are_core_models():
    assert "yeast-core" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_reaction_balances_in_elements_and_charge(name: str):
    assert imbalance(Core(name)) == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_metabolite_has_a_formula_and_a_name(name: str):
    network = Core(name).network
    assert all(network.formulas)
    assert all(network.labels.metabolites)


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_of_biomass_is_one_gram(name: str):
    network = Core(name).network
    formula = network.formulas[network.metabolites.index("biomass")]
    assert molar_mass(elements(formula)) == pytest.approx(1.0, rel=1e-8)  # kg/mol: one mmol is one gram
    rows, values = network.column(network.reactions.index("GROWTH"))
    made = values[[network.metabolites[row] for row in rows].index("biomass")]
    assert made == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_from_nothing(name: str):
    """With every carbon source and gas shut, no ATP is made and nothing grows."""
    free = ("EX_water", "EX_proton", "EX_phosphate", "EX_potassium", "EX_sulphate")
    for target in ("ATPM", "GROWTH"):
        core = Core(name)
        for reaction, (low, high) in core.bounds.items():
            if reaction.startswith("EX_") and reaction not in free:
                core.bounds[reaction] = (max(low, 0.0), high)
        fluxes = core.best(target)
        assert fluxes is not None
        assert fluxes[target] == pytest.approx(0.0, abs=1e-9)
