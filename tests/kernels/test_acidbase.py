"""Acid-base constants and shares."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels.acidbase import (
    ammonia_fraction,
    ammonium_pka,
    carbon_dioxide_fraction,
    carbonic_pk1,
    carbonic_pk2,
)

TEMPERATURES = st.floats(273.0, 323.0)


@pytest.mark.parametrize(("celsius", "pk1"), [(0.0, 6.579), (25.0, 6.352), (40.0, 6.296)])
def test_first_constant_against_the_measured_table(celsius: float, pk1: float):
    # Harned & Davis (1943), table of K1 rounded to pK
    assert carbonic_pk1(celsius + 273.15) == pytest.approx(pk1, abs=0.006)


@pytest.mark.parametrize(("celsius", "pk2"), [(0.0, 10.625), (25.0, 10.329), (40.0, 10.220)])
def test_second_constant_against_the_measured_table(celsius: float, pk2: float):
    # Harned & Scholes (1941)
    assert carbonic_pk2(celsius + 273.15) == pytest.approx(pk2, abs=0.006)


@pytest.mark.parametrize(("celsius", "pka"), [(10.0, 9.731), (25.0, 9.245), (40.0, 8.805)])
def test_ammonium_against_another_measurement(celsius: float, pka: float):
    # Bates & Pinching (1949) J. Res. Natl. Bur. Stand. 42:419, doi:10.6028/jres.042.037
    assert ammonium_pka(celsius + 273.15) == pytest.approx(pka, abs=0.01)


def test_half_is_dissociated_at_the_constant():
    assert carbon_dioxide_fraction(carbonic_pk1(310.15), 310.15) == pytest.approx(0.5, abs=2e-4)
    assert ammonia_fraction(ammonium_pka(310.15), 310.15) == pytest.approx(0.5)


def test_bicarbonate_rules_a_neutral_broth():
    assert carbon_dioxide_fraction(7.0, 310.15) == pytest.approx(1.0 / (1.0 + 10.0**0.697), rel=2e-3)


@settings(deadline=None)
@given(st.floats(0.0, 14.0), TEMPERATURES)
def test_shares_are_shares_and_follow_the_acid(ph: float, temperature: float):
    assert 0.0 < carbon_dioxide_fraction(ph + 0.1, temperature) < carbon_dioxide_fraction(ph, temperature) <= 1.0
    assert 0.0 <= ammonia_fraction(ph, temperature) < ammonia_fraction(ph + 0.1, temperature) <= 1.0
