"""Two strains in one vessel, against one strain and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.kernels.atlas import locate
from moromi.kernels.atlas_arrays import atlas_of
from moromi.kernels.ensemble import integrate_batch
from moromi.kernels.members import region_of
from moromi.kernels.packing import pack_atlases
from moromi.kernels.state import biomass_index, own_index, species_index, state_size
from moromi.kernels.status import Status

from . import synthetic as syn


def pair(end=2.0):
    """The synthetic strain twice in one vessel."""
    one = syn.batch(end)
    factors = np.concatenate([one.factors, one.factors], axis=1)
    factors["parameter"][0, one.factors.shape[1] :] += one.maximum.shape[1]
    layout = syn.LAYOUT._replace(strains=2, outputs=2 * syn.OUTPUTS, shared=syn.SPECIES)
    twice = one._replace(layout=layout, maximum=np.tile(one.maximum, (1, 2)), factors=factors)
    return syn.with_atlas(twice, one.atlas, one.atlas)


def start(layout, *biomass):
    """As the single strain's, the cells divided."""
    state = np.zeros((1, state_size(layout)))
    single = syn.start_state(sum(biomass))
    state[0, 0] = single[0, 0]
    for strain, density in enumerate(biomass):
        state[0, biomass_index(strain)] = density * single[0, 0]
    first, old = species_index(layout), species_index(syn.LAYOUT)
    state[0, first : first + syn.SPECIES] = single[0, old : old + syn.SPECIES]
    return state


@pytest.mark.trajectory
def test_a_strain_in_two_parts_is_the_strain():
    """The same steps, pools and off-gas as the undivided culture, through both critical regions and all phases."""
    plants, share = pair(), 0.2
    cursor, rows, last = syn.run(plants, start(plants.layout, 3.0 * share, 3.0 * (1.0 - share)), 1e-7)
    whole, expected, single = syn.run(syn.batch(2.0), syn.start_state(3.0), 1e-7)
    assert cursor["status"] == whole["status"] == Status.DONE
    assert cursor["events"] == whole["events"] > 0
    signals = slice(0, own_index(syn.LAYOUT, 0))
    assert rows.signals[0, :, signals] == pytest.approx(
        expected.signals[0, :, signals], rel=1e-5, abs=1e-7, nan_ok=True
    )
    assert last[0, 1] / last[0, 2] == pytest.approx(share / (1.0 - share), rel=1e-9)
    assert last[0, 1] + last[0, 2] == pytest.approx(single[0, 1], rel=1e-6)


def test_every_strain_is_looked_up_in_its_own_regions():
    """Packed behind a wider atlas, a strain's regions keep their numbers and their answers."""
    narrow = syn.atlas()
    facets = np.zeros((1, 3))
    facets[0, 2] = 1.0
    wide = atlas_of(np.array([0, 1]), facets, np.array([0.5]), np.ones((1, 20)), np.zeros((1, 3, 20)))
    plants = pair()
    packed = syn.with_atlas(plants, narrow, narrow)._replace(atlas=pack_atlases([wide, narrow]))
    members = packed.members.copy()
    members["region"], members["regions"] = [0, 1], [1, 2]
    members["parameter"], members["parameters"] = [0, 3], [3, 2]
    members["leaf"] = 0
    plant = syn.plant(packed._replace(members=members))
    cursor = syn.fresh_cursor()[0]
    for theta in ([6.0, 1.0], [1.0, 15.0], [3.0, 6.7]):
        both = np.array([0.0, 0.0, 0.1, *theta])
        assert region_of(plant, cursor, 1, both, 1e-9) == locate(narrow, np.array(theta), -1, 1e-9) >= 0
        assert region_of(plant, cursor, 0, both, 1e-9) == 0
    assert region_of(plant, cursor, 0, np.array([0.0, 0.0, 0.9, 6.0, 1.0]), 1e-9) == -1


@pytest.mark.trajectory
@pytest.mark.parametrize("ignorant", [0, 1])
def test_a_miss_says_whose_it_is_and_the_run_resumes_to_the_bit(ignorant):
    plants, full = pair(), syn.atlas()
    half = atlas_of(
        full.facet_start[:2], full.facet_normal[:1], full.facet_offset[:1], full.intercept[:1], full.slope[:1]
    )
    begin = start(plants.layout, 1.0, 2.0)
    _, expected, last = syn.run(plants, begin, 1e-6)
    known = [full, full]
    known[ignorant] = half
    cursor, rows, state = syn.fresh_cursor(), syn.fresh_rows(expected.grid, plants.layout), begin.copy()
    args = (cursor, *syn.tolerance(1e-6, plants.layout), rows, 0, 1)
    assert integrate_batch(state, syn.with_atlas(plants, *known), *args) == 1
    assert cursor["region"][0, ignorant] == -1 < cursor["region"][0, 1 - ignorant]
    assert 0.0 < cursor[0]["time"] < 2.0
    assert integrate_batch(state, plants, *args) == 0
    np.testing.assert_array_equal(state, last)
    np.testing.assert_array_equal(rows.state, expected.state)
