"""A scenario: a strain in a vessel with a medium, run by a recipe."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import model_validator

from ..errors import nearest
from .condition import SIGNALS
from .criteria import Criterion
from .document import Route
from .inertia import UNITS
from .measures import Duration, Factor, complain
from .medium import Medium
from .model import Name, Part, Text
from .recipe import Recipe
from .strain_file import StrainFile
from .vessel import Vessel

__all__ = ["Output", "Scenario", "Tolerance", "Transfer"]

_SLACK = 1e-9  # rounding of limits that were themselves computed


class Transfer(Part):
    """How the recipe is carried to another vessel when nobody says otherwise."""

    by: Criterion = "power-per-volume"


class Output(Part):
    """What is recorded."""

    interval: Duration = 0.1
    """h between rows"""


class Tolerance(Part):
    """Error control of the integrator."""

    relative: Factor = 1e-6
    """Relative error per step [-]."""


class Scenario(Part):
    """Everything one run needs, checked and in the units used inside."""

    name: Name
    summary: Text = ""
    strain: StrainFile
    vessel: Vessel
    medium: Medium
    recipe: Recipe
    transfer: Transfer = Transfer()
    output: Output = Output()
    tolerance: Tolerance = Tolerance()
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Scenario:
        self._check_species()
        self._check_volumes()
        self._check_limits()
        if self.output.interval <= 0.0:
            raise complain("the interval is above 0", "output", "interval")
        if not 0.0 < self.tolerance.relative <= 0.01:
            raise complain("the relative tolerance is above 0, at most 0.01", "tolerance", "relative")
        if self.recipe.ammonia is not None and "ammonium" not in self.strain.species:
            raise complain("ammonia is dosed, but the strain has no species 'ammonium'", "recipe", "ammonia")
        return self

    def _check_species(self) -> None:
        """Every species the recipe names is one the strain follows."""
        known = self.strain.species
        for name in ("oxygen", "carbon_dioxide"):
            if name not in known:
                message = f"strain '{self.strain.name}' has no species '{name}', which the gas phase follows"
                raise complain(message, "strain", "species")
        groups: list[tuple[Iterable[str], Route]] = [(self.recipe.start.concentrations, ("start",))]
        groups += [(feed.concentrations, ("feeds", key)) for key, feed in self.recipe.feeds.items()]
        for names, at in groups:
            for name in names:
                if name not in known:
                    message = f"strain '{self.strain.name}' has no species '{name}'{nearest(name, known)}"
                    raise complain(message, "recipe", *at, "concentrations", name)
        self._check_carried()
        signals = [*SIGNALS, "biomass", *known]
        for i, phase in enumerate(self.recipe.phases):
            for j, rule in enumerate(phase.until):
                if rule.variable not in signals:
                    message = f"'{rule.variable}' cannot end a phase{nearest(rule.variable, signals)}"
                    raise complain(message, "recipe", "phases", i, "until", j)

    def _check_carried(self) -> None:
        """What the inoculum remembers is what the strain's cells carry."""
        known = self.strain.inertia.carried() if self.strain.inertia is not None else {}
        for name, given in self.recipe.start.carried.items():
            if name not in known:
                message = f"strain '{self.strain.name}' has no memory '{name}'{nearest(name, known)}"
                raise complain(message, "recipe", "start", "carried", name)
            if given.basis != known[name]:
                raise complain(f"'{name}' is {UNITS[known[name]]}", "recipe", "start", "carried", name)

    def _check_limits(self) -> None:
        """Nothing the recipe asks for is beyond the equipment of a stirred vessel."""
        if self.vessel.kind != "stirred":
            return
        limits, oxygen = self.vessel.limits, self.recipe.dissolved_oxygen
        asked: list[tuple[float, float, Route]] = [
            (oxygen.stirrer_speed[1], limits.stirrer_speed, ("dissolved_oxygen", "stirrer_speed")),
            (oxygen.aeration[1], limits.aeration, ("dissolved_oxygen", "aeration")),
            (oxygen.oxygen_fraction[1], limits.oxygen_fraction, ("dissolved_oxygen", "oxygen_fraction")),
            (self.recipe.set_points.pressure, limits.head_pressure, ("set_points", "pressure")),
            *(
                (phase.set_points.pressure or 0.0, limits.head_pressure, ("phases", index, "set_points", "pressure"))
                for index, phase in enumerate(self.recipe.phases)
            ),
        ]
        for value, limit, at in asked:
            if value > limit * (1.0 + _SLACK):
                share = f"{value / limit:.3g} times what vessel '{self.vessel.name}' can give" if limit else "not there"
                raise complain(f"{share}; lower it, or carry the recipe over with --vessel", "recipe", *at)

    def _check_volumes(self) -> None:
        """Nothing the recipe states can overfill the vessel."""
        full = self.vessel.working_volume
        start = self.recipe.start.volume
        limit = f"the working volume {full * 1e3:.6g} L of vessel '{self.vessel.name}'"
        if start > full:
            raise complain(f"the start volume {start * 1e3:.6g} L is above {limit}", "recipe", "start", "volume")
        overflow = self.recipe.overflow
        if overflow is not None and overflow > full:
            raise complain(f"the overflow at {overflow * 1e3:.6g} L is above {limit}", "recipe", "overflow")
        fed = self.recipe.least_feed() if overflow is None else 0.0
        if start + fed > full:
            message = f"start volume and feed come to at least {(start + fed) * 1e3:.6g} L, above {limit}"
            raise complain(message, "recipe", "feeds")
        for i, phase in enumerate(self.recipe.phases):
            for j, rule in enumerate(phase.until):
                beyond = full if rule.variable == "volume" else 1.0 if rule.variable == "fill" else None
                if beyond is not None and rule.operator == ">" and rule.value > beyond:
                    raise complain(f"'{rule}' is above {limit}", "recipe", "phases", i, "until", j)
