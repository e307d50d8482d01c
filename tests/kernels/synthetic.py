"""A small fermenter with a hand-made flux atlas: two critical regions (substrate- and oxygen-limited growth)."""

from __future__ import annotations

import numpy as np

from moromi.kernels import properties
from moromi.kernels import signals as at
from moromi.kernels.atlas_arrays import Atlas, atlas_of
from moromi.kernels.ensemble import UNSTARTED, Rows, integrate_batch
from moromi.kernels.medium_records import REACTION, SORPTION
from moromi.kernels.packing import member_records, pack_atlases
from moromi.kernels.ph import ACID_COLUMNS
from moromi.kernels.recipe import BASE, EXPONENTIAL, HOLD, SUBSTRATE
from moromi.kernels.records import (
    ADDITION,
    CELL,
    CONDITION,
    CURSOR,
    FACTOR,
    FEED,
    GAS,
    MEMBER,
    OPERATION,
    PHASE,
    VESSEL,
    Batch,
    Layout,
    Plant,
)
from moromi.kernels.state import signal_size, state_size
from moromi.kernels.status import Status

SPECIES = 4  # glucose, oxygen, carbon dioxide, ammonium
OUTPUTS = 1 + SPECIES + 1 + 8
LAYOUT = Layout(SPECIES, OUTPUTS, 2, 1, 2)
AMMONIA = 1  # stream of ammonia water
OXYGEN_PER_GLUCOSE = 2.2
QS, QO = 6.0, 15.0


def atlas() -> Atlas:
    """Growth 0.09 kg per mol glucose, until 2.2 mol O2 per mol glucose exceed the oxygen capacity."""
    response = np.zeros(OUTPUTS)
    response[0] = 0.09
    response[1:5] = -1.0, -OXYGEN_PER_GLUCOSE, 2.3, -0.9
    response[-1] = OXYGEN_PER_GLUCOSE * 460.0 / 3.6
    slope = np.zeros((2, 2, OUTPUTS))
    slope[0, 0] = response
    slope[1, 1] = response / OXYGEN_PER_GLUCOSE
    facet = np.array([OXYGEN_PER_GLUCOSE, -1.0]) / (OXYGEN_PER_GLUCOSE * QS)
    return atlas_of(np.array([0, 1, 2]), np.array([facet, -facet]), np.zeros(2), np.zeros((2, OUTPUTS)), slope)


def _fill(record: np.ndarray, values: dict[str, float]) -> np.ndarray:
    for name, value in values.items():
        record[name] = value
    return record


def vessel() -> np.ndarray:
    """Three litres, two Rushton impellers."""
    return _fill(
        np.zeros(1, VESSEL),
        {
            "kla_factor": 1.0,
            "holdup_factor": 1.0,
            "total_volume": 3e-3,
            "working_volume": 2e-3,
            "area": 0.0133,
            "diameter": 0.13,
            "impeller_count": 2,
            "impeller_diameter": 0.052,
            "impeller_clearance": 0.03,
            "impeller_spacing": 0.05,
            "power_number": 5.0,
            "viscosity": 0.8e-3,
            "gassed_a": 0.783,
            "gassed_b": 0.459,
            "motor_power": 60.0,
            "hydrostatic": 1.0,
            "cooling_conductance": 20.0,
            "coolant_temperature": 288.0,
            "hot_temperature": 333.15,
            "condenser": 1.0,
        },
    )


def operation(end: float) -> np.ndarray:
    """A cascade from 300 to 1200 rpm, 1 to 1.5 vvm, air to half oxygen."""
    return _fill(
        np.zeros(1, OPERATION),
        {
            "density": 1000.0,
            "oxygen_solubility": 0.93,
            "carbon_dioxide_solubility": 1.0,
            "stirrer_low": 5.0,
            "stirrer_high": 20.0,
            "gas_low": 2e-3 * 60 / 0.0224,
            "gas_high": 3e-3 * 60 / 0.0224,
            "oxygen_low": 0.2095,
            "oxygen_high": 0.5,
            "inlet_rest": 1.0 - 4e-4,
            "cascade_stages": 3.0,
            "gas_stage": 1,
            "oxygen_stage": 2,
            "cascade_gain": 1.0,
            "cascade_time": 0.05,
            "heat_capacity": 1000.0 * 4180.0 / 3600.0,
            "start_temperature": 310.15,
            "feed_temperature": 298.15,
            "gas_temperature": 298.15,
            "valve_gain": 2.0,
            "valve_time": 0.15,
            "feed_factor": 1.0,
            "end": end,
        },
    )


def gases(*more: tuple[int, int, float, float]) -> np.ndarray:
    """Oxygen, carbon dioxide and nitrogen of air, and others: species, column, kLa ratio, inlet fraction."""
    air = [
        (1, properties.OXYGEN, 1.0, 0.0, 0.93),
        (2, properties.CARBON_DIOXIDE, 0.89, 4e-4, 1.0),
        (-1, 0, 0.0, 0.0, 0.93),
    ]
    return np.array([[*air, *((*item, 0.93) for item in more)]], GAS)


def feed_row(kind: int, **values: float) -> np.ndarray:
    """One feed of the first stream, computed from glucose."""
    return _fill(np.zeros(1, FEED), {"kind": kind, "biomass_yield": 1.0, "band": 1.0, "sign": 1.0} | values)[0]


def phase_row(feeds: tuple[int, int], conditions: tuple[int, int], **values: float) -> np.ndarray:
    """One phase at the usual set points, with these feeds and end conditions."""
    usual = {"timeout": 1e6, "temperature": 310.15, "ph": 7.0, "dot": 30.0, "pressure": 1.1}
    places = {
        "first_feed": feeds[0],
        "last_feed": feeds[1],
        "first_condition": conditions[0],
        "last_condition": conditions[1],
    }
    return _fill(np.zeros(1, PHASE), usual | places | values)[0]


def batch(end: float = 12.0) -> Batch:
    """Batch, exponential feed, constant feed."""
    phases = np.zeros((1, 3), PHASE)
    phases[0, 0] = phase_row((0, 1), (0, 1))
    phases[0, 1] = phase_row((1, 3), (1, 2))
    phases[0, 2] = phase_row((3, 5), (2, 3))
    dosing = {"stream": AMMONIA, "substrate": 3, "signal": at.COUNT + 3, "set_point": 60.0, "gain": 20.0, "role": BASE}
    feeds = np.zeros((1, 5), FEED)
    feeds[0, [0, 2, 4]] = feed_row(SUBSTRATE, **dosing)
    feeds[0, 1] = feed_row(EXPONENTIAL, growth_rate=0.2, biomass_yield=0.09)
    feeds[0, 3] = feed_row(HOLD)
    conditions = np.zeros((1, 3), CONDITION)
    conditions[0, 0] = (at.COUNT, -1.0, 0.5, 0.5)
    conditions[0, 1] = (at.CASCADE, 1.0, 2.4, 2.4)
    conditions[0, 2] = (at.FILL, 1.0, 1.0, 1.0)
    factors = np.zeros((1, 2), FACTOR)
    factors[0, 0] = (0, 0, at.COUNT, 0, 0.015, 0.0, 0.0)
    factors[0, 1] = (1, 0, at.COUNT + 1, 0, 0.002, 0.0, 0.0)
    streams = np.zeros((1, 2, SPECIES + 2))  # species, then cells of up to two strains
    streams[0, 0, 0] = 3300.0
    streams[0, 1, 3] = 13000.0
    maximum = np.array([[QS, QO]])
    cells = np.zeros((1, 0), CELL)
    bound, points, additions = np.zeros((1, SPECIES)), np.zeros((1, 0, 2)), np.zeros((1, 0), ADDITION)
    acids, heat = (np.zeros((0, 14)), np.zeros((1, 0, ACID_COLUMNS))), np.array([[0.0, 52.2 * 13000.0]])
    cells_and_pumps = (factors, cells, bound, *acids, streams, heat, feeds, points, additions)
    numbers = (vessel(), operation(end), maximum, *cells_and_pumps, phases, conditions, gases())
    return with_atlas(
        Batch(
            LAYOUT,
            *numbers,
            np.zeros(1, MEMBER),
            np.arange(SPECIES),
            np.zeros(1, np.int64),
            atlas(),
            properties.property_table(),
            *no_reactions(1),
        ),
        atlas(),
    )


def no_reactions(runs: int) -> tuple[np.ndarray, ...]:
    """Groups, sorptions, reactions, effects and stoichiometry of a medium in which nothing reacts."""
    records = (np.zeros((runs, 0), kind) for kind in (SORPTION, REACTION, FACTOR))
    return np.zeros((0, SPECIES)), *records, np.zeros((0, SPECIES))


def with_atlas(batch: Batch, *atlases: Atlas) -> Batch:
    """The same runs on what is known of their strains, all of which follow every species."""
    followed = [list(range(SPECIES))] * len(atlases)
    members = member_records(atlases, followed, LAYOUT.oxygen, LAYOUT.carbon_dioxide)
    return batch._replace(atlas=pack_atlases(atlases), members=members, followed=np.concatenate(followed))


def start_state(biomass: float = 0.5, layout: Layout = LAYOUT) -> np.ndarray:
    """1.2 L with 60 mmol/L glucose and ammonium; dissolved gases at equilibrium."""
    state = np.zeros((1, state_size(layout)))
    volume = 1.2e-3
    state[0, 0] = volume
    state[0, 1] = biomass * volume
    state[0, 2:6] = 60 * volume, np.nan, np.nan, 60 * volume
    return state


def fresh_rows(grid: np.ndarray, layout: Layout = LAYOUT) -> Rows:
    """Empty output."""
    count, size = grid.size + 1, state_size(layout)
    return Rows(
        grid,
        np.full((1, count), np.nan),
        np.full((1, count, size), np.nan),
        np.full((1, count, signal_size(layout)), np.nan),
        np.full((1, count, 2 * layout.strains), np.nan),
        np.full((1, count, layout.outputs), np.nan),
        np.full((1, count, layout.strains), -1),
        np.zeros((1, 16)),
        np.zeros((1, 16), np.int64),
        np.zeros((1, 16), np.int64),
        np.zeros((1, 2 * layout.strains)),
    )


def tolerance(relative: float, layout: Layout = LAYOUT) -> tuple[float, np.ndarray, int]:
    """Relative, absolute (amounts of a litre) and the step limit."""
    return relative, np.full((1, state_size(layout)), 1e-6 * relative), 100_000


def fresh_cursor() -> np.ndarray:
    """A run that has not begun."""
    cursor = np.zeros(1, CURSOR)
    cursor["step"] = 1e-5
    cursor["region"] = UNSTARTED
    cursor["status"] = int(Status.ATLAS_MISS)
    return cursor


def run(plants: Batch, state: np.ndarray, relative: float = 1e-7, interval: float = 0.25):
    """Integrate a batch of one; cursor, rows, final state."""
    end = float(plants.operation["end"][0])
    grid = np.linspace(0.0, end, round(end / interval) + 1)
    rows, cursor, last = fresh_rows(grid, plants.layout), fresh_cursor(), state.copy()
    integrate_batch(last, plants, cursor, *tolerance(relative, plants.layout), rows, 0, 1)
    return cursor[0], rows, last


def plant(plants: Batch) -> Plant:
    """The first run of a batch."""
    return Plant(
        plants.layout,
        plants.vessel[0],
        plants.operation[0],
        plants.maximum[0],
        plants.factors[0],
        plants.cells[0],
        plants.bound[0],
        plants.acid_table,
        plants.acids[0],
        plants.streams[0],
        plants.stream_heat[0],
        plants.feeds[0],
        plants.points[0],
        plants.additions[0],
        plants.phases[0],
        plants.conditions[0],
        plants.gases[0],
        plants.members,
        plants.followed,
        plants.charged,
        plants.atlas,
        plants.properties,
        plants.groups,
        plants.sorptions[0],
        plants.reactions[0],
        plants.effects[0],
        plants.stoichiometry,
    )
