"""Every correlation can be called from compiled code and gives there what it gives from Python."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numba
import pytest

from moromi.kernels import (
    acidbase,
    column,
    column_akita,
    column_dispersion,
    diffusivity,
    evaporation,
    film,
    foam,
    gas,
    heat,
    henry,
    hydration,
    impeller,
    mixing,
    power,
    power_stages,
    shear,
    solubility,
    transfer,
    transfer_factors,
    transfer_flask,
    transfer_small,
    transfer_stirred,
    viscosity,
    water,
)

MODULES = (
    acidbase,
    column,
    column_akita,
    column_dispersion,
    diffusivity,
    evaporation,
    film,
    foam,
    gas,
    heat,
    henry,
    hydration,
    impeller,
    mixing,
    power,
    power_stages,
    shear,
    solubility,
    transfer,
    transfer_factors,
    transfer_flask,
    transfer_small,
    transfer_stirred,
    viscosity,
    water,
)
USUAL = {
    "temperature": 310.15,
    "ph": 7.0,
    "homogeneity": 0.9,
    "wanted": 0.95,
    "law": 0,
    "upper": True,
    "density": 1000.0,
    "impeller_count": 3,
    "inlet_dew_point": 280.0,
    "condenser": 280.0,
    "measured": 2e-9,
    "diffusivity": 2e-9,
    "viscosity": 1e-3,
    "humidity": 0.5,
    "vapour": 0.06,
    "fraction": 0.1,
}
KERNELS = {
    f"{module.__name__.rsplit('.', 1)[1]}.{name}": getattr(module, name)
    for module in MODULES
    for name in module.__all__
    if name.islower()
}


def arguments(kernel: Callable[..., float]) -> tuple[float, ...]:
    """A plain value for every argument."""
    names = inspect.signature(getattr(kernel, "py_func", kernel)).parameters
    return tuple(USUAL.get(name, 1.5) for name in names)


@pytest.mark.parametrize("name", KERNELS)
def test_from_compiled_code(name: str):
    kernel = KERNELS[name]
    values = arguments(kernel)

    @numba.njit
    def caller(inputs):
        return kernel(*inputs)

    assert caller(values) == pytest.approx(kernel(*values), rel=1e-14, nan_ok=False)


@pytest.mark.parametrize("name", KERNELS)
def test_compiled_as_python_means_it(name: str):
    kernel = KERNELS[name]
    plain = getattr(kernel, "py_func", kernel)
    assert kernel(*arguments(kernel)) == pytest.approx(plain(*arguments(kernel)), rel=1e-12)
