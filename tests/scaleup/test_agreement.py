"""The fermenter's kernel and the operating point describe the same vessel."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels import signals as at
from moromi.simulator.scaleup.geometry import Broth, Tank
from moromi.simulator.scaleup.operating_point import OperatingPoint

from ..kernels import synthetic


def point_of(row: np.ndarray) -> OperatingPoint:
    """The operating point at one instant of the synthetic run."""
    vessel, operation = synthetic.vessel()[0], synthetic.operation(1.0)[0]
    tank = Tank(
        name="synthetic",
        diameter=float(np.sqrt(4.0 / np.pi * vessel["area"])),
        working_volume=float(vessel["working_volume"]),
        impeller_diameter=float(vessel["impeller_diameter"]),
        impeller_count=int(vessel["impeller_count"]),
        power_number=float(vessel["power_number"]),
        flow_number=0.72,
        impeller_clearance=float(vessel["impeller_clearance"]),
        impeller_spacing=float(vessel["impeller_spacing"]),
        cooling_conductance=float(vessel["cooling_conductance"]),
        coolant_temperature=float(vessel["coolant_temperature"]),
    )
    return OperatingPoint(
        tank=tank,
        broth=Broth(
            temperature=float(row[at.TEMPERATURE]),
            density=float(operation["density"]),
            oxygen_solubility=float(operation["oxygen_solubility"]),
        ),
        volume=float(row[at.VOLUME]),
        stirrer_speed=float(row[at.STIRRER_SPEED]),
        gas_flow=float(row[at.GAS_FLOW]),
        head_pressure=float(row[at.PRESSURE]),
    )


def test_the_kernel_and_the_operating_point_agree():
    _, rows, _ = synthetic.run(synthetic.batch(6.0), synthetic.start_state(), relative=1e-6, interval=1.0)
    recorded = rows.signals[0]
    recorded = recorded[np.isfinite(recorded[:, at.KLA])]
    assert len(recorded) > 4
    assert np.ptp(recorded[:, at.STIRRER_SPEED]) > 1.0
    for row in recorded:
        point = point_of(row)
        assert point.gas_velocity == pytest.approx(row[at.GAS_VELOCITY], rel=1e-9)
        assert point.power_ungassed == pytest.approx(row[at.POWER_UNGASSED], rel=1e-9)
        assert point.power_gassed == pytest.approx(row[at.POWER_GASSED], rel=1e-9)
        assert point.gas_holdup == pytest.approx(row[at.GAS_HOLDUP], rel=1e-9)
        assert point.kla == pytest.approx(row[at.KLA], rel=1e-9)
        assert point.pressure_mean == pytest.approx(row[at.PRESSURE_MEAN], rel=1e-9)
        assert point.cooling_capacity == pytest.approx(row[at.COOLING_CAPACITY], rel=1e-9)
        # transfer at the recorded dissolved oxygen: the gas follows within seconds, the uptake turns slowly
        assert point.oxygen_transfer(
            float(row[at.OXYGEN_FRACTION]), float(row[at.COUNT + synthetic.LAYOUT.oxygen])
        ) == pytest.approx(row[at.OTR], rel=0.02)
