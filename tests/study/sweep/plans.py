"""Small studies: yeast in a jar for some hours."""

from __future__ import annotations

from moromi.simulator.study.sweep.plan import plan_of

VARY = {
    "vessel.kla_factor": "0.7:1.3",
    "recipe.start.biomass": "0.5 g/L:2 g/L",
    "strain.uptakes.glucose.maximum": "10:15 mmol/gDW/h",
}
SET = ["recipe.duration=4 h"]


def small(**changes):
    given = {"name": "small", "scenarios": ["yeast-fedbatch"], "set": SET, "vary": VARY, "runs": 12, "chunk": 5}
    return plan_of(given | changes)
