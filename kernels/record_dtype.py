"""From a class of annotations to the dtype of a record: every layout is written once."""

from __future__ import annotations

import numpy as np

__all__ = ["MOST_STRAINS", "record_dtype"]

MOST_STRAINS = 4  # in one vessel; the cursor has room for as many


def record_dtype(layout: type) -> np.dtype[np.void]:
    """The aligned dtype of a layout class: float fields are f8, int fields i8, arrays one i8 for every strain.

    Elements are `numpy.record`, whose fields are attributes for plain Python as for compiled code.
    """
    kinds = {"float": ("f8", ()), "int": ("i8", ()), "NDArray[np.int64]": ("i8", (MOST_STRAINS,))}
    fields = np.dtype([(name, *kinds[kind]) for name, kind in layout.__annotations__.items()], align=True)
    return np.dtype((np.record, fields))
