"""Every ready network: conserving, connected, its shares kept while it is filled, and mixing as its makers say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from moromi.simulator.errors import InputError
from moromi.simulator.plant import networks
from moromi.simulator.plant.network import HEADSPACE, SPARGER, Network
from moromi.simulator.plant.tracer import mixing_time, pulse
from moromi.simulator.scenario import load_vessel

TANK = load_vessel("tank-30m3")
LOOPS = networks.impeller_loops(networks.stack_of(TANK, 22.0))
READY = {
    "ideal": networks.ideal(1.0),
    "two": networks.two_tanks(0.015, 0.3, 60.0 / 3600.0),
    "two-aerated": networks.two_tanks(0.015, 0.3, 60.0 / 3600.0, aerated=True),
    "plug": networks.tank_and_plug(0.01, 0.08, 60.0 / 3600.0),
    "plug-aerated": networks.tank_and_plug(0.01, 0.08, 60.0 / 3600.0, aerated=True),
    "loops": LOOPS,
    "loops-cui": networks.impeller_loops(networks.stack_of(TANK, 22.0), 8, networks.CUI),
    "chain": networks.axial_chain(12, 22.0, 200.0 / 3600.0, 7200.0),
    "column": networks.bubble_column(15, 200.0, 5.0),
    "airlift": networks.airlift_loop(8, 200.0, 5.0, 0.3),
}
EACH = pytest.mark.parametrize("network", READY.values(), ids=READY)


@EACH
def test_flows_conserve_volume_at_any_speed(network: Network):
    for speed, velocity in ((0.0, 0.0), (3600.0, 0.0), (7200.0, 0.07), (0.0, 0.1)):
        flow = network.liquid_flow(speed, velocity)
        into = np.bincount(network.target, flow, network.size)
        out = np.bincount(network.source, flow, network.size)
        assert into == pytest.approx(out, rel=1e-12)


@EACH
def test_edges_are_sorted_and_single(network: Network):
    key = network.source * network.size + network.target
    assert np.all(np.diff(key) > 0)
    assert network.fraction.sum() == pytest.approx(1.0, abs=1e-12)


@EACH
def test_all_gas_comes_out(network: Network):
    """A steady gas flow that nothing is taken from leaves as it came."""
    inside = np.zeros((network.size, network.size))
    fed, out = np.zeros(network.size), np.zeros(network.size)
    for source, target, share in zip(network.gas_source, network.gas_target, network.gas_share, strict=True):
        if source == SPARGER:
            fed[target] += share
        elif target == HEADSPACE:
            out[source] += share
        else:
            inside[target, source] += share
    flow = np.linalg.solve(np.eye(network.size) - inside, fed)
    assert out @ flow == pytest.approx(1.0, rel=1e-12)


def test_gas_rises_at_the_same_velocity_everywhere():
    """Gas through a box of the loops is its share of the cross-section."""
    boxes = LOOPS.boxes
    assert boxes is not None
    area = boxes[:, 1] ** 2 - boxes[:, 0] ** 2
    flow = np.zeros(LOOPS.size)
    for place in np.argsort(boxes[:, 2], kind="stable"):
        for source, target, share in zip(LOOPS.gas_source, LOOPS.gas_target, LOOPS.gas_share, strict=True):
            if target == place:
                flow[place] += share * (1.0 if source == SPARGER else flow[source])
    assert flow == pytest.approx(area, rel=1e-9)


@EACH
def test_shares_stay_while_liquid_is_poured_in(network: Network):
    lift = network.lift
    for place in range(network.size):
        net = np.bincount(network.target, lift[place], network.size)
        net -= np.bincount(network.source, lift[place], network.size)
        net[place] += 1.0
        assert net == pytest.approx(network.fraction, abs=1e-12)


def test_lift_is_the_least():
    """NumPy's pseudo-inverse is the oracle."""
    incidence = np.zeros((LOOPS.size, len(LOOPS.source)))
    incidence[LOOPS.target, np.arange(len(LOOPS.source))] += 1.0
    incidence[LOOPS.source, np.arange(len(LOOPS.source))] -= 1.0
    wanted = LOOPS.fraction.copy()
    wanted[LOOPS.feed] -= 1.0
    least = np.linalg.pinv(incidence) @ wanted
    assert LOOPS.lift_from([LOOPS.feed])[0] == pytest.approx(least, abs=1e-10)


@EACH
def test_any_numbering_mixes_alike(network: Network):
    order = np.random.default_rng(1).permutation(network.size)
    other = network.renumbered([int(place) for place in order])
    assert other.places[other.feed] == network.places[network.feed]
    flow = network.liquid_flow(7200.0, 0.05)
    assert mixing_time(other, other.liquid_flow(7200.0, 0.05)) == pytest.approx(mixing_time(network, flow), rel=1e-9)
    back = other.renumbered([int(place) for place in np.argsort(order)])
    assert (back.places, back.points) == (network.places, network.points)
    for name in ("source", "target", "per_speed", "per_gas", "fixed", "gas_source", "gas_target", "gas_share"):
        assert np.array_equal(getattr(back, name), getattr(network, name))


def test_pulse_loses_nothing():
    for network in READY.values():
        record = pulse(network, network.liquid_flow(7200.0, 0.05))
        assert np.abs(record.mass - 1.0).max() <= 1e-12
        assert network.fraction @ record.last == pytest.approx(1.0, abs=1e-12)
        assert record.inhomogeneity[-1] <= 0.01


def test_two_tanks_have_a_closed_form():
    """Both deviate from the mean by exp(−Q(1/V1 + 1/V2) t)."""
    volume, share, turn = 0.015, 0.3, 60.0
    record = pulse(READY["two"], READY["two"].fixed)
    rate = volume / turn * (1.0 / (volume * share) + 1.0 / (volume * (1.0 - share)))
    exact = math.sqrt((1.0 - share) / share) * np.exp(-rate * record.time)
    assert record.inhomogeneity == pytest.approx(exact, rel=1e-9)
    assert record.mixing_time() == pytest.approx(math.log(math.sqrt((1 - share) / share) / 0.05) / rate, rel=1e-5)


def test_large_network_agrees_with_the_exact_one():
    """Implicit steps of the many against the exponential of the few: the same chain."""
    from moromi.simulator.plant import tracer

    chain = READY["chain"]
    matrix = tracer.transport(chain, chain.liquid_flow(7200.0) / 3600.0)
    amounts = np.zeros(chain.size)
    amounts[-1] = 1.0
    exact = implicit = amounts
    one, other = tracer._exact(matrix, 0.2), tracer._implicit(matrix, 0.2)
    for _ in range(500):
        exact, implicit = one(exact), other(implicit)
    assert implicit == pytest.approx(exact, rel=1e-3)


def test_chain_has_the_mixing_time_it_was_made_for():
    chain = READY["chain"]
    assert mixing_time(chain, chain.liquid_flow(7200.0)) == pytest.approx(200.0, rel=1e-3)
    assert mixing_time(chain, chain.liquid_flow(3600.0)) == pytest.approx(400.0, rel=1e-3)


def test_refined_column_is_axial_dispersion():
    """Slowest mode of ∂c/∂t = E ∂²c/∂z², closed ends: √2 exp(−π² E t/H²), from a pulse at the end 2 cos(πz/H)."""
    from moromi.kernels.column_dispersion import dispersion_deckwer

    column = networks.bubble_column(200, 200.0, 5.0)
    height = 200.0 / (math.pi / 4 * 25.0)
    time = math.log(math.sqrt(2.0) / 0.05) * height**2 / (math.pi**2 * dispersion_deckwer(5.0, 0.05))
    assert mixing_time(column, column.liquid_flow(0.0, 0.05)) == pytest.approx(time, rel=2e-3)


def test_refined_loops_converge():
    times = []
    for per_loop in (5, 10, 20, 40):
        network = networks.impeller_loops(networks.stack_of(TANK, 22.0), per_loop)
        times.append(mixing_time(network, network.liquid_flow(7200.0)))
    steps = np.abs(np.diff(times))
    assert np.all(steps[1:] < steps[:-1])
    assert times == pytest.approx([times[-1]] * 4, rel=0.1)


def test_plug_delays_by_its_residence_time():
    plug = networks.tank_and_plug(0.01, 0.08, 60.0 / 3600.0, tanks=100)
    record = pulse(plug, plug.fixed, feed=plug.index("inlet"), probe=plug.index("end"))
    assert record.time[record.probe.argmax()] == pytest.approx(60.0, rel=0.02)


def test_only_covered_impellers_count():
    half = networks.impeller_loops(networks.stack_of(TANK, 11.0))
    assert [name for name in half.points if name.startswith("impeller")] == ["impeller-1", "impeller-2"]
    with pytest.raises(InputError, match="no impeller is under the surface"):
        networks.stack_of(TANK, 1.0)
    with pytest.raises(InputError, match="has no impellers"):
        networks.stack_of(load_vessel("flask-500ml"), 1e-4)


def test_place_that_is_none():
    assert LOOPS.places[LOOPS.index("top")].startswith("stage-4-upper-wall")
    assert LOOPS.index("stage-1-impeller") == LOOPS.index("impeller-1")
    with pytest.raises(InputError, match=r"feeds\.sugar\.at: 'tpo' is no place .* nearest is 'top'"):
        LOOPS.index("tpo", "feeds.sugar.at: ")


def test_more_than_30_compartments_and_a_million():
    assert LOOPS.size >= 30
    with pytest.raises(InputError, match="1000000 compartments, at most 100000"):
        networks.bubble_column(1_000_000, 200.0, 5.0)
    many = networks.bubble_column(5000, 200.0, 5.0)
    with pytest.raises(InputError, match="ask 'lift_from'"):
        many.lift  # noqa: B018
    assert many.lift_from([0]).shape == (1, len(many.source))


@given(
    slender=st.floats(0.6, 4.0),
    relative=st.lists(st.floats(0.02, 0.98), min_size=1, max_size=6, unique=True),
    ratio=st.floats(0.2, 0.6),
    per_loop=st.integers(1, 9),
)
@settings(max_examples=30, deadline=None)
def test_any_stack_is_a_sound_network(slender: float, relative: list[float], ratio: float, per_loop: int):
    """`finish` checks conservation, connection and gas; boxes fill the tank; a pulse is mixed and lost nowhere."""
    planes = tuple(slender * place for place in sorted(relative))
    assume(min(np.diff((0.0, *planes, slender))) > 1e-3)
    stack = networks.Stack(diameter=1.0, impeller_diameter=ratio, flow_number=0.72, planes=planes, height=slender)
    network = networks.impeller_loops(stack, per_loop)
    assert network.volume == pytest.approx(stack.area * slender, rel=1e-9)
    record = pulse(network, network.liquid_flow(7200.0))
    assert np.abs(record.mass - 1.0).max() <= 1e-12
    assert math.isfinite(record.mixing_time())
