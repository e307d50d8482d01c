"""A genome-scale strain in a few compartments: gradients, books, files, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant.flows import stream_places
from moromi.simulator.plant.networks.build import network_of
from moromi.simulator.report.gradients import animate_section
from moromi.simulator.run import run
from moromi.simulator.run.simulate import prepare
from moromi.simulator.run.tank_drive import integrate_network
from moromi.simulator.scenario import load_scenario

CHAIN = ("network.kind=axial-chain", "network.slabs=5", "network.mixing_time=60 s", "recipe.duration=10 h")


@pytest.fixture(scope="module")
def mixed():
    return run("ecoli-fedbatch", overrides=["recipe.duration=10 h"])


@pytest.fixture(scope="module")
def chain():
    return run("ecoli-fedbatch", overrides=CHAIN)


def test_elements_close(chain):
    for name in ("carbon", "nitrogen", "oxygen", "charge", "mass"):
        assert chain.balances[name]["closure"] == pytest.approx(1.0, abs=1e-9)


def test_glucose_falls_away_from_the_feed(chain):
    """It comes in at the top, which is the last slab."""
    glucose, oxygen = chain.local["local_glucose"][-1], chain.local["local_dot"][-1]
    assert np.all(np.diff(glucose) > 0.0)
    assert np.argmin(oxygen) == 4
    assert chain.kpis["glucose_max_local"]["value"] > 3.0 * chain.kpis["glucose_min_local"]["value"]


def test_the_feed_zone_costs_yield(chain, mixed):
    assert chain.kpis["biomass_yield_glucose"]["value"] < mixed.kpis["biomass_yield_glucose"]["value"]
    assert chain.kpis["anoxic_share"]["value"] > 0.0


def test_the_tank_is_the_mean_of_its_compartments(chain):
    share = chain.compartments.network.fraction
    np.testing.assert_allclose(chain.local["local_glucose"] @ share, chain.columns["glucose"], rtol=1e-12)
    probe = chain.compartments.network.probe
    np.testing.assert_array_equal(chain.columns["sensed_dot"], chain.local["local_dot"][:, probe])


def test_one_compartment_is_the_mixed_vessel(mixed):
    ideal = run("ecoli-fedbatch", overrides=["recipe.duration=10 h", "network.kind=ideal"])
    assert ideal.kpis == mixed.kpis
    assert ideal.compartments is None


def test_fast_exchange_is_the_mixed_vessel(mixed):
    """Mixed in a hundredth of a second, four slabs differ by their pressure alone, which the jar hardly has."""
    chosen = ["network.kind=axial-chain", "network.slabs=4", "network.mixing_time=0.01 s", "recipe.duration=10 h"]
    fast = run("ecoli-fedbatch", overrides=chosen)
    for name in ("biomass_final", "biomass_yield_glucose", "volume_final"):
        assert fast.kpis[name]["value"] == pytest.approx(mixed.kpis[name]["value"], rel=1e-4)


def test_an_override_acts_in_compartments_as_in_one_vessel():
    """On a feed that outgrows its oxygen: it settles within the last tenth of the cascade."""
    oxygen = "recipe.dissolved_oxygen."
    chosen = [
        "recipe.duration=12 h",
        "recipe.phases.exponential-feed.until=[fill > 95 %]",
        "recipe.phases.exponential-feed.feed.backs_off=[oxygen, cooling]",
        f"{oxygen}stirrer_speed=[300 rpm, 450 rpm]",
        f"{oxygen}oxygen_fraction=20.95 %",
        f"{oxygen}override_time=6 min",
        "recipe.temperature_control.override_time=6 min",
    ]
    mixed, fast = (
        run("ecoli-fedbatch", overrides=[*chosen, *network])
        for network in ((), ("network.kind=axial-chain", "network.slabs=4", "network.mixing_time=0.01 s"))
    )
    signals = mixed.trajectory.signal
    permit, used = signals("oxygen_permit"), signals("cascade_share")
    assert 0.0 < permit[-1] < 0.9
    assert 0.9 < used[-1] < 1.0
    assert np.all(signals("cooling_permit") == 1.0)
    for name in ("feed_rate", "biomass", "cascade"):
        # gas that rises through slabs gives up a little more oxygen than mixed gas does
        assert fast.columns[name][-1] == pytest.approx(mixed.columns[name][-1], rel=0.015), name


def test_files_have_a_dimension_for_the_compartments(chain, tmp_path):
    import xarray

    chain.save(tmp_path / "out", report=False)
    with xarray.open_dataset(tmp_path / "out" / "result.nc") as file:
        assert file["local_glucose"].dims == ("time", "compartment")
        assert list(file["compartment"].values) == list(chain.compartments.network.places)
        np.testing.assert_array_equal(file["local_dot"].values, chain.data["local_dot"].values)
    header = (tmp_path / "out" / "timeseries.csv").read_text("utf-8").splitlines()[0]
    assert "sensed_glucose [mol/m³]" in header


def test_a_tank_moves_in_a_file(chain, mixed, tmp_path):
    from PIL import Image

    with Image.open(animate_section(chain, "glucose", tmp_path / "a.gif")) as file:
        assert file.n_frames > 20
    with pytest.raises(InputError, match="'glucos' is not known of every compartment; nearest is 'glucose'"):
        animate_section(chain, "glucos", tmp_path / "b.gif")
    with pytest.raises(InputError, match="ideally mixed"):
        animate_section(mixed, "glucose", tmp_path / "b.gif")


def test_any_numbering_gives_the_same():
    """To the bit: the kernels see the compartments in an order of their own."""
    scenario = load_scenario("ecoli-fedbatch", overrides=[*CHAIN[:-1], "recipe.duration=3 h"])
    network, order = network_of(scenario), np.array([3, 0, 4, 1, 2])
    job, places = prepare([scenario]), np.array(stream_places(network, scenario))
    whole, parts = integrate_network(job, network, places.tolist())
    again, others = integrate_network(job, network.renumbered(np.argsort(order)), order[places].tolist())
    np.testing.assert_array_equal(others.nodes[:, order], parts.nodes)
    np.testing.assert_array_equal(again.state, whole.state)


def test_returning_off_gas_is_refused():
    with pytest.raises(InputError, match=r"off-gas .* network\.kind=ideal"):
        run("ecoli-fedbatch", overrides=[*CHAIN, "recipe.gas_recycle=50 %"])
