"""Record layouts the kernels read: one vessel, one operation, one recipe phase, one stopping rule.

Each layout is written once, as a class: its annotations type the kernels and make the NumPy dtype. Everything is
in the house's kernel units (hour, m³, kg, mol, K, bar, W) except where a field says otherwise; the stirrer speed
and the geometry feed SI correlations and are in 1/s and m.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .atlas_arrays import Atlas
from .record_dtype import MOST_STRAINS, record_dtype
from .vessel_record import VESSEL, Vessel

__all__ = [
    "ADDITION",
    "CELL",
    "CONDITION",
    "CURSOR",
    "FACTOR",
    "FEED",
    "GAS",
    "MEMBER",
    "MOST_STRAINS",
    "OPERATION",
    "PHASE",
    "SHARED",
    "VESSEL",
    "Addition",
    "Batch",
    "CellState",
    "Condition",
    "Cursor",
    "Feed",
    "Gas",
    "Layout",
    "Member",
    "Operation",
    "Phase",
    "Plant",
    "UptakeFactor",
    "Vessel",
]


class Operation:
    """Set points, actuator ranges and controllers of a run."""

    temperature: float  # K, set point
    ph: float
    head_pressure: float  # bar absolute, set point
    density: float  # kg/m³
    oxygen_solubility: float  # of the medium relative to water; so is the next
    carbon_dioxide_solubility: float
    dot_set_point: float  # % of calibration
    stirrer_low: float  # 1/s
    stirrer_high: float  # 1/s
    gas_low: float  # mol/h dry
    gas_high: float  # mol/h dry
    oxygen_low: float  # mole fraction in dry inlet gas
    oxygen_high: float
    inlet_rest: float  # mole fraction of O2 and N2 together in dry inlet gas
    gas_recycle: float  # share of the off-gas that returns to the sparger
    gas_humidity: float  # of the inlet gas, relative to saturation at the broth's temperature and head pressure
    probe_lag: float  # h, time constant of the oxygen probe
    pressure_high: float  # bar absolute in the head space, upper end of its stage
    cascade_stages: float  # how many actuators the cascade moves; 1 where it moves none
    stirrer_stage: int  # whose turn it is; of what stays where it is, the next one's
    gas_stage: int
    oxygen_stage: int
    pressure_stage: int
    cascade_gain: float  # cascade stages per 100 % of DO error
    cascade_time: float  # h, integral time
    ionic_strength: float  # mol/m³, for activities
    heat_capacity: float  # W h/m³/K of the broth
    start_temperature: float  # K
    feed_temperature: float  # K, of everything poured in
    gas_temperature: float  # K, of the inlet gas
    valve_gain: float  # 1/K, travel of the temperature controller's valve per error
    valve_time: float  # h, its integral time
    oxygen_override: float  # h, reset time with which feeds back off from the oxygen cascade; 0: at once
    cooling_override: float  # h, the same from the cooling
    feed_factor: float  # multiplier on every feed rate
    overflow: float  # m³, liquid above it leaves; 0: there is no overflow
    retention: float  # share of the cells that the overflow keeps back
    sample_interval: float  # h; 0: no samples are taken
    sample_volume: float  # m³
    end: float  # h, clock time at which the run ends
    # what follows is derived as a run starts and as a phase begins
    proton: float  # 10^-pH
    water_constant: float  # pKw at the set point
    activity: float  # −log10 γ of a singly charged ion
    oxygen_calibration: float  # mol/m³ that the probe calls 100 %


OPERATION = record_dtype(Operation)


class Gas:
    """One gas of a run."""

    species: int  # dissolved; −1: it is not followed in the broth
    column: int  # of its Henry constant in the properties
    transfer: float  # its kLa over that of O2
    inlet: float  # mole fraction in the dry inlet; of O2 and N2 the cascade decides
    solubility: float  # in the medium relative to water; of O2 and CO2 the operation knows


GAS = record_dtype(Gas)


class Feed:
    """What one pump does during a phase."""

    kind: int  # see recipe.py
    stream: int
    rate: float  # m³/h; of a dilution 1/h; of a stat the most it gives
    growth_rate: float  # 1/h
    biomass_yield: float  # kg biomass per mol of the limiting substrate
    substrate: int  # species index that an exponential feed and a stat of the substrate are computed from
    signal: int  # what a stat watches
    set_point: float  # of it
    band: float  # above the set point, over which a stat opens
    gain: float  # 1/h, of a stat of the substrate
    maximum: float  # m³/h, what the pump can do; 0: anything
    first_point: int  # of a table
    last_point: int  # exclusive
    role: int  # 0 feed, 1 base, 2 acid
    sign: float  # of a stat: 1 opens above its set point, −1 below it
    oxygen: int  # 1: backs off where the oxygen cascade nears its end
    cooling: int  # 1: backs off where the cooling does


FEED = record_dtype(Feed)


class Phase:
    """One phase of a recipe: set points, what happens as it begins, and its end."""

    first_feed: int
    last_feed: int  # exclusive
    first_condition: int
    last_condition: int  # exclusive
    first_addition: int
    last_addition: int  # exclusive
    at_least: float  # h, before which no condition ends it
    timeout: float  # h after the phase began
    temperature: float  # K, set point; so are the next three
    ph: float
    dot: float  # % of calibration
    pressure: float  # bar absolute, head space
    bleed: float  # 1/h, broth drawn off all the time over the broth there is
    draw_to: float  # m³ the broth is drawn down to as the phase begins; 0: it is not


PHASE = record_dtype(Phase)


class Addition:
    """A volume poured in at once as a phase begins."""

    stream: int
    volume: float  # m³


ADDITION = record_dtype(Addition)


class Condition:
    """A phase ends when sign·(signal − threshold) > 0; `scale` makes the distance dimensionless."""

    signal: int
    sign: float
    threshold: float
    scale: float


CONDITION = record_dtype(Condition)


class UptakeFactor:
    """One factor of a parameter's law, see laws.py."""

    parameter: int  # below 0: minus the place of the signal that is multiplied, a strain's death rate
    kind: int
    signal: int  # place in the signals
    other: int  # place of the second signal, of laws that have two
    constant: float
    second: float
    third: float


FACTOR = record_dtype(UptakeFactor)


class CellState:
    """One thing the cells carry, see cells.py; a memory may hold one parameter back."""

    kind: int
    output: int  # flux output a memory averages
    sign: float  # of it
    up: float  # h, time constant upwards
    down: float  # h, downwards
    fast: int  # two memories, of cells; a fluctuation compares them
    slow: int
    scale: float  # magnitude of the value, where a corner is rounded or a quotient would have none
    parameter: int  # the one held at max(headroom·value^exponent, floor); −1: none
    headroom: float
    exponent: float
    floor: float
    rate: float  # 1/h, of dying with every factor at 1
    strain: int  # whose cells


CELL = record_dtype(CellState)


class Member:
    """Where the parts of one strain stand, see members.py."""

    parameter: int  # first of its flux parameters
    parameters: int  # how many
    output: int  # first of its flux outputs, growth; its species follow
    outputs: int
    species: int  # how many of the outputs are exchanges of species
    followed: int  # first of its entries in the list of followed species
    oxygen: int  # flux output
    carbon_dioxide: int  # flux output
    region: int  # first in the packed atlas
    regions: int
    plane: int  # first of its tree's
    node: int  # first of its tree's
    nodes: int
    leaf: int  # first of its tree's


MEMBER = record_dtype(Member)


class Cursor:
    """Where a run stands."""

    time: float  # h
    step: float  # h, next step to try
    error: float  # last accepted error norm
    stride: float  # h, last accepted step; 0 where the next one has nothing to do with it
    region: NDArray[np.int64]  # of every strain, in the strain's own count
    phase: int
    phase_start: float  # h
    inventory_at_start: float  # kg biomass when the phase began
    next_sample: float  # h, when the next one is taken
    output: int  # next row of the output grid
    steps: int
    rejected: int
    crossings: int  # critical regions entered
    events: int  # rows used in the event log
    status: int


CURSOR = record_dtype(Cursor)


class Layout(NamedTuple):
    """Sizes and positions of the state vector; the same for every run of a batch.

    State: volume | biomass of every strain | species … | what cells carry, strain by strain … | heat content |
    gas O2 CO2 N2 … | headspace O2 CO2 N2 … | integrals of cascade and temperature controller | what the
    overrides of oxygen and cooling leave the feeds | oxygen probe ||
    ledgers (remaining flux outputs), strain by strain | stream volumes | gas in, gas out | stirring, heat into the
    jacket, with the gas, of what is poured in | evaporated water | with an outlet, what left through it of everything
    in the liquid: volume, biomass, species, what cells carry …, heat | extents of reactions.
    Everything left of the double bar can influence a derivative; what is right of it cannot.
    Species are the union over the strains, those of the first strain first. Only `state` knows the places.
    """

    species: int
    outputs: int  # flux outputs of all strains together
    streams: int
    oxygen: int
    carbon_dioxide: int
    strong: int = -1  # species that stands for the strong ions; −1: the pH is held ideally
    outlet: int = 0
    cells: int = 0  # states that travel with the cells
    gases: int = 3  # O2, CO2, N2 and those the strains follow besides
    probe: int = 0  # 1: the oxygen probe lags, its reading is a state
    override: int = 0  # 1: feeds that back off do so in time, what they are left is a state
    thermal: int = 0  # 1: the temperature is a state; 0: held ideally
    strains: int = 1
    shared: int = 0  # how often a species is followed by a strain though one before it does already
    reactions: int = 0  # in the medium
    shares: int = 0  # signals of the medium: groups of species, bound and free of what adsorbs


class Plant(NamedTuple):
    """One run, as the right-hand side sees it.

    `maximum`, `factors` and `cells` are those of all strains together. `followed` lists the species every strain
    follows, strain by strain: places among the vessel's species; `charged` the flux output of every strain that is the
    charge of what nobody follows. `streams` has what a cubic metre of every stream brings: species [mol], then viable
    cells of every strain [kg]. `bound` is 1 for species in the cells, `stream_heat` [kJ/m³] what neutralising a
    stream sets free, `acids` is written where the pH follows from the ions (`ph`). The last five are the medium's own
    reactions (`medium`).
    """

    layout: Layout
    vessel: Vessel
    operation: Operation
    maximum: NDArray[np.float64]
    factors: NDArray[np.void]
    cells: NDArray[np.void]
    bound: NDArray[np.float64]
    acid_table: NDArray[np.float64]
    acids: NDArray[np.float64]
    streams: NDArray[np.float64]
    stream_heat: NDArray[np.float64]
    feeds: NDArray[np.void]
    points: NDArray[np.float64]
    additions: NDArray[np.void]
    phases: NDArray[np.void]
    conditions: NDArray[np.void]
    gases: NDArray[np.void]
    members: NDArray[np.void]
    followed: NDArray[np.int64]
    charged: NDArray[np.int64]
    atlas: Atlas
    properties: NDArray[np.float64]
    groups: NDArray[np.float64]
    sorptions: NDArray[np.void]
    reactions: NDArray[np.void]
    effects: NDArray[np.void]
    stoichiometry: NDArray[np.float64]


SHARED = ("layout", "acid_table", "members", "followed", "charged", "atlas", "properties", "groups", "stoichiometry")
"""Fields of a batch that have no axis for the runs."""


class Batch(NamedTuple):
    """Many runs that share strains and a recipe's structure; the first axis of each array is the run.

    Of the fields in `SHARED` all runs have the same; `members` has a row for each strain.
    """

    layout: Layout
    vessel: NDArray[np.void]
    operation: NDArray[np.void]
    maximum: NDArray[np.float64]
    factors: NDArray[np.void]
    cells: NDArray[np.void]
    bound: NDArray[np.float64]
    acid_table: NDArray[np.float64]
    acids: NDArray[np.float64]
    streams: NDArray[np.float64]
    stream_heat: NDArray[np.float64]
    feeds: NDArray[np.void]
    points: NDArray[np.float64]
    additions: NDArray[np.void]
    phases: NDArray[np.void]
    conditions: NDArray[np.void]
    gases: NDArray[np.void]
    members: NDArray[np.void]
    followed: NDArray[np.int64]
    charged: NDArray[np.int64]
    atlas: Atlas
    properties: NDArray[np.float64]
    groups: NDArray[np.float64]
    sorptions: NDArray[np.void]
    reactions: NDArray[np.void]
    effects: NDArray[np.void]
    stoichiometry: NDArray[np.float64]
