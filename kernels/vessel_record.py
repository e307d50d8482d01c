"""Record layout of one vessel with its medium; units as in `records`, geometry and liquid in SI."""

from __future__ import annotations

from .record_dtype import record_dtype

__all__ = ["COLUMN", "SHAKEN", "STIRRED", "VESSEL", "Vessel"]

STIRRED = 0  # kinds: sparged stirred tank,
SHAKEN = 1  # flask or well, gas enters through the surface,
COLUMN = 2  # sparged, without a stirrer


class Vessel:
    """A vessel and the medium in it, as numbers."""

    kind: int  # STIRRED, SHAKEN or COLUMN
    kla_code: int  # correlation, a transfer.KlaLaw or a vessel_transfer.VesselLaw
    kla_factor: float  # multiplier on every kLa, dimensionless
    kla_value: float  # 1/h, of a law of one's own at its reference power and velocity; this and the next four
    kla_power: float  # W/m³
    kla_velocity: float  # m/s
    kla_power_exponent: float
    kla_velocity_exponent: float
    kla_warming: float  # 1/K, ln θ of θ^(T − 20 °C); 0: kLa does not know the temperature
    kla_thickening: float  # exponent of viscosity over water's; 0: kLa does not know the viscosity
    holdup_factor: float  # multiplier on the gas hold-up
    bubble_diameter: float  # m, where the sparger decides on it
    surface: float  # m², of a shaken well
    total_volume: float  # m³, liquid and gas
    working_volume: float  # m³, highest liquid volume
    area: float  # m², cross-section
    diameter: float  # m
    impeller_count: float
    impeller_diameter: float  # m
    impeller_clearance: float  # m, bottom to the lowest impeller
    impeller_spacing: float  # m, between impellers
    power_number: float  # of one impeller, turbulent
    gassed_a: float  # Michel & Miller factor, SI
    gassed_b: float  # Michel & Miller exponent
    motor_power: float  # W at the shaft
    plug: int  # 1: gas rises as a plug; 0: it is mixed
    condenser: float  # share of the vapour that returns
    hydrostatic: float  # 1 counts the liquid head, 0 ignores it (loss attribution)
    cooling_conductance: float  # W/K, U·A of jacket and coil
    coolant_temperature: float  # K, mean
    heating_power: float  # W of a heater; 0: hot water in jacket and coil instead
    hot_temperature: float  # K, mean of that water
    shaking_speed: float  # 1/s; this and the next two: shaken vessels only
    shaking_diameter: float  # m
    osmolality: float  # osmol/kg
    viscosity: float  # Pa s, of the liquid between the cells; this and the next three at the first set point
    water_viscosity: float  # Pa s
    surface_tension: float  # N/m
    diffusivity: float  # m²/s, of oxygen
    gas_mass: float  # kg/mol, of the inlet gas
    wet_volume: float  # m³ of wet cells per kg; 0: they do not thicken the broth
    thickener: int  # group of solids that thickens the broth, counted from 1; 0: the cells do
    thickener_reference: float  # kg/m³ at which the next four are said
    consistency: float  # Pa s^n; 0 and no yield stress: the broth is Newtonian
    consistency_exponent: float  # of the thickener over its reference; so is the one of the yield stress
    yield_stress: float  # Pa
    yield_exponent: float
    flow_index: float
    shear_constant: float  # shear rate over stirrer speed
    laminar: float  # Np·Re in laminar flow; 0: power numbers are those of turbulent flow


VESSEL = record_dtype(Vessel)
