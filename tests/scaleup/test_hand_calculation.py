"""`ecoli-fedbatch` in its jar and, by equal tip speed, in a well-mixed 30 m³ tank, against a calculation by hand.

The hand calculation uses nothing of the simulator: published formulas written out again with plain numbers, fed
with the dimensions in the vessel files and with what the culture did (volume, oxygen uptake, CO2 evolution).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from moromi.simulator.run import Result
from moromi.simulator.scaleup import scale_up

R = 8.314462618  # J/mol/K
T = 310.15  # K
VAPOUR = 0.0628e5  # Pa, water at 37 °C
RHO, G = 1010.0, 9.80665


@dataclass
class Hand:
    """A stirred, sparged vessel on the back of an envelope; SI."""

    tank: float  # m, diameter
    impeller: float  # m
    impellers: float
    head: float  # Pa

    def pressure(self, volume: float) -> float:
        """Mid-depth [Pa]."""
        return self.head + 0.5 * RHO * G * volume / (math.pi / 4 * self.tank**2)

    def velocity(self, volume: float, mol_per_hour: float) -> float:
        """Superficial gas velocity [m/s]: moist gas at 37 °C and mid-depth pressure."""
        flow = mol_per_hour / 3600 * R * T / (self.pressure(volume) - VAPOUR)
        return flow / (math.pi / 4 * self.tank**2)

    def power(self, volume: float, mol_per_hour: float, speed: float) -> float:
        """Gassed power [W], Michel & Miller per impeller."""
        single = 5.0 * RHO * speed**3 * self.impeller**5
        flow = self.velocity(volume, mol_per_hour) * math.pi / 4 * self.tank**2
        gassed = 0.783 * (single**2 * speed * self.impeller**3 / flow**0.56) ** 0.459
        return self.impellers * min(gassed, single)

    def kla(self, volume: float, mol_per_hour: float, speed: float) -> float:
        """van 't Riet for salt solutions [1/h]."""
        density = self.power(volume, mol_per_hour, speed) / volume
        return 3600 * 0.002 * density**0.7 * self.velocity(volume, mol_per_hour) ** 0.2


JAR = Hand(0.130, 0.052, 2, 101325.0)
TANK = Hand(2.09, 0.697, 4, 101325.0)


@pytest.fixture(scope="module")
def compared():
    return scale_up("ecoli-fedbatch", ["tank-30m3"], by="tip-speed", mixed=True)


@pytest.fixture(scope="module", params=["jar", "tank"])
def case(request, compared):
    if request.param == "jar":
        return JAR, compared.source
    return TANK, compared.targets[0].result


def _row(result: Result) -> int:
    """A row late in the run, long after the last phase began: quasi-steady."""
    return len(result.columns["time"]) - 20


def _gassed(result: Result, row: int) -> tuple[float, float, float]:
    """Volume, gas, speed of a row."""
    table = result.columns
    return table["volume"][row], table["gas_flow"][row], table["stirrer_speed"][row] / 60


def test_tip_speed_is_equal_and_speed_follows(compared):
    criteria = compared.targets[0].criteria
    assert criteria["tip_speed"]["ratio"] == pytest.approx(1.0, rel=1e-9)
    # 900 rpm × 52 mm / 697 mm
    assert 60 * criteria["stirrer_speed"]["target"] == pytest.approx(900 * 0.052 / 0.697, rel=1e-9)


def test_power_and_kla(case):
    hand, result = case
    row = _row(result)
    volume, gas, speed = _gassed(result, row)
    # an impeller near the surface draws its share, rising over a fifth of its diameter
    level = volume / (math.pi / 4 * hand.tank**2)
    submerged = sum(min(max((level - z) / (0.2 * hand.impeller), 0), 1) for z in _heights(result))
    hand = Hand(hand.tank, hand.impeller, submerged, hand.head)
    assert result.columns["gas_velocity"][row] == pytest.approx(hand.velocity(volume, gas), rel=2e-3)
    assert result.columns["power_gassed"][row] == pytest.approx(hand.power(volume, gas, speed), rel=2e-3)
    assert result.columns["kla"][row] == pytest.approx(hand.kla(volume, gas, speed), rel=2e-3)


def _heights(result: Result) -> list[float]:
    stirrer = result.vessel.impellers
    return [stirrer.clearance + k * (stirrer.spacing or 0.0) for k in range(stirrer.count)]


def test_dissolved_oxygen(case):
    """Quasi-steady: kLa (H y p − c) = OUR, with y the oxygen left in the gas."""
    hand, result = case
    row = _row(result)
    table = result.columns
    volume, gas, _ = _gassed(result, row)
    uptake = table["our"][row]
    left = table["oxygen_fraction"][row] - uptake * volume / gas  # RQ near 1: as much gas leaves as enters
    # Benson & Krause at 37 °C: 6.727 mg/L in moist air at 1 atm; 0.93 in the medium
    henry = 0.93 * (6.727 / 31.998) / (0.2095 * (101325 - VAPOUR))
    saturation = henry * left * (hand.pressure(volume) - VAPOUR)
    concentration = saturation - uptake / table["kla"][row]
    calibration = henry * 0.2095 * (hand.head - VAPOUR)
    assert table["dot"][row] == pytest.approx(100 * concentration / calibration, abs=2.5)


def test_carbon_dioxide(case):
    """Quasi-steady: CER = 0.89 kLa H (p_liquid − p_gas), the gas carrying what was evolved."""
    hand, result = case
    row = _row(result)
    table = result.columns
    volume, gas, _ = _gassed(result, row)
    evolved = table["cer"][row]
    in_gas = (4.2e-4 + evolved * volume / gas) * (hand.pressure(volume) - VAPOUR) / 1e5
    henry = 24.96  # mol/m³/bar at 37 °C, Weiss 1974
    expected = in_gas + evolved / (0.89 * table["kla"][row] * henry)
    assert table["p_co2"][row] == pytest.approx(expected, rel=0.03)


def test_what_scale_changes(compared):
    """Less power per volume, less kLa, more pressure, more CO2, oxygen transfer the limit: all by physics."""
    criteria = compared.targets[0].criteria
    assert criteria["power_per_volume"]["ratio"] < 0.2
    assert criteria["kla"]["ratio"] < 0.8
    assert criteria["pressure_mean"]["ratio"] == pytest.approx(TANK.pressure(22.0) / JAR.pressure(2e-3), rel=1e-3)
    source, target = compared.source, compared.targets[0].result
    # less gas per volume at more pressure: the same CO2 evolution stands at more than twice the pressure
    assert criteria["carbon_dioxide_stripping"]["ratio"] < 0.5
    assert target.kpis["otr_max"]["value"] < source.kpis["otr_max"]["value"]
    assert "oxygen_transfer" in {limit["limit"] for limit in target.limits}
    assert "oxygen_transfer" not in {limit["limit"] for limit in source.limits}
    assert compared.targets[0].loss["biomass_final"]["relative"] > 0.05


def test_losses_sum_to_their_causes(compared):
    for loss in compared.targets[0].loss.values():
        assert sum(loss["causes"].values()) == pytest.approx(loss["relative"], abs=1e-12)


def test_the_criterion_changes_the_answer(compared):
    best = scale_up("ecoli-fedbatch", ["tank-30m3"], by="best", mixed=True)
    finals = [item.targets[0].result.kpis["biomass_final"]["value"] for item in (compared, best)]
    assert abs(np.diff(finals)[0]) > 0.05 * finals[0]
