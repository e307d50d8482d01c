"""Settings of two recipes side by side: what an operator changes between two products."""

from __future__ import annotations

from dataclasses import dataclass

from ..scenario import Scenario

__all__ = ["Setting", "compared"]

_TRACE = 1e-3  # mole fraction
_LITRE = 1e-3  # m³


@dataclass(frozen=True)
class Setting:
    """One setting in both recipes, as text with its unit."""

    name: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        """Whether it is another one."""
        return self.before != self.after


def compared(before: Scenario, after: Scenario) -> tuple[Setting, ...]:
    """Every setting of two scenarios in the same vessel.

    Parameters
    ----------
    before, after : Scenario
    """
    first, second = _settings(before), _settings(after)
    names = dict.fromkeys((*first, *second))
    return tuple(Setting(name, first.get(name, "–"), second.get(name, "–")) for name in names)


def _range(ends: tuple[float, float], factor: float, unit: str) -> str:
    low, high = (f"{factor * end:.4g}" for end in ends)
    return f"{low} {unit}" if low == high else f"{low}-{high} {unit}"


def _settings(scenario: Scenario) -> dict[str, str]:
    """Name → text."""
    recipe = scenario.recipe
    points, oxygen = recipe.set_points, recipe.dissolved_oxygen
    found = {
        "strain": scenario.strain_name,
        "medium": scenario.medium.name,
        "volume at the start": _volume(recipe.start.volume),
        "temperature": f"{points.temperature - 273.15:.4g} degC",
        "pH": f"{points.ph:.4g}",
        "head pressure": f"{points.pressure:.4g} bar absolute",
        "dissolved oxygen": f"{100.0 * oxygen.set_point:.4g} %",
        "stirrer": _range(oxygen.stirrer_speed, 60.0, "rpm"),
        "aeration": _range(oxygen.aeration, 1.0 / 60.0, "vvm"),
        "oxygen in the gas": _range(recipe.inlet_oxygen, 100.0, "%"),
        "other gases": ", ".join(
            f"{name} {100.0 * part:.3g} %" for name, part in recipe.gas.others.items() if part > 1e-3
        )
        or "none",
        "base and acid": _ph_pumps(scenario),
        "overflow": "none" if recipe.overflow is None else _volume(recipe.overflow),
    }
    for name, feed in recipe.feeds.items():
        what = ", ".join(f"{species} {strength}" for species, strength in feed.concentrations.items())
        found[f"feed {name}"] = what or "ions only"
    for phase in recipe.phases:
        if phase.set_points.temperature is not None:
            found[f"temperature from {phase.name}"] = f"{phase.set_points.temperature - 273.15:.4g} degC"
        for name, volume in phase.add.items():
            found[f"{name} added at {phase.name}"] = _volume(volume)
    return found


def _volume(value: float) -> str:
    return f"{1e6 * value:.4g} mL" if value < _LITRE else f"{1e3 * value:.4g} L"


def _gases(scenario: Scenario) -> str:
    """Gases besides oxygen and nitrogen, and more than air has of them."""
    parts = scenario.recipe.gas.others.items()
    return ", ".join(f"{name} {100.0 * part:.3g} %" for name, part in parts if part > _TRACE) or "none"


def _ph_pumps(scenario: Scenario) -> str:
    control = scenario.recipe.ph_control
    if control is not None:
        return ", ".join(f"{role} {pump.stream}" for role, _, pump in control.pumps()) or "none"
    return "ammonia water" if scenario.recipe.ammonia is not None else "held ideally"
