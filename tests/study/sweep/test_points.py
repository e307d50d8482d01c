"""Designs: where the points lie."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from moromi.simulator.errors import InputError
from moromi.simulator.study.sweep.plan import plan_of
from moromi.simulator.study.sweep.points import points_of

VARY = {"vessel.kla_factor": "0.5:1.5", "recipe.feed_factor": "0.5,1,2"}


def points(**given):
    return points_of(plan_of({"scenarios": ["ecoli-fedbatch"], "vary": VARY} | given))


@pytest.mark.parametrize("design", ["sobol", "latin-hypercube", "random"])
def test_drawn(design):
    some = points(design=design, runs=100)
    assert some.shares.shape == (100, 2)
    assert np.array_equal(some.shares, points(design=design, runs=100).shares)
    assert not np.array_equal(some.shares, points(design=design, runs=100, seed=2).shares)
    assert ((some.shares >= 0) & (some.shares < 1)).all()
    assert some.texts(3)[0].startswith(("0.", "1."))


def test_sobol_fills_better_than_chance_and_goes_on():
    sobol, chance = points(design="sobol", runs=256), points(design="random", runs=256)
    assert qmc.discrepancy(sobol.shares) < 0.1 * qmc.discrepancy(chance.shares)
    np.testing.assert_array_equal(points(design="sobol", runs=100).shares, sobol.shares[:100])


def test_latin_hypercube_has_one_point_in_every_slice():
    shares = points(design="latin-hypercube", runs=50).shares
    assert (np.sort((shares * 50).astype(int), axis=0) == np.arange(50)[:, np.newaxis]).all()


def test_grid():
    some = points(design="grid", levels=4)
    assert len(some) == 12
    assert [some.texts(row) for row in (0, 11)] == [["0.5", "0.5"], ["1.5", "2.0"]]
    assert len({tuple(some.texts(row)) for row in range(12)}) == 12


def test_one_at_a_time():
    some = points(design="one-at-a-time", levels=3)
    assert [some.texts(row) for row in range(len(some))] == [
        ["1.0", "1.0"],
        ["0.5", "1.0"],
        ["1.5", "1.0"],
        ["1.0", "0.5"],
        ["1.0", "2.0"],
    ]


def test_points_from_a_file(tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("vessel.kla_factor, recipe.duration [h]\n1,20\n1.5,30\n")
    some = points_of(plan_of({"scenarios": ["x"], "design": "points", "points": str(file)}))
    assert some.texts(1) == ["1.5", "30.0 h"]
    assert some.ends() == [("1.0", "1.5"), ("20.0 h", "30.0 h")]
    (tmp_path / "again.csv").write_text(some.csv())
    again = points_of(plan_of({"scenarios": ["x"], "design": "points", "points": str(tmp_path / "again.csv")}))
    assert again.csv() == some.csv()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\n", "at least one row"),
        ("a,a\n1,2\n", "two columns"),
        ("a,b\n1\n", "row 2 has 1 cells"),
        ("a\nx\n", "row 2"),
        ("a\n1\nnan\n", "not finite"),
        ("a]\n1\n", "not a path"),
    ],
)
def test_bad_files(tmp_path, text, says):
    (tmp_path / "points.csv").write_text(text)
    with pytest.raises(InputError, match=says):
        points_of(plan_of({"scenarios": ["x"], "design": "points", "points": str(tmp_path / "points.csv")}))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"design": "grid", "levels": 1000, "vary": {f"v{i}": "0:1" for i in range(3)}}, "1,000,000,000 points"),
        ({"runs": 10**9}, "1,000,000,000 points"),
        ({"design": "sobel"}, "no design"),
        ({"vary": {}}, "nothing varies"),
        ({"runs": 0}, "runs"),
        ({"points": "x.csv"}, "belongs to the design"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_nonsense(given, says):
    with pytest.raises(InputError, match=says):
        points(**given)
