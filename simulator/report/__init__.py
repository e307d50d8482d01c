"""What a person looks at: figures and one-file HTML reports. The only room that draws.

matplotlib and jinja2 are imported when a report is made, never before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .figures import write_figures, write_regimes, write_scale_up_figures
    from .html import write_run_report, write_scale_up_report
    from .sheet import batch_sheet
    from .study import write_design_space_report, write_sensitivity_report, write_sweep_report
    from .transfer_page import write_transfer_protocol

__all__ = [
    "batch_sheet",
    "write_design_space_report",
    "write_figures",
    "write_regimes",
    "write_run_report",
    "write_scale_up_figures",
    "write_scale_up_report",
    "write_sensitivity_report",
    "write_sweep_report",
    "write_transfer_protocol",
]

_HOME = {
    "batch_sheet": ".sheet",
    "write_design_space_report": ".study",
    "write_figures": ".figures",
    "write_regimes": ".figures",
    "write_run_report": ".html",
    "write_scale_up_figures": ".figures",
    "write_scale_up_report": ".html",
    "write_sensitivity_report": ".study",
    "write_sweep_report": ".study",
    "write_transfer_protocol": ".transfer_page",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home on first use (PEP 562)."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name], __name__), name)
