"""Scenarios of several strains, written to files as a person would."""

from __future__ import annotations

# All sugar becomes cells of sugar's composition, but for what is burnt: 10 mmol a gram, Monod or Contois by the strain.
MODEL = """
metabolites: {glc: {formula: C6H12O6}, o2: {formula: O2}, co2: {formula: CO2}, h2o: {formula: H2O}, atp: {}, x: {}}
reactions:
  EX_glc: glc <=>
  EX_o2: o2 <=>
  EX_co2: co2 -->
  EX_h2o: h2o <=>
  EX_x: x -->
  RESPIRATION: glc + 6 o2 --> 6 co2 + 6 h2o + atp
  GROWTH: 5.5508 glc + 4.4492 atp --> x
"""
STRAIN = """
name: {name}
model: model.yaml
biomass: GROWTH
species:
  glucose: {{exchange: EX_glc, combustion_enthalpy: 2805 kJ/mol}}
  oxygen: {{exchange: EX_o2}}
  carbon_dioxide: {{exchange: EX_co2}}
uptakes:
  glucose: {{maximum: {uptake} mmol/gDW/h, factors: [{law}]}}
  oxygen: {{maximum: 200 mmol/gDW/h, factors: [{{kind: monod, constant: 1.0e-6 mmol/L}}]}}
objectives: [max growth]
"""
CHEMOSTAT = """
name: competition
strains: {{first: first.yaml, second: second.yaml}}
vessel: jar-1l
medium: mineral-medium
recipe:
  start:
    volume: 0.5 L
    biomass: {{first: {first} g/L, second: {second} g/L}}
    concentrations: {{glucose: {sugar} mmol/L}}
  set_points: {{temperature: 37 degC}}
  dissolved_oxygen: {{set_point: 30 %, stirrer_speed: 900 rpm, aeration: 1.5 vvm}}
  feeds: {{medium: {{concentrations: {{glucose: 20 mmol/L}}, density: 1000 kg/m3}}}}
  overflow: 0.5 L
  phases: [{{name: flow, feed: {{kind: constant, stream: medium, dilution_rate: {dilution} 1/h}}}}]
  duration: {hours} h
output: {{interval: 1 h}}
tolerance: {{relative: 1.0e-8}}
"""
YIELD = 0.1
"""kg/mol"""
FED = 20.0
"""mol/m³"""


def monod(growth: float, constant: float) -> tuple[float, str]:
    """Uptake and law of a strain that grows at µ·s/(K + s)."""
    return growth / YIELD, f"{{kind: monod, constant: {constant} mmol/L}}"


def contois(growth: float, content: float) -> tuple[float, str]:
    """Of one that grows at µ·s/(K·X + s)."""
    return growth / YIELD, f"{{kind: contois, content: {content} mmol/gDW}}"


def write_strain(folder, name, kinetics, more=""):
    """Strain file of a law."""
    folder.joinpath("model.yaml").write_text(MODEL, encoding="utf-8")
    uptake, law = kinetics
    text = STRAIN.format(name=name, uptake=uptake, law=law)
    text = text.replace("uptakes:", f"  {more}\nuptakes:") if more else text
    folder.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{name}.yaml"


def write_competition(folder, first, second, *, dilution, start, sugar, hours):
    """Scenario file of two strains in a chemostat."""
    write_strain(folder, "first", first)
    write_strain(folder, "second", second)
    path = folder / "competition.yaml"
    text = CHEMOSTAT.format(first=start[0], second=start[1], sugar=sugar, dilution=dilution, hours=hours)
    path.write_text(text, encoding="utf-8")
    return path
