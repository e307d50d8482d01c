"""Models in SBML, read with libsbml: without cobra no solver is built, so no id can abort one.

Bounds are those of the flux balance package (versions 1 and 2) or, in older files, of the kinetic laws. Ids are spelt
as cobra spells them. Formulas, charges and identifiers are taken where they stand.
"""

from __future__ import annotations

import math
import re
from typing import Any

from .draft import Draft, DraftMetabolite, DraftReaction, short
from .errors import StrainError
from .links import link_of_address
from .network import UNLIMITED

__all__ = ["read_sbml"]

_CODE = re.compile(r"__(\d+)__")
_RESOURCE = re.compile(r'rdf:resource\s*=\s*"([^"]+)"')
_NOTE = re.compile(r">\s*(FORMULA|CHARGE)\s*:\s*([^<\s]*)\s*<", re.IGNORECASE)


def _decoded(name: str, prefix: str) -> str:
    """Id without its SBML clothes: ``M_glc__45__D`` is ``glc-D``."""
    plain = _CODE.sub(lambda found: chr(min(int(found[1][:7]), 0x10FFFF)), name.replace("__SBML_DOT__", "."))
    return plain.removeprefix(prefix)


class _Reader:
    """One document."""

    def __init__(self, model: Any, where: str, stated_units: bool) -> None:
        self.model, self.where, self.stated_units = model, where, stated_units
        self.outside = {item.getIdAttribute() for item in model.getListOfSpecies() if item.getBoundaryCondition()}

    def metabolite(self, species: Any) -> DraftMetabolite:
        """One species."""
        notes = {key.upper(): value for key, value in _NOTE.findall(species.getNotesString())}
        package = species.getPlugin("fbc")
        formula = package.getChemicalFormula() if package else ""
        if package and package.isSetCharge():
            charge = float(package.getCharge())
        elif species.isSetCharge():
            charge = float(species.getCharge())
        else:
            charge = _charge(notes.get("CHARGE", ""))
        found = {link_of_address(item) for item in _RESOURCE.findall(species.getAnnotationString())} - {""}
        return DraftMetabolite(
            _decoded(species.getIdAttribute(), "M_"),
            formula or notes.get("FORMULA", ""),
            charge,
            species.getName(),
            tuple(sorted(found)),
            species.getCompartment(),
        )

    def reaction(self, item: Any, objective: dict[str, float]) -> DraftReaction:
        """One reaction."""
        name = item.getIdAttribute()
        where = f"{self.where}, reaction '{short(_decoded(name, 'R_'))}'"
        coefficients: dict[str, float] = {}
        for sign, part in ((-1.0, item.getListOfReactants()), (1.0, item.getListOfProducts())):
            for reference in part:
                species = reference.getSpecies()
                if species not in self.outside:  # what is held constant outside is the far end of an exchange
                    metabolite = _decoded(species, "M_")
                    value = sign * reference.getStoichiometry()
                    coefficients[metabolite] = coefficients.get(metabolite, 0.0) + value
        law = item.getKineticLaw()
        if law is not None and law.getParameter("OBJECTIVE_COEFFICIENT") is not None:
            objective.setdefault(name, law.getParameter("OBJECTIVE_COEFFICIENT").getValue())
        lower, upper = (self._bound(item, side, where) for side in ("lower", "upper"))
        goal = objective.get(name, 0.0)
        return DraftReaction(_decoded(name, "R_"), coefficients, lower, upper, item.getName().strip(), goal)

    def _bound(self, item: Any, side: str, where: str) -> float:
        """A bound with a value and, where the format has one, a unit."""
        package, law = item.getPlugin("fbc"), item.getKineticLaw()
        parameter, named = None, ""
        if package:
            named = package.getLowerFluxBound() if side == "lower" else package.getUpperFluxBound()
            parameter = self.model.getParameter(named) if named else None
        if parameter is None and law is not None and not named:
            parameter = law.getParameter(f"{side.upper()}_BOUND")
        if parameter is None:
            missing = f"its {side} flux bound '{short(named)}' is not defined" if named else f"has no {side} flux bound"
            raise StrainError(f"{where}: {missing}; write bounds in mmol/gDW/h (fbc:{side}FluxBound)")
        if not parameter.isSetValue() or math.isnan(parameter.getValue()):
            raise StrainError(f"{where}: its {side} bound is not a number")
        value = float(parameter.getValue())
        says_something = value != 0.0 and abs(value) < UNLIMITED  # closed and unlimited need no unit
        if self.stated_units and says_something and not parameter.isSetUnits():
            raise StrainError(
                f"{where}: its {side} bound {value:g} ('{short(parameter.getIdAttribute())}') has no unit; "
                'write units="mmol_per_gDW_per_hr" at the parameter if that is what it is'
            )
        return value

    def objective(self) -> dict[str, float]:
        """Coefficients of the active objective."""
        package = self.model.getPlugin("fbc")
        active = package.getActiveObjective() if package else None
        if active is None:
            return {}
        return {item.getReaction(): item.getCoefficient() for item in active.getListOfFluxObjectives()}


def _charge(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _refuse_broken(document: Any, where: str) -> None:
    """Raise where the XML itself is broken; faults of style are the model's own business."""
    import libsbml

    for number in range(document.getNumErrors()):
        error = document.getError(number)
        broken = error.isXML() and error.isError() and error.getErrorId() != libsbml.MissingXMLEncoding
        if error.isFatal() or broken:
            message = short(" ".join(error.getMessage().split()).split(". ")[0])
            raise StrainError(f"{where} cannot be read: line {error.getLine()}: {message}")


def _modern(document: Any, where: str) -> bool:
    """Bring version 1 of the package up to 2; False where the file cannot state the unit of a bound."""
    import libsbml

    plugin = document.getPlugin("fbc")
    if plugin is None or plugin.getPackageVersion() > 1:
        return True
    properties = libsbml.ConversionProperties()
    properties.addOption("convert fbc v1 to fbc v2", True, "")
    if document.convert(properties) != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise StrainError(
            f"{where} cannot be read: its flux balance part (fbc version 1) does not convert to version 2"
        )
    return False


def read_sbml(data: bytes, where: str) -> Draft:
    """Read a model.

    Parameters
    ----------
    data : bytes
        The XML, unpacked and looked through by `guard.refuse_entities`.
    where : str
        In front of every message.

    Returns
    -------
    Draft

    Raises
    ------
    StrainError
        Not SBML, or bounds missing or without a unit.
    """
    import libsbml

    document = libsbml.readSBMLFromString(data.decode("utf-8", "replace").lstrip("\ufeff"))
    _refuse_broken(document, where)
    model = document.getModel()
    if model is None:
        raise StrainError(f"{where} cannot be read: no SBML model in it")
    reader = _Reader(model, where, _modern(document, where))
    objective = reader.objective()
    draft = Draft(
        metabolites=[reader.metabolite(item) for item in model.getListOfSpecies() if not item.getBoundaryCondition()],
        reactions=[reader.reaction(item, objective) for item in model.getListOfReactions()],
    )
    if reader.outside:
        many = len(reader.outside) > 1
        draft.remarks.append(
            f"{len(reader.outside)} boundary species {'are' if many else 'is'} left out: what "
            f"{'they exchange' if many else 'it exchanges'} leaves the model"
        )
    return draft
