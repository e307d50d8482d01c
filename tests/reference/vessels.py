"""Answers to the rows of the reference table on vessels, gas and heat: correlations and scale-up of ours."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from moromi.kernels import (
    acidbase,
    column,
    gas,
    heat,
    impeller,
    mixing,
    power,
    shear,
    solubility,
    transfer,
    transfer_flask,
    transfer_stirred,
)
from moromi.simulator.scaleup.criteria import match
from moromi.simulator.scaleup.geometry import Broth, Tank
from moromi.simulator.scaleup.operating_point import OperatingPoint
from moromi.simulator.scaleup.rootfinding import speed_with

from .table import ROWS, Inputs


def model_tank(linear: float) -> Tank:
    """Geometrically similar tanks of Shuler & Kargi: 10 L at `linear` 1, H/D 3, impeller 0.3 of the tank."""
    diameter = linear * (0.01 * 4.0 / (3.0 * math.pi)) ** (1.0 / 3.0)
    return Tank(
        name=f"model x{linear:g}",
        diameter=diameter,
        working_volume=0.01 * linear**3,
        impeller_diameter=0.3 * diameter,
        impeller_count=1,
        power_number=5.0,
        flow_number=0.72,
        impeller_clearance=diameter / 3.0,
    )


def model_point(speed: float) -> OperatingPoint:
    """The small model tank, full, without gas."""
    broth = Broth(temperature=298.15, density=1000.0, viscosity=0.001)
    return OperatingPoint(tank=model_tank(1.0), broth=broth, volume=0.01, stirrer_speed=speed, gas_flow=0.0)


def scaled(constant: str, linear: float, speed: float) -> tuple[OperatingPoint, OperatingPoint]:
    """Small tank, and the large one by a criterion."""
    small = model_point(speed)
    names = {"P/V": "power-per-volume", "N": "stirrer-speed", "tip": "tip-speed", "tip speed": "tip-speed"}
    if constant in names:
        return small, match(names[constant], small, model_tank(linear)).point
    large = match("stirrer-speed", small, model_tank(linear)).point
    same = speed_with(lambda n: replace(large, stirrer_speed=n).reynolds, small.reynolds, 1e-4, 1e4)
    return small, replace(large, stirrer_speed=same)


def scaled_speed(i: Inputs) -> float:
    linear = i.get("linear_ratio") or i["D_ratio"]
    return 60.0 * scaled(i["criterion"], linear, i["N1_rpm"] / 60.0)[1].stirrer_speed


def scaled_ratio(i: Inputs) -> float:
    quantity = {
        "P": lambda p: p.power_ungassed,
        "P/V": lambda p: p.power_per_volume,
        "N": lambda p: p.stirrer_speed,
        "tip": lambda p: p.tip_speed,
        "Re": lambda p: p.reynolds,
        "Q_pump": lambda p: p.volume / p.circulation_time,
    }[i["quantity"]]
    small, large = scaled(i["constant"], i["linear_ratio"], 5.0)
    return quantity(large) / quantity(small)


def power_ratio(i: Inputs) -> float:
    small, large = scaled("tip", i["D_ratio"], 5.0)
    return large.power_ungassed / small.power_ungassed


def microcarrier_speed(i: Inputs) -> float:
    """The stirrer's power is taken to be dissipated in a cube of the impeller's diameter."""

    def smallest_eddy(speed: float) -> float:
        drawn = power.power_ungassed(float(i["Np"]), float(i["rho"]), speed, i["D_m"])
        return shear.kolmogorov_length(i["mu_Pa_s"] / i["rho"], drawn / i["rho"] / i["D_m"] ** 3)

    return 60.0 * speed_with(smallest_eddy, i["lambda_m"], 1e-2, 1e2)


def citric_acid_duty(i: Inputs) -> float:
    hours = 24.0 * i["t_d"]
    metabolic = heat.oxygen_heat(i["m_O2_kg"] / 0.0319988 / hours)
    evaporation = heat.evaporation_heat(i["m_evap_kg"] / 0.01801528 / hours, 303.15)
    return (metabolic + 1e3 * i["P_kW"] - evaporation) * 3.6 * hours


def coil_area(i: Inputs) -> float:
    film = [float(i[name]) for name in ("hb", "hw")]
    overall = heat.overall_coefficient(film[0], film[1], i["wall_m"], float(i["k"]), float(i["hf"]))
    difference = heat.log_mean_temperature_difference(float(i["Tb"]), float(i["Tin"]), float(i["Tout"]))
    return i["Q_W"] / overall / difference


def geometric_diameter(i: Inputs) -> float:
    def slenderness(diameter: float) -> float:
        return replace(model_tank(1.0), diameter=diameter).liquid_height(1e-3 * i["V_L"]) / diameter

    return speed_with(slenderness, i["H_over_D"], 1e-3, 1e1)


def gassed_share(i: Inputs) -> float:
    drawn = power.gassed_michel_miller(i["P0_W"], i["N"], i["D_m"], i["Qg_m3_s"], 0.783, 0.459)
    return drawn / i["P0_W"]


def flask_otr(i: Inputs) -> float:
    return transfer_flask.otr_max_meier_flask(
        i["n_rpm"] / 60.0,
        1e-6 * i["VL_mL"],
        1e-2 * i["d0_cm"],
        1e-3 * i["d_mm"],
        i["osm"],
        float(i["p_bar"]),
        i["yO2"],
    )


def henry(i: Inputs) -> float:
    return solubility.henry(i["kH"], float(i["dlnH_K"]), i["T_K"])


ANSWERS: dict[str, Callable[[Inputs], float]] = {
    "WE01": scaled_speed,
    "WE02": power_ratio,
    "WE08": lambda i: mixing.mixing_time_doran(i["V_m3"], i["N_1_s"], i["D_m"]),
    "WE10": lambda i: impeller.reynolds(float(i["rho"]), float(i["N_1_s"]), i["D_m"], i["mu_Pa_s"]),
    "WE11": microcarrier_speed,
    "WE12": citric_acid_duty,
    "WE23": coil_area,
    "WE24": scaled_speed,
    "WE26": scaled_speed,
    "WE27": geometric_diameter,
    **{name: scaled_ratio for name in ROWS if name.startswith("SU")},
    "HY03": lambda i: mixing.mixing_time_grenville(
        float(i["Np"]), float(i["N"]), i["D_over_T"], 1.0, 1.0, 1000.0, 0.001
    ),
    "HY04": lambda i: mixing.mixing_time_ruszkowski(float(i["T_m"]), float(i["eps"]), i["D_over_T"]),
    "HY05": lambda i: mixing.mixing_time_cooke(float(i["Np"]), float(i["N"]), i["D_m"], i["H_m"]),
    "HY07": gassed_share,
    "HY08": lambda i: power.gassed_cui(1.0, i["N"], i["D"], i["Qg"], False, 0.0),
    "HY10": lambda i: impeller.flooding_flow_number(i["D_over_T"], impeller.froude(float(i["N"]), i["D"])),
    "HY11": lambda i: impeller.gas_flow_number(i["Q"], i["N"], i["D"]),
    "HY14": lambda i: shear.kolmogorov_length(i["nu"], float(i["eps"])),
    "HY15": lambda i: gas.holdup_kudrewizki(i["vs"], float(i["N"]), i["D"], float(i["rhoL"]), i["rhoG"], i["sigma"]),
    "HY17": lambda i: column.mixing_time_column(float(i["T"]), float(i["H"]), i["vs"]),
    "HY18": lambda i: column.holdup_column(i["vs"]),
    "GL01": lambda i: transfer.kla(0, float(i["P_V"]), i["vs"]) / 3600.0,
    "GL04": lambda i: transfer_stirred.kla_labik(float(i["N"]), i["D"], i["vs"], float(i["Np"])) / 3600.0,
    "GL07": flask_otr,
    **{name: lambda i: solubility.oxygen_saturation(i["T_K"]) for name in ROWS if name.endswith("O2")},
    **{name: henry for name in ("HE_O237", "HE_CO237", "HE_CO37", "HE_H237", "HE_N237")},
    "HE_CO37s": lambda i: 1000.0 * solubility.henry(i["H"], float(i["B"]), i["T_K"]),
    "DI02": lambda i: transfer.diffusivity_factor(i["V_H2"]),
    "DI04": lambda i: transfer.diffusivity_factor(34.0),
    "LM01": lambda i: transfer.log_mean_driving_force(i["Cs_out"], i["Cs_in"], i["C"]),
    "CO01": lambda i: acidbase.carbonic_pk1(i["T_K"]),
    "CO03": lambda i: acidbase.carbonic_pk2(i["T_K"]),
    "HT01": lambda i: 1e-3 * heat.oxygen_heat(float(i["OUR_mol_m3_h"])),
}
