"""Thirty learners at once: `classroom` holds the class."""

from __future__ import annotations

import pytest

from .conftest import Server


@pytest.mark.slow
def test_thirty_learners(server: Server):
    pytest.importorskip("websockets", reason="websockets is not installed")
    from .classroom import hold

    figures = [hold(server, 30, 20.0) for _ in range(2)]
    assert server.process.poll() is None
    assert all(figure.mixed_up == 0 for figure in figures)
    # the promise is a median of 1 s on a machine with nothing else to do; a test must not depend on that
    assert figures[-1].median < 10.0
    if figures[0].before:
        grown = figures[1].after - figures[0].after
        assert grown < 60.0, f"another class of thirty left {grown:.0f} MB behind"
        assert figures[1].during - figures[1].before < 30 * 10.0
