"""A plausible fed-batch without the simulator: enough physics for the curves to look like a fermentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from pydantic import BaseModel

from moromi.simulator.variables import find_variable

Floats = NDArray[np.float64]
STEP = 0.005  # h
HOURS = 24.0


@dataclass(frozen=True)
class Rig:
    """What makes a vessel different here."""

    name: str
    volume: float  # m³ at the start
    kla_max: float  # 1/h
    speed_max: float  # 1/min
    pressure: float  # bar
    hydrostatic: float  # bar at half height
    cooling: float  # W/m³
    mixing: float  # s
    diameter: float  # m, impeller
    power: float  # W/m³ at full speed


JAR = Rig("jar-3l", 0.0015, 700.0, 1200.0, 1.05, 0.01, 90e3, 2.4, 0.06, 6.0e3)
TANK = Rig("tank-30m3", 15.0, 165.0, 160.0, 1.5, 0.25, 15.5e3, 95.0, 1.1, 3.0e3)


class Phase(BaseModel):
    name: str
    feed: str
    until: str


class Recipe(BaseModel):
    volume: str = "1.5 L"
    temperature: str = "37 degC"
    phases: list[Phase] = [
        Phase(name="batch", feed="none", until="glucose < 0.1 g/L"),
        Phase(name="exponential feed", feed="exponential, 0.2 1/h", until="time > 13 h"),
        Phase(name="constant feed", feed="constant", until="time > 24 h"),
    ]


class Scenario(BaseModel):
    """Stands in for the scenario: only a name and a summary are needed, the rest is shown as it comes."""

    name: str = "ecoli-fedbatch"
    summary: str = "E. coli on glucose: batch, exponential feed, constant feed at the oxygen limit"
    medium: dict[str, str] = {"name": "mineral", "density": "1020 kg/m3"}
    recipe: Recipe = Recipe()


class Vessel(BaseModel):
    name: str
    summary: str = "Stirred tank, typical dimensions"
    working_volume: str = "2 L"
    impellers: list[dict[str, str]] = [{"kind": "Rushton", "diameter": "0.06 m"}]
    pressure: str = "1.05 bar(a)"


@dataclass
class Run:
    """Has what the report asks of a result."""

    data: xr.Dataset
    scenario: Scenario
    vessel: Vessel
    strain_name: str
    kpis: dict[str, dict[str, Any]]
    balances: dict[str, dict[str, float]]
    limits: list[dict[str, Any]]
    warnings: list[str]
    events: list[dict[str, Any]]
    provenance: dict[str, Any]


@dataclass
class Target:
    result: Run
    criterion: str
    criteria: dict[str, dict[str, Any]]
    regimes: dict[str, dict[str, float]]
    loss: dict[str, dict[str, Any]]
    advice: list[str]


@dataclass
class Scaled:
    source: Run
    targets: list[Target]


def _cascade(rig: Rig, output: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Stirrer, aeration, oxygen fraction and kLa for a controller output of 0 to 3."""
    speed = rig.speed_max * (0.3 + 0.7 * np.clip(output, 0, 1))
    vvm = 0.5 + 0.8 * np.clip(output - 1, 0, 1)
    oxygen = 0.2095 + 0.19 * np.clip(output - 2, 0, 1)
    kla = rig.kla_max * (speed / rig.speed_max) ** 1.3 * (vvm / 1.3) ** 0.4
    return speed, vvm, oxygen, kla


def _respire(rig: Rig, demand: float) -> tuple[float, float, float]:
    """Cascade output, DO in % and OUR for an oxygen demand in mol/m³/h."""
    grid = np.linspace(0.0, 3.0, 301)
    _, _, oxygen, kla = _cascade(rig, grid)
    calibration = 0.2 * rig.pressure
    saturation = 0.2 * oxygen / 0.2095 * (rig.pressure + rig.hydrostatic)
    dissolved = 100.0 * (saturation - demand / kla) / calibration
    held = np.flatnonzero(dissolved >= 30.0)
    if held.size:
        return float(grid[held[0]]), float(dissolved[held[0]]), demand
    if dissolved[-1] > 2.0:
        return 3.0, float(dissolved[-1]), demand
    return 3.0, 2.0, float(kla[-1] * (saturation[-1] - 0.02 * calibration))


def _simulate(rig: Rig) -> tuple[dict[str, list[float]], list[float]]:
    """Explicit Euler over the three phases; the numbers need only look right."""
    x, s, a, v = 0.25, 55.5, 0.0, 1.0
    phase, starts, feed = 0, [0.0], 0.0
    rows: dict[str, list[float]] = {name: [] for name in ("x", "s", "a", "v", "mu", "q", "our", "c", "dot", "f")}
    for step in range(round(HOURS / STEP) + 1):
        hour = step * STEP
        uptake = 8.0 * max(s, 0.0) / (1.2 + max(s, 0.0)) * min(1.0, 0.2 + hour)
        uptake = min(uptake, 0.9 * (s / STEP + feed / v * 2775.0) / x)
        output, dot, our = _respire(rig, 1.95 * uptake * x + 0.4 * x)
        short = 1.0 - our / (1.95 * uptake * x + 0.4 * x)
        mu = 0.081 * uptake * (1 - 0.7 * short) - 0.012 + (0.02 if a > 0.5 and uptake < 3 else 0.0)
        release = (
            (0.05 * uptake if uptake > 6 else 0.0) + 0.6 * short * uptake - (0.9 if uptake < 3 else 0.0) * a / (a + 1)
        )
        if (phase == 0 and s < 0.8) or (phase == 1 and hour > 13):
            phase += 1
            starts.append(hour)
        if phase == 1:
            feed = feed * np.exp(0.2 * STEP) if feed else 2.6 * x * v / 2775.0
        for name, value in zip(rows, (x, s, a, v, mu, uptake, our, output, dot, feed), strict=True):
            rows[name].append(float(value))
        dilution = feed / v
        x += STEP * (mu - dilution) * x
        s += STEP * (-uptake * x + dilution * (2775.0 - s))
        a += STEP * (release * x - dilution * a)
        v += STEP * feed
        s, a = max(s, 0.0), max(a, 0.0)
    return rows, starts


def _dataset(rig: Rig, rows: dict[str, list[float]]) -> xr.Dataset:
    col = {name: np.array(values)[::10] for name, values in rows.items()}
    hours = np.arange(col["x"].size) * STEP * 10
    speed, vvm, oxygen, kla = _cascade(rig, col["c"])
    volume = rig.volume * col["v"]
    power = rig.power * (speed / rig.speed_max) ** 3
    cer = col["our"] * (1.02 + 0.03 * np.sin(hours))
    heat = col["our"] * 460e3 / 3600 + power
    values = {
        "volume": volume,
        "biomass": col["x"],
        "glucose": col["s"],
        "acetate": col["a"],
        "formate": 0.001 * col["a"],
        "ammonium": np.full_like(hours, 60.0),
        "oxygen": 0.2 * col["dot"] / 100,
        "inorganic_carbon": 2.0 + cer / 60,
        "mu": col["mu"],
        "q_s": col["q"],
        "q_glucose": -col["q"],
        "q_o2": col["our"] / col["x"],
        "dot": col["dot"],
        "kla": kla,
        "otr": col["our"],
        "our": col["our"],
        "ctr": cer,
        "cer": cer,
        "rq": np.where(col["our"] > 0.5, cer / col["our"], np.nan),
        "stirrer_speed": speed,
        "aeration": vvm,
        "oxygen_fraction": oxygen,
        "pressure": np.full_like(hours, rig.pressure),
        "p_co2": 0.02 + 0.25 * cer / kla / 0.9,
        "power_gassed": power * volume,
        "power_per_volume": power,
        "tip_speed": np.pi * rig.diameter * speed / 60,
        "gas_holdup": 0.05 + 0.1 * vvm,
        "mixing_time": rig.mixing * rig.speed_max / speed,
        "feed_rate": col["f"] * rig.volume,
        "base_rate": 0.12 * col["f"] * rig.volume,
        "heat": heat * volume,
        "heat_metabolic": (heat - power) * volume,
        "cooling_capacity": np.full_like(hours, rig.cooling) * volume**0.97 * rig.volume**0.03,
        "cascade": col["c"],
        "temperature": np.full_like(hours, 310.15),
    }
    known = {name: (("time",), data, find_variable(name).attributes()) for name, data in values.items()}
    return xr.Dataset(known, coords={"time": ("time", hours, find_variable("time").attributes())})


def _spans(hours: Floats, where: NDArray[np.bool_], name: str) -> list[dict[str, Any]]:
    """Intervals in which a condition holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], where, [False])).astype(int)))
    return [
        {"limit": name, "from": float(hours[a]), "to": float(hours[b - 1])}
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if b - a > 2
    ]


def culture(rig: Rig) -> Run:
    """A finished run in a vessel."""
    rows, starts = _simulate(rig)
    data = _dataset(rig, rows)
    hours = data["time"].to_numpy()
    last = {name: float(data[name][-1]) for name in ("biomass", "acetate", "volume")}
    fed = 55.5 + 2775.0 * (last["volume"] / rig.volume - 1)
    kpis = {
        "biomass_final": {"value": last["biomass"], "unit": "kg/m3"},
        "biomass_yield_glucose": {
            "value": last["biomass"] * last["volume"] / rig.volume / fed / 0.18016,
            "unit": "kg/kg",
        },
        "titre_acetate": {"value": 59.044e-3 * last["acetate"], "unit": "kg/m3"},
        "productivity_biomass": {"value": last["biomass"] / HOURS, "unit": "kg/m3/h"},
        "duration": {"value": HOURS, "unit": "h"},
        "otr_max": {"value": float(data["otr"].max()), "unit": "mol/m3/h"},
        "dot_min": {"value": float(data["dot"].min()), "unit": "%"},
        "heat_max": {"value": float(data["heat"].max()), "unit": "W"},
        "mixing_time": {"value": float(data["mixing_time"][-1]), "unit": "s"},
    }
    limits = _spans(hours, data["glucose"].to_numpy() < 1.0, "glucose")
    limits += _spans(hours, (data["cascade"] >= 1).to_numpy(), "motor")
    limits += _spans(hours, (data["cascade"] >= 2.99).to_numpy(), "oxygen_transfer")
    limits += _spans(hours, (data["heat"] > data["cooling_capacity"]).to_numpy(), "cooling")
    balances = {
        name: {"in": size, "out": size * share, "accumulated": size * (1 - share), "closure": 1.0 + error}
        for name, size, share, error in (
            ("carbon", 7.9, 0.52, 3e-9),
            ("nitrogen", 0.33, 0.0, -1e-9),
            ("oxygen", 12.1, 0.8, 2e-8),
            ("energy", 6.1, 0.4, 4e-4),
        )
    }
    names = ("batch", "exponential feed", "constant feed")
    events = [
        {"time": t, "what": f"{n} begins", "kind": "phase", "name": n} for t, n in zip(starts, names, strict=False)
    ]
    events.append({"time": starts[1], "what": "batch ends", "kind": "end"})
    warnings = ["kLa (van 't Riet 1979): power_per_volume 6.2 kW/m³ is outside 0.5 to 10 kW/m³"] if rig is TANK else []
    provenance = {"moromi": "0.1.0", "model": "iJO1366", "atlas": "5f2c9e", "numpy": np.__version__, "seed": 0}
    return Run(
        data,
        Scenario(recipe=Recipe(volume=f"{1e3 * rig.volume:g} L")),
        Vessel(name=rig.name, working_volume=f"{rig.volume:g} m3"),
        "ecoli",
        kpis,
        balances,
        limits,
        warnings,
        sorted(events, key=lambda event: event["time"]),
        provenance,
    )


def scaled() -> Scaled:
    """The culture of the jar carried to the tank."""
    source, result = culture(JAR), culture(TANK)
    criteria = {
        "power_per_volume": {"source": 3000.0, "target": 3000.0, "ratio": 1.0, "unit": "W/m³", "limit": 3400.0},
        "kla": {"source": 410.0, "target": 165.0, "ratio": 0.402, "unit": "1/h"},
        "tip_speed": {"source": 3.77, "target": 9.22, "ratio": 2.446, "unit": "m/s"},
        "vvm": {"source": 1.3, "target": 1.3, "ratio": 1.0, "unit": "1/min", "limit": 1.5},
        "gas_velocity": {"source": 0.006, "target": 0.11, "ratio": 18.3, "unit": "m/s", "limit": 0.12},
        "mixing_time": {"source": 2.4, "target": 95.0, "ratio": 39.6, "unit": "s"},
        "stirrer_speed": {"source": 20.0, "target": 2.67, "ratio": 0.133, "unit": "1/s", "limit": 2.67},
        "reynolds": {"source": 7.2e4, "target": 3.2e6, "ratio": 44.8, "unit": ""},
        "otr_max": {"source": 280.0, "target": 109.0, "ratio": 0.389, "unit": "mol/m³/h"},
        "kolmogorov_length": {"source": 2.4e-5, "target": 2.5e-5, "ratio": 1.04, "unit": "m"},
        "p_co2": {"source": 0.065, "target": 0.21, "ratio": 3.2, "unit": "bar"},
    }
    regimes = {
        "jar-3l": {
            "mixing": 2.4,
            "circulation": 0.6,
            "oxygen_transfer": 8.8,
            "gas_residence": 6.1,
            "heat_removal": 260.0,
            "oxygen_consumption": 1.9,
            "substrate_consumption": 31.0,
            "growth": 1.8e4,
            "gas_oxygen_consumption": 17.0,
            "heat_production": 1900.0,
        },
        "tank-30m3": {
            "mixing": 95.0,
            "circulation": 23.0,
            "oxygen_transfer": 21.8,
            "gas_residence": 31.0,
            "heat_removal": 2900.0,
            "oxygen_consumption": 1.4,
            "substrate_consumption": 38.0,
            "growth": float("inf"),
            "gas_oxygen_consumption": 64.0,
            "heat_production": 2100.0,
        },
    }
    causes = {
        "mixing": 0.0,
        "oxygen": 0.061,
        "co2": 0.012,
        "pressure": -0.021,
        "heat": 0.018,
        "inertia": 0.0,
        "interaction": 0.004,
    }
    loss = {
        "biomass_yield_glucose": {"relative": 0.074, "causes": causes},
        "biomass_final": {"relative": 0.0925, "causes": {name: 1.25 * size for name, size in causes.items()}},
        "productivity_biomass": {"relative": 0.0925, "causes": {name: 1.25 * size for name, size in causes.items()}},
    }
    advice = [
        "Oxygen transfer binds from 12.1 h: feed less or raise the head pressure to 1.9 bar(a).",
        "The heat load exceeds the cooling capacity by 10 % from 12.3 h: chill the water to 12 °C.",
    ]
    one = Target(result, "power-per-volume", criteria, regimes, loss, advice)
    return Scaled(source, [one])
