"""Random but legal scenarios from a seed: strains, vessels, feeds, controllers, outflows, repeats, samples.

`pick` decides the structure and is the same for all scenarios of a seed, so that they run as one ensemble; `draw`
decides the numbers.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np

from moromi.simulator.scenario import Scenario, load_scenario, load_vessel

VESSELS = (
    "flask-500ml",
    "jar-1l",
    "jar-3l",
    "jar-10l",
    "jar-30l",
    "pilot-300l",
    "pilot-3m3",
    "tank-30m3",
    "tank-100m3",
)
STRAINS = ("ecoli-varma1994", "yeast", "ecoli")
SHARES = (0.72, 0.25, 0.03)
KINDS = ("constant", "exponential", "table", "dot-stat", "substrate-stat", "ph-stat", "hold", "dilution")

Document = dict[str, Any]


@cache
def _vessel(name: str) -> Any:
    return load_vessel(name)


class Dice:
    """One scenario of a seed."""

    def __init__(self, seed: int, member: int) -> None:
        self.pick = np.random.default_rng([seed, 0])
        self.draw = np.random.default_rng([seed, 1, member])
        self.strain = str(self.pick.choice(STRAINS, p=SHARES))
        self.vessel = _vessel(str(self.pick.choice(VESSELS)))
        self.full = self.vessel.working_volume
        self.volume = self.full * self.draw.uniform(0.05, 0.9)

    def chance(self, share: float) -> bool:
        return bool(self.pick.random() < share)

    def power(self, low: float, high: float) -> float:
        """Ten to a number between."""
        return float(10.0 ** self.draw.uniform(low, high))

    def span(self, most: float) -> list[float]:
        return sorted(float(value) for value in self.draw.uniform(0.0, most, 2))

    def litres(self, low: float, high: float) -> str:
        return f"{1e3 * self.full * self.draw.uniform(low, high)} L"

    def flow(self) -> str:
        """A hundred thousandth to ten working volumes in an hour."""
        return f"{1e3 * self.full * self.power(-5.0, 1.0)} L/h"

    def temperature(self) -> str:
        return f"{self.draw.uniform(12.0, 48.0)} degC"

    def ph(self) -> float:
        return float(self.draw.uniform(3.0, 9.5))

    def document(self) -> Document:
        """The recipe."""
        pumps = self.pick.choice(["none", "ammonia", "ph"], p=[0.45, 0.25, 0.3])
        recipe: Document = {
            "start": self.start(),
            "set_points": {
                "temperature": self.temperature(),
                "ph": self.ph(),
                "pressure": f"{self.draw.uniform(1.0, max(1.0, self.vessel.limits.head_pressure))} bar(a)",
            },
            "dissolved_oxygen": self.cascade(),
            "feeds": self.feeds(str(pumps)),
            "phases": self.phases(),
            "duration": f"{self.power(-0.5, 2.0)} h",
        }
        if self.chance(0.6):
            recipe["temperature_control"] = {
                "ideal": self.chance(0.15),
                "gain": self.power(-2.0, 2.0),
                "integral_time": f"{self.power(-2.5, 1.0)} h",
                "start": self.temperature(),
                "feed": self.temperature(),
            }
        if pumps == "ammonia":
            recipe["ammonia"] = {
                "set_point": f"{self.power(0.0, 2.7)} mmol/L",
                "concentration": f"{self.power(-0.5, 1.1)} mol/L",
                "density": "950 kg/m3",
                "gain": f"{self.power(-1.0, 3.0)} 1/h",
            }
        elif pumps == "ph":
            recipe["ph_control"] = {
                "base": {"stream": "lye", "rate": self.flow()},
                "acid": {"stream": "acid", "rate": self.flow()},
                "dead_band": float(self.draw.uniform(0.0, 0.2)),
                "band": self.power(-2.0, 0.3),
            }
        if self.overflows:
            recipe["overflow"] = f"{1e3 * self.draw.uniform(self.volume, self.full)} L"
            recipe["retention"] = float(self.draw.uniform(0.0, 1.0)) if self.chance(0.5) else 0.0
        if self.chance(0.15):
            recipe["gas_recycle"] = float(self.draw.uniform(0.0, 1.0))
        if self.chance(0.2):
            recipe["sampling"] = {"interval": f"{self.power(-1.5, 1.0)} h", "volume": self.litres(0.0, 0.05)}
        return recipe

    def start(self) -> Document:
        self.overflows = self.chance(0.3)
        sugar = 0.0 if self.chance(0.1) else self.power(-2.0, 2.0)
        nitrogen = 0.0 if self.chance(0.1) else self.power(0.0, 2.6)
        return {
            "volume": f"{1e3 * self.volume} L",
            "biomass": f"{0.0 if self.chance(0.03) else self.power(-3.0, 1.8)} g/L",
            "concentrations": {"glucose": f"{sugar} g/L", "ammonium": f"{nitrogen} mmol/L"},
        }

    def cascade(self) -> Document:
        limits = self.vessel.limits
        stirrer, air = self.span(60.0 * limits.stirrer_speed), self.span(limits.aeration / 60.0)
        least = 0.0 if self.chance(0.1) else 0.2095
        most = max(least, float(self.draw.uniform(0.0, min(limits.oxygen_fraction, 0.999))))
        if self.chance(0.08):
            stirrer[0] = 0.0
        if self.chance(0.08):
            air[0] = 0.0
        found: Document = {
            "set_point": f"{self.draw.uniform(0.0, 100.0)} %",
            "stirrer_speed": [f"{value} rpm" for value in stirrer],
            "aeration": [f"{value} vvm" for value in air],
            "oxygen_fraction": [least, most],
            "gain": self.power(-3.0, 2.0),
            "integral_time": f"{self.power(-3.0, 1.0)} h",
        }
        if self.chance(0.2):
            found["pressure"] = f"{self.draw.uniform(1.0, max(1.0, limits.head_pressure))} bar(a)"
        return found

    def feeds(self, pumps: str) -> Document:
        found: Document = {
            "sugar": {"concentrations": {"glucose": f"{self.power(0.5, 2.85)} g/L"}, "density": "1100 kg/m3"},
            "medium": {
                "concentrations": {"glucose": f"{self.power(-0.5, 1.5)} g/L", "ammonium": "60 mmol/L"},
                "density": "1010 kg/m3",
            },
        }
        if pumps == "ph":
            found["lye"] = {"strong_ions": f"{self.power(-1.0, 0.8)} mol/L", "density": "1100 kg/m3"}
            found["acid"] = {"strong_ions": f"{-self.power(-1.0, 0.8)} mol/L", "density": "1100 kg/m3"}
        return found

    def phases(self) -> list[Document]:
        count = int(self.pick.integers(1, 5))
        found: list[Document] = []
        running: list[str] = []
        for index in range(count):
            phase: Document = {"name": f"phase-{index}"}
            streams = [name for name in ("sugar", "medium") if self.chance(0.6)]
            phase["feed"] = [self.feed(name, name in running) for name in streams]
            running = streams
            if index + 1 < count or self.chance(0.5):
                phase["until"] = [self.condition() for _ in range(int(self.pick.integers(1, 4)))]
                phase["timeout"] = f"{self.power(-1.0, 2.0)} h"
                if self.chance(0.2):
                    phase["at_least"] = f"{self.power(-2.0, 0.5)} h"
                if self.chance(0.2):
                    since = int(self.pick.integers(0, index + 1))
                    phase["repeat"] = {"since": f"phase-{since}", "times": int(self.pick.integers(1, 4))}
            if self.chance(0.2):
                phase["set_points"] = {"temperature": self.temperature(), "ph": self.ph()}
            if self.chance(0.15):
                phase["draw_to"] = self.litres(0.02, 0.5)
            if self.chance(0.15):
                phase["add"] = {"medium": self.litres(0.001, 0.3)}
            if self.chance(0.15):
                phase["bleed"] = f"{self.power(-3.0, 0.5)} 1/h"
            found.append(phase)
        # turns within turns multiply, and one repeat is enough
        for phase in [phase for phase in found if "repeat" in phase][1:]:
            del phase["repeat"]
        return found

    def condition(self) -> str:
        name = str(self.pick.choice(["time", "glucose", "fill", "biomass", "dot", "cascade", "cooling"]))
        over = {
            "time": f"> {self.power(-1.0, 1.5)} h",
            "glucose": f"< {self.power(-3.0, 0.0)} g/L",
            "fill": f"> {self.draw.uniform(0.3, 1.0)}",
            "biomass": f"> {self.power(-1.0, 1.8)} g/L",
            "dot": f"< {self.draw.uniform(0.0, 0.9)}",
            "cascade": f"> {self.draw.uniform(0.1, 1.0)}",
            "cooling": f"> {self.draw.uniform(0.1, 1.0)}",
        }
        return f"{name} {over[name]}"

    def feed(self, stream: str, running: bool) -> Document:
        kind = str(self.pick.choice(KINDS))
        if (kind == "hold" and not running) or (kind == "dilution" and not self.overflows):
            kind = "constant"
        found: Document = {"kind": "constant" if kind == "dilution" else kind, "stream": stream}
        if kind in ("constant", "dot-stat", "ph-stat"):
            found["rate"] = self.flow()
        if kind == "dilution":
            found["dilution_rate"] = f"{self.power(-3.0, 0.7)} 1/h"
        elif kind == "exponential":
            found |= {"growth_rate": f"{self.power(-2.0, 0.2)} 1/h", "biomass_yield": f"{self.power(-1.3, 0.0)} g/g"}
        elif kind == "table":
            times = np.cumsum([self.power(-1.0, 1.0) for _ in range(4)])
            found["points"] = [[f"{time} h", self.flow()] for time in times]
        elif kind == "dot-stat":
            found |= {"dot": f"{self.draw.uniform(5.0, 95.0)} %", "dot_band": f"{self.draw.uniform(0.5, 50.0)} %"}
        elif kind == "ph-stat":
            found |= {"ph": self.ph(), "ph_band": self.power(-2.0, 0.0)}
        elif kind == "substrate-stat":
            found |= {"concentration": f"{self.power(-2.0, 1.5)} g/L", "gain": f"{self.power(-1.0, 2.5)} 1/h"}
        if self.chance(0.3):
            found["maximum"] = self.flow()
        if self.chance(0.3):
            found["backs_off"] = ["oxygen", "cooling"] if self.chance(0.5) else ["oxygen"]
        return found


def random_scenario(seed: int, member: int = 0) -> Scenario:
    """A scenario of a seed.

    Raises
    ------
    InputError
        The dice fell on something the recipe's own checks refuse, such as more feed than the vessel holds.
    """
    dice = Dice(seed, member)
    recipe = dice.document()
    interval = float(recipe["duration"].split()[0]) / 40.0
    changes = (
        f"strain={dice.strain}",
        f"vessel={dice.vessel.name}",
        "network.kind=ideal",  # an ensemble is of well-mixed vessels
        f"recipe={json.dumps(recipe)}",
        f"output.interval={interval} h",
    )
    return load_scenario("ecoli-fedbatch", changes)
