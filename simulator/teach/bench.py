"""The runs that lessons ask for, each computed once, alike ones of a whole class together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..errors import MoromiError
from ..run import Result
from ..run.simulate import simulate_many
from ..scaleup.transfer import transfer, well_mixed
from ..scenario import Scenario, load_scenario, load_vessel

__all__ = ["Bench", "Order"]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """A run with every number in it: what decides its result.

    Attributes
    ----------
    scenario : str
        Built-in name.
    overrides : tuple of str
    to, by : str or None
        Vessel the recipe is carried over to, and the criterion kept.
    gradients : bool
        Whether compartments are kept.
    """

    scenario: str
    overrides: tuple[str, ...] = ()
    to: str | None = None
    by: str | None = None
    gradients: bool = False

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for runs that differ in numbers only."""
        paths = tuple(text.partition("=")[0] for text in self.overrides)
        return self.scenario, paths, self.to, self.by, self.gradients

    def build(self) -> Scenario:
        """The scenario, checked.

        Raises
        ------
        InputError
            The numbers make none.
        """
        scenario = load_scenario(self.scenario, self.overrides)
        if self.to is not None:
            scenario = transfer(scenario, load_vessel(self.to), self.by).scenario
        if not self.gradients and scenario.network_plan is not None:
            scenario = well_mixed(scenario)
        return scenario


class Bench:
    """Results by order; what went wrong is kept, too.

    Parameters
    ----------
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._found: dict[Order, Result | MoromiError] = {}
        self._progress = progress

    def prepare(self, orders: Iterable[Order]) -> None:
        """Compute what is not known yet: runs that differ in numbers only go together."""
        groups: dict[tuple[object, ...], list[Order]] = {}
        for order in dict.fromkeys(orders):
            if order not in self._found:
                groups.setdefault(order.kind, []).append(order)
        for group in groups.values():
            self._run(group)

    def result(self, order: Order) -> Result:
        """Result of an order.

        Raises
        ------
        MoromiError
            Its numbers make no scenario, or the run could not go on.
        """
        self.prepare([order])
        found = self._found[order]
        if isinstance(found, MoromiError):
            raise found
        return found

    def keep(self, orders: Iterable[Order]) -> None:
        """Forget every result but those of some orders: who tries setting after setting fills no memory."""
        wanted = set(orders)
        self._found = {order: found for order, found in self._found.items() if order in wanted}

    def __len__(self) -> int:
        """Results that are kept."""
        return len(self._found)

    def _run(self, group: list[Order]) -> None:
        """Run a group together; where one spoils it, each on its own."""
        built: dict[Order, Scenario] = {}
        for order in group:
            try:
                built[order] = order.build()
            except MoromiError as error:
                self._found[order] = error
        try:
            results = simulate_many(list(built.values()), progress=self._progress) if built else []
            self._found |= dict(zip(built, results, strict=True))
        except MoromiError as error:
            if len(built) == 1:
                self._found[next(iter(built))] = error
                return
            for order in built:
                self._run([order])
