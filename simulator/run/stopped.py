"""A run that could not go on."""

from __future__ import annotations

from ...kernels.status import ADVICE, Status
from ..errors import SimulationError

__all__ = ["RunStopped"]


class RunStopped(SimulationError):
    """The integrator stopped before the end.

    Parameters
    ----------
    status : Status
        Why.
    time : float
        Clock time it reached [h].
    """

    def __init__(self, status: Status, time: float) -> None:
        self.status = status
        self.time = time
        super().__init__(f"the run stopped at {time:.4g} h ({status.name}): {ADVICE[status]}")
