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

__all__ = [
    "InputError",
    "MoromiError",
    "SimulationError",
    "__version__",
]

__version__: str

_HOME = {
    "InputError": ".simulator.errors",
    "MoromiError": ".simulator.errors",
    "SimulationError": ".simulator.errors",
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
