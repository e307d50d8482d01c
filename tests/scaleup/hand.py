"""A jar and a tank with round dimensions, for calculations by hand."""

from __future__ import annotations

from moromi.kernels.gas import STANDARD_MOLAR_VOLUME
from moromi.simulator.scaleup.geometry import Broth, Limits, Tank
from moromi.simulator.scaleup.operating_point import OperatingPoint

BROTH = Broth(temperature=310.15, density=1000.0, viscosity=0.001)

JAR = Tank(
    name="jar",
    diameter=0.130,
    working_volume=0.002,
    impeller_diameter=0.054,
    impeller_count=2,
    power_number=5.0,
    flow_number=0.72,
    impeller_clearance=0.045,
    impeller_spacing=0.06,
    cooling_conductance=12.0,
    limits=Limits(shaft_power=40.0, stirrer_speed=20.0, vvm=2.0),
)

TANK = Tank(
    name="tank",
    diameter=2.1,
    working_volume=22.0,
    impeller_diameter=0.7,
    impeller_count=4,
    power_number=5.0,
    flow_number=0.72,
    impeller_clearance=0.8,
    impeller_spacing=1.4,
    cooling_conductance=60_000.0,
    limits=Limits(shaft_power=110e3, stirrer_speed=3.0, vvm=1.0),
)


def full(tank: Tank, speed: float, vvm: float, **others: float) -> OperatingPoint:
    """The filled tank at a stirrer speed [1/s] and an aeration [1/min at standard conditions]."""
    flow = 60.0 * vvm * tank.working_volume / STANDARD_MOLAR_VOLUME
    return OperatingPoint(
        tank=tank, broth=BROTH, volume=tank.working_volume, stirrer_speed=speed, gas_flow=flow, **others
    )
