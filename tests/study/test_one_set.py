"""Nothing is tuned per case: every case of a strain runs the strain as its file says."""

from __future__ import annotations

import pytest

from moromi.simulator.scenario import load_scenario, load_strain
from moromi.simulator.study.cases import case_names, load_case

# Cells in another state than those the strain's file is of: how fast they can take up what they are adapted to, from
# the same source for both strains. Growth is not limited by it.
ADAPTED = {
    "ecoli-acetate": "strain.uptakes.acetate.maximum",
    "ecoli-w3110-acetate": "strain.uptakes.acetate.maximum",
    "ecoli-anaerobic": "strain.uptakes.glucose.maximum",
    "ecoli-w3110-anaerobic": "strain.uptakes.glucose.maximum",
}


def of_the_strain(text):
    return text.startswith(("strain.", "strains."))


@pytest.mark.parametrize("name", case_names())
def test_a_case_says_how_it_was_run_and_nothing_about_the_cells(name):
    case = load_case(name)
    changed = [text.partition("=")[0] for text in case.set if of_the_strain(text)]
    assert changed == ([ADAPTED[name]] if name in ADAPTED else [])
    scenario = load_scenario(case.scenario, [text for text in case.set if not of_the_strain(text)])
    assert scenario.strain == load_strain(scenario.strain.name)


def test_strains_are_held_against_more_than_one_case():
    strains = [load_scenario(load_case(name).scenario, load_case(name).set).strain.name for name in case_names()]
    assert len(strains) >= 20
    assert sum(strains.count(name) > 1 for name in set(strains)) >= 4
