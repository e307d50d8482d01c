"""A vessel's file → the kernel's vessel record."""

from __future__ import annotations

import numpy as np

from ...kernels.records import VESSEL
from ...kernels.transfer import KlaLaw
from ..scenario import Medium, Vessel

__all__ = ["kla_law", "vessel_record"]

_LAWS = {
    "coalescing": KlaLaw.VAN_T_RIET_COALESCING,
    "non-coalescing": KlaLaw.VAN_T_RIET_NONCOALESCING,
}


def kla_law(medium: Medium) -> KlaLaw:
    """The kLa correlation for a medium's bubbles."""
    return _LAWS[medium.liquid]


def vessel_record(vessel: Vessel, medium: Medium) -> np.void:
    """Numbers of a vessel holding a medium.

    Parameters
    ----------
    vessel : Vessel
    medium : Medium
        Chooses the kLa correlation by how its bubbles behave.

    Returns
    -------
    record VESSEL
    """
    record = np.zeros(1, VESSEL)
    flask = vessel.kind == "flask"
    record["kind"] = int(flask)
    record["kla_code"] = int(kla_law(medium))
    record["kla_factor"] = vessel.kla_factor
    record["total_volume"] = vessel.nominal_volume
    record["working_volume"] = vessel.working_volume
    record["area"] = vessel.cross_section
    record["diameter"] = vessel.diameter
    record["motor_power"] = vessel.limits.shaft_power
    record["plug"] = int(vessel.gas_mixing == "plug")
    record["condenser"] = vessel.condensed
    record["hydrostatic"] = 1.0
    record["cooling_conductance"] = vessel.cooling_conductance
    record["coolant_temperature"] = vessel.cooling.coolant_temperature
    record["heating_power"] = vessel.cooling.heating or 0.0
    record["hot_temperature"] = vessel.cooling.hot_temperature
    if vessel.impellers is not None:
        stirrer = vessel.impellers
        record["impeller_count"] = stirrer.count
        record["impeller_diameter"] = stirrer.diameter
        record["impeller_clearance"] = stirrer.clearance
        record["impeller_spacing"] = stirrer.spacing or 0.0
        record["power_number"] = vessel.power_factor * stirrer.power_number
        record["gassed_a"] = stirrer.michel_miller.factor
        record["gassed_b"] = stirrer.michel_miller.exponent
    if vessel.shaking is not None:
        record["shaking_speed"] = vessel.shaking.frequency
        record["shaking_diameter"] = vessel.shaking.diameter
        record["osmolality"] = vessel.shaking.osmolality
    row: np.void = record[0]
    return row
