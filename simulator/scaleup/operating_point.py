"""Everything a stirred tank does at one stirrer speed and one gas flow."""

from __future__ import annotations

from dataclasses import dataclass

from ...kernels import gas, heat, impeller, mixing, power, shear, solubility, transfer, vessel_transfer
from .geometry import Broth, Tank, make_floats

__all__ = ["CRITERIA_UNITS", "OperatingPoint"]

CRITERIA_UNITS: dict[str, str] = {
    "stirrer_speed": "1/s",
    "tip_speed": "m/s",
    "reynolds": "",
    "power_ungassed": "W",
    "power_gassed": "W",
    "power_per_volume": "W/m³",
    "vvm": "1/min",
    "gas_velocity": "m/s",
    "gas_holdup": "",
    "flooding_ratio": "",
    "kla": "1/h",
    "otr_max": "mol/m³/h",
    "carbon_dioxide_stripping": "mol/m³/h/bar",
    "mixing_time": "s",
    "circulation_time": "s",
    "kolmogorov_length": "m",
    "pressure_mean": "bar",
    "pressure_bottom": "bar",
    "cooling_capacity": "W",
    "cooling_per_volume": "W/m³",
}
"""Names of the quantities in a table of criteria, and their units."""

_HOUR = 3600.0  # s


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """A tank at work; every criterion is an attribute.

    The assumptions are those of the simulated fermenter: the gas is moist, well mixed and, for flow, transfer
    and hold-up, at the pressure halfway down the liquid; each submerged impeller meets the whole gas flow.
    """

    tank: Tank
    broth: Broth
    volume: float
    """m³ of liquid"""
    stirrer_speed: float
    """1/s"""
    gas_flow: float
    """mol/h of dry gas"""
    head_pressure: float = solubility.ATMOSPHERE
    """bar absolute"""
    oxygen_fraction: float = solubility.OXYGEN_IN_AIR
    """Mole fraction of oxygen in the dry inlet gas; air, where a recipe does not fix another"""

    def __post_init__(self) -> None:
        make_floats(self)

    @property
    def liquid_height(self) -> float:
        """Height of the ungassed liquid [m]."""
        return self.tank.liquid_height(self.volume)

    @property
    def impellers(self) -> float:
        """Impellers under the surface [-]."""
        return self.tank.submerged(self.volume)

    def pressure_at(self, depth: float) -> float:
        """Pressure [bar absolute] at a depth [m] below the surface of the ungassed liquid."""
        return gas.hydrostatic_pressure(self.head_pressure, self.broth.density, depth, 0.0)

    @property
    def pressure_mean(self) -> float:
        """Pressure halfway down [bar absolute]."""
        return gas.mean_pressure(self.head_pressure, self.broth.density, self.liquid_height)

    @property
    def pressure_bottom(self) -> float:
        """Pressure at the bottom [bar absolute]."""
        return self.pressure_at(self.liquid_height)

    @property
    def dry_pressure(self) -> float:
        """Mean pressure less the vapour pressure of water [bar]."""
        return self.pressure_mean - solubility.water_vapour_pressure(self.broth.temperature)

    def gas_flow_at(self, pressure: float) -> float:
        """Flow of moist gas [m³/s] at a pressure [bar absolute]."""
        dry = pressure - solubility.water_vapour_pressure(self.broth.temperature)
        return gas.actual_flow(self.gas_flow / _HOUR, self.broth.temperature, dry)

    @property
    def gas_velocity(self) -> float:
        """Superficial gas velocity at mean pressure [m/s]."""
        return self.gas_flow_at(self.pressure_mean) / self.tank.area

    @property
    def vvm(self) -> float:
        """Gas at 0 °C and 1.01325 bar per liquid volume [1/min]."""
        return self.gas_flow * gas.STANDARD_MOLAR_VOLUME / 60.0 / self.volume

    @property
    def reynolds(self) -> float:
        """Impeller Reynolds number [-]."""
        return impeller.reynolds(
            self.broth.density, self.stirrer_speed, self.tank.impeller_diameter, self.broth.viscosity
        )

    @property
    def tip_speed(self) -> float:
        """Tip speed [m/s]."""
        return impeller.tip_speed(self.stirrer_speed, self.tank.impeller_diameter)

    @property
    def _impeller_power(self) -> float:
        """Power of one impeller without gas [W]."""
        return power.power_ungassed(
            self.tank.power_number, self.broth.density, self.stirrer_speed, self.tank.impeller_diameter
        )

    @property
    def power_ungassed(self) -> float:
        """Stirrer power without gas, all impellers [W]."""
        return self.impellers * self._impeller_power

    @property
    def power_gassed(self) -> float:
        """Stirrer power under gas, all impellers [W]."""
        return self.impellers * power.gassed_michel_miller(
            self._impeller_power,
            self.stirrer_speed,
            self.tank.impeller_diameter,
            self.gas_flow_at(self.pressure_mean),
            self.tank.gassed_a,
            self.tank.gassed_b,
        )

    @property
    def power_per_volume(self) -> float:
        """Gassed stirrer power per liquid volume [W/m³]."""
        return self.power_gassed / self.volume

    @property
    def gas_holdup(self) -> float:
        """Gas volume fraction of the dispersion [-]."""
        return self.tank.holdup_factor * gas.holdup_stirred(self.power_per_volume, self.gas_velocity)

    @property
    def gas_residence_time(self) -> float:
        """Mean stay of the gas in the dispersion [s]; infinite without gas."""
        flow = self.gas_flow_at(self.pressure_mean)
        held = self.volume * self.gas_holdup / (1.0 - self.gas_holdup)
        return held / flow if flow > 0.0 else float("inf")

    @property
    def flooding_ratio(self) -> float:
        """Gas flow number of the lowest impeller over its flooding value [-]; above 1 it floods."""
        if self.gas_flow <= 0.0 or self.stirrer_speed <= 0.0:
            return 0.0 if self.gas_flow <= 0.0 else float("inf")
        depth = max(self.liquid_height - self.tank.impeller_clearance, 0.0)
        flow = self.gas_flow_at(self.pressure_at(depth))
        number = impeller.gas_flow_number(flow, self.stirrer_speed, self.tank.impeller_diameter)
        froude = impeller.froude(self.stirrer_speed, self.tank.impeller_diameter)
        most = self.tank.flooding_factor * impeller.flooding_flow_number(self.tank.diameter_ratio, froude)
        return number / most

    @property
    def kla(self) -> float:
        """Transfer coefficient of oxygen [1/h]."""
        tank, power_per_volume, velocity = self.tank, self.power_per_volume, self.gas_velocity
        if tank.record is None:
            return tank.kla_factor * transfer.kla(int(tank.kla_law), power_per_volume, velocity)
        place = self.broth.density, self.pressure_mean, self.broth.temperature
        own = vessel_transfer.sparged_kla(tank.record, power_per_volume, velocity, self.stirrer_speed, *place)
        return own * vessel_transfer.broth_share(tank.record, self.broth.temperature, self.broth.viscosity)

    def oxygen_transfer(self, oxygen_fraction: float | None = None, concentration: float = 0.0) -> float:
        """Steady oxygen transfer rate, with the depletion of the gas counted.

        Parameters
        ----------
        oxygen_fraction : float, optional
            Mole fraction of oxygen in the dry inlet gas [-]; the point's own by default.
        concentration : float
            Dissolved oxygen [mol/m³].

        Returns
        -------
        float
            OTR [mol/m³/h], at a respiratory quotient of 1 (as much gas leaves as enters).
        """
        if self.gas_flow <= 0.0:
            return 0.0
        henry = self.broth.oxygen_solubility * solubility.oxygen_henry(self.broth.temperature)
        capacity = self.kla * henry * self.dry_pressure  # mol/m³/h at a mole fraction of 1
        share = self.oxygen_fraction if oxygen_fraction is None else oxygen_fraction
        drive = capacity * share - self.kla * concentration
        return drive / (1.0 + capacity * self.volume / self.gas_flow)

    @property
    def otr_max(self) -> float:
        """Oxygen transfer of the inlet gas into a broth without oxygen [mol/m³/h]."""
        return self.oxygen_transfer()

    @property
    def carbon_dioxide_stripping(self) -> float:
        """Carbon dioxide that leaves per partial pressure in the broth [mol/m³/h/bar]."""
        if self.gas_flow <= 0.0:
            return 0.0
        henry = self.broth.carbon_dioxide_solubility * solubility.carbon_dioxide_henry(self.broth.temperature)
        film = transfer.CARBON_DIOXIDE_FACTOR * self.kla * henry
        flush = self.gas_flow / self.volume / self.dry_pressure
        return 1.0 / (1.0 / film + 1.0 / flush) if film > 0.0 else 0.0

    def carbon_dioxide_pressure(self, evolution: float) -> float:
        """Partial pressure [bar] in the broth at a steady CO2 evolution [mol/m³/h]."""
        return evolution / self.carbon_dioxide_stripping

    @property
    def mixing_time(self) -> float:
        """Mixing time to 95 % [s]."""
        ungassed = self.power_ungassed
        share = self.power_gassed / ungassed if ungassed > 0.0 else 1.0
        return self.tank.mixing_factor * mixing.mixing_time(
            share * self.tank.power_number,
            self.impellers,
            self.stirrer_speed,
            self.tank.impeller_diameter,
            self.tank.diameter,
            self.liquid_height,
            self.broth.density,
            self.broth.viscosity,
        )

    @property
    def circulation_time(self) -> float:
        """Circulation time of one impeller's stage [s]."""
        return mixing.circulation_time(
            self.volume,
            self.impellers,
            self.tank.flow_number,
            self.stirrer_speed,
            self.tank.impeller_diameter,
        )

    @property
    def kolmogorov_length(self) -> float:
        """Smallest eddies at the mean dissipation [m]; infinite without stirring."""
        dissipation = self.power_per_volume / self.broth.density
        if dissipation <= 0.0:
            return float("inf")
        return shear.kolmogorov_length(self.broth.viscosity / self.broth.density, dissipation)

    @property
    def cooling_capacity(self) -> float:
        """Heat that jacket and coil can take away [W]."""
        return self.tank.cooling_conductance * (self.broth.temperature - self.tank.coolant_temperature)

    @property
    def cooling_per_volume(self) -> float:
        """Cooling capacity per liquid volume [W/m³]."""
        return self.cooling_capacity / self.volume

    @property
    def oxygen_uptake_coolable(self) -> float:
        """Oxygen uptake whose heat, with that of the stirrer, the cooling can carry [mol/m³/h]."""
        room = self.cooling_per_volume - self.power_per_volume
        return max(room, 0.0) / heat.oxygen_heat(1.0)

    def criteria(self) -> dict[str, float]:
        """All quantities of `CRITERIA_UNITS`."""
        return {name: float(getattr(self, name)) for name in CRITERIA_UNITS}
