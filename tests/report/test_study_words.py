"""Words for what a study varies."""

from __future__ import annotations

import pytest

from moromi.simulator.report.study_words import entry_labels, in_brackets, unit_text


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("vessel.kla_factor", "kLa factor"),
        ("vessel.heat_transfer_factor", "Heat transfer factor"),
        ("recipe.feed_factor", "Feed factor"),
        ("recipe.start.biomass", "Biomass at the start"),
        ("recipe.start.concentrations.glucose", "Glucose at the start"),
        ("recipe.feeds.glucose-feed.concentrations.glucose", "Glucose in glucose-feed"),
        ("recipe.phases.exponential-feed.feed.growth_rate", "Growth rate, exponential-feed"),
        ("recipe.phases.1.feed.growth_rate", "Growth rate, phase 2"),
        ("recipe.set_points.ph", "pH"),
        ("strain.uptakes.glucose.maximum", "Maximal glucose uptake"),
        ("strain.demands.maintenance.value", "Maintenance"),
        ("some.where.deep.maximum", "Deep maximum"),
    ],
)
def test_paths_become_words(path: str, label: str):
    assert entry_labels([path]) == {path: label}


def test_labels_are_all_different():
    labels = entry_labels(["one.gain", "other.gain"])
    assert labels == {"one.gain": "One gain", "other.gain": "Other gain"}


@pytest.mark.parametrize(
    ("unit", "shown"), [("kg/m3", "kg/m³"), ("degC", "°C"), ("1/h", "1/h"), ("m2", "m²"), ("mol/m3/h", "mol/m³/h")]
)
def test_units_are_printed(unit: str, shown: str):
    assert unit_text(unit) == shown
    assert in_brackets("X", unit) == f"X [{shown}]"
    assert in_brackets("X", "") == "X"
