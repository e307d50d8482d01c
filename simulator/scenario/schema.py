"""A scenario: one strain, or several, in a vessel with a medium, run by a recipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import Field, model_validator

from ..errors import nearest
from .carried import Carried
from .combustible_gas import combustible_inlet
from .condition import SIGNALS
from .criteria import Criterion
from .document import Route
from .inertia import UNITS
from .inoculum import MemberName
from .measures import Duration, Factor, Volume, complain
from .medium import CELLS, Medium
from .model import Name, Part, Text
from .network_plan import NetworkPlan
from .reactions import Reactions
from .recipe import Recipe
from .strain_file import StrainFile
from .vessel import Vessel

__all__ = ["Output", "Scenario", "Tolerance", "Transfer"]

MOST_STRAINS = 4
"""In one vessel; the kernels have room for as many."""
_SLACK = 1e-9  # rounding of limits that were themselves computed
_WARM = 353.15  # K, below which nothing boils at any pressure the schema allows
_BOILS = 0.94  # vapour pressure over head pressure from which a run stops as boiling


class Transfer(Part):
    """How the recipe is carried to another vessel when nobody says otherwise."""

    by: Criterion = "power-per-volume"
    products: tuple[Name, ...] = ()
    """Species the process is run for, beside what its cells must make or keep: a scale-up tells what is lost of them"""


class Output(Part):
    """What is recorded."""

    interval: Duration = 0.1
    """h between rows"""


class Tolerance(Part):
    """Error control of the integrator."""

    relative: Factor = 1e-6
    """Relative error per step [-]."""


class Seed(Part):
    """Where the inoculum comes from: the broth at the end of another run, of the same strains."""

    scenario: Scenario
    volume: Volume
    """m³ of it; the start's `volume` includes it, its `concentrations` and `biomass` are those of the fresh medium."""


class Scenario(Part):
    """Everything one run needs, checked and in the units used inside."""

    name: Name
    summary: Text = ""
    strain: StrainFile | None = None
    """The strain, where there is one."""
    strains: dict[MemberName, StrainFile] = Field(default_factory=dict)
    """The strains, where several share the vessel, by what this scenario calls them."""
    vessel: Vessel
    medium: Medium
    reactions: Reactions | None = None
    """What reacts in the medium without cells."""
    recipe: Recipe
    inoculum: Seed | None = None
    """A culture that is grown first; several make a train."""
    transfer: Transfer = Transfer()
    network: NetworkPlan | None = None
    """Compartments of the liquid, instead of the vessel's own"""
    output: Output = Output()
    tolerance: Tolerance = Tolerance()
    sources: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Scenario:
        self._check_strains()
        self._check_stores()
        self._check_species()
        self._check_volumes()
        self._check_limits()
        self._check_boiling()
        self._check_gas()
        self._check_inoculum()
        if self.output.interval <= 0.0:
            raise complain("the interval is above 0", "output", "interval")
        if not 0.0 < self.tolerance.relative <= 0.01:
            raise complain("the relative tolerance is above 0, at most 0.01", "tolerance", "relative")
        if self.recipe.ammonia is not None and "ammonium" not in self.species:
            raise complain("ammonia is dosed, but the strain has no species 'ammonium'", "recipe", "ammonia")
        return self

    def _check_inoculum(self) -> None:
        """The seed is of the same strains, and fits in."""
        if self.inoculum is None:
            return
        if self.inoculum.scenario.members != self.members:
            theirs, ours = self.inoculum.scenario.strain_name, self.strain_name
            raise complain(f"the seed grows '{theirs}', this run '{ours}'", "inoculum", "scenario", "strain")
        if self.inoculum.volume > self.recipe.start.volume:
            raise complain("the start's volume includes the inoculum, which is more", "inoculum", "volume")

    @property
    def members(self) -> dict[str, StrainFile]:
        """Strains by what this scenario calls them; the only strain has no name here."""
        return {"": self.strain} if self.strain is not None else self.strains

    @property
    def first_strain(self) -> StrainFile:
        """The strain; of several the first."""
        return next(iter(self.members.values()))

    @property
    def strain_name(self) -> str:
        """Name of the strain; of several those the scenario gives them, joined by plus signs."""
        return self.strain.name if self.strain is not None else " + ".join(self.strains)

    @property
    def species(self) -> tuple[str, ...]:
        """Species that any strain follows, those of the first strain first; then those of the medium's reactions."""
        own = self.reactions.named if self.reactions is not None else ()
        return tuple(dict.fromkeys((*(name for strain in self.members.values() for name in strain.species), *own)))

    @property
    def network_plan(self) -> NetworkPlan | None:
        """Compartments of the liquid: the scenario's, else the vessel's; None where it is ideally mixed."""
        return self.network if self.network is not None else self.vessel.network

    def _check_strains(self) -> None:
        """One strain or several, each with its inoculum."""
        if self.strain is not None and self.strains:
            raise complain("'strain' is for one strain and 'strains' for several: keep one of them", "strains")
        if self.strain is None and not self.strains:
            message = "no strain: write 'strain: ecoli', or for several 'strains: {one: ecoli, other: ecoli-w3110}'"
            raise complain(message)
        if self.strain is None and not 2 <= len(self.strains) <= MOST_STRAINS:
            message = f"2 to {MOST_STRAINS} strains can share a vessel, not {len(self.strains)}"
            raise complain(f"{message}; one is written 'strain: NAME'", "strains")
        given, at = self.recipe.start.biomass, ("recipe", "start", "biomass")
        if self.strain is not None:
            if isinstance(given, dict):
                raise complain("one strain has one biomass, for example '0.2 g/L'", *at)
            return
        if not isinstance(given, dict):
            example = ", ".join(f"{name}: 0.1 g/L" for name in self.strains)
            raise complain(f"every strain has its own biomass: write {{{example}}}", *at)
        for name in given:
            if name not in self.strains:
                raise complain(f"'{name}' is none of the strains{nearest(name, self.strains)}", *at, name)
        for name in self.strains:
            if name not in given:
                raise complain(f"the biomass of strain '{name}' is missing", *at)

    def _check_stores(self) -> None:
        """What cells keep inside is no other strain's."""
        for key, strain in self.strains.items():
            for name, species in strain.species.items():
                others = [other for other in self.strains if other != key and name in self.strains[other].species]
                if species.stored and others:
                    message = f"the cells of '{key}' keep '{name}' inside, but '{others[0]}' has a '{name}' as well"
                    raise complain(f"{message}: give one of them another name", "strains", key, "species", name)

    def _check_species(self) -> None:
        """Every species the recipe names is one a strain follows."""
        known = self.species
        self._check_reactions()
        for key, strain in self.members.items():
            for name in ("oxygen", "carbon_dioxide"):
                if name not in strain.species:
                    message = f"strain '{strain.name}' has no species '{name}', which the gas phase follows"
                    raise complain(message, *(("strains", key) if key else ("strain",)), "species")
        groups: list[tuple[Iterable[str], Route]] = [(self.recipe.start.concentrations, ("start",))]
        groups += [(feed.concentrations, ("feeds", key)) for key, feed in self.recipe.feeds.items()]
        for names, at in groups:
            for name in names:
                if name not in known:
                    owner = f"strain '{self.strain.name}' has no" if self.strain else "none of the strains has a"
                    message = f"{owner} species '{name}'{nearest(name, known)}"
                    raise complain(message, "recipe", *at, "concentrations", name)
        for place, name in enumerate(self.transfer.products):
            if name not in known:
                raise complain(f"no species '{name}'{nearest(name, known)}", "transfer", "products", place)
        self._check_carried()
        self._check_poured_cells()
        self._check_thickener()
        signals = [*SIGNALS, "biomass", *known]
        for i, phase in enumerate(self.recipe.phases):
            for j, rule in enumerate(phase.until):
                if rule.variable not in signals:
                    message = f"'{rule.variable}' cannot end a phase{nearest(rule.variable, signals)}"
                    raise complain(message, "recipe", "phases", i, "until", j)

    def _check_reactions(self) -> None:
        """What reacts in the medium is not kept inside cells, and what it leaves to strains they follow."""
        if self.reactions is None:
            return
        followed = {name: item for strain in self.members.values() for name, item in strain.species.items()}
        for name in self.reactions.named:
            if name not in followed and name not in self.reactions.species:
                raise complain(f"no strain follows '{name}': describe it among the species", "reactions", "species")
            if name in followed and followed[name].stored:
                raise complain(f"'{name}' stays inside the cells", "reactions", "species", name)

    def _check_poured_cells(self) -> None:
        """What feeds bring of cells is of strains that are here, and whose cells remember nothing."""
        for key, feed in self.recipe.feeds.items():
            for name in feed.inocula():
                at: Route = ("recipe", "feeds", key, "biomass")
                if name not in self.members:
                    text = f"'{name}' is none of the strains{nearest(name, self.strains)}"
                    raise complain(text if name else "of several strains, say which one's cells a feed brings", *at)
                inertia = self.members[name].inertia
                if inertia is not None and inertia.active:
                    raise complain("cells with memories cannot be fed: set the strain's inertia.active=false", *at)

    def _check_thickener(self) -> None:
        """What thickens the broth is there."""
        name = self.medium.rheology.of
        groups = self.reactions.groups if self.reactions is not None else {}
        if name != CELLS and name not in groups:
            hint = nearest(name, groups) if groups else ": this scenario has no reactions with groups of species"
            raise complain(f"'{name}' is no group of species{hint}", "medium", "rheology", "of")

    def _check_carried(self) -> None:
        """What the inoculum remembers is what the strain's cells carry."""
        for name, given in self.recipe.start.carried.items():
            if self.strain is not None:
                groups = {"": given if isinstance(given, dict) else {name: given}}
                at: Route = ("recipe", "start", "carried")
            elif name not in self.strains or not isinstance(given, dict):
                message = f"'{name}' is none of the strains, each of which has its own memories"
                raise complain(message + nearest(name, self.strains), "recipe", "start", "carried", name)
            else:
                groups, at = {name: given}, ("recipe", "start", "carried", name)
            for key, memories in groups.items():
                self._check_memories(self.members[key], memories, at)

    def _check_memories(self, strain: StrainFile, given: Mapping[str, Carried], at: Route) -> None:
        """Names and units of what one strain's inoculum remembers."""
        known = strain.inertia.carried() if strain.inertia is not None else {}
        for name, value in given.items():
            if name not in known:
                raise complain(f"strain '{strain.name}' has no memory '{name}'{nearest(name, known)}", *at, name)
            if value.basis != known[name]:
                raise complain(f"'{name}' is {UNITS[known[name]]}", *at, name)

    def _check_limits(self) -> None:
        """Nothing the recipe asks for is beyond the equipment of a sparged vessel."""
        if not self.vessel.sparged:
            return
        limits, oxygen = self.vessel.limits, self.recipe.dissolved_oxygen
        asked: list[tuple[float, float, Route]] = [
            (oxygen.stirrer_speed[1], limits.stirrer_speed, ("dissolved_oxygen", "stirrer_speed")),
            (oxygen.aeration[1], limits.aeration, ("dissolved_oxygen", "aeration")),
            (self.recipe.inlet_oxygen[1], limits.oxygen_fraction, ("dissolved_oxygen", "oxygen_fraction")),
            (oxygen.pressure or 0.0, limits.head_pressure, ("dissolved_oxygen", "pressure")),
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

    def _check_gas(self) -> None:
        """What is blown in cannot burn, unless that is meant; there is a loop where its gas is held."""
        recipe = self.recipe
        if recipe.gas.held_at == "sparger" and recipe.gas_recycle <= 0.0:
            raise complain("without a 'gas_recycle' fresh gas is the sparger's", "recipe", "gas", "held_at")
        unknown = any(share > 0.0 and name not in self.species for name, share in recipe.gas.others.items())
        danger = combustible_inlet(recipe)
        if danger is not None and not unknown:  # a gas that nobody follows is refused for that
            raise complain(danger, "recipe", "gas")

    def _check_boiling(self) -> None:
        """No phase holds a temperature at which the broth boils."""
        held, pressure = self.recipe.set_points.temperature, self.recipe.set_points.pressure
        at: Route = ("set_points", "temperature")
        for index, phase in enumerate(self.recipe.phases):
            pressure = phase.set_points.pressure or pressure
            if phase.set_points.temperature is not None:
                held, at = phase.set_points.temperature, ("phases", index, "set_points", "temperature")
            if held > _WARM and _vapour_pressure(held) > _BOILS * pressure:
                message = f"the broth boils at {held - 273.15:.4g} °C and {pressure:.4g} bar(a)"
                raise complain(f"{message}; lower the temperature or raise the pressure", "recipe", *at)


def _vapour_pressure(temperature: float) -> float:
    """Of water [bar]."""
    from ...kernels.solubility import water_vapour_pressure

    return float(water_vapour_pressure(temperature))
