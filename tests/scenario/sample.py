"""A small scenario of its own, so that tests do not depend on how the built-in ones are tuned."""

from __future__ import annotations

SCENARIO = """\
name: sample
summary: batch, then feeds
strain: ecoli
vessel: jar-3l
medium: mineral-medium
recipe:
  start:
    volume: 1.0 L
    biomass: 0.2 g/L
    concentrations:
      glucose: 10 g/L
      ammonium: 60 mmol/L
  set_points: {temperature: 37 degC, ph: 7, pressure: 0.1 bar(g)}
  dissolved_oxygen:
    set_point: 30 %
    stirrer_speed: [400 rpm, 1000 rpm]
    aeration: 1 vvm
    oxygen_fraction: [20.95 %, 40 %]
  ammonia: {set_point: 60 mmol/L, concentration: 13.3 mol/L, density: 910 kg/m3}
  feeds:
    sugar:
      concentrations: {glucose: 600 g/L}
      density: 1220 kg/m3
  phases:
    - name: batch
      until: [glucose < 0.1 g/L]
      timeout: 20 h
    - name: grow
      feed: {kind: exponential, stream: sugar, growth_rate: 0.2 1/h, biomass_yield: 0.45 g/g}
      until: [cascade > 80 %, time > 20 h]
    - name: hold
      feed: {kind: hold, stream: sugar}
  duration: 24 h
transfer: {by: kla}
"""


def line_of(text: str, part: str) -> int:
    """Number of the first line that holds `part`."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)
