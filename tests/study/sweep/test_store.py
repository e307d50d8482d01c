"""Files of pieces: the same bytes for the same numbers, and nothing foreign is believed."""

from __future__ import annotations

import numpy as np
import pytest

from moromi.simulator.errors import InputError
from moromi.simulator.study.sweep.chunk import Piece
from moromi.simulator.study.sweep.store import pack, read_piece, unpack, write_bytes


def piece():
    return Piece(
        status=np.array([0, 5], np.int16),
        stopped=np.array([np.nan, 3.5]),
        messages=("", "zu voll 満"),
        kpis={"biomass_final": np.array([1.5, np.nan])},
        units={"biomass_final": "kg/m3"},
        limits={},
        kept={"dot": np.array([[1.0, 2.0], [np.nan, 4.0]])},
    )


def test_round_trip():
    data = pack(piece(), "key")
    assert data == pack(piece(), "key")
    found = unpack(data, "key")
    assert found is not None
    for one, other in zip(vars(found).values(), vars(piece()).values(), strict=True):
        np.testing.assert_equal(one, other)


def test_another_key():
    assert unpack(pack(piece(), "key"), "other") is None


@pytest.mark.parametrize("place", [0, 0.2, 0.5, 0.8, 0.95])
def test_damage(place):
    data = bytearray(pack(piece(), "key"))
    data[int(place * len(data))] ^= 0x55
    found = unpack(bytes(data), "key")
    assert found is None or pack(found, "key") == pack(piece(), "key")  # the zip's own unused fields
    assert unpack(bytes(data[: int(place * len(data))]), "key") is None


def test_absent_or_a_folder(tmp_path):
    assert read_piece(tmp_path / "none.npz", "key") is None
    assert read_piece(tmp_path, "key") is None


def test_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=r"cannot be written.*is kept"):
        write_bytes(tmp_path / "file" / "below", b"data")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
