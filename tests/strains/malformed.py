"""Small generators of SBML and cobra JSON models, sound by default, each part replaceable by something broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" '
    'xmlns:fbc="http://www.sbml.org/sbml/level3/version1/fbc/version2" level="3" version="1" fbc:required="false">\n'
)
SPECIES = {"M_glc_e": "C6H12O6", "M_glc_c": "C6H12O6", "M_x_c": "C6H12O6"}
PARAMETERS = {"low": "-10", "zero": "0", "high": "1000"}
# id: (substrates, products, lower, upper)
REACTIONS = {
    "R_EX_glc_e": ({"M_glc_e": 1}, {}, "low", "high"),
    "R_GLCt": ({"M_glc_e": 1}, {"M_glc_c": 1}, "zero", "high"),
    "R_GROWTH": ({"M_glc_c": 5.5506}, {"M_x_c": 1}, "zero", "high"),
    "R_EX_x": ({"M_x_c": 1}, {}, "zero", "high"),
}


def _side(tag: str, parts: dict[str, float]) -> str:
    rows = "".join(f'<speciesReference species="{k}" stoichiometry="{v}" constant="true"/>' for k, v in parts.items())
    return f"<{tag}>{rows}</{tag}>" if rows else ""


def _reaction(name: str, substrates: Any, products: Any, lower: str, upper: str) -> str:
    bounds = "".join(f' fbc:{side}FluxBound="{value}"' for side, value in (("lower", lower), ("upper", upper)) if value)
    sides = _side("listOfReactants", substrates) + _side("listOfProducts", products)
    return f'<reaction id="{name}" reversible="true" fast="false"{bounds}>{sides}</reaction>'


def sbml(
    reactions: dict[str, Any] | list[tuple[str, Any]] = REACTIONS,
    parameters: dict[str, str] = PARAMETERS,
    species: dict[str, str] | list[tuple[str, str]] = SPECIES,
    units: str = ' units="mmol_per_gDW_per_hr"',
    objective: str = "R_GROWTH",
    head: str = _HEAD,
) -> str:
    """A model as text; lists instead of dictionaries may repeat an id."""
    kinds = dict(species).items() if isinstance(species, dict) else species
    rows = "".join(
        f'<species id="{name}" compartment="c" hasOnlySubstanceUnits="false" boundaryCondition="false" '
        f'constant="false" fbc:charge="0" fbc:chemicalFormula="{formula}"/>\n'
        for name, formula in kinds
    )
    values = "".join(f'<parameter id="{k}" value="{v}" constant="true"{units}/>\n' for k, v in parameters.items())
    processes = reactions.items() if isinstance(reactions, dict) else reactions
    body = "\n".join(_reaction(name, *parts) for name, parts in processes)
    goal = (
        '<fbc:listOfObjectives fbc:activeObjective="obj"><fbc:objective fbc:id="obj" fbc:type="maximize">'
        f'<fbc:listOfFluxObjectives><fbc:fluxObjective fbc:reaction="{objective}" fbc:coefficient="1"/>'
        "</fbc:listOfFluxObjectives></fbc:objective></fbc:listOfObjectives>"
    )
    return (
        f'{head}<model id="m" fbc:strict="false"><listOfUnitDefinitions><unitDefinition id="mmol_per_gDW_per_hr">'
        '<listOfUnits><unit kind="mole" scale="-3" multiplier="1" exponent="1"/>'
        '<unit kind="gram" scale="0" multiplier="1" exponent="-1"/>'
        '<unit kind="second" scale="0" multiplier="3600" exponent="-1"/></listOfUnits></unitDefinition>'
        '</listOfUnitDefinitions><listOfCompartments><compartment id="c" constant="true"/></listOfCompartments>'
        f"<listOfSpecies>{rows}</listOfSpecies><listOfParameters>{values}</listOfParameters>"
        f"<listOfReactions>{body}</listOfReactions>{goal if objective else ''}</model></sbml>"
    )


def bombed() -> str:
    """Entities that would unfold to 10⁹ letters."""
    layers = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x" * 10}">' for i in range(9))
    head = _HEAD.replace("<sbml ", f"<!DOCTYPE sbml [{layers}]>\n<sbml ")
    return sbml(head=head).replace('id="m"', 'id="m" name="&e8;"')


def cobra_json(**changes: Any) -> dict[str, Any]:
    """A model as cobra's JSON; `changes` replaces keys of its third reaction."""
    reactions = [
        {"id": "EX_glc_e", "metabolites": {"glc_e": -1}, "lower_bound": -10, "upper_bound": 1000},
        {"id": "GLCt", "metabolites": {"glc_e": -1, "glc_c": 1}, "lower_bound": 0, "upper_bound": 1000},
        {"id": "GROWTH", "metabolites": {"glc_c": -5.5506, "x_c": 1}, "lower_bound": 0, "upper_bound": 1000},
        {"id": "EX_x", "metabolites": {"x_c": -1}, "lower_bound": 0, "upper_bound": 1000},
    ]
    reactions[2] |= {"objective_coefficient": 1} | changes
    metabolites = [{"id": name, "formula": "C6H12O6", "compartment": "c"} for name in ("glc_e", "glc_c", "x_c")]
    return {"metabolites": metabolites, "reactions": reactions, "genes": [], "id": "m", "version": "1"}


def write(path: Path, content: str | dict[str, Any] | bytes) -> Path:
    """Write a model of either kind."""
    text = json.dumps(content) if isinstance(content, dict) else content
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def legacy(level: int = 2) -> str:
    """The same model as before 2010: bounds in kinetic laws, formulas in notes, a species outside the border."""
    notes = '<notes><body xmlns="http://www.w3.org/1999/xhtml"><p>FORMULA: C6H12O6</p><p>CHARGE: -1</p></body></notes>'
    species = "".join(
        f'<species id="{name}" compartment="c" boundaryCondition="{str(outside).lower()}">{notes}</species>'
        for name, outside in (("M_glc_b", True), ("M_glc_e", False), ("M_glc_c", False), ("M_x_c", False))
    )
    processes = REACTIONS | {"R_EX_glc_e": ({"M_glc_e": 1}, {"M_glc_b": 1}, "low", "high")}
    body = ""
    for name, (substrates, products, lower, upper) in processes.items():
        limits = "".join(
            f'<parameter id="{key}" value="{value}" units="mmol_per_gDW_per_hr"/>'
            for key, value in (
                ("LOWER_BOUND", PARAMETERS[lower]),
                ("UPPER_BOUND", PARAMETERS[upper]),
                ("OBJECTIVE_COEFFICIENT", "1" if name == "R_GROWTH" else "0"),
            )
        )
        sides = _side("listOfReactants", substrates) + _side("listOfProducts", products)
        sides = sides.replace(' constant="true"', "")
        law = (
            '<kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>LOWER_BOUND</ci></math>'
            f"<listOfParameters>{limits}</listOfParameters></kineticLaw>"
        )
        body += f'<reaction id="{name}" reversible="true">{sides}{law}</reaction>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><sbml xmlns="http://www.sbml.org/sbml/level{level}/version4" '
        f'level="{level}" version="4"><model id="m"><listOfCompartments><compartment id="c"/></listOfCompartments>'
        f"<listOfSpecies>{species}</listOfSpecies><listOfReactions>{body}</listOfReactions></model></sbml>"
    )


def first_version() -> str:
    """The same model with version 1 of the flux balance package: bounds in a list, without units."""
    text = sbml(parameters={}).replace("fbc/version2", "fbc/version1").replace(' fbc:strict="false"', "")
    rows = ""
    for number, (name, (_, _, lower, upper)) in enumerate(REACTIONS.items()):
        text = text.replace(f' fbc:lowerFluxBound="{lower}" fbc:upperFluxBound="{upper}"', "")
        for side, operation in ((lower, "greaterEqual"), (upper, "lessEqual")):
            rows += (
                f'<fbc:fluxBound fbc:id="b{number}{operation}" fbc:reaction="{name}" fbc:operation="{operation}" '
                f'fbc:value="{PARAMETERS[side]}"/>'
            )
    text = text.replace("<listOfParameters></listOfParameters>", "")
    return text.replace(
        "<fbc:listOfObjectives", f"<fbc:listOfFluxBounds>{rows}</fbc:listOfFluxBounds><fbc:listOfObjectives"
    )
