"""Each finding on a model that has the fault, and not on the same model without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from moromi.strains import Objective
from moromi.strains.check import Finding, case_of_model, case_of_strain, inspect
from moromi.strains.check.balance import imbalances
from moromi.strains.check.biomass import biomass_findings, rivals, unfolded
from moromi.strains.check.energy import energy_findings
from moromi.strains.check.enforced import enforced_findings
from moromi.strains.check.growth import growth_findings, missing_nutrients
from moromi.strains.check.growth_reaction import guess_biomass
from moromi.strains.check.loops import breaking_bounds, loop_findings
from moromi.strains.check.maintenance import guess_maintenance
from moromi.strains.check.openings import opening_findings
from moromi.strains.check.program import program_of
from moromi.strains.check.unique import completed, unique_findings
from moromi.strains.edit import edit
from moromi.strains.errors import StrainError
from moromi.strains.model import load_network, model_path
from moromi.strains.network import Network, network_from


@pytest.fixture(scope="module")
def textbook_network() -> Network:
    return load_network(model_path("textbook"))


@pytest.fixture(scope="module")
def ijo_network() -> Network:
    return load_network(model_path("iJO1366"))


def bounded(network: Network, **bounds: tuple[float, float]) -> Network:
    """The network with other bounds."""
    lower, upper = network.lower.copy(), network.upper.copy()
    for name, (low, high) in bounds.items():
        index = network.reactions.index(name)
        lower[index], upper[index] = low, high
    return replace(network, lower=lower, upper=upper)


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


# ---------------------------------------------------------------- growth


def test_growth_is_that_of_cobra(textbook_network: Network):
    findings, growth = growth_findings(case_of_model(textbook_network))
    assert findings == []
    assert growth == pytest.approx(0.873921506968431, rel=1e-9)  # COBRApy's documentation of this model


@pytest.mark.parametrize(
    "closed", [("EX_nh4_e",), ("EX_pi_e", "EX_nh4_e"), ("EX_glc__D_e",)], ids=lambda names: "+".join(names)
)
def test_what_is_missing_is_named(closed: tuple[str, ...], textbook_network: Network):
    starving = bounded(textbook_network, ATPM=(0.0, 1000.0), **{name: (0.0, 1000.0) for name in closed})
    findings, growth = growth_findings(case_of_model(starving))
    finding = only(findings)
    assert growth < 1e-6
    assert finding.level == "error"
    assert "does not grow" in finding.what
    if "EX_glc__D_e" not in closed:  # any food will do there
        assert all(name in finding.what for name in closed)
    biomass = starving.reactions.index("Biomass_Ecoli_core")
    found = missing_nutrients(starving, biomass)
    assert found is not None
    opened = bounded(starving, **{starving.reactions[column]: (-1000.0, 1000.0) for column in found})
    assert growth_findings(case_of_model(opened))[1] > 0.01
    for column in found:  # and none of them is idle
        fewer = bounded(opened, **{starving.reactions[column]: (0.0, 1000.0)})
        assert growth_findings(case_of_model(fewer))[1] < 0.01


def test_a_gap_is_named(textbook_network: Network):
    gap = bounded(textbook_network, GLNS=(0.0, 0.0), EX_gln__L_e=(0.0, 0.0), GLUSy=(0.0, 0.0), GLNabc=(0.0, 0.0))
    finding = only(growth_findings(case_of_model(gap))[0])
    assert "nor with every exchange open; it cannot make gln__L_c" in finding.what


def test_maintenance_nobody_can_pay_is_told(textbook_network: Network):
    starving = bounded(textbook_network, EX_glc__D_e=(-0.2, 1000.0))
    findings, growth = growth_findings(case_of_model(starving))
    assert "contradict each other on this medium: ATPM ≥ 8.39 (at most" in findings[0].what
    assert growth > 0.0


def test_without_a_growth_reaction(textbook_network: Network):
    names = tuple("OTHER" if "Biomass" in name else name for name in textbook_network.reactions)
    bare = replace(
        textbook_network, reactions=names, labels=replace(textbook_network.labels, objective=(), reactions=())
    )
    assert guess_biomass(bare) == "OTHER"  # it takes up sixteen compounds and makes nothing the cell uses
    index = names.index("OTHER")
    matrix = bare.matrix.tolil()
    matrix[:, index] = 0.0
    with pytest.raises(StrainError, match="no reaction of the model looks like growth"):
        case_of_model(replace(bare, matrix=type(bare.matrix)(matrix)))


# ---------------------------------------------------------------- energy


def test_no_energy_from_nothing_in_published_models(textbook_network: Network, ijo_network: Network):
    assert energy_findings(case_of_model(textbook_network)) == []
    assert energy_findings(case_of_model(ijo_network)) == []


def test_a_cycle_that_makes_energy_is_found_and_named(textbook_network: Network):
    """PFK backwards makes ATP from fructose bisphosphate, FBP backwards makes that from phosphate."""
    cycle = bounded(textbook_network, PFK=(-1000.0, 1000.0), FBP=(-1000.0, 1000.0))
    finding = only(energy_findings(case_of_model(cycle)))
    assert finding.level == "error"
    assert "can still spend ATP" in finding.what
    assert {"PFK", "FBP"} <= set(finding.what.split("ATP by ")[1].replace(",", "").split())
    assert energy_findings(case_of_model(bounded(cycle, FBP=(0.0, 1000.0)))) == []


def test_free_electrons_are_found(textbook_network: Network):
    matrix = textbook_network.matrix.tolil()
    matrix[textbook_network.metabolites.index("mal__L_c"), textbook_network.reactions.index("MDH")] = 0.0
    matrix[textbook_network.metabolites.index("oaa_c"), textbook_network.reactions.index("MDH")] = 0.0
    free = replace(textbook_network, matrix=type(textbook_network.matrix)(matrix))  # nad <=> nadh + h
    assert "NADH" in only(energy_findings(case_of_model(free))).what


# --------------------------------------------------------------- biomass


def test_mass_of_one_gram(textbook_network: Network, ijo_network: Network):
    """1.54 g and 0.99999 g, computed outside this project with cobra's formula weights."""
    texts = [finding.what for finding in biomass_findings(case_of_model(textbook_network))]
    assert "takes up 1.541 g" in texts[0]
    assert "takes up no sulphur" in texts[1]
    assert not any("gDW" in finding.what for finding in biomass_findings(case_of_model(ijo_network)))


def test_unscaled_biomass_is_an_error(textbook_network: Network):
    matrix = textbook_network.matrix.tolil()
    index = textbook_network.reactions.index("Biomass_Ecoli_core")
    matrix[:, index] = 1000.0 * matrix[:, index].toarray()
    finding = biomass_findings(case_of_model(replace(textbook_network, matrix=type(textbook_network.matrix)(matrix))))[
        0
    ]
    assert finding.level == "error"
    assert "takes up 1541 g" in finding.what
    assert "divide the coefficients" in finding.advice


def pooled() -> Network:
    """Growth takes a pool without formula that is made of glucose and ammonia."""
    return network_from(
        {"glc": ("C6H12O6", 0.0), "nh3": ("NH3", 0.0), "pool": ("", 0.0), "x": ("", 0.0)},
        {
            "EX_glc": ({"glc": -1.0}, -10.0, 1000.0),
            "EX_nh3": ({"nh3": -1.0}, -10.0, 1000.0),
            "POOL": ({"glc": -2.0, "nh3": -1.0, "pool": 1.0}, 0.0, 1000.0),
            "BIOMASS": ({"pool": -2.6, "glc": -0.1, "x": 1.0}, 0.0, 1000.0),
            "EX_x": ({"x": -1.0}, 0.0, 1000.0),
        },
    )


def test_pools_are_unfolded():
    network = pooled()
    total = unfolded(network, network.reactions.index("BIOMASS"))
    named = {network.metabolites[row]: value for row, value in total.items()}
    assert named == pytest.approx({"glc": -5.3, "nh3": -2.6, "x": 1.0})
    texts = [finding.what for finding in biomass_findings(case_of_model(network, "BIOMASS"))]
    assert any("were unfolded" in text for text in texts)
    assert not any("1 gDW" in text for text in texts)  # 5.3 · 0.18016 + 2.6 · 0.01703 = 0.9991 g


def test_a_second_growth_reaction_is_a_sink(ijo_network: Network):
    case = case_of_model(ijo_network)
    assert [case.name(column) for column in rivals(case)] == ["BIOMASS_Ec_iJO1366_WT_53p95M"]
    closed = bounded(ijo_network, BIOMASS_Ec_iJO1366_WT_53p95M=(0.0, 0.0))
    assert rivals(case_of_model(closed)) == []


# ------------------------------------------------------------- exchanges


def test_food_without_limit_is_an_error(textbook_network: Network):
    findings = opening_findings(case_of_model(bounded(textbook_network, EX_glc__D_e=(-1000.0, 1000.0))))
    assert findings[0].level == "error"
    assert "1 carbon source may enter without limit: EX_glc__D_e" in findings[0].what
    assert all(finding.level == "note" for finding in opening_findings(case_of_model(textbook_network)))


def test_unlimited_food_is_no_loop(textbook_network: Network):
    """Its uptake runs to the limit because growth takes it."""
    open_ = bounded(textbook_network, EX_glc__D_e=(-500.0, 1000.0), EX_co2_e=(0.0, 1000.0))
    program = program_of(open_)
    assert program.largest({open_.reactions.index("Biomass_Ecoli_core"): 1.0}) is not None
    assert program.fluxes[open_.reactions.index("EX_glc__D_e")] == -500.0
    assert not any("EX_glc__D_e" in finding.what for finding in loop_findings(case_of_model(open_)))


def test_a_source_inside_the_cell(textbook_network: Network):
    """An exchange of a cytosolic metabolite that runs inwards."""
    index, row = textbook_network.reactions.index("EX_glc__D_e"), textbook_network.metabolites.index("atp_c")
    matrix = textbook_network.matrix.tolil()
    matrix[:, index] = 0.0
    matrix[row, index] = -1.0
    network = replace(
        bounded(textbook_network, EX_glc__D_e=(-1000.0, 0.0)), matrix=type(textbook_network.matrix)(matrix)
    )
    texts = [finding.what for finding in opening_findings(case_of_model(network))]
    assert any("from nowhere: EX_glc__D_e" in text for text in texts)


def test_reversed_exchanges_are_told(textbook_network: Network):
    index = textbook_network.reactions.index("EX_o2_e")
    matrix = textbook_network.matrix.copy()
    matrix.data[matrix.indptr[index]] = 1.0
    turned = replace(textbook_network, matrix=matrix)
    finding = only([f for f in opening_findings(case_of_model(turned)) if "other way round" in f.what])
    assert "1 exchange written the other way round (a positive flux is uptake): EX_o2_e (oxygen)" in finding.what
    assert growth_findings(case_of_model(turned))[1] == pytest.approx(0.87392, rel=1e-4)  # bounds are ±1000


def test_the_iron_loop(ijo_network: Network):
    case = case_of_model(ijo_network)
    finding = only(loop_findings(case))
    assert "EX_fe2_e" in finding.what
    assert breaking_bounds(case) == (("EX_fe3_e", -1000.0, 0.0),)
    assert loop_findings(case_of_model(bounded(ijo_network, EX_fe3_e=(-1000.0, 0.0)))) == []


def test_enforced_fluxes(textbook_network: Network, textbook_definition):
    finding = only(enforced_findings(case_of_model(textbook_network)))
    assert finding.what == "1 enforced flux: ATPM ≥ 8.39"
    assert enforced_findings(case_of_strain(textbook_network, textbook_definition)) == []  # it is a demand there
    many = bounded(textbook_network, **{name: (0.001, 1000.0) for name in ("PFK", "PYK", "CS", "PDH", "ENO")})
    assert only(enforced_findings(case_of_model(many))).level == "warning"


# -------------------------------------------------------------- balances


def test_balances_are_those_of_cobra(ijo_network: Network):
    from cobra.io import read_sbml_model

    matrix = ijo_network.matrix.tolil()
    index = ijo_network.reactions.index("PFK")
    matrix[ijo_network.metabolites.index("h_c"), index] = 0.0
    surplus, symbols, known = imbalances(replace(ijo_network, matrix=type(ijo_network.matrix)(matrix)))
    assert known.all()
    assert dict(zip([*symbols, "charge"], surplus[:, index], strict=True)) | {"H": -1.0, "charge": -1.0} == dict(
        zip([*symbols, "charge"], surplus[:, index], strict=True)
    )
    model = read_sbml_model(str(model_path("iJO1366")))
    surplus, symbols, _ = imbalances(ijo_network)
    inner = ~ijo_network.boundary()
    inner[[i for i, name in enumerate(ijo_network.reactions) if "BIOMASS" in name]] = False
    theirs = {item.id for item in model.reactions if item.check_mass_balance()}
    ours = {ijo_network.reactions[i] for i in np.flatnonzero(inner & np.any(surplus != 0.0, axis=0))}
    assert ours == {name for name in theirs if inner[ijo_network.reactions.index(name)]}


# ------------------------------------------------------------ uniqueness


def test_loose_fluxes_and_their_objectives(textbook_network: Network, textbook_definition):
    vague = replace(textbook_definition, objectives=(Objective("max", "growth"),))
    finding = only(unique_findings(case_of_strain(textbook_network, vague)))
    assert finding.level == "error"
    added, loose = completed(edit(textbook_network, vague), vague)
    assert loose
    assert all(f"'{item.sense} {item.target.replace('_uptake', ' uptake')}'" in finding.advice for item in added)
    fixed = replace(vague, objectives=(*vague.objectives, *added))
    assert unique_findings(case_of_strain(textbook_network, fixed)) == []


def test_the_built_in_order_is_unique(textbook_network: Network, textbook_definition):
    assert unique_findings(case_of_strain(textbook_network, textbook_definition)) == []


def test_a_sound_strain_has_no_error(ijo_network: Network, ijo_definition, capsys: pytest.CaptureFixture[str]):
    told: list[str] = []
    report = inspect(case_of_strain(ijo_network, ijo_definition), told.append)
    assert report.ok
    assert len(told) >= 8
    assert report.growth > 0.5
    order = ("error", "warning", "note")
    levels = [order.index(finding.level) for finding in report.findings]
    assert levels == sorted(levels)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("name", "expected"), [("textbook", ("ATPM", 8.39)), ("iJO1366", ("ATPM", 3.15))])
def test_maintenance_is_recognised(name: str, expected: tuple[str, float]):
    assert guess_maintenance(load_network(model_path(name))) == expected


def renamed(network: Network) -> Network:
    """Ids that say nothing, in another order."""
    reactions = tuple(f"r{index:05d}" for index in range(len(network.reactions)))
    metabolites = tuple(f"s{index:05d}" for index in range(len(network.metabolites)))
    goal = tuple(reactions[network.reactions.index(name)] for name in network.labels.objective)
    labels = replace(network.labels, objective=goal)
    return replace(network, reactions=reactions, metabolites=metabolites, labels=labels)


@pytest.mark.parametrize("words", ["links", "names"])
def test_nothing_hangs_on_ids(words: str, ijo_network: Network, shown: Callable[[Network], list[tuple[str, int]]]):
    """Identifiers alone, or names alone, tell what a metabolite is."""
    bare = renamed(ijo_network)
    empty = {"links": {"metabolites": ()}, "names": {"links": ()}}[words]
    bare = replace(bare, labels=replace(bare.labels, **empty))
    assert shown(bare) == shown(ijo_network)


@pytest.fixture
def shown() -> Callable[[Network], list[tuple[str, int]]]:
    """Levels and the length of each finding without its ids, and whether energy was looked for."""

    def findings(network: Network) -> list[tuple[str, int]]:
        report = inspect(case_of_model(network))
        assert not any("were not looked for" in finding.what for finding in report.findings)
        return [(finding.level, finding.what.count(",")) for finding in report.findings]

    return findings
