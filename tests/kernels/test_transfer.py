"""Oxygen transfer: authors against one another, traps of units, limits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moromi.kernels import transfer_stirred as stirred
from moromi.kernels.column import (
    circulation_velocity_column,
    holdup_column,
    holdup_column_homogeneous,
    kla_dewes_schumpe,
    kla_heijnen_column,
    mixing_time_column,
)
from moromi.kernels.transfer import (
    CARBON_DIOXIDE_FACTOR,
    KlaLaw,
    diffusivity_factor,
    kla,
    log_mean_driving_force,
    temperature_factor,
)
from moromi.kernels.transfer_flask import kla_flask, kla_maier_flask, otr_max_meier_flask

POWERS = st.floats(10.0, 2e4)
VELOCITIES = st.floats(1e-4, 0.3)
LAWS = {
    KlaLaw.VAN_T_RIET_COALESCING: stirred.kla_van_t_riet_coalescing,
    KlaLaw.VAN_T_RIET_NONCOALESCING: stirred.kla_van_t_riet_noncoalescing,
    KlaLaw.FIGUEIREDO_CALDERBANK: stirred.kla_figueiredo_calderbank,
    KlaLaw.SMITH: stirred.kla_smith,
    KlaLaw.LINEK_WATER: stirred.kla_linek_water,
    KlaLaw.LINEK_SULPHATE: stirred.kla_linek_sulphate,
    KlaLaw.ZHU: stirred.kla_zhu,
    KlaLaw.GILL: stirred.kla_gill,
    KlaLaw.HEIJNEN_COLUMN: lambda _, velocity: kla_heijnen_column(velocity),
}
FLASK = (250.0 / 60.0, 25e-6, 0.05, 0.085, 0.3)


def test_every_code_has_its_law():
    assert set(LAWS) == set(KlaLaw)


@pytest.mark.parametrize("law", KlaLaw)
def test_code_chooses_the_law(law: KlaLaw):
    assert kla(int(law), 1500.0, 0.03) == LAWS[law](1500.0, 0.03)


@pytest.mark.parametrize(
    ("law", "per_second"),
    [
        (KlaLaw.VAN_T_RIET_COALESCING, 0.0583),
        (KlaLaw.VAN_T_RIET_NONCOALESCING, 0.1151),
        (KlaLaw.FIGUEIREDO_CALDERBANK, 0.0717),
    ],
)
def test_at_one_kilowatt_and_two_centimetres(law: KlaLaw, per_second: float):
    assert kla(int(law), 1000.0, 0.02) / 3600.0 == pytest.approx(per_second, rel=2e-3)


def test_the_crossing_in_van_t_riets_last_figure():
    # the only one drawn: 4 cm/s in water meets 0.5 cm/s in salt solution at 826 W/m³
    water = kla(int(KlaLaw.VAN_T_RIET_COALESCING), 826.5, 0.04)
    assert kla(int(KlaLaw.VAN_T_RIET_NONCOALESCING), 826.5, 0.005) == pytest.approx(water, rel=1e-3)


def test_kilowatts_would_be_seen():
    assert kla(int(KlaLaw.VAN_T_RIET_COALESCING), 1.0, 0.02) < 0.1 * kla(0, 1000.0, 0.02)


@settings(deadline=None)
@given(st.sampled_from(KlaLaw), POWERS, VELOCITIES)
def test_more_power_and_gas_never_transfer_less(law: KlaLaw, power: float, velocity: float):
    here = kla(int(law), power, velocity)
    assert here > 0.0
    assert kla(int(law), 1.1 * power, velocity) >= here
    assert kla(int(law), power, 1.1 * velocity) > here
    assert kla(int(law), power, 0.0) == 0.0 == kla(int(law), power, -1e-9)


def test_zero_power_transfers_nothing_in_a_stirred_tank():
    assert kla(int(KlaLaw.SMITH), 0.0, 0.02) == 0.0
    assert stirred.kla_labik(0.0, 0.1, 0.005, 5.0) == 0.0


def test_gases_by_their_diffusivity():
    assert diffusivity_factor(25.6) == 1.0
    assert diffusivity_factor(34.0) == pytest.approx(CARBON_DIOXIDE_FACTOR, rel=0.05)
    assert diffusivity_factor(30.7) == pytest.approx(0.975, rel=0.03)  # CO, from measured diffusivities
    assert temperature_factor(293.15) == 1.0
    assert temperature_factor(310.15) == pytest.approx(1.022**17)


@settings(deadline=None)
@given(st.floats(0.1, 2.0), st.floats(0.1, 2.0), st.floats(-1.0, 3.0))
def test_log_mean_lies_between_its_ends(out: float, entry: float, concentration: float):
    ends = sorted((out - concentration, entry - concentration))
    mean = log_mean_driving_force(out, entry, concentration)
    assert ends[0] - 1e-9 <= mean <= ends[1] + 1e-9
    assert mean == pytest.approx(log_mean_driving_force(entry, out, concentration), rel=1e-5, abs=1e-9)


def test_flask_of_a_cultivation_textbook():
    # 250 mL flask with 25 mL at 250 rpm, 5 cm: 28 mmol/L/h in air
    assert otr_max_meier_flask(*FLASK, 1.0, 0.2095) == pytest.approx(28.0, rel=0.005)
    assert 100.0 < kla_flask(*FLASK, 310.15) < 160.0


@settings(deadline=None)
@given(
    st.floats(2.0, 7.0), st.floats(0.05, 0.15), st.floats(0.0125, 0.1), st.sampled_from([0.064, 0.085, 0.105, 0.131])
)
def test_two_authors_of_flasks(speed: float, fill: float, throw: float, flask: float):
    volume = fill * {0.064: 1e-4, 0.085: 2.5e-4, 0.105: 5e-4, 0.131: 1e-3}[flask]
    ours = kla_flask(speed, volume, throw, flask, 0.3, 310.15)
    assert kla_maier_flask(speed, volume, throw, flask) == pytest.approx(ours, rel=0.45)


@settings(deadline=None)
@given(st.floats(1.7, 7.5), st.floats(2e-6, 1.6e-4), st.floats(0.0125, 0.1), st.floats(0.051, 0.131))
def test_shaking_harder_or_filling_less_brings_more_oxygen(speed: float, volume: float, throw: float, flask: float):
    here = otr_max_meier_flask(speed, volume, throw, flask, 0.3, 1.0, 0.2095)
    assert otr_max_meier_flask(1.1 * speed, 0.9 * volume, 1.1 * throw, 1.1 * flask, 0.3, 1.0, 0.2095) > here
    assert otr_max_meier_flask(speed, volume, throw, flask, 0.3, 2.0, 0.2095) == pytest.approx(2.0 * here)


@settings(deadline=None)
@given(st.floats(0.001, 0.3), st.floats(0.1, 5.0))
def test_columns_grow_livelier_with_gas(velocity: float, diameter: float):
    faster = 1.1 * velocity
    assert 0.0 < holdup_column(velocity) < holdup_column(faster) < 0.9
    assert holdup_column_homogeneous(velocity) == pytest.approx(min(velocity / 0.25, 0.9))
    assert circulation_velocity_column(diameter, faster) > circulation_velocity_column(diameter, velocity)
    slow = mixing_time_column(diameter, 3.0 * diameter, velocity)
    assert mixing_time_column(diameter, 3.0 * diameter, faster) < slow
    assert kla_dewes_schumpe(faster, 0.001, 1.2) > kla_dewes_schumpe(velocity, 0.002, 1.2)
