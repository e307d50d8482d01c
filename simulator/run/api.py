"""The one-line way in: name a scenario, perhaps a vessel, and get a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike

from ..scenario import Scenario, Vessel, load_scenario, load_vessel
from .result import Result
from .simulate import simulate

__all__ = ["resolve_scenario", "resolve_vessel", "run"]


def resolve_scenario(scenario: str | PathLike[str] | Scenario, overrides: Sequence[str] = ()) -> Scenario:
    """A scenario from its name, its file or itself."""
    if isinstance(scenario, Scenario):
        return scenario
    return load_scenario(scenario, overrides)


def resolve_vessel(vessel: str | PathLike[str] | Vessel) -> Vessel:
    """A vessel from its name, its file or itself."""
    return vessel if isinstance(vessel, Vessel) else load_vessel(vessel)


def run(
    scenario: str | PathLike[str] | Scenario,
    *,
    vessel: str | PathLike[str] | Vessel | None = None,
    by: str | None = None,
    overrides: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Result:
    """Simulate one scenario.

    Parameters
    ----------
    scenario : str, path or Scenario
        Built-in name, YAML file, or a loaded scenario.
    vessel : str, path or Vessel, optional
        Another vessel; the recipe is carried over to it.
    by : str, optional
        Criterion that is kept on the way to the other vessel; the scenario's own by default.
    overrides : sequence of str
        ``"path=value"`` changes to the scenario.
    progress : callable, optional
        Told, in a line, about anything that takes longer than a moment.

    Returns
    -------
    Result

    Raises
    ------
    InputError
        Something in the input is wrong, or the criterion cannot be met.
    SimulationError
        The integration could not go on.

    Examples
    --------
    >>> result = run("ecoli-fedbatch", vessel="tank-30m3")  # doctest: +SKIP
    >>> result.kpis["biomass_final"]["value"]  # doctest: +SKIP
    """
    loaded = resolve_scenario(scenario, overrides)
    if vessel is None:
        return simulate(loaded, progress=progress)
    from ..scaleup.transfer import transfer

    moved = transfer(loaded, resolve_vessel(vessel), by)
    return simulate(moved.scenario, progress=progress).with_warnings(moved.notes)
