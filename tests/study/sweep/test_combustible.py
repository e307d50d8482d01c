"""Studies do not pass over gas that can burn: such a run is a row that failed, with place and time."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.run.combustible import CombustibleGas
from moromi.simulator.scaleup import scale_up
from moromi.simulator.study.responses import responses_of
from moromi.simulator.study.sweep import sweep
from moromi.simulator.study.sweep.plan import StudyPlan

BENCH = "cnecator-gas-phb"
SHORT = ("recipe.duration=10 h", "recipe.phases.growth.timeout=6 h", "output.interval=1 h")
ENRICHING = ("recipe.gas.oxygen=null", "recipe.dissolved_oxygen.oxygen_fraction=[2.6 %, 8 %]")
"""A cascade that may raise the oxygen to what burns, and does where many cells ask for it."""
ALLOWED = ("recipe.gas.combustible=allowed",)


def plan(*more: str, **vary: str) -> StudyPlan:
    return StudyPlan.model_validate(
        {"scenarios": [BENCH], "set": [*SHORT, *more], "vary": vary, "design": "grid", "chunk": 2}
    )


@pytest.mark.parametrize(("allowed", "ends"), [((), ["DONE", "COMBUSTIBLE_GAS"]), (ALLOWED, ["DONE", "DONE"])])
def test_a_run_that_gets_there_is_a_row_that_failed(tmp_path, allowed, ends):
    found = sweep(plan(*ENRICHING, *allowed, **{"recipe.start.biomass": "0.5 g/L,7 g/L"}), tmp_path / "study")
    status = found.table["status"]
    names = dict(zip(status.attrs["flag_values"].tolist(), status.attrs["flag_meanings"].split(), strict=True))
    assert [names[code] for code in status.values.tolist()] == ends
    reason = responses_of(found.table).reasons[1]
    assert bool(reason) is not bool(allowed)
    if reason:
        assert "COMBUSTIBLE_GAS: the gas can burn at the sparger from" in reason
        assert np.isnan(found.table["biomass_final"].values[1])


def test_a_recipe_that_burns_from_the_start_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(InputError, match="inside the combustible range"):
        sweep(plan(**{"recipe.gas.oxygen": "2.6 %,8 %"}), tmp_path / "study")


def test_a_scale_up_is_refused_unless_it_is_allowed():
    changes = (*SHORT, *ENRICHING, "recipe.start.biomass=7 g/L")
    with pytest.raises(CombustibleGas, match=r"at the sparger from .* h on"):
        scale_up(BENCH, ["pilot-3m3"], overrides=changes)
    knowingly = scale_up(BENCH, ["pilot-3m3"], overrides=(*changes, *ALLOWED))
    assert any(item["limit"] == "combustible_gas" for item in knowingly.source.limits)
