"""Labels, numbers and symbols as people read them."""

from __future__ import annotations

from typing import Any

import pytest

from moromi.simulator.report.numbers import duration_text, number, percent, quantities, quantity, ratio_text
from moromi.simulator.report.settings import changed_settings, parts_of, settings_of
from moromi.simulator.report.symbols import in_figure, in_html, literal
from moromi.simulator.report.words import clean, kpi_label, limit_label, lower, slug


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.9996, "1.00"),
        (94.36, "94.4"),
        (1295.4, "1,295"),
        (-0.0432, "−0.0432"),
        (2e-9, "2.00e−9"),
        (1e-200, "0"),
        (True, "–"),
    ],
)
def test_numbers_have_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("name", "value", "unit", "shown"),
    [
        ("biomass_final", 51.27, "kg/m3", ("51.3", "g/L")),
        ("otr_max", 112.0, "mol/m3/h", ("112", "mmol/L/h")),
        ("heat_max", 335e3, "W", ("335", "kW")),
        ("p_co2_max", 0.0423, "bar", ("42.3", "mbar")),
        ("volume_final", 0.00179, "m3", ("1.79", "L")),
        ("stirrer_speed", 20.0, "1/s", ("1,200", "rpm")),
        ("vvm", 1.3, "1/min", ("1.30", "vvm")),
        ("kolmogorov_length", 2.4e-5, "m", ("24.0", "µm")),
        ("unheard_of", 3.0, "1/min", ("3.00", "1/min")),
        ("duration", float("nan"), "h", ("–", "h")),
    ],
)
def test_key_results_are_shown_in_common_units(name: str, value: float, unit: str, shown: tuple[str, str]) -> None:
    assert quantity(name, value, unit) == shown


def test_what_stands_in_one_row_has_one_unit() -> None:
    assert quantities("power_gassed", [13.0, 4657.0, None], "W") == (["13.0", "4,657", "–"], "W")


def test_percent_durations_and_ratios() -> None:
    assert percent(0.0741) == "7.4 %"
    assert percent(-0.0741, sign=True) == "−7.4 %"
    assert percent(-1e-9, sign=True) == "0.0 %"
    assert [duration_text(s) for s in (4e-3, 2.4, 95.0, 900.0, 1.8e4, 3e5)] == [
        "4.0 ms",
        "2.4 s",
        "95.0 s",
        "15.0 min",
        "5.0 h",
        "3.5 d",
    ]
    assert ratio_text(None) == "–"


def test_labels() -> None:
    assert kpi_label("biomass_yield_glucose") == "Biomass yield on glucose"
    assert kpi_label("yield_acetate_glucose") == "Yield of acetate on glucose"
    assert kpi_label("mu_max") == "Highest specific growth rate"
    assert kpi_label("glucose_min_local") == "Final glucose, lowest anywhere"
    assert kpi_label("reassimilated_acetate") == "Acetate taken up elsewhere, of what is made"
    assert limit_label("glucose") == "Glucose supply"
    assert limit_label("oxygen_uptake") == "Oxygen uptake at maximum"
    assert limit_label("oxygen_transfer") == "Oxygen transfer"
    assert [lower(text) for text in ("Final biomass", "CO2", "RQ")] == ["final biomass", "CO2", "RQ"]
    assert slug("../Mein Tank №3") == "mein-tank-3"
    assert clean("a\nb\x00c " + "x" * 100, 10) == "a b c xxx…"


def test_symbols_are_typeset_in_both_worlds() -> None:
    assert in_figure("q_S") == r"$q_{\mathrm{S}}$"
    assert in_figure("k_L a") == r"$k_{\mathrm{L}}a$"
    assert in_figure("p_CO2") == r"$p_{\mathrm{CO_2}}$"
    assert in_figure("Q_met/V") == r"$Q_{\mathrm{met}}/V$"
    assert in_html("k_L a") == "<var>k</var><sub>L</sub><var>a</var>"
    assert in_html("<b>_&") == "&lt;b&gt;<sub>&amp;</sub>"
    assert literal("a$b$") == r"a\$b\$"


def test_settings_are_rows_with_readable_values() -> None:
    rows = settings_of(
        {
            "set_points": {"temperature": "37 degC", "density": "1020 kg/m3"},
            "feeds": [{"name": "a", "kind": 1.25}],
            "empty": {},
        }
    )
    assert [(row.depth, row.label, row.value) for row in rows] == [
        (0, "set points", None),
        (1, "temperature", "37 °C"),
        (1, "density", "1020 kg/m³"),
        (0, "feeds: a", None),
        (1, "kind", "1.25"),
    ]
    assert settings_of(None) == []
    assert len(settings_of({str(i): i for i in range(1000)})) == 401


def test_a_scenario_is_told_in_parts_and_its_changes() -> None:
    before: dict[str, Any] = {
        "name": "x",
        "vessel": {"name": "jar"},
        "recipe": {"start": {"volume": "1.1 L"}, "phases": [{"name": "batch", "until": "time > 2 h"}]},
    }
    after = {**before, "recipe": {**before["recipe"], "start": {"volume": "12.100000000000001 m3"}}}
    assert [title for title, _ in parts_of({**before, "medium": {"name": "m"}})] == ["Recipe", "Medium"]
    assert changed_settings(before, after) == [("start, volume", "1.1 L", "12.1 m³")]
    assert changed_settings(before, before) == []


def test_what_is_of_one_strain_of_several_names_it():
    assert kpi_label("biomass_final_wild") == "Final biomass, wild"
    assert kpi_label("mu_max_wild") == "Highest specific growth rate, wild"
    assert kpi_label("biomass_share_wild") == "Share of biomass, wild"
    assert limit_label("wild: glucose_uptake") == "wild: glucose uptake at maximum"
    assert limit_label("wild: maintenance") == "wild: maintenance not met"
