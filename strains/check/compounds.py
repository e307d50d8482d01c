"""Which metabolite is what: a table of common compounds, found by identifier, by BiGG-like id or by name.

Accessions: KEGG COMPOUND. Formulas are only compared in C, N, O, P, S: the protons depend on the file's pH.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..formula import elements
from ..network import Network
from .border import Exchange

__all__ = ["COMPOUNDS", "Compound", "base_id", "identify", "outer_place", "place_of"]


@dataclass(frozen=True)
class Compound:
    """A compound and how files refer to it.

    Parameters
    ----------
    formula : str
        Any protonation state.
    kegg : tuple of str
        KEGG accessions.
    bigg : tuple of str
        BiGG ids without compartment, and older spellings.
    names : tuple of str
        Lower case.
    """

    formula: str
    kegg: tuple[str, ...]
    bigg: tuple[str, ...]
    names: tuple[str, ...]


def _compound(formula: str, kegg: str, bigg: str, names: str) -> Compound:
    return Compound(formula, tuple(kegg.split()), tuple(bigg.split()), tuple(names.split("; ")))


COMPOUNDS: Mapping[str, Compound] = {
    "water": _compound("H2O", "C00001", "h2o", "water; h2o"),
    "proton": _compound("H", "C00080", "h", "h+; proton; h"),
    "atp": _compound("C10H16N5O13P3", "C00002", "atp", "atp"),
    "adp": _compound("C10H15N5O10P2", "C00008", "adp", "adp"),
    "gtp": _compound("C10H16N5O14P3", "C00044", "gtp", "gtp"),
    "gdp": _compound("C10H15N5O11P2", "C00035", "gdp", "gdp"),
    "ctp": _compound("C9H16N3O14P3", "C00063", "ctp", "ctp"),
    "cdp": _compound("C9H15N3O11P2", "C00112", "cdp", "cdp"),
    "utp": _compound("C9H15N2O15P3", "C00075", "utp", "utp"),
    "udp": _compound("C9H14N2O12P2", "C00015", "udp", "udp"),
    "itp": _compound("C10H15N4O14P3", "C00081", "itp", "itp"),
    "idp": _compound("C10H14N4O11P2", "C00104", "idp", "idp"),
    "phosphate": _compound("H3PO4", "C00009", "pi", "phosphate; orthophosphate; hydrogenphosphate"),
    "diphosphate": _compound("H4P2O7", "C00013", "ppi", "diphosphate; pyrophosphate"),
    "nad": _compound("C21H27N7O14P2", "C00003", "nad", "nad; nad+; nicotinamide adenine dinucleotide"),
    "nadh": _compound("C21H29N7O14P2", "C00004", "nadh", "nadh; nicotinamide adenine dinucleotide - reduced"),
    "nadp": _compound(
        "C21H28N7O17P3", "C00006", "nadp", "nadp; nadp+; nadp(+); nicotinamide adenine dinucleotide phosphate"
    ),
    "nadph": _compound(
        "C21H30N7O17P3", "C00005", "nadph", "nadph; nicotinamide adenine dinucleotide phosphate - reduced"
    ),
    "fad": _compound("C27H33N9O15P2", "C00016", "fad", "fad"),
    "fadh2": _compound("C27H35N9O15P2", "C01352", "fadh2", "fadh2"),
    "coa": _compound("C21H36N7O16P3S", "C00010", "coa", "coenzyme a; coa"),
    "acetyl_coa": _compound("C23H38N7O17P3S", "C00024", "accoa", "acetyl-coa"),
    "oxygen": _compound("O2", "C00007", "o2", "oxygen; o2"),
    "carbon_dioxide": _compound("CO2", "C00011", "co2", "carbon dioxide; co2"),
    "bicarbonate": _compound("CHO3", "C00288", "hco3", "bicarbonate; hco3-"),
    "ammonium": _compound("NH4", "C00014 C01342", "nh4 nh3", "ammonium; ammonia; nh3; nh4+"),
    "nitrate": _compound("NO3", "C00244", "no3", "nitrate"),
    "nitrogen": _compound("N2", "C00697", "n2", "nitrogen; dinitrogen"),
    "hydrogen": _compound("H2", "C00282", "h2", "hydrogen; h2; dihydrogen"),
    "carbon_monoxide": _compound("CO", "C00237", "co", "carbon monoxide; co"),
    "methane": _compound("CH4", "C01438", "ch4", "methane"),
    "methanol": _compound("CH4O", "C00132", "meoh", "methanol"),
    "sulphate": _compound("SO4", "C00059", "so4", "sulfate; sulphate"),
    "glucose": _compound("C6H12O6", "C00031 C00267 C00221", "glc__D glc_D glc D-glucose", "d-glucose; glucose"),
    "fructose": _compound("C6H12O6", "C00095 C02336", "fru", "d-fructose; fructose"),
    "galactose": _compound("C6H12O6", "C00124", "gal", "d-galactose; galactose"),
    "mannose": _compound("C6H12O6", "C00159", "man", "d-mannose; mannose"),
    "sucrose": _compound("C12H22O11", "C00089", "sucr", "sucrose"),
    "lactose": _compound("C12H22O11", "C00243", "lcts", "lactose"),
    "maltose": _compound("C12H22O11", "C00208", "malt", "maltose"),
    "xylose": _compound("C5H10O5", "C00181", "xyl__D xyl_D", "d-xylose; xylose"),
    "arabinose": _compound("C5H10O5", "C00259", "arab__L arab_L", "l-arabinose; arabinose"),
    "glycerol": _compound("C3H8O3", "C00116", "glyc", "glycerol"),
    "acetate": _compound("C2H4O2", "C00033", "ac", "acetate; acetic acid"),
    "formate": _compound("CH2O2", "C00058", "for", "formate; formic acid"),
    "ethanol": _compound("C2H6O", "C00469", "etoh", "ethanol"),
    "lactate": _compound("C3H6O3", "C00256", "lac__D lac_D", "d-lactate; (r)-lactate"),
    "l_lactate": _compound("C3H6O3", "C00186", "lac__L lac_L", "l-lactate; (s)-lactate; lactate"),
    "succinate": _compound("C4H6O4", "C00042", "succ", "succinate; succinic acid"),
    "pyruvate": _compound("C3H4O3", "C00022", "pyr", "pyruvate; pyruvic acid"),
    "acetaldehyde": _compound("C2H4O", "C00084", "acald", "acetaldehyde"),
    "fumarate": _compound("C4H4O4", "C00122", "fum", "fumarate"),
    "malate": _compound("C4H6O5", "C00149", "mal__L mal_L", "l-malate; (s)-malate; malate"),
    "citrate": _compound("C6H8O7", "C00158", "cit", "citrate"),
    "oxoglutarate": _compound("C5H6O5", "C00026", "akg", "2-oxoglutarate; alpha-ketoglutarate"),
    "glutamate": _compound("C5H9NO4", "C00025", "glu__L glu_L", "l-glutamate; glutamate"),
    "glutamine": _compound("C5H10N2O3", "C00064", "gln__L gln_L", "l-glutamine; glutamine"),
    "lysine": _compound("C6H14N2O2", "C00047", "lys__L lys_L", "l-lysine; lysine"),
    "alanine": _compound("C3H7NO2", "C00041", "ala__L ala_L", "l-alanine; alanine"),
}

_ENDING = re.compile(r"(?:\[([A-Za-z]{1,3}\d?)\]|\(([A-Za-z]{1,3}\d?)\)|_([a-z]{1,2}\d?))$")
_DASHES = (("_DASH_", "__"), ("-", "__"))
_TAIL = re.compile(r"(?:\s*[\[(][a-z ]+[\])]|_[cenpx]\d?|_C\d*H\d\w*|\s(?=\S*\d)(?:[A-Z][a-z]?\d*)+)+$")
_COUNTED = ("C", "N", "O", "P", "S")


def base_id(name: str) -> str:
    """Id without compartment, older spellings made one: ``glc_DASH_D_e`` and ``glc__D[e]`` are ``glc__D``."""
    base = _ENDING.sub("", name)
    for old, new in _DASHES:
        base = base.replace(old, new)
    return base


def place_of(network: Network, row: int) -> str:
    """Compartment of a metabolite: as the file says, else from the end of its id; empty where neither tells."""
    said = network.labels.compartments[row] if network.labels.compartments else ""
    found = None if said else _ENDING.search(network.metabolites[row])
    return said or (next((part for part in found.groups() if part), "") if found else "")


def outer_place(network: Network, border: Sequence[Exchange]) -> str:
    """Compartment from which most exchanges lead out: the medium."""
    counts = Counter(place_of(network, item.row) for item in border)
    return counts.most_common(1)[0][0] if counts else ""


def _fits(formula: str, compound: Compound) -> bool:
    """Whether a formula, where known, has the compound's atoms but for protons."""
    counts, wanted = elements(formula), elements(compound.formula)
    if not counts:
        return True
    heavy = [(counts.get(symbol, 0.0), wanted.get(symbol, 0.0)) for symbol in _COUNTED]
    bare = all(second == 0.0 for _, second in heavy)
    return all(first == second for first, second in heavy) and (not bare or counts.get("H") == wanted.get("H"))


def _table() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    links: dict[str, str] = {}
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for key, item in COMPOUNDS.items():
        links |= {f"kegg.compound:{accession.lower()}": key for accession in item.kegg}
        links |= {f"bigg.metabolite:{base_id(name).lower()}": key for name in item.bigg}
        ids |= {name: key for name in item.bigg}
        names |= {name: key for name in item.names}
    return links, ids, names


def identify(network: Network) -> dict[int, str]:
    """What each metabolite is.

    Identifiers count first, then the id, then the name; whatever they say, the formula must fit where there is one.

    Parameters
    ----------
    network : Network
        With the labels of its file.

    Returns
    -------
    dict
        Metabolite index to a key of `COMPOUNDS`; those not in the table are left out.
    """
    links, ids, names = _table()
    count = len(network.metabolites)
    labels = network.labels.metabolites or ("",) * count
    written = network.labels.links or ((),) * count
    found = {}
    for row, name in enumerate(network.metabolites):
        guesses = [links[item] for item in written[row] if item in links]
        guesses += [ids[key] for key in (base_id(name), base_id(name).removeprefix("M_")) if key in ids]
        label = _TAIL.sub("", labels[row].strip()).lower()
        guesses += [names[label]] if label in names else []
        fitting = [key for key in guesses if _fits(network.formulas[row], COMPOUNDS[key])]
        if fitting:
            found[row] = fitting[0]
    return found
