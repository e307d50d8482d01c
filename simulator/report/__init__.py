"""What a person looks at: figures and one-file HTML reports. The only room that draws.

matplotlib and jinja2 are imported when a report is made, never before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .figures import result_figure, write_figures
    from .html import write_run_report, write_scale_up_report

__all__ = ["result_figure", "write_figures", "write_run_report", "write_scale_up_report"]


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562)."""
    if name in ("write_run_report", "write_scale_up_report"):
        from . import html

        return getattr(html, name)
    if name in ("result_figure", "write_figures"):
        from . import figures

        return getattr(figures, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
