"""A network beside the correlation: a tracer pulse at one stirrer speed and aeration."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...kernels.column import mixing_time_column
from ...kernels.driving import driving_speed
from ...kernels.gas import STANDARD_MOLAR_VOLUME
from ...kernels.heat import gas_expansion_power
from ..plant.network import Network
from ..plant.networks import build_network
from ..plant.tracer import Pulse, pulse
from ..scaleup.operating_point import OperatingPoint
from ..scaleup.points import dimensions_of
from ..scenario import Medium, NetworkPlan, Vessel

__all__ = ["Mixing", "mixing_of", "stirred_at"]

_HOUR = 3600.0


def stirred_at(point: OperatingPoint) -> float:
    """Speed that drives the liquid [1/s]: at which the stirrer alone would draw the power of stirrer and gas."""
    pneumatic = gas_expansion_power(point.broth.density, point.gas_velocity) * point.volume
    tank = point.tank
    power = point.power_gassed + pneumatic
    return float(driving_speed(power, point.impellers, tank.power_number, point.broth.density, tank.impeller_diameter))


@dataclass(frozen=True)
class Mixing:
    """A network at work.

    Attributes
    ----------
    network : Network
    speed : float
        Driving speed [1/s].
    gas_velocity : float
        Superficial gas velocity [m/s].
    point : OperatingPoint or None
        The stirred tank at work; None for a vessel without impellers.
    diameter : float
        Of the vessel [m].
    """

    network: Network
    speed: float
    gas_velocity: float
    point: OperatingPoint | None
    diameter: float

    @cached_property
    def flow(self) -> NDArray[np.float64]:
        """Liquid flows, an (E,) array [m³/h]."""
        return self.network.liquid_flow(_HOUR * self.speed, self.gas_velocity)

    @cached_property
    def pulse(self) -> Pulse:
        """Answer to a pulse at the network's feed point."""
        return pulse(self.network, self.flow)

    @property
    def tracer_time(self) -> float:
        """Mixing time of the network to 95 % [s]."""
        return self.pulse.mixing_time()

    @property
    def correlation_time(self) -> float | None:
        """Mixing time of the correlation for the same tank or column [s]; None where there is none."""
        if self.point is not None:
            return self.point.mixing_time
        if self.gas_velocity <= 0.0:
            return None
        return float(mixing_time_column(self.diameter, self.network.volume / self.area, self.gas_velocity))

    @property
    def area(self) -> float:
        """Cross-section [m²]."""
        return 0.25 * math.pi * self.diameter**2

    @property
    def flooded(self) -> bool:
        """Whether gas floods the lowest impeller: then neither network nor correlation holds."""
        return self.point is not None and self.point.flooding_ratio > 1.0


def mixing_of(
    plan: NetworkPlan,
    vessel: Vessel,
    medium: Medium,
    stirrer_speed: float,
    aeration: float,
    temperature: float = 298.15,
) -> Mixing:
    """Put a vessel's network to work.

    Parameters
    ----------
    plan : NetworkPlan
    vessel : Vessel
    medium : Medium
    stirrer_speed : float
        1/s
    aeration : float
        1/h at standard conditions, per liquid volume of the network.
    temperature : float
        K

    Returns
    -------
    Mixing

    Raises
    ------
    InputError
        The network does not fit the vessel.
    """
    from ..scaleup.geometry import Broth

    network = build_network(plan, vessel)
    volume = network.volume
    gas = aeration * volume / STANDARD_MOLAR_VOLUME  # mol/h
    if vessel.impellers is None:
        # at 0 °C and 1 atm to the vessel's temperature
        velocity = aeration * volume / _HOUR * temperature / 273.15 / vessel.cross_section
        return Mixing(network, 0.0, velocity, None, vessel.diameter)
    broth = Broth(temperature=temperature, density=medium.density, viscosity=medium.viscosity)
    point = OperatingPoint(
        tank=dimensions_of(vessel, medium), broth=broth, volume=volume, stirrer_speed=stirrer_speed, gas_flow=gas
    )
    speed = stirred_at(point)
    return Mixing(network, speed if math.isfinite(speed) else 0.0, point.gas_velocity, point, vessel.diameter)
