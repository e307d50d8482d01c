"""Spheres of cells: against closed forms and SciPy; a culture's aggregates against what its cells grew."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_bvp

from moromi.simulator.errors import InputError
from moromi.simulator.run import run
from moromi.simulator.run.sphere import anoxic_core, critical_radius, michaelis_menten
from moromi.simulator.scenario import load_scenario, load_strain


def test_critical_radius_is_that_of_zero_order():
    """c0 = q R²/(6 D) at the centre's last oxygen; nothing taken, no limit."""
    radius = critical_radius(2e-9, np.array([0.2, 0.08, 0.2]), np.array([0.05, 0.05, 0.0]))
    np.testing.assert_allclose(0.05 * radius[:2] ** 2 / (6.0 * 2e-9), [0.2, 0.08], rtol=1e-12)
    assert radius[2] == np.inf


@pytest.mark.parametrize("ratio", [1.001, 1.2, 2.0, 5.0])
def test_anoxic_core_leaves_no_oxygen_and_no_gradient_at_its_edge(ratio):
    """c/c0 = 1 − (R² − r² + 2 x³(1/R − 1/r))/Rc² touches zero at r = x."""
    core = float(anoxic_core(np.array([ratio]), np.array([1.0]))[0])
    r = np.array([core, core + 1e-4]) * ratio  # at the edge of the core and just outside
    left = ratio**2 - r**2 + 2.0 * (core * ratio) ** 3 * (1.0 / ratio - 1.0 / r)
    oxygen = 1.0 - left
    assert oxygen[0] == pytest.approx(0.0, abs=1e-9)
    assert 0.0 < oxygen[1] < 1e-5
    assert 1.0 - 3.0 * core**2 + 2.0 * core**3 == pytest.approx(ratio**-2, rel=1e-9)
    assert 0.0 < core < 1.0


def test_small_spheres_have_no_core():
    np.testing.assert_allclose(anoxic_core(np.array([0.5, 1.0, 0.0]), np.ones(3)), 0.0, atol=1e-12)


@pytest.mark.parametrize("thiele", [0.3, 1.0, 4.0])
def test_a_linear_law_has_thieles_solution(thiele):
    """K far above c: first order; centre φ/sinh φ, effectiveness 3(φ coth φ − 1)/φ²."""
    square = np.array([thiele**2])
    centre, mean = michaelis_menten(square, np.array([1e6]))
    assert centre[0] == pytest.approx(thiele / np.sinh(thiele), rel=2e-3)
    assert mean[0] == pytest.approx(3.0 * (thiele / np.tanh(thiele) - 1.0) / square[0], rel=2e-3)


def test_a_constant_rate_has_the_parabola():
    """K far below c and no core: c(0) = 1 − φ²/6."""
    centre, mean = michaelis_menten(np.array([3.0]), np.array([1e-6]))
    assert centre[0] == pytest.approx(0.5, rel=2e-3)
    assert mean[0] == pytest.approx(1.0, abs=1e-5)


def test_a_constant_rate_leaves_a_dead_core():
    """Beyond the critical radius the shell that is left respires: effectiveness 1 − x³."""
    centre, mean = michaelis_menten(np.array([24.0]), np.array([1e-5]))
    core = anoxic_core(np.array([2.0]), np.array([1.0]))
    assert centre[0] < 1e-3
    assert mean[0] == pytest.approx(1.0 - core[0] ** 3, abs=0.01)


@pytest.mark.parametrize(("square", "half"), [(2.0, 0.1), (10.0, 0.05), (30.0, 0.5)])
def test_michaelis_and_menten_by_scipy(square, half):
    def slope(r, y):
        return np.vstack(
            (y[1], square * (1.0 + half) * y[0] / (half + np.abs(y[0])) - 2.0 * y[1] / np.maximum(r, 1e-9))
        )

    grid = np.linspace(1e-2, 1.0, 400)
    first = np.sinh(np.sqrt(square) * grid) / (grid * np.sinh(np.sqrt(square)))
    guess = np.vstack((first, np.gradient(first, grid)))
    exact = solve_bvp(slope, lambda a, b: np.array([a[1], b[0] - 1.0]), grid, guess, tol=1e-6, max_nodes=20_000)
    assert exact.success
    centre, mean = michaelis_menten(np.array([square]), np.array([half]))
    assert centre[0] == pytest.approx(exact.y[0, 0], rel=0.02, abs=1e-4)
    assert mean[0] == pytest.approx(3.0 * exact.y[1, -1] / (square * (1.0 + half)) * (1.0 + half), rel=0.02)


@pytest.fixture(scope="module")
def spinner():
    return run("ips-expansion")


@pytest.mark.parametrize("element", ["carbon", "nitrogen", "oxygen", "charge", "mass", "energy"])
def test_balances_close(spinner, element):
    assert spinner.balances[element]["closure"] == pytest.approx(1.0, abs=1e-6)


def test_aggregates_grow_as_their_cells_do(spinner):
    """Kept back by the overflow, their number stays: diameter as the cube root of the cells."""
    grown = spinner.trajectory.biomass() / spinner.trajectory.biomass()[0]
    np.testing.assert_allclose(spinner.columns["aggregate_diameter"], 80e-6 * np.cbrt(grown), rtol=1e-9)
    assert spinner.kpis["expansion"]["value"] == pytest.approx(grown[-1], rel=1e-12)
    assert spinner.kpis["cells_final"]["value"] == pytest.approx(spinner.trajectory.biomass()[-1] / 175e-15, rel=1e-12)
    assert spinner.kpis["doses"]["value"] == pytest.approx(spinner.kpis["cells_final"]["value"] / 1e9, rel=1e-12)


def test_what_is_drawn_off_takes_whole_aggregates():
    """A bleed changes how many there are, not how they grow."""
    with_bleed = run("ips-expansion", overrides=("recipe.duration=48 h", "recipe.phases.gather.bleed=0.01 1/h"))
    time, growth = with_bleed.trajectory.time, with_bleed.columns["mu"]
    grown = np.exp(np.concatenate(([0.0], np.cumsum(0.5 * np.diff(time) * (growth[1:] + growth[:-1])))))
    np.testing.assert_allclose(with_bleed.columns["aggregate_diameter"], 80e-6 * np.cbrt(grown), rtol=2e-3)


def test_oxygen_through_the_surface_ends_the_spinner(spinner):
    limits = {item["limit"] for item in spinner.limits}
    assert {"oxygen_transfer", "aggregate_oxygen", "growth_cap"} <= limits
    assert 4.0 < spinner.kpis["expansion"]["value"] < 12.0
    assert 0.0 < spinner.kpis["aggregate_respiration_min"]["value"] < 1.0


def test_perfusion_ends_at_lactate_and_size_of_aggregates():
    """At the density of Manstein et al. 2021, lactate holds growth back and the middle of the aggregates is short."""
    result = run("ips-perfusion")
    limits = {item["limit"] for item in result.limits}
    assert {"lactate_inhibition", "aggregate_oxygen", "aggregate_shear"} <= limits
    assert 15.0 < result.columns["lactate"].max() < 40.0
    assert 250e-6 < result.kpis["aggregate_diameter_max"]["value"] < 400e-6


def test_numbers_of_cells_need_their_unit():
    with pytest.raises(InputError, match="pg"):
        load_scenario("ips-expansion", ("strain.cells.dry_mass=175 pm",))
    with pytest.raises(InputError, match="packing"):
        load_scenario("ips-expansion", ("strain.aggregates.packing=-1 g/L",))
    assert load_strain("cho").aggregates is None


def test_the_plant_runs_though_trial_steps_go_astray(tmp_path, monkeypatch):
    """Exchanged medium makes a trial state with lactate far below zero: a shorter step is tried, no atlas asked."""
    monkeypatch.setenv("MOROMI_CACHE_DIR", str(tmp_path))  # what an atlas holds already is never asked for
    result = run("ips-expansion-plant")
    assert "lactate_inhibition" in {limit["limit"] for limit in result.limits}
