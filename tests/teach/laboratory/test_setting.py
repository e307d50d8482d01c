"""Settings and links: they say all of it, and nothing from a page gets further than a built-in name or a number."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moromi.simulator.errors import InputError
from moromi.simulator.teach.laboratory.event import Event
from moromi.simulator.teach.laboratory.setting import KNOBS, Setting, known_name, read_number


@given(
    st.builds(
        Setting,
        scenario=st.sampled_from(["ecoli-fedbatch", "lysine"]),
        vessel=st.sampled_from(["", "tank-30m3", "jar-10l"]),
        gradients=st.booleans(),
        by_hand=st.booleans(),
        knobs=st.dictionaries(st.sampled_from(KNOBS), st.integers(1, 900).map(float)),
    )
)
def test_a_link_restores_the_setting(setting: Setting):
    assert Setting.from_query(dict(parse_qsl(setting.query()))) == setting


def test_the_link_of_the_start_is_empty():
    assert Setting().query() == ""


def test_equal_settings_share_a_result_whatever_the_order_of_knobs():
    one, other = Setting().turned("air", 1.0).turned("feed", 2.0), Setting().turned("feed", 2.0).turned("air", 1.0)
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..%2f..",
        "/etc/passwd",
        "C:\\Windows",
        "./ecoli-fedbatch",
        "ecoli-fedbatch.yaml",
        "a\x00b",
        "<script>alert(1)</script>",
        "x" * 100000,
        "",
        "__class__",
    ],
)
@pytest.mark.parametrize("kind", ["scenario", "vessel"])
def test_only_built_in_names_pass(kind: str, name: str):
    with pytest.raises(InputError) as caught:
        known_name(kind, name)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("value", ["", "nan", "inf", "-inf", "1e400", "ten", "9" * 1000, "0x10", None, [], {}, True])
def test_only_finite_numbers_pass(value: object):
    with pytest.raises(InputError):
        read_number("air", value)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        3,
        "knob",
        [],
        {},
        {"act": "run"},
        {"act": "__init__"},
        {"act": ["knob"]},
        {"act": "knob", "name": "depth"},
        {"act": "save", "fields": {"name": "x" * 100000}},
        {"act": "save", "fields": {"name": {"a": 1}}},
        {"act": "save", "fields": {str(k): "" for k in range(1000)}},
        {"act": "vessel", "value": b"jar-3l"},
    ],
)
def test_what_is_no_event_is_refused(sent: object):
    with pytest.raises(InputError):
        Event.read(sent)
