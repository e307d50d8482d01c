"""A law that raises an uptake above its maximum, in a run: room for it, and one line where there is no more."""

from __future__ import annotations

import pytest

from moromi.simulator.errors import SimulationError
from moromi.simulator.run import run

STRAIN = """\
name: warm
base: yeast
uptakes:
  glucose:
    maximum: {value: 1 mmol/gDW/h, source: assumed, range: [0.5 mmol/gDW/h, 2 mmol/gDW/h]}
    factors:
      - {kind: arrhenius, energy: {value: 50 kJ/mol, source: assumed}, reference: 30 degC}
"""
SHORT = ("recipe.duration=1 h", "output.interval=0.5 h")


@pytest.fixture(scope="module")
def strain(tmp_path_factory):
    path = tmp_path_factory.mktemp("warm") / "warm.yaml"
    path.write_text(STRAIN)
    return f"strain={path}"


def test_warmer_cells_take_up_more(strain):
    """37 degC: exp(50/0.0083145·(1/303.15 − 1/310.15)) = 1.565 of the maximum; sugar in plenty."""
    warm = run("yeast-fedbatch", overrides=(strain, "recipe.set_points.temperature=37 degC", *SHORT))
    assert -warm.columns["q_glucose"][1] == pytest.approx(1.565, rel=2e-3)
    assert warm.balances["carbon"]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_beyond_its_law_is_one_line(strain):
    with pytest.raises(SimulationError, match=r"glucose_uptake = .* an arrhenius law holds 20 K above its reference"):
        run("yeast-fedbatch", overrides=(strain, "recipe.set_points.temperature=52 degC", *SHORT))
