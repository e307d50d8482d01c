"""A class at work: learners who turn knobs, think, and turn again; how long answers take and what memory they need.

``python -m tests.teach.laboratory.classroom [LEARNERS] [SECONDS]`` prints the figures of this machine.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .conftest import Server, start_server
from .learner import Learner

_KNOBS = {"stirrer": (400, 900), "air": (50, 200), "feed": (50, 200), "set_point": (10, 60)}
_VESSELS = ("jar-10l", "pilot-300l", "tank-30m3", "jar-3l")


@dataclass
class Figures:
    """What a class measured: seconds an answer took; resident memory [MB] before, with, and after the class."""

    answers: list[float]
    mixed_up: int
    before: float
    during: float
    after: float

    @property
    def median(self) -> float:
        """Of the answers [s]."""
        return statistics.median(self.answers)

    def __str__(self) -> str:
        times = sorted(self.answers)
        return (
            f"{len(times)} answers: median {self.median:.3f} s, 95 % {times[int(0.95 * len(times))]:.3f} s, longest "
            f"{times[-1]:.3f} s; memory {self.before:.0f} MB before, {self.during:.0f} with the class, "
            f"{self.after:.0f} after; {self.mixed_up} mixed up"
        )


def work(learner: Learner, seed: int, seconds: float, think: float) -> tuple[list[float], int]:
    """Turn knobs for some time; how long each answer took, and how many were about somebody else's settings."""
    chance, times, wrong = random.Random(seed), list[float](), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.3, 1.7) * think)
        begin = time.monotonic()
        if chance.random() < 0.1:
            vessel = chance.choice(_VESSELS)
            answer = learner.tell("vessel", value=vessel)
            wrong += f"vessel={vessel}" not in answer["query"]
        else:
            knob = chance.choice(list(_KNOBS))
            low, high = _KNOBS[knob]
            value = chance.randint(low, high)
            text = str(value) if knob in ("stirrer", "set_point") else f"{value / 100:g}"
            answer = learner.tell("knob", name=knob, value=text)
            asked = f"{knob}={float(text):.6g}"
            wrong += asked not in answer.get("query", asked)  # beyond the range of this vessel: a message, no query
        times.append(time.monotonic() - begin)
    return times, wrong


def hold(server: Server, count: int, seconds: float, *, think: float = 2.0, linger: float = 25.0) -> Figures:
    """Hold a class.

    Parameters
    ----------
    server : Server
    count : int
        Learners.
    seconds : float
        How long they work.
    think : float
        Mean time between an answer and the next turn [s].
    linger : float
        How long to wait after the last page is closed [s].
    """
    before = server.memory
    with ThreadPoolExecutor(count) as pool:
        learners = list(pool.map(lambda _: Learner(server.address), range(count)))
        list(pool.map(Learner.open, learners))
        told = list(pool.map(lambda pair: work(pair[1], pair[0], seconds, think), enumerate(learners)))
        during = server.memory
        own = [learner.tell("save", fields={"name": f"learner {place}"}) for place, learner in enumerate(learners)]
        mixed = sum(
            f"learner {other}<" in json.dumps(answer)
            for place, answer in enumerate(own)
            for other in range(count)
            if other != place
        )
        list(pool.map(Learner.close, learners))
    time.sleep(linger)
    times = [second for seconds_of_one, _ in told for second in seconds_of_one]
    return Figures(times, mixed + sum(wrong for _, wrong in told), before, during, server.memory)


if __name__ == "__main__":
    size, length = (int(text) for text in [*sys.argv[1:], *("30", "60")[len(sys.argv) - 1 :]])
    running = start_server()
    try:
        for _ in range(3):
            sys.stdout.write(f"{hold(running, size, length)}\n")
    finally:
        running.stop()
