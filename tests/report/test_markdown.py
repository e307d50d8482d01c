"""Markdown of lessons: markup comes through, whatever could do harm does not."""

from __future__ import annotations

import pytest

from moromi.simulator.report.markdown import to_html


def test_markup_and_tables():
    html = to_html("**kLa** of `x`\n\n- one\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
    for part in (
        "<strong>kLa</strong>",
        "<code>x</code>",
        "<li>one</li>",
        '<div class="scroll"><table>',
        "</table></div>",
    ):
        assert part in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](http://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "<table><tr><td onclick=x>",
    ],
)
def test_nothing_harmful(text: str):
    html = to_html(text)
    for tag in ("<script", "<img", "onerror=alert(1)>", 'href="javascript', 'href="data', "<td"):
        assert tag not in html
