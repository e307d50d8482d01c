"""What the reader of the file had to change, and ids that will make trouble elsewhere."""

from __future__ import annotations

import re

from .case import Case
from .finding import Finding, some

__all__ = ["id_findings"]

# Blanks and control characters are replaced on reading; these are left, but LP files and SBML do not take them.
_HARMFUL = re.compile(r"[^\x21-\x7e]|[\[\]<>=+*^,;:|\"'\\&]")


def id_findings(case: Case) -> list[Finding]:
    """Remarks of the reader; ids that other solvers and formats stumble over."""
    network = case.network
    found = [Finding("warning" if "abort" in text else "note", text) for text in network.labels.remarks]
    odd = [name for name in (*network.reactions, *network.metabolites) if _HARMFUL.search(name)]
    if odd:
        found.append(
            Finding(
                "note",
                f"{len(odd)} ids have signs that LP files and some solvers do not take: {some(odd)}",
                "nothing to do here: no id reaches our solver; rename them before you use other tools",
            )
        )
    return found
