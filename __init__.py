"""Moromi predicts what happens to a fermentation when it leaves the bench.

    import moromi

    result = moromi.run("ecoli-fedbatch", vessel="tank-30m3")
    print(result.kpis["biomass_final"])

Names are imported on first use, so ``import moromi`` itself costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .simulator.errors import InputError, MoromiError, SimulationError
    from .simulator.run import Result, run
    from .simulator.scaleup import ScaleUp, scale_up
    from .simulator.scenario import Scenario, Vessel, load_scenario, load_strain, load_vessel
    from .simulator.study.scale_down import ScaleDown, scale_down
    from .simulator.study.sweep import Sweep, open_study
    from .simulator.study.sweep.api import sweep
    from .simulator.transfer import technology_transfer
    from .strains import Strain

__all__ = [
    "InputError",
    "MoromiError",
    "Result",
    "ScaleDown",
    "ScaleUp",
    "Scenario",
    "SimulationError",
    "Strain",
    "Sweep",
    "Vessel",
    "__version__",
    "load_scenario",
    "load_strain",
    "load_vessel",
    "open_study",
    "run",
    "scale_down",
    "scale_up",
    "sweep",
    "technology_transfer",
]

__version__: str

_HOME = {
    "InputError": ".simulator.errors",
    "MoromiError": ".simulator.errors",
    "Result": ".simulator.run",
    "ScaleDown": ".simulator.study.scale_down",
    "ScaleUp": ".simulator.scaleup",
    "Scenario": ".simulator.scenario",
    "SimulationError": ".simulator.errors",
    "Strain": ".strains",
    "Sweep": ".simulator.study.sweep",
    "Vessel": ".simulator.scenario",
    "load_scenario": ".simulator.scenario",
    "load_strain": ".simulator.scenario",
    "load_vessel": ".simulator.scenario",
    "open_study": ".simulator.study.sweep",
    "run": ".simulator.run",
    "scale_down": ".simulator.study.scale_down",
    "scale_up": ".simulator.scaleup",
    "sweep": ".simulator.study.sweep.api",
    "technology_transfer": ".simulator.transfer",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use (PEP 562)."""
    from importlib import import_module, metadata

    if name == "__version__":
        try:
            return metadata.version("moromi")
        except metadata.PackageNotFoundError:  # run from a folder that was never installed
            return "0+unknown"
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name], __name__), name)


def __dir__() -> list[str]:
    """Public names, for completion."""
    return sorted({*globals(), *__all__})
