"""Files that are not what they should be: one line, with the line's number, and at once."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.simulator.errors import InputError
from moromi.simulator.scenario.yaml_file import MAX_BYTES, parse_yaml, read_yaml


def parse(text):
    return parse_yaml(text, "file", Path())


def test_every_key_and_item_has_its_line():
    document = parse("a: 1\nb:\n  c: x\n  d: [1,\n    2]\n")
    assert document.data == {"a": 1, "b": {"c": "x", "d": [1, 2]}}
    assert document.place(("b", "c")) == "file:3"
    assert document.place(("b", "d", 1)) == "file:5"
    assert document.place(("b", "nothing", "there")) == "file:2"
    assert document.place(()) == "file:1"


def test_what_was_read_before_cannot_be_changed_by_who_read_it():
    first = parse("a: {b: [1, 2]}\n")
    first.data["a"]["b"].append(3)
    first.places[("a",)] = "elsewhere"
    again = parse("a: {b: [1, 2]}\n")
    assert again.data == {"a": {"b": [1, 2]}}
    assert again.place(("a",)) == "file:1"


def test_yaml_is_version_1_2():
    assert parse("a: 1e-3\nb: no\nc: 0o17\nd: 2020-01-01\ne: 1:30\nf: true\ng: null\n").data == {
        "a": 1e-3,
        "b": "no",
        "c": 15,
        "d": "2020-01-01",
        "e": "1:30",
        "f": True,
        "g": None,
    }


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BOMB, 1, "anchors"),
        ("a: &a [*a]", 1, "anchors"),
        ("a: 1\nb: [1\nc: 2", 3, "malformed YAML"),
        ("a:\n\tb: 1", 2, "malformed YAML"),
        ("a: 1\na: 2", 2, "a: given twice"),
        ("x:\n  a: 1\n  1: 2", 3, "the key 1 is not text"),
        ("a: !!python/object/apply:os.system [ls]", 1, "tags"),
        ("a: 1\n---\nb: 2", 2, "another document"),
        ("a: \x01", 1, "malformed YAML"),
        ("a: 1\n<<: {b: 2}", 2, "tags"),
    ],
)
def test_refused_with_its_line(text, line, says):
    with pytest.raises(InputError) as caught:
        parse(text)
    assert str(caught.value).startswith(f"file:{line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 20_000, "a: " + "[" * 100 + "]" * 100, "- " * 20_000])
def test_depth_is_limited(text):
    with pytest.raises(InputError, match="nested too deeply"):
        parse(text)


@given(st.text(alphabet=st.sampled_from("ab:-[]{},&*!|>'\"%@#? \n\t0.e"), max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(InputError):
        parse(text)


def test_directory(tmp_path):
    with pytest.raises(InputError, match="is a directory"):
        read_yaml(tmp_path)


def test_size_is_checked_before_reading(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**9)  # a hole: takes no disk
    with pytest.raises(InputError, match=f"at most {MAX_BYTES}"):
        read_yaml(path)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no endless device here")
def test_endless_device():
    with pytest.raises(InputError, match="too large"):
        read_yaml(Path("/dev/zero"))


def test_not_text(tmp_path):
    path = tmp_path / "image.yaml"
    path.write_bytes(b"a: 1\n\xff\xfe\x00")
    with pytest.raises(InputError, match=r"image\.yaml:2: not UTF-8"):
        read_yaml(path)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")


def test_byte_order_mark_is_accepted(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(path).data == {"a": 1}
