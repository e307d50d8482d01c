"""Is a model fit for Moromi, in plain words; and a first strain file for a bare model."""

from __future__ import annotations

from .case import Case, case_of_model, case_of_strain
from .finding import Finding, Report
from .inspect import inspect

__all__ = ["Case", "Finding", "Report", "case_of_model", "case_of_strain", "inspect"]
