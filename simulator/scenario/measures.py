"""The types of the schema's fields: floats that a file gives as text with a unit.

``Volume`` in a model reads ``"2.5 L"`` and holds 0.0025; dumped for a file it is text again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from .quantity import Kind, QuantityError

__all__ = [
    "Aeration",
    "Affinity",
    "Area",
    "CellMass",
    "CellNumber",
    "ChargeConcentration",
    "Circulation",
    "Consistency",
    "Content",
    "Count",
    "Density",
    "Diffusivity",
    "Dissipation",
    "Duration",
    "Enthalpy",
    "Factor",
    "Fraction",
    "HeatTransfer",
    "Length",
    "MassShare",
    "Measure",
    "MolarConcentration",
    "MolarMass",
    "Packing",
    "PartialPressure",
    "Ph",
    "Power",
    "PowerDensity",
    "Pressure",
    "Rate",
    "SpecificRate",
    "SpecificVolume",
    "Speed",
    "Temperature",
    "Thickening",
    "Velocity",
    "Viscosity",
    "Volume",
    "VolumeRate",
    "Warming",
    "Yield",
    "complain",
]


def complain(message: str, *at: str | int) -> PydanticCustomError:
    """Error for a validator; `at` is the path, below the model, of the value that is to blame."""
    return PydanticCustomError("moromi", "{message}", {"message": message, "at": at})


@dataclass(frozen=True, slots=True)
class Measure:
    """Pydantic annotation: read a quantity of one kind within a range.

    Parameters
    ----------
    kind : Kind
        What it is.
    low, high : float
        Allowed range, in the unit inside.
    above : bool
        Whether `low` itself is excluded.
    hint : str
        What to try when a value is outside.
    """

    kind: Kind
    low: float
    high: float
    above: bool = False
    hint: str = ""

    def read(self, given: Any) -> float:
        """Read a number inside; complain with the allowed range."""
        try:
            value = self.kind.read(given)
        except QuantityError as error:
            raise complain(str(error)) from error
        if not (self.low < value if self.above else self.low <= value) or value > self.high:
            raise complain(f"{given} is outside the allowed range: {self.range_text()}{self.hint}")
        return value

    def range_text(self) -> str:
        """``above 0 L, at most 1000 m3``."""
        return f"{'above' if self.above else 'at least'} {self._say(self.low)}, at most {self._say(self.high)}"

    def _say(self, value: float) -> str:
        return self.kind.write(value)

    def write(self, value: float) -> str | float:
        """Write what a file says: text with a unit, or the number where none is needed."""
        return value if self.kind.shown == ("",) else self.kind.write(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(self.write, when_used="json"),
        )


_VOLUME = Kind("a volume", "m3", ("m3", "L", "mL"), "2.5 L")
_LENGTH = Kind("a length", "m", ("m", "mm"), "0.7 m")
_AREA = Kind("an area", "m2", ("m2", "cm2"), "1.5 m2")
_SPEED = Kind("a stirrer or shaker speed", "1/s", ("rpm",), "400 rpm")
_PRESSURE = Kind("a pressure", "bar(a)", ("bar(a)",), "0.5 bar(g)")
_PARTIAL = Kind("a partial pressure", "bar(a)", ("bar(a)", "mbar(a)"), "120 mmHg")
_CELL_MASS = Kind("the dry mass of a cell", "kg", ("pg",), "300 pg")
_TEMPERATURE = Kind("a temperature", "K", ("degC",), "37 degC")
_FRACTION = Kind("a fraction", "", ("%",), "30 %", bare=True)
_NUMBER = Kind("a number", "", ("",), "1.2", bare=True)
_AERATION = Kind("an aeration (standard volume per working volume and time)", "1/h", ("vvm",), "1.2 vvm")
_POWER = Kind("a power", "W", ("kW", "W"), "45 kW")
_RATE = Kind("a rate", "1/h", ("1/h",), "0.22 1/h")
_DURATION = Kind("a time", "h", ("h", "min", "s"), "12 h")
_SPECIFIC_RATE = Kind("a specific rate", "mol/kg/h", ("mmol/gDW/h",), "10.5 mmol/gDW/h")
_YIELD = Kind("a yield", "kg/kg", ("g/g",), "0.45 g/g")
_VOLUME_RATE = Kind("a flow", "m3/h", ("m3/h", "L/h", "mL/h"), "20 mL/h")
_HEAT_TRANSFER = Kind("a heat transfer coefficient", "W/m2/K", ("W/m2/K",), "450 W/m2/K")
_HEAT_CAPACITY = Kind("a heat capacity", "J/kg/K", ("J/kg/K",), "4180 J/kg/K")
_DENSITY = Kind("a density", "kg/m3", ("kg/m3",), "1020 kg/m3")
_STRESS = Kind("a stress", "Pa", ("Pa",), "50 Pa")
_VISCOSITY = Kind("a viscosity", "Pa*s", ("mPa*s",), "1.0 mPa*s")
_MOLAR = Kind("a concentration by amount", "mol/m3", ("mol/L", "mmol/L"), "0.1 mmol/L")
_CONTENT = Kind("a content of the cells", "mol/kg", ("mmol/gDW",), "5 mmol/gDW")
_MOLAR_MASS = Kind("a molar mass", "kg/mol", ("g/mol",), "238.3 g/mol")
_MASS_SHARE = Kind("a mass per mass", "kg/kg", ("g/g", "mg/g"), "8.3 mg/g")
_AFFINITY = Kind("an affinity", "m3/kg", ("L/g",), "7.2 L/g")
_POWER_DENSITY = Kind("a power per volume", "W/m3", ("kW/m3", "W/m3"), "2 kW/m3")
_VELOCITY = Kind("a velocity", "m/s", ("m/s",), "0.02 m/s")
_DISSIPATION = Kind("a power per mass", "W/kg", ("W/kg",), "10 W/kg")
_CIRCULATION = Kind("an energy dissipation circulation function", "W/m3/s", ("kW/m3/s", "W/m3/s"), "10 kW/m3/s")
_SPECIFIC_VOLUME = Kind("a volume per mass", "m3/kg", ("mL/g",), "3.5 mL/g")
_CELL_NUMBER = Kind("a number of cells", "", ("",), "5e8", bare=True)
_PACKING = Kind("a dry mass per volume of cells", "kg/m3", ("g/L",), "140 g/L")
_DIFFUSIVITY = Kind("a diffusivity", "m2/s", ("m2/s",), "2e-9 m2/s")
_ENTHALPY = Kind("a molar enthalpy", "kJ/mol", ("kJ/mol",), "2805 kJ/mol")

Volume = Annotated[float, Measure(_VOLUME, 0.0, 1e4, above=True)]
"""m³, above 0."""
Length = Annotated[float, Measure(_LENGTH, 0.0, 100.0, above=True)]
"""m, above 0."""
Area = Annotated[float, Measure(_AREA, 0.0, 1e5)]
"""m²"""
Speed = Annotated[float, Measure(_SPEED, 0.0, 100.0)]
"""1/s, at most 6000 rpm."""
Pressure = Annotated[float, Measure(_PRESSURE, 0.8, 20.0, hint="; a gauge pressure is written '0.5 bar(g)'")]
"""bar absolute; below 0.8 bar it is nearly always a gauge pressure that lost its (g)."""
PartialPressure = Annotated[float, Measure(_PARTIAL, 0.0, 20.0, above=True)]
"""bar, above 0; mmHg, kPa and mbar are read too"""
CellMass = Annotated[float, Measure(_CELL_MASS, 0.0, 1e-9, above=True)]
"""kg, above 0; a file says pg"""
Temperature = Annotated[float, Measure(_TEMPERATURE, 273.15, 373.15)]
"""K, 0 to 100 °C."""
Fraction = Annotated[float, Measure(_FRACTION, 0.0, 1.0)]
"""0 to 1; a file may say ``30 %``."""
Factor = Annotated[float, Measure(_NUMBER, 0.0, 1e6)]
"""A pure number, not negative."""
Ph = Annotated[float, Measure(_NUMBER, 0.0, 14.0)]
"""0 to 14"""
Count = Annotated[int, Field(ge=1, le=50, strict=True)]
"""A whole number from 1 to 50."""
Aeration = Annotated[float, Measure(_AERATION, 0.0, 600.0)]
"""1/h at standard conditions (0 °C, 1.01325 bar), at most 10 vvm."""
Power = Annotated[float, Measure(_POWER, 0.0, 1e8)]
"""W"""
Rate = Annotated[float, Measure(_RATE, 0.0, 1e4)]
"""1/h"""
Duration = Annotated[float, Measure(_DURATION, 0.0, 1e4)]
"""h"""
SpecificRate = Annotated[float, Measure(_SPECIFIC_RATE, 0.0, 1e4)]
"""mol/kg/h = mmol/gDW/h"""
Yield = Annotated[float, Measure(_YIELD, 0.0, 10.0, above=True)]
"""kg/kg"""
VolumeRate = Annotated[float, Measure(_VOLUME_RATE, 0.0, 1e4)]
"""m³/h"""
HeatTransfer = Annotated[float, Measure(_HEAT_TRANSFER, 0.0, 1e4)]
"""W/m²/K"""
HeatCapacity = Annotated[float, Measure(_HEAT_CAPACITY, 1000.0, 6000.0)]
"""J/kg/K"""
Density = Annotated[float, Measure(_DENSITY, 500.0, 2000.0)]
"""kg/m³"""
Viscosity = Annotated[float, Measure(_VISCOSITY, 1e-4, 100.0)]
"""Pa·s"""
MassShare = Annotated[float, Measure(_MASS_SHARE, 0.0, 10.0, above=True)]
"""kg/kg, above 0; a file says mg/g or g/g"""
Affinity = Annotated[float, Measure(_AFFINITY, 0.0, 1e6)]
"""m³/kg = L/g"""
Enthalpy = Annotated[float, Measure(_ENTHALPY, -1e5, 1e5)]
"""kJ/mol"""
MolarConcentration = Annotated[float, Measure(_MOLAR, 0.0, 1e5, above=True)]
"""mol/m³ = mmol/L, above 0"""
ChargeConcentration = Annotated[float, Measure(_MOLAR, -1e5, 1e5)]
"""mol/m³ = mmol/L of charge, of either sign"""
Content = Annotated[float, Measure(_CONTENT, 0.0, 1e5, above=True)]
"""mol/kg = mmol/gDW, above 0"""
MolarMass = Annotated[float, Measure(_MOLAR_MASS, 0.0, 1e4, above=True)]
"""kg/mol, above 0"""
PowerDensity = Annotated[float, Measure(_POWER_DENSITY, 0.0, 1e6, above=True)]
"""W/m³, above 0"""
Velocity = Annotated[float, Measure(_VELOCITY, 0.0, 10.0, above=True)]
"""m/s, above 0"""
SpecificVolume = Annotated[float, Measure(_SPECIFIC_VOLUME, 0.0, 0.1)]
"""m³/kg"""
Stress = Annotated[float, Measure(_STRESS, 0.0, 1e6)]
"""Pa"""
Consistency = Annotated[float, Measure(_NUMBER, 0.0, 1e4)]
"""Pa sⁿ: a number, since its unit depends on n"""
Warming = Annotated[float, Measure(_NUMBER, 1.0, 1.1)]
"""Factor per kelvin, 1 to 1.1"""
Thickening = Annotated[float, Measure(_NUMBER, -2.0, 0.0)]
"""An exponent that is not above 0"""
Dissipation = Annotated[float, Measure(_DISSIPATION, 0.0, 1e6, above=True)]
"""W/kg, above 0"""
Circulation = Annotated[float, Measure(_CIRCULATION, 0.0, 1e9, above=True)]
"""W/m³/s, above 0"""
CellNumber = Annotated[float, Measure(_CELL_NUMBER, 0.0, 1e18, above=True)]
"""A number, above 0"""
Packing = Annotated[float, Measure(_PACKING, 0.0, 1e3, above=True)]
"""kg/m³, above 0"""
Diffusivity = Annotated[float, Measure(_DIFFUSIVITY, 0.0, 1e-6, above=True)]
"""m²/s, above 0"""
