"""Names and places of the quantities a right-hand side computes on its way (its signals).

A recipe's conditions, the laws of the cells, the output table and the limits all read them by these indices;
concentrations of the species follow behind the last one, behind those what one cell carries, and at the end the
biomass and the death rate of every strain.
"""

from __future__ import annotations

__all__ = ["COUNT", "NAMES"]

NAMES = (
    "time",  # h since the phase began
    "volume",  # m³
    "fill",  # share of the working volume
    "biomass",  # kg/m³, of all strains
    "dot",  # % of calibration
    "cascade",  # 0 … number of its stages
    "cascade_share",  # of its whole way
    "stirrer_speed",  # 1/s
    "gas_flow",  # mol/h dry inlet
    "oxygen_fraction",  # mole fraction in dry inlet gas
    "gas_velocity",  # m/s, superficial, local
    "power_ungassed",  # W
    "power_gassed",  # W
    "gas_holdup",  # share of the dispersion
    "kla",  # 1/h, oxygen
    "pressure_mean",  # bar absolute, mid-depth
    "p_co2",  # bar, equilibrium of the dissolved CO2
    "otr",  # mol/m³/h
    "ctr",  # mol/m³/h, liquid to gas
    "our",  # mol/m³/h
    "cer",  # mol/m³/h
    "offgas_oxygen",  # dry mole fraction
    "offgas_carbon_dioxide",
    "offgas_flow",  # mol/h dry
    "feed_rate",  # m³/h
    "base_rate",  # m³/h
    "acid_rate",  # m³/h
    "outflow_rate",  # m³/h through the overflow
    "bleed_rate",  # m³/h drawn off
    "cell_loss_rate",  # 1/h, share of the cells that leaves with both
    "heat_metabolic",  # W
    "heat",  # W, total load on the cooling
    "cooling_capacity",  # W at full coolant flow
    "cooling",  # capacity in use: opening of the valve; where the temperature is held ideally, load over capacity
    "motor",  # gassed power over motor power
    "clock",  # h
    "temperature",  # K
    "ph",
    "pressure",  # bar absolute, head space
    "phase",  # number of the recipe's present phase, from 0
    "heat_neutralisation",  # W
    "heat_removed",  # W, into jacket and coil; negative: they heat
    "valve",  # of jacket and coil, 1 full cooling … −1 full heating
    "vapour_pressure",  # bar, water at the broth's temperature
    "oxygen_henry",  # mol/m³/bar in the medium
    "carbon_dioxide_henry",  # mol/m³/bar
    "carbon_dioxide_free",  # share of inorganic carbon that is CO2(aq)
    "evaporation",  # m³/h, water that leaves for good
    "heat_evaporation",  # W
    "gas_recycled",  # mol/h of off-gas that returns to the sparger
    "probe",  # % of calibration, dissolved oxygen as its probe shows it
    "heat_reactions",  # W, of the reactions in the medium
    "viscosity",  # Pa s, apparent, of the broth
    "oxygen_permit",  # share of its flow that is left to a feed which backs off where the oxygen cascade nears its end
    "cooling_permit",  # where the cooling does
)
COUNT = len(NAMES)

(
    TIME,
    VOLUME,
    FILL,
    BIOMASS,
    DOT,
    CASCADE,
    CASCADE_SHARE,
    STIRRER_SPEED,
    GAS_FLOW,
    OXYGEN_FRACTION,
    GAS_VELOCITY,
    POWER_UNGASSED,
    POWER_GASSED,
    GAS_HOLDUP,
    KLA,
    PRESSURE_MEAN,
    P_CO2,
    OTR,
    CTR,
    OUR,
    CER,
    OFFGAS_OXYGEN,
    OFFGAS_CARBON_DIOXIDE,
    OFFGAS_FLOW,
    FEED_RATE,
    BASE_RATE,
    ACID_RATE,
    OUTFLOW_RATE,
    BLEED_RATE,
    CELL_LOSS_RATE,
    HEAT_METABOLIC,
    HEAT,
    COOLING_CAPACITY,
    COOLING,
    MOTOR,
    CLOCK,
    TEMPERATURE,
    PH,
    PRESSURE,
    PHASE,
    HEAT_NEUTRALISATION,
    HEAT_REMOVED,
    VALVE,
    VAPOUR_PRESSURE,
    OXYGEN_HENRY,
    CARBON_DIOXIDE_HENRY,
    CARBON_DIOXIDE_FREE,
    EVAPORATION,
    HEAT_EVAPORATION,
    GAS_RECYCLED,
    PROBE,
    HEAT_REACTIONS,
    VISCOSITY,
    OXYGEN_PERMIT,
    COOLING_PERMIT,
) = range(COUNT)
