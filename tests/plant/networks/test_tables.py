"""Networks from tables: what they read, and one clear message for each thing that can be wrong."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.plant import networks
from moromi.simulator.plant.network import Network
from moromi.simulator.plant.tracer import mixing_time

COMPARTMENTS = """# exported from a simulation
id,volume [L],x [m],y [m],z [m],point
low,1000,0.1,0.0,0.5,outlet bottom-tap
mid,2000,0.1,0.2,1.5,
high,1000,0.0,0.0,2.5,feed
"""
FLOWS = "source,target,flow [m3/h]\nlow,mid,10\nmid,low,10\nmid,high,20\nhigh,mid,20\n"
GAS = "source,target,share\nsparger,low,1\nlow,mid,1\nmid,high,1\nhigh,headspace,1\n"


def read(
    tmp_path: Path, compartments: str = COMPARTMENTS, flows: str = FLOWS, gas: str = GAS, **rest: float
) -> Network:
    for name, text in (("c.csv", compartments), ("f.csv", flows), ("g.csv", gas)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return networks.table_network(tmp_path / "c.csv", tmp_path / "f.csv", tmp_path / "g.csv", **rest)


def test_tables_say_everything(tmp_path: Path):
    network = read(tmp_path, area=4.0 / 3.0)
    assert network.places == ("low", "mid", "high")
    assert network.volume == pytest.approx(4.0)
    assert network.fraction == pytest.approx([0.25, 0.5, 0.25])
    assert network.height == pytest.approx([1 / 6, 0.5, 5 / 6])
    assert network.liquid_flow(0.0) == pytest.approx([10.0, 10.0, 20.0, 20.0])
    assert network.places[network.feed] == "high"
    assert network.places[network.index("bottom-tap")] == network.places[network.outlet] == "low"
    assert network.gas_share == pytest.approx(1.0)
    assert network.boxes is not None
    assert network.boxes.shape == (3, 4)


def test_flows_may_follow_the_speed(tmp_path: Path):
    network = read(tmp_path, speed=7200.0)
    assert network.liquid_flow(3600.0) == pytest.approx([5.0, 5.0, 10.0, 10.0])
    assert network.liquid_flow(3600.0, volume=8.0) == pytest.approx([10.0, 10.0, 20.0, 20.0])


def test_table_equals_the_network_it_was_written_from(tmp_path: Path):
    chain = networks.bubble_column(30, 200.0, 5.0)
    flow = chain.liquid_flow(0.0, 0.05)
    names = chain.places
    rows = zip(names, chain.fraction * 200.0, strict=True)
    compartments = "id,volume [m3]\n" + "".join(f"{name},{float(volume)!r}\n" for name, volume in rows)
    edges = zip(chain.source, chain.target, flow, strict=True)
    flows = "source,target,flow [m3/s]\n" + "".join(
        f"{names[source]},{names[target]},{float(each) / 3600!r}\n" for source, target, each in edges
    )
    other = read(tmp_path, compartments, flows, f"source,target,share\nsparger,{names[0]},1\n{names[0]},headspace,1\n")
    assert mixing_time(other, other.liquid_flow(0.0)) != 0.0
    seen = [networks_time(other, names[-1]), networks_time(chain, names[-1], 0.05)]
    assert seen[0] == pytest.approx(seen[1], rel=1e-6)


def networks_time(network: Network, feed: str, velocity: float = 0.0) -> float:
    from moromi.simulator.plant.tracer import pulse

    return pulse(network, network.liquid_flow(0.0, velocity), feed=network.index(feed)).mixing_time()


def test_small_imbalance_is_made_to_agree(tmp_path: Path):
    flows = FLOWS.replace("high,mid,20", "high,mid,20.01")
    network = read(tmp_path, flows=flows)
    flow = network.fixed
    assert np.bincount(network.target, flow) == pytest.approx(np.bincount(network.source, flow), rel=1e-13)
    assert flow == pytest.approx([10.0, 10.0, 20.0, 20.0], rel=1e-3)


BAD = {
    "unconnected": (
        {"flows": "source,target,flow [m3/h]\nlow,mid,10\nmid,low,10\n"},
        "c.csv:5: compartment 'high' is not connected to 'low' (2 separate parts); add a flow each way",
    ),
    "not conserving": (
        {"flows": FLOWS.replace("high,mid,20", "high,mid,15")},
        "c.csv:5: compartment 'high' does not conserve volume: 20 m³/h flow in and 15 out, 0.25 of it apart",
    ),
    "negative flow": ({"flows": FLOWS.replace("mid,high,20", "mid,high,-20")}, "f.csv:4: the flow is negative"),
    "zero volume": ({"compartments": COMPARTMENTS.replace("2000", "0")}, "c.csv:4: compartment 'mid' has no volume"),
    "negative volume": ({"compartments": COMPARTMENTS.replace("2000", "-1")}, "c.csv:4: compartment 'mid' has no vol"),
    "unknown compartment": (
        {"flows": FLOWS.replace("low,mid", "lou,mid")},
        "f.csv:2: no compartment is called 'lou' (source); nearest is 'low'",
    ),
    "to itself": ({"flows": FLOWS + "low,low,3\n"}, "f.csv:6: a flow from a compartment to itself"),
    "twice": ({"compartments": COMPARTMENTS + "low,5,0,0,1,\n"}, "c.csv:6: compartment 'low' is there twice"),
    "no unit": ({"compartments": COMPARTMENTS.replace("volume [L]", "volume")}, "c.csv:2: column 'volume' has no unit"),
    "wrong unit": ({"flows": FLOWS.replace("m3/h", "kg/h")}, "f.csv:1: 'flow' cannot be in 'kg/h'"),
    "no such column": (
        {"flows": FLOWS.replace("target", "to")},
        "f.csv:1: no column is called 'to'",
    ),
    "missing column": ({"flows": "source,target\nlow,mid\n"}, "f.csv:1: column 'flow [m3/h]' is missing"),
    "no number": ({"flows": FLOWS.replace(",10\n", ",ten\n", 1)}, "f.csv:2: 'ten' is not a number (flow)"),
    "not finite": ({"flows": FLOWS.replace(",10\n", ",nan\n", 1)}, "f.csv:2: 'nan' is not a finite number"),
    "empty cell": ({"flows": FLOWS.replace(",10\n", ",\n", 1)}, "f.csv:2: 'flow' is missing"),
    "too many cells": ({"flows": FLOWS.replace(",10\n", ",10,5\n", 1)}, "f.csv:2: 4 cells, but the header has 3"),
    "empty": ({"compartments": ""}, "c.csv: is empty; its columns are id, volume [m3]"),
    "no rows": ({"compartments": "id,volume [m3]\n"}, "has no compartment"),
    "one z missing": ({"compartments": COMPARTMENTS.replace("1.5", "")}, "c.csv:4: 'z' is missing"),
    "below the bottom": ({"compartments": COMPARTMENTS.replace("1.5", "-1.5")}, "c.csv:4: z is above the bottom"),
    "gas stuck": (
        {"gas": "source,target,share\nsparger,low,1\nlow,mid,1\nmid,low,1\n"},
        "gas that reaches 'low' never comes out",
    ),
    "gas from nowhere": ({"gas": "source,target,share\nlow,headspace,1\n"}, "none comes from the sparger"),
    "negative gas": ({"gas": GAS.replace("low,mid,1", "low,mid,-1")}, "g.csv:3: the gas flow is negative"),
    "gas without amount": ({"gas": GAS.replace("low,mid,1", "low,mid,")}, "g.csv:3: neither 'share' nor 'flow'"),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said(tmp_path: Path, change: dict[str, str], message: str):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read(tmp_path, **change)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(InputError, match=r"none\.csv: No such file"):
        networks.table_network(tmp_path / "none.csv")


def test_a_million_compartments_are_refused_in_time(tmp_path: Path):
    path = tmp_path / "c.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,volume [m3]\n")
        file.writelines(f"c{number},1\n" for number in range(1_000_000))
    with pytest.raises(InputError, match="1000000 rows, at most 100000 can be followed; merge neighbours"):
        networks.table_network(path)


def test_many_compartments_are_read(tmp_path: Path):
    """A ring of as many as can be followed: every check is vectorised."""
    count = 20_000
    compartments = "id,volume [m3]\n" + "".join(f"c{number},1\n" for number in range(count))
    flows = "source,target,flow [m3/h]\n" + "".join(f"c{number},c{(number + 1) % count},5\n" for number in range(count))
    assert read(tmp_path, compartments, flows, "source,target,share\n").size == count
