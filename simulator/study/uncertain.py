"""How sure a scale-up is: the recipe in both vessels at draws of what is not known for sure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels.status import Status
from ..errors import InputError
from ..scaleup.attribution import products_of
from ..scenario import Scenario
from .summaries import Band, band
from .sweep.cell import ready_cell
from .sweep.chunk import Piece, run_piece
from .sweep.plan import Keep
from .unsure import Draws, draws_of

__all__ = ["Interval", "Uncertainty", "uncertain_runs"]

Progress = Callable[[str], None]

_QUANTILES = (0.05, 0.5, 0.95)
_ROWS = 100
"""Of every kept trajectory."""
_MOST = 100_000
_LOST = ("biomass_yield_", "biomass_final", "productivity_biomass")


@dataclass(frozen=True)
class Interval:
    """5 %, 50 % and 95 % quantile of a number over the draws."""

    low: float
    median: float
    high: float
    unit: str = ""

    def summary(self) -> dict[str, float | str]:
        """As in ``--json``."""
        return {"low": self.low, "median": self.median, "high": self.high, "unit": self.unit}


@dataclass(frozen=True)
class Uncertainty:
    """What the draws make of one target, beside its source.

    Attributes
    ----------
    kpis, source : dict of str to Interval
        Key figures in the target and in the source.
    loss : dict of str to Interval
        Relative to the source, draw by draw.
    binding : dict of str to float
        Share of the draws in which each limit binds in the target.
    draws : Draws
    failed : tuple of int
        Draws that did not come to an end in the source and in the target.
    reasons : tuple of str
        Why, each once.
    bands : tuple of (tuple of Band)
        Trajectories in the target and in the source.
    """

    kpis: dict[str, Interval]
    source: dict[str, Interval]
    loss: dict[str, Interval]
    binding: dict[str, float]
    draws: Draws
    failed: tuple[int, int]
    reasons: tuple[str, ...]
    bands: tuple[tuple[Band, ...], tuple[Band, ...]]

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.draws.texts[0])

    def summary(self) -> dict[str, Any]:
        """Keys of a target in ``--json``."""
        return {
            "uncertainty": {name: item.summary() for name, item in self.kpis.items()},
            "source_uncertainty": {name: item.summary() for name, item in self.source.items()},
            "loss_uncertainty": {name: item.summary() for name, item in self.loss.items()},
            "limit_probability": self.binding,
            "draws": {
                "count": self.count,
                "failed_in_source": self.failed[0],
                "failed_in_target": self.failed[1],
                "reasons": list(self.reasons),
                "unsure": [item.summary() for item in self.draws.unsure],
                "notes": list(self.draws.notes),
            },
        }


def uncertain_runs(
    source: Scenario,
    targets: Sequence[Scenario],
    count: int,
    seed: int = 1,
    progress: Progress | None = None,
    workers: int | None = None,
) -> list[Uncertainty]:
    """Run a source and its targets at draws of what is not known for sure; see `unsure.draws_of`.

    The recipe stays as the transfer made it with the correlations as they stand: what is drawn is what the engineer did
    not know when it was written.

    Parameters
    ----------
    source : Scenario
    targets : sequence of Scenario
        What the recipe became.
    count : int
        Draws.
    seed : int
    progress : callable, optional
    workers : int, optional
        Threads; the number of processors by default.

    Returns
    -------
    list of Uncertainty
        One a target.

    Raises
    ------
    InputError
        Too few draws or too many, or a value is refused by the strain's linear program.
    """
    if not 10 <= count <= _MOST:
        raise InputError(f"--uncertain {count}: 10 to {_MOST:,} draws; 5 % quantiles need about 100")
    scenarios = [source, *targets]
    draws = draws_of(scenarios, count, seed)
    keeps = [_keep(scenario) for scenario in scenarios]
    pieces = [
        _run(scenario, draws, place, keeps[place], progress, workers or cpu_count() or 1)
        for place, scenario in enumerate(scenarios)
    ]
    told = [_bands(piece, keep) for piece, keep in zip(pieces, keeps, strict=True)]
    titres = {f"titre_{name}" for name in products_of(source)}
    return [
        _compared(pieces[0], piece, draws, (told[place], told[0]), titres)
        for place, piece in enumerate(pieces)
        if place > 0
    ]


def _keep(scenario: Scenario) -> Keep:
    """Trajectories for bands."""
    hours = scenario.recipe.end - scenario.recipe.start.time
    return Keep.model_validate(
        {"variables": ("biomass", "dot", "otr"), "interval": f"{(1.0 - 1e-9) * hours / _ROWS!r} h"}
    )


def _run(
    scenario: Scenario, draws: Draws, place: int, keep: Keep, progress: Progress | None, workers: int
) -> list[Piece]:
    paths, texts = draws.paths[place], draws.texts[place]
    ends = [tuple(_ends([row[column] for row in texts])) for column in range(len(paths))]
    if progress is not None:
        progress(f"{scenario.vessel.name}: making {len(texts):,} draws ready")
    cell = ready_cell(scenario, paths, ends, progress)
    size = 32 if scenario.network_plan is None or scenario.network_plan.kind == "ideal" else 4
    starts = range(0, len(texts), size)

    def work(first: int) -> Piece:
        return run_piece(cell, texts[first : first + size], keep, _ROWS + 1)

    done: list[Piece] = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for piece in pool.map(work, starts):
                done.append(piece)
                if progress is not None:
                    told = min(size * len(done), len(texts))
                    progress(f"{scenario.vessel.name}: {told:,} of {len(texts):,} draws")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


def _ends(texts: Sequence[str]) -> Iterator[str]:
    """Least and largest value."""
    numbers = [float(text.split(" ", 1)[0]) for text in texts]
    yield texts[int(np.argmin(numbers))]
    yield texts[int(np.argmax(numbers))]


def _done(pieces: Sequence[Piece]) -> NDArray[np.bool_]:
    return np.concatenate([piece.status == int(Status.DONE) for piece in pieces])


def _column(pieces: Sequence[Piece], name: str) -> NDArray[np.float64]:
    return np.concatenate([piece.kpis.get(name, np.full(len(piece.status), np.nan)) for piece in pieces])


def _units(pieces: Sequence[Piece]) -> dict[str, str]:
    return {name: unit for piece in pieces for name, unit in piece.units.items()}


def _intervals(pieces: Sequence[Piece]) -> dict[str, Interval]:
    found = {}
    for name, unit in _units(pieces).items():
        interval = _interval(_column(pieces, name), unit)
        if interval is not None:
            found[name] = interval
    return found


def _interval(values: NDArray[np.float64], unit: str = "") -> Interval | None:
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, median, high = (float(value) for value in np.quantile(known, _QUANTILES))
    return Interval(low, median, high, unit)


def _compared(
    source: Sequence[Piece],
    target: Sequence[Piece],
    draws: Draws,
    bands: tuple[tuple[Band, ...], tuple[Band, ...]],
    titres: Collection[str],
) -> Uncertainty:
    losses = {}
    for name in _units(target):
        if name.startswith(_LOST) or name in titres:
            before, after = _column(source, name), _column(target, name)
            known = np.isfinite(before) & np.isfinite(after) & (before > 0.0)
            interval = _interval(1.0 - after[known] / before[known])
            if interval is not None:
                losses[name] = interval
    here, there = _done(source), _done(target)
    messages = [text for piece in (*source, *target) for text in piece.messages if text]
    return Uncertainty(
        kpis=_intervals(target),
        source=_intervals(source),
        loss=losses,
        binding=_binding(target, there),
        draws=draws,
        failed=(int((~here).sum()), int((~there).sum())),
        reasons=tuple(dict.fromkeys(messages))[:10],
        bands=bands,
    )


def _binding(pieces: Sequence[Piece], done: NDArray[np.bool_]) -> dict[str, float]:
    """Share of the draws that came to an end in which each limit binds at any time, the likeliest first."""
    names = dict.fromkeys(name for piece in pieces for name in piece.limits)
    found = {}
    for name in names:
        hours = np.concatenate([piece.limits.get(name, np.zeros(len(piece.status))) for piece in pieces])
        found[name] = float((hours[done] > 0.0).mean()) if done.any() else 0.0
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _bands(pieces: Sequence[Piece], keep: Keep) -> tuple[Band, ...]:
    hours = np.asarray(keep.interval * np.arange(_ROWS + 1), np.float64)
    return tuple(
        band(name, "", hours, np.concatenate([piece.kept[name] for piece in pieces])) for name in keep.variables
    )
