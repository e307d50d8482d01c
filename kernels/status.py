"""What a kernel can answer besides numbers: status codes, and what to do about each."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ADVICE", "Status"]


class Status(IntEnum):
    """Outcome of an integration; every code has its advice in `ADVICE`."""

    DONE = 0
    ATLAS_MISS = 1
    STEP_TOO_SMALL = 2
    TOO_MANY_STEPS = 3
    NOT_FINITE = 4
    VESSEL_FULL = 5
    BOILING = 6


ADVICE: dict[Status, str] = {
    Status.DONE: "finished",
    Status.ATLAS_MISS: "the flux atlas has no region here yet: solve the linear program and resume",
    Status.STEP_TOO_SMALL: (
        "the step size fell below what the clock resolves: check for an extreme kLa, gain or feed, "
        "or loosen the tolerance"
    ),
    Status.TOO_MANY_STEPS: (
        "the step limit was reached: shorten the run, loosen the tolerance, or look for a controller that chatters"
    ),
    Status.NOT_FINITE: "a state became infinite or not a number: check start values and parameters",
    Status.VESSEL_FULL: (
        "what a phase pours in at once does not fit under the lid: add less, draw the broth down before, or take a "
        "larger vessel"
    ),
    Status.BOILING: (
        "the broth boils: lower the set point of the temperature, give the vessel more cooling, or raise the pressure"
    ),
}
