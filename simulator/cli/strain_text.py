"""A strain's laws, capacities, death and inertia in lines a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..scenario import StrainFile
    from ..scenario.inertia import Inertia
    from ..scenario.law import Law

__all__ = ["law_text", "strain_lines"]


def law_text(laws: Sequence[Law], species: str = "") -> str:
    """``monod(glucose, 0.015 mM) · temperature(8, 39, 47 °C)``."""
    return " · ".join(f"{law.kind}({', '.join(_arguments(law, species))})" for law in laws)


def _arguments(law: Law, species: str) -> Iterator[str]:
    """What a law watches, then its constants."""
    from ..report.numbers import number

    if law.watches_species:
        yield law.species or species
    for sourced, unit in ((law.constant, " mM"), (law.content, " mmol/g"), (law.exponent, "")):
        if sourced is not None:
            yield f"{number(sourced.value)}{unit}"
    if law.inhibition is not None:
        yield f"{law.competitor + ' ' if law.competitor else ''}{number(law.inhibition.value)} mM"
    if law.temperature is not None:
        kelvin = law.temperature
        yield "–".join(number(value - 273.15) for value in (kelvin.minimum, kelvin.optimum, kelvin.maximum)) + " °C"
    if law.ph is not None:
        yield "–".join(number(value) for value in (law.ph.minimum, law.ph.optimum, law.ph.maximum))
    if law.energy is not None and law.reference is not None:
        yield f"{number(law.energy.value)} kJ/mol from {number(law.reference - 273.15)} °C"
    if law.time is not None and law.width is not None:
        yield f"{number(law.time)} h, within {number(law.width)} h"
    if law.phase is not None:
        yield law.phase
    if law.of is not None and law.most is not None and law.half is not None:
        yield f"{law.of}, up to +{number(100.0 * law.most.value)} %, half at {number(law.half.value)}"


def strain_lines(loaded: StrainFile) -> Iterator[str]:
    """Constant capacities, death, what the cells remember."""
    from ..report.numbers import number

    for name, capacity in loaded.capacities.items():
        terms = " + ".join(f"{number(factor)}·{reaction}" for reaction, factor in capacity.terms.items())
        bound = f"{name}, above" if capacity.varies else number(capacity.maximum.value)
        yield f"capacity {name}: {terms} ≤ {bound}"
    if loaded.death is not None:
        laws = law_text(loaded.death.factors)
        yield f"death {number(loaded.death.rate.value)} 1/h{' · ' + laws if laws else ''}  {loaded.death.rate.source}"
    if loaded.inertia is not None:
        yield from _inertia_lines(loaded.inertia)


def _inertia_lines(inertia: Inertia) -> Iterator[str]:
    from ..report.numbers import number

    yield f"inertia, {'on' if inertia.active else 'off (--set strain.inertia.active=true)'}:"
    if inertia.enforced:
        yield f"  taken up as met: {', '.join(inertia.enforced)}"
    if inertia.growth_cap is not None:
        yield f"  growth_cap {number(inertia.growth_cap.value)} 1/h  {inertia.growth_cap.source}"
    for name, maximum in inertia.maxima.items():
        yield f"  {name}_uptake of adapted cells {number(maximum.value)} mmol/gDW/h  {maximum.source}"
    for name, memory in inertia.memories.items():
        down = memory.down or memory.up
        times = f"{number(3600.0 * memory.up.value)} s up, {number(3600.0 * down.value)} s down"
        yield f"  memory {name} of {memory.of}: {times}, starts at {memory.start}  {memory.up.source}"
    for name, limit in inertia.limits.items():
        power = f"^{number(limit.exponent)}" if limit.exponent != 1.0 else ""
        reach = f"max({number(limit.headroom.value)}·{limit.memory}{power}, {limit.floor.value})"
        yield f"  {name} ≤ {reach}  {limit.headroom.source}"
    for name, item in inertia.fluctuations.items():
        yield f"  fluctuation {name}: |{item.fast} − {item.slow}|/({item.slow} + {item.scale.value})"
    for name, laws in inertia.factors.items():
        yield f"  {name} · {law_text(laws)}  {'; '.join(law.most.source for law in laws if law.most)}"
