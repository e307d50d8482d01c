"""The registry of correlations: complete, citable, and it warns once a range is left."""

from __future__ import annotations

import re

import pytest

from moromi.kernels.power import GassedPowerLaw
from moromi.kernels.transfer import KlaLaw
from moromi.simulator.plant.correlations import (
    CORRELATIONS,
    flask_correlations,
    range_warnings,
    tank_correlations,
)
from moromi.simulator.plant.evaluate import kernel_of
from moromi.simulator.plant.references import REFERENCES

JAR = tank_correlations(KlaLaw.VAN_T_RIET_COALESCING, 2, 1.0)


def test_every_kla_law_is_registered():
    for law in KlaLaw:
        (found,) = (item for item in tank_correlations(law, 1, 1.0) if item.quantity == "kLa")
        assert found.name == f"kla_{law.name.lower()}"


@pytest.mark.parametrize("name", CORRELATIONS)
def test_a_correlation_is_a_kernel_with_sane_ranges(name: str):
    correlation = CORRELATIONS[name]
    documented = getattr(kernel_of(name), "py_func", kernel_of(name)).__doc__ or ""
    if correlation.confidence != "checked" and not name.startswith("mixing"):
        assert f"Confidence: {correlation.confidence}" in documented
    assert str(correlation.reference.year) in documented
    assert 0.0 < correlation.uncertainty < 1.0
    told = re.search(r"uncertainty\s+([\d.]+)\s%", documented)
    if told:
        assert 100.0 * correlation.uncertainty == pytest.approx(float(told[1])) or name == "davies"
    assert all(0.0 < limit.low < limit.high for limit in correlation.inputs)


@pytest.mark.parametrize("key", REFERENCES)
def test_a_reference_can_be_cited(key: str):
    reference = REFERENCES[key]
    entry = reference.bibtex()
    assert entry.startswith(f"@{reference.kind}{{{key},")
    assert entry.count("{") == entry.count("}")
    assert key.endswith(str(reference.year))
    assert f"year = {{{reference.year}}}" in entry
    if reference.doi:
        assert re.fullmatch(r"10\.\d{4,}/\S+", reference.doi)
    if reference.kind == "article":
        assert "journal = " in entry
        assert reference.volume
        assert reference.pages


def test_uncertainty_can_be_sampled():
    law = CORRELATIONS["kla_smith"]
    assert law.factor(0.0) == 1.0
    assert law.factor(2.0) == pytest.approx(1.3)
    assert law.factor(-2.0) == pytest.approx(1.0 / 1.3)
    assert law.assumed
    assert not CORRELATIONS["otr_max_meier_flask"].assumed


def test_authors_are_short():
    assert CORRELATIONS["kla_van_t_riet_coalescing"].author == "van 't Riet 1979"
    assert CORRELATIONS["gassed_michel_miller"].author == "Michel & Miller 1962"
    assert CORRELATIONS["otr_max_meier_flask"].author == "Meier et al. 2016"


def test_nothing_to_say_within_the_ranges():
    values = {"power_per_volume": (600.0, 3000.0), "gas_velocity": 0.01, "volume": 0.01, "temperature": 310.15}
    assert range_warnings(JAR, values) == []


def test_one_sentence_for_each_range_left():
    tall = tank_correlations(KlaLaw.VAN_T_RIET_NONCOALESCING, 4, 3.0)
    texts = range_warnings(tall, {"volume": 22.0, "power_per_volume": (60.0, 3000.0), "height_ratio": 3.0})
    assert texts == [
        "kLa (van 't Riet 1979): power per volume 60 to 3e+03 W/m³ is outside 500 to 1e+04 W/m³, "
        "where the correlation was fitted",
        "kLa (van 't Riet 1979): volume 22 m³ is outside 0.002 to 4.4 m³, where the correlation was fitted",
    ]


def test_heat_beyond_the_solubility_tables_is_told():
    assert any("oxygen solubility" in text for text in range_warnings(flask_correlations(), {"temperature": 330.0}))


def test_shape_decides_on_the_mixing_time():
    def blend(count: int, height_ratio: float) -> str:
        return tank_correlations(KlaLaw.SMITH, count, height_ratio)[-1].name

    assert blend(1, 1.0) == "mixing_time_grenville"
    assert blend(2, 1.0) == "mixing_time_ruszkowski"
    assert blend(3, 2.0) == blend(1, 2.0) == "mixing_time_cooke"


def test_constant_gassed_power_stands_on_nobody():
    names = {item.name for item in tank_correlations(KlaLaw.SMITH, 1, 1.0, GassedPowerLaw.CONSTANT)}
    assert not any(name.startswith("gassed") for name in names)
