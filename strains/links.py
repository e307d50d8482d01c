"""Identifiers of metabolites in public collections, in one spelling."""

from __future__ import annotations

import re

__all__ = ["link", "link_of_address"]

# Collections by which `strain check` can tell what a metabolite is, under the names files use for them.
_NAMESPACES = {
    "chebi": "chebi",
    "kegg": "kegg.compound",
    "kegg.compound": "kegg.compound",
    "keggid": "kegg.compound",
    "bigg.metabolite": "bigg.metabolite",
    "inchikey": "inchikey",
    "inchi_key": "inchikey",
    "metanetx.chemical": "metanetx.chemical",
    "seed": "seed.compound",
    "seed.compound": "seed.compound",
}
_ADDRESS = re.compile(r"^(?:https?://identifiers\.org/|urn:miriam:)(?:obo\.)?([A-Za-z._]+)[:/](.+)$")


def link(namespace: str, accession: str) -> str:
    """One spelling of an identifier.

    Parameters
    ----------
    namespace, accession : str
        As a file has them, for example ``"chebi"`` and ``"CHEBI:17634"``.

    Returns
    -------
    str
        ``"chebi:17634"``; empty for collections of no use here.
    """
    known = _NAMESPACES.get(namespace.strip().lower())
    value = accession.strip().lower().replace("%3a", ":").rsplit(":", 1)[-1]
    return f"{known}:{value}" if known and 0 < len(value) <= 64 else ""


def link_of_address(address: str) -> str:
    """Identifier of ``https://identifiers.org/chebi/CHEBI:17634`` or ``urn:miriam:chebi:CHEBI%3A17634``."""
    found = _ADDRESS.match(address)
    return link(found[1], found[2]) if found else ""
