"""A strain that CO2 holds back: the loss it causes comes back without it, whatever the law."""

from __future__ import annotations

import pytest

from moromi.simulator.scaleup import scale_up
from moromi.simulator.scenario import load_scenario

GLUCOSE = "kind: monod, constant: 0.28 mmol/L"
LAWS = {
    "inhibition": f"[{{{GLUCOSE}}}, {{kind: inhibition, species: carbon_dioxide, constant: 10 mmol/L}}]",
    "competitive": "[{kind: competitive, constant: 0.28 mmol/L, competitor: carbon_dioxide, inhibition: 0.2 mmol/L}]",
    "product": f"[{{{GLUCOSE}}}, {{kind: product, species: carbon_dioxide, constant: 60 mmol/L, exponent: 1}}]",
}


@pytest.mark.parametrize("law", LAWS)
def test_carbon_dioxide_is_a_cause(law):
    change = ("strain=ecoli-varma1994", f"strain.uptakes.glucose.factors={LAWS[law]}", "recipe.duration=16 h")
    (target,) = scale_up(load_scenario("ecoli-fedbatch", change), ["tank-30m3"], mixed=True).targets
    losses = [loss for loss in target.loss.values() if "co2" in loss["causes"]]
    assert losses
    assert max(abs(loss["causes"]["co2"]) for loss in losses) > 1e-4
    for loss in losses:
        assert sum(loss["causes"].values()) == pytest.approx(loss["relative"], abs=1e-12)
