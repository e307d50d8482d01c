"""Mixing times of impeller loops beside the correlation: the table of docs/mixing.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moromi.simulator.scenario import NetworkPlan, load_medium, load_vessel
from moromi.simulator.study.mixing import Mixing, mixing_of

CASES = {
    "tank-30m3": (100.0, 133.0, 150.0),  # the speeds of published experiments, and the highest
    "tank-100m3": (60.0, 80.0, 100.0),
    "pilot-3m3": (168.0, 224.0, 280.0),
    "pilot-300l": (300.0, 400.0, 500.0),
}
AERATIONS = (0.0, 0.25, 0.5)  # vvm
BEGIN, END = "<!-- mixing times: written by tests/study/mixing_table.py -->", "<!-- end -->"


@dataclass(frozen=True)
class Row:
    vessel: str
    rpm: float
    vvm: float
    mixing: Mixing

    @property
    def ratio(self) -> float:
        return self.mixing.tracer_time / (self.mixing.correlation_time or 0.0)


def rows() -> Iterator[Row]:
    for name, speeds in CASES.items():
        vessel, water = load_vessel(name), load_medium("water")
        for rpm in speeds:
            for vvm in AERATIONS:
                plan = NetworkPlan(kind="impeller-loops")
                yield Row(name, rpm, vvm, mixing_of(plan, vessel, water, rpm / 60.0, 60.0 * vvm))


def table() -> str:
    lines = [
        "| vessel | impellers | H/T | rpm | vvm | Pg/P0 | network, s | correlation, s | ratio |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows():
        point = row.mixing.point
        assert point is not None
        slender = point.liquid_height / point.tank.diameter
        share = point.power_gassed / point.power_ungassed
        note = " (flooded)" if row.mixing.flooded else ""
        lines.append(
            f"| {row.vessel} | {point.tank.impeller_count} | {slender:.2f} | {row.rpm:.0f} | {row.vvm:g}{note} | "
            f"{share:.2f} | {row.mixing.tracer_time:.0f} | {row.mixing.correlation_time:.0f} | {row.ratio:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    import re
    from pathlib import Path

    page = Path(__file__).parents[2] / "docs" / "mixing.md"
    text = page.read_text("utf-8")
    fresh = f"{BEGIN}\n\n{table()}\n\n{END}"
    page.write_text(re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: fresh, text, flags=re.S), "utf-8")
