"""Scale-up: criteria, transfer of a recipe to another vessel, regime analysis, loss and its causes."""

from .compare import ScaleUp, Target, scale_up
from .transfer import Transfer, transfer

__all__ = ["ScaleUp", "Target", "Transfer", "scale_up", "transfer"]
