"""Arrays of named tuples, moved into one block of memory."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from moromi.benchmarks.block import in_one_block


class Pair(NamedTuple):
    first: np.ndarray
    second: object


def test_copies_hold_the_same_and_lie_one_behind_the_other():
    fixed = np.arange(5)
    fixed.flags.writeable = False
    one, other = in_one_block(Pair(np.eye(3), "text"), Pair(fixed, np.zeros(2, [("a", "f8"), ("b", "i8")])))
    assert type(one) is Pair
    assert one.second == "text"
    assert np.array_equal(one.first, np.eye(3))
    assert np.array_equal(other.first, fixed)
    assert other.second.dtype.names == ("a", "b")
    assert (one.first.flags.writeable, other.first.flags.writeable) == (True, False)
    begin = one.first.ctypes.data
    assert begin % 4096 == 0
    assert [other.first.ctypes.data - begin, other.second.ctypes.data - begin] == [128, 192]


def test_what_cannot_move_stays():
    empty, across = np.zeros(0), np.eye(4)[:, ::2]
    (pair,) = in_one_block(Pair(empty, across))
    assert pair.first is empty
    assert pair.second is across
