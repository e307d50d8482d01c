"""Suite `atlas`: one dFBA batch by the flux atlas beside every other way to do it, and what an atlas costs to use.

Ours is the four-state batch, the problem the others integrate: the fermenter's twenty-odd states, gas, power and heat
are work the others are not asked to do (suite `dfba` sets the whole fermenter beside COBRApy). Laws, atlas, integrator
and event location are the product's own. Every side runs at one tolerance that keeps its achieved error below 1e-4 on
both models, judged against LSODA with a direct lexicographic linear program at every call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from .batch import GENOME, TEXTBOOK, Organism, achieved_error
from .case import Case, Contest, Progress, Side, Suite
from .cobrapy import CobrapyBatch, documented
from .cobrapy_slim import slim
from .culture import Ensemble, batch_of, known_batch, true_states, varied
from .look_up import CASES as LOOK_UP
from .peer_table import table_seconds
from .rhs import CASES as RIGHT_HAND_SIDE
from .swiglpk_lsoda import by_hand, from_nothing

__all__ = ["SUITE"]

RUNS = 1000
HOURS = 10.0


@cache
def _warm(organism: Organism, hours: float) -> Side:
    """The compiled call; every region is known."""
    batch = known_batch(organism, hours)
    return Side(batch.call, batch.fresh, repeats=200)


@cache
def _cold(organism: Organism, hours: float) -> Side:
    """No region known: the strain is open, its program lies in the cache."""
    known_batch(organism, hours)  # puts it there
    return Side(Ensemble.solve, lambda: (batch_of(organism, hours),), repeats=7)


@cache
def _many(organism: Organism, hours: float) -> Side:
    """Parameter sets in one call, on one thread."""
    batch = varied(batch_of(organism, hours), RUNS)
    return Side(batch.call, batch.fresh, repeats=5, operations=RUNS)


def _by_hand(organism: Organism, hours: float, progress: Progress) -> Side:
    return by_hand(organism, hours)


def _documented(organism: Organism, hours: float, progress: Progress) -> Side:
    return documented(hours, progress)


_Peer = Callable[[Organism, float, Progress], Side]
_REFERENCES: Mapping[str, _Peer] = {"swiglpk+LSODA": _by_hand, "COBRApy documented": _documented, "COBRApy slim": slim}
_OURS: Mapping[str, Callable[[Organism, float], Side]] = {"": _warm, "-cold": _cold, "-ensemble": _many}


def _contest(organism: Organism, way: str, reference: str, hours: float, progress: Progress) -> Contest:
    """Ours, warm, cold or many at once, beside a peer."""
    ours = _OURS[way](organism, hours)
    other = partial(_REFERENCES[reference], organism, hours, progress)
    return Contest(ours, other, partial(_facts, organism, way, reference, hours, progress))


def _facts(
    organism: Organism, way: str, reference: str, hours: float, progress: Progress, ours: Any, peer: Any
) -> Mapping[str, Any]:
    """What both sides got wrong, of an ensemble in its first run, and what else there is to know of the pair."""
    progress(f"{organism.model}: errors, by LSODA with a direct linear program at every call")
    true = true_states(organism, hours)
    facts: dict[str, Any] = {
        "error": achieved_error(ours[0], true),
        "reference_error": achieved_error(peer.states, true),
        "reference_calls": peer.calls,
        "regions": known_batch(organism, hours).strain.regions,
    }
    if hours == HOURS:
        facts["reference_expected"] = table_seconds(reference, organism.model)
    if isinstance(peer, CobrapyBatch):
        facts["reference_end"] = peer.end
    if way == "-cold":
        facts["reference_cold_seconds"] = from_nothing(organism, hours)
    return facts


def _case(organism: Organism, way: str, reference: str, summary: str, goal: float | None = None) -> Case:
    return Case(
        name=organism.model + way,
        summary=summary,
        reference=reference,
        size=HOURS,
        unit="h",
        tiny=0.1,
        build=partial(_contest, organism, way, reference),
        goal=goal,
        needs=("cobra", "swiglpk"),
        slow_peer=reference == "COBRApy documented",
    )


_CORE = "four-state dFBA batch on cobra's core model"
_GENOME = "the same batch on a genome-scale model"

SUITE = Suite(
    "atlas",
    "one dFBA batch by the flux atlas beside every other way to do it; what an atlas costs to use",
    (
        _case(TEXTBOOK, "", "swiglpk+LSODA", f"{_CORE}, every region known"),
        _case(GENOME, "", "swiglpk+LSODA", f"{_GENOME}, every region known", 500.0),
        _case(TEXTBOOK, "", "COBRApy documented", f"{_CORE}, every region known", 100_000.0),
        _case(TEXTBOOK, "", "COBRApy slim", f"{_CORE}, every region known"),
        _case(GENOME, "", "COBRApy slim", f"{_GENOME}, every region known"),
        _case(TEXTBOOK, "-cold", "swiglpk+LSODA", f"{_CORE}, no region known; the peer is warm", 1.0),
        _case(GENOME, "-cold", "swiglpk+LSODA", f"{_GENOME}, no region known; the peer is warm", 1.0),
        _case(TEXTBOOK, "-ensemble", "COBRApy documented", f"{RUNS:,} parameter sets in one call, each", 250_000.0),
        *LOOK_UP,
        *RIGHT_HAND_SIDE,
    ),
)
