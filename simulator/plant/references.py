"""The literature behind the correlations, ready to be cited."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REFERENCES", "Reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One publication."""

    key: str
    kind: str
    """BibTeX entry type"""
    authors: str
    """Names joined by `` and ``, as BibTeX wants them"""
    year: int
    title: str
    container: str
    """Journal, publisher, or the proceedings or book it is in"""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    """Empty where none could be confirmed"""

    def bibtex(self) -> str:
        """BibTeX entry."""
        place = {"article": "journal", "book": "publisher"}.get(self.kind, "booktitle")
        fields = {
            "author": self.authors,
            "title": f"{{{self.title}}}",
            place: self.container,
            "volume": self.volume,
            "pages": self.pages,
            "year": str(self.year),
            "doi": self.doi,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


# key, kind, authors, year, title, container, volume, pages, doi
# fmt: off
_ROWS: tuple[tuple[str, str, str, int, str, str, str, str, str], ...] = (
    ("BensonKrause1984", "article", "Benson, B. B. and Krause, D.", 1984,
        "The concentration and isotopic fractionation of oxygen dissolved in freshwater and seawater in "
        "equilibrium with the atmosphere", "Limnology and Oceanography", "29", "620--632",
        "10.4319/lo.1984.29.3.0620"),
    ("ChiltonDrewJebens1944", "article", "Chilton, T. H. and Drew, T. B. and Jebens, R. H.", 1944,
        "Heat transfer coefficients in agitated vessels", "Industrial and Engineering Chemistry", "36",
        "510--516", "10.1021/ie50414a006"),
    ("CookeMiddletonBush1988", "inproceedings", "Cooke, M. and Middleton, J. C. and Bush, J. R.", 1988,
        "Mixing and mass transfer in filamentous fermentations",
        "Proc. 2nd Int. Conf. Bioreactor Fluid Dynamics, Cambridge", "", "37--64", ""),
    ("Cui1996", "article", "Cui, Y. Q. and van der Lans, R. G. J. M. and Luyben, K. C. A. M.", 1996,
        "Local power uptake in gas-liquid systems with single and multiple Rushton turbines",
        "Chemical Engineering Science", "51", "2631--2636", ""),
    ("DewesSchumpe1997", "article", "Dewes, I. and Schumpe, A.", 1997,
        "Gas density effect on mass transfer in the slurry bubble column", "Chemical Engineering Science",
        "52",
        "4105--4109", "10.1016/S0009-2509(97)00252-2"),
    ("Doran2013", "book", "Doran, P. M.", 2013,
        "Bioprocess Engineering Principles, 2nd ed.", "Academic Press", "", "", ""),
    ("Emerson1975", "article", "Emerson, K. and Russo, R. C. and Lund, R. E. and Thurston, R. V.", 1975,
        "Aqueous ammonia equilibrium calculations: effect of pH and temperature",
        "Journal of the Fisheries Research Board of Canada", "32", "2379--2383", "10.1139/f75-274"),
    ("FigueiredoCalderbank1979", "article", "Lopes de Figueiredo, M. M. and Calderbank, P. H.", 1979,
        "The scale-up of aerated mixing vessels for specified oxygen dissolution rates",
        "Chemical Engineering Science", "34", "1333--1338", ""),
    ("GarciaOchoaGomez2004", "article", "Garcia-Ochoa, F. and Gomez, E.", 2004,
        "Theoretical prediction of gas-liquid mass transfer coefficient, specific area and hold-up in "
        "sparged "
        "stirred tanks", "Chemical Engineering Science", "59", "2489--2501", ""),
    ("GarciaOchoaGomez2009", "article", "Garcia-Ochoa, F. and Gomez, E.", 2009,
        "Bioreactor scale-up and oxygen transfer rate in microbial processes: an overview",
        "Biotechnology Advances", "27", "153--176", "10.1016/j.biotechadv.2008.10.006"),
    ("Gill2008", "article", "Gill, N. K. and Appleton, M. and Baganz, F. and Lye, G. J.", 2008,
        "Design and characterisation of a miniature stirred bioreactor system for parallel microbial "
        "fermentations", "Biochemical Engineering Journal", "39", "164--176", ""),
    ("GrenvilleNienow2004", "incollection", "Grenville, R. K. and Nienow, A. W.", 2004,
        "Blending of miscible liquids", "Handbook of Industrial Mixing, Wiley", "", "507--542",
        "10.1002/0471451452"),
    ("HarnedDavis1943", "article", "Harned, H. S. and Davis, R.", 1943,
        "The ionization constant of carbonic acid in water and the solubility of carbon dioxide in water and "
        "aqueous salt solutions from 0 to 50°", "Journal of the American Chemical Society", "65",
        "2030--2037",
        "10.1021/ja01250a059"),
    ("HarnedScholes1941", "article", "Harned, H. S. and Scholes, S. R.", 1941,
        "The ionization constant of HCO3- from 0 to 50°", "Journal of the American Chemical Society", "63",
        "1706--1709", ""),
    ("HaydukLaudie1974", "article", "Hayduk, W. and Laudie, H.", 1974,
        "Prediction of diffusion coefficients for nonelectrolytes in dilute aqueous solutions",
        "AIChE Journal",
        "20", "611--615", "10.1002/aic.690200329"),
    ("HeijnenVanTRiet1984", "article", "Heijnen, J. J. and {van 't Riet}, K.", 1984,
        "Mass transfer, mixing and heat transfer phenomena in low viscosity bubble column reactors",
        "Chemical Engineering Journal", "28", "B21--B42", "10.1016/0300-9467(84)85025-X"),
    ("Hughmark1980", "article", "Hughmark, G. A.", 1980,
        "Power requirements and interfacial area in gas-liquid turbine agitated systems",
        "Industrial and Engineering Chemistry Process Design and Development", "19", "638--641", ""),
    ("Labik2017", "article",
        "Labík, L. and Moucha, T. and Petříček, R. and Rejl, J. F. and Valenz, L. and Haidl, J.", 2017,
        "Volumetric mass transfer coefficient in viscous liquid in mechanically agitated fermenters. "
        "Measurement and correlation", "Chemical Engineering Science", "170", "451--463",
        "10.1016/j.ces.2017.04.006"),
    ("Linek1987", "article", "Linek, V. and Vacek, V. and Beneš, P.", 1987,
        "A critical review and experimental verification of the correct use of the dynamic method for the "
        "determination of oxygen transfer in aerated agitated vessels to water, electrolyte solutions and "
        "viscous liquids", "Chemical Engineering Journal", "34", "11--34", ""),
    ("Meier2016", "article",
        "Meier, K. and Klöckner, W. and Bonhage, B. and Antonov, E. and Regestein, L. and Büchs, J.", 2016,
        "Correlation for the maximum oxygen transfer capacity in shake flasks for a wide range of operating "
        "conditions and for different culture media", "Biochemical Engineering Journal", "109", "228--235",
        "10.1016/j.bej.2016.01.014"),
    ("MichelMiller1962", "article", "Michel, B. J. and Miller, S. A.", 1962,
        "Power requirements of gas-liquid agitated systems", "AIChE Journal", "8", "262--266", ""),
    ("Nienow1985", "inproceedings",
        "Nienow, A. W. and Warmoeskerken, M. M. C. G. and Smith, J. M. and Konno, M.", 1985,
        "On the flooding/loading transition and the complete dispersal condition in aerated vessels "
        "agitated by "
        "a Rushton turbine", "Proc. 5th European Conf. Mixing, Würzburg", "", "143--154", ""),
    ("Nienow1997", "article", "Nienow, A. W.", 1997,
        "On impeller circulation and mixing effectiveness in the turbulent flow regime",
        "Chemical Engineering Science", "52", "2557--2565", "10.1016/S0009-2509(97)00072-9"),
    ("Roels1983", "book", "Roels, J. A.", 1983,
        "Energetics and Kinetics in Biotechnology", "Elsevier Biomedical Press", "", "", ""),
    ("RoyceThornhill1991", "article", "Royce, P. N. C. and Thornhill, N. F.", 1991,
        "Estimation of dissolved carbon dioxide concentrations in aerobic fermentations", "AIChE Journal",
        "37",
        "1680--1686", ""),
    ("Ruszkowski1994", "inproceedings", "Ruszkowski, S.", 1994,
        "A rational method for measuring blending performance, and comparison of different impeller types",
        "Proc. 8th European Conf. Mixing, Cambridge", "", "283--291", ""),
    ("Sander2015", "article", "Sander, R.", 2015,
        "Compilation of Henry's law constants (version 4.0) for water as solvent",
        "Atmospheric Chemistry and Physics", "15", "4399--4981", "10.5194/acp-15-4399-2015"),
    ("Smith1977", "inproceedings", "Smith, J. M. and {van 't Riet}, K. and Middleton, J. C.", 1977,
        "Scale-up of agitated gas-liquid reactors for mass transfer",
        "Proc. 2nd European Conf. Mixing, Cambridge", "", "F4-51--F4-66", ""),
    ("Sweere1987", "article", "Sweere, A. P. J. and Luyben, K. C. A. M. and Kossen, N. W. F.", 1987,
        "Regime analysis and scale-down: tools to investigate the performance of bioreactors",
        "Enzyme and Microbial Technology", "9", "386--398", ""),
    ("VanTRiet1979", "article", "{van 't Riet}, K.", 1979,
        "Review of measuring methods and results in nonviscous gas-liquid mass transfer in stirred vessels",
        "Industrial and Engineering Chemistry Process Design and Development", "18", "357--364",
        "10.1021/i260071a001"),
    ("VanTRietTramper1991", "book", "{van 't Riet}, K. and Tramper, J.", 1991,
        "Basic Bioreactor Design", "Marcel Dekker", "", "", ""),
    ("WagnerPruss1993", "article", "Wagner, W. and Pruß, A.", 1993,
        "International equations for the saturation properties of ordinary water substance. Revised "
        "according "
        "to the International Temperature Scale of 1990", "Journal of Physical and Chemical Reference Data",
        "22", "783--787", "10.1063/1.555926"),
    ("Weiss1974", "article", "Weiss, R. F.", 1974,
        "Carbon dioxide in water and seawater: the solubility of a non-ideal gas", "Marine Chemistry", "2",
        "203--215", "10.1016/0304-4203(74)90015-2"),
    ("Zhu2001", "article", "Zhu, Y. and Bandopadhayay, P. C. and Wu, J.", 2001,
        "Measurement of gas-liquid mass transfer in an agitated vessel: a comparison between different "
        "impellers",
        "Journal of Chemical Engineering of Japan", "34", "600--605", ""),
    ("AkitaYoshida1973", "article", "Akita, K. and Yoshida, F.", 1973,
        "Gas holdup and volumetric mass transfer coefficient in bubble columns. Effects of liquid properties",
        "Industrial and Engineering Chemistry Process Design and Development", "12", "76--80", "10.1021/i260045a015"),
    ("BairdRice1975", "article", "Baird, M. H. I. and Rice, R. G.", 1975,
        "Axial dispersion in large unbaffled columns", "Chemical Engineering Journal", "9", "171--174", ""),
    ("Bikerman1938", "article", "Bikerman, J. J.", 1938,
        "The unit of foaminess", "Transactions of the Faraday Society", "34", "634--638", "10.1039/TF9383400634"),
    ("Cargill1990", "book", "Cargill, R. W.", 1990,
        "IUPAC Solubility Data Series 43: Carbon Monoxide", "Pergamon Press", "", "", ""),
    ("CleverYoung1987", "book", "Clever, H. L. and Young, C. L.", 1987,
        "IUPAC Solubility Data Series 27/28: Methane", "Pergamon Press", "", "", ""),
    ("CroughanHamelWang1987", "article", "Croughan, M. S. and Hamel, J. F. and Wang, D. I. C.", 1987,
        "Hydrodynamic effects on animal cells grown in microcarrier cultures", "Biotechnology and Bioengineering",
        "29", "130--141", "10.1002/bit.260290117"),
    ("Cussler2009", "book", "Cussler, E. L.", 2009,
        "Diffusion: Mass Transfer in Fluid Systems, 3rd ed.", "Cambridge University Press", "", "", ""),
    ("Davies1962", "book", "Davies, C. W.", 1962, "Ion Association", "Butterworths", "", "", ""),
    ("Deckwer1974", "article", "Deckwer, W. D. and Burckhart, R. and Zoll, G.", 1974,
        "Mixing and mass transfer in tall bubble columns", "Chemical Engineering Science", "29", "2177--2188", ""),
    ("Deckwer1980", "article", "Deckwer, W. D.", 1980,
        "On the mechanism of heat transfer in bubble column reactors", "Chemical Engineering Science", "35",
        "1341--1346", ""),
    ("HarnedHamer1933", "article", "Harned, H. S. and Hamer, W. J.", 1933,
        "The ionization constant of water and the dissociation of water in potassium chloride solutions from "
        "electromotive forces of cells without liquid junction", "Journal of the American Chemical Society", "55",
        "2194--2206", ""),
    ("Hart1976", "article", "Hart, W. F.", 1976,
        "Heat transfer in bubble-agitated systems. A general correlation",
        "Industrial and Engineering Chemistry Process Design and Development", "15", "109--114", ""),
    ("Hermann2003", "article", "Hermann, R. and Lehmann, M. and Büchs, J.", 2003,
        "Characterization of gas-liquid mass transfer phenomena in microtiter plates",
        "Biotechnology and Bioengineering", "81", "178--186", "10.1002/bit.10456"),
    ("Higbie1935", "article", "Higbie, R.", 1935,
        "The rate of absorption of a pure gas into a still liquid during short periods of exposure",
        "Transactions of the American Institute of Chemical Engineers", "31", "365--389", ""),
    ("Hudcova1989", "article", "Hudcova, V. and Machon, V. and Nienow, A. W.", 1989,
        "Gas-liquid dispersion with dual Rushton impellers", "Biotechnology and Bioengineering", "34", "617--628", ""),
    ("Johnson1982", "article", "Johnson, K. S.", 1982,
        "Carbon dioxide hydration and dehydration kinetics in seawater", "Limnology and Oceanography", "27",
        "849--855", "10.4319/lo.1982.27.5.0849"),
    ("Justen1996", "article", "Justen, P. and Paul, G. C. and Nienow, A. W. and Thomas, C. R.", 1996,
        "Dependence of mycelial morphology on impeller type and agitation intensity",
        "Biotechnology and Bioengineering", "52", "672--684",
        "10.1002/(SICI)1097-0290(19961220)52:6<672::AID-BIT5>3.0.CO;2-L"),
    ("Kell1975", "article", "Kell, G. S.", 1975,
        "Density, thermal expansivity, and compressibility of liquid water from 0° to 150°C",
        "Journal of Chemical and Engineering Data", "20", "97--105", "10.1021/je60064a005"),
    ("Kestin1978", "article", "Kestin, J. and Sokolov, M. and Wakeham, W. A.", 1978,
        "Viscosity of liquid water in the range -8 °C to 150 °C", "Journal of Physical and Chemical Reference Data",
        "7", "941--948", "10.1063/1.555581"),
    ("Kloeckner2013", "article",
        "Klöckner, W. and Gacem, R. and Anderlei, T. and Raven, N. and Schillberg, S. and Lattermann, C. and "
        "Büchs, J.", 2013,
        "Correlation between mass transfer coefficient kLa and relevant operating parameters in cylindrical "
        "disposable shaken bioreactors on a bench-to-pilot scale", "Journal of Biological Engineering", "7", "28",
        "10.1186/1754-1611-7-28"),
    ("MaierBuechs2001", "article", "Maier, U. and Büchs, J.", 2001,
        "Characterisation of the gas-liquid mass transfer in shaking bioreactors", "Biochemical Engineering Journal",
        "7", "99--106", "10.1016/S1369-703X(00)00107-8"),
    ("Mendelson1967", "article", "Mendelson, H. D.", 1967,
        "The prediction of bubble terminal velocities from wave theory", "AIChE Journal", "13", "250--253",
        "10.1002/aic.690130213"),
    ("ElsonCheesmanNienow1986", "article", "Elson, T. P. and Cheesman, D. J. and Nienow, A. W.", 1986,
        "X-ray studies of cavern sizes and mixing performance with fluids possessing a yield stress",
        "Chemical Engineering Science", "41", "2555--2562", ""),
    ("RushtonCostichEverett1950", "article", "Rushton, J. H. and Costich, E. W. and Everett, H. J.", 1950,
        "Power characteristics of mixing impellers", "Chemical Engineering Progress", "46", "395--404", ""),
    ("MetznerOtto1957", "article", "Metzner, A. B. and Otto, R. E.", 1957,
        "Agitation of non-Newtonian fluids", "AIChE Journal", "3", "3--10", "10.1002/aic.690030103"),
    ("Nishikawa1977", "article", "Nishikawa, M. and Kato, H. and Hashimoto, K.", 1977,
        "Heat transfer in aerated tower filled with non-Newtonian liquid",
        "Industrial and Engineering Chemistry Process Design and Development", "16", "133--137", ""),
    ("Pinsent1956", "article", "Pinsent, B. R. W. and Pearson, L. and Roughton, F. J. W.", 1956,
        "The kinetics of combination of carbon dioxide with hydroxide ions", "Transactions of the Faraday Society",
        "52", "1512--1520", "10.1039/TF9565201512"),
    ("Ramires1995", "article",
        "Ramires, M. L. V. and Nieto de Castro, C. A. and Nagasaka, Y. and Nagashima, A. and Assael, M. J. and "
        "Wakeham, W. A.", 1995,
        "Standard reference data for the thermal conductivity of water",
        "Journal of Physical and Chemical Reference Data", "24", "1377--1381", "10.1063/1.555963"),
    ("Roscoe1952", "article", "Roscoe, R.", 1952,
        "The viscosity of suspensions of rigid spheres", "British Journal of Applied Physics", "3", "267--269",
        "10.1088/0508-3443/3/8/306"),
    ("UhlGray1966", "book", "Uhl, V. W. and Gray, J. B.", 1966,
        "Mixing: Theory and Practice, vol. 1", "Academic Press", "", "", ""),
    ("Vargaftik1983", "article", "Vargaftik, N. B. and Volkov, B. N. and Voljak, L. D.", 1983,
        "International tables of the surface tension of water", "Journal of Physical and Chemical Reference Data",
        "12", "817--820", "10.1063/1.555688"),
    ("WeisenbergerSchumpe1996", "article", "Weisenberger, S. and Schumpe, A.", 1996,
        "Estimation of gas solubilities in salt solutions at temperatures from 273 K to 363 K", "AIChE Journal",
        "42", "298--300", "10.1002/aic.690420130"),
    ("WilkeChang1955", "article", "Wilke, C. R. and Chang, P.", 1955,
        "Correlation of diffusion coefficients in dilute solutions", "AIChE Journal", "1", "264--270",
        "10.1002/aic.690010222"),
    ("Young1981", "book", "Young, C. L.", 1981,
        "IUPAC Solubility Data Series 5/6: Hydrogen and Deuterium", "Pergamon Press", "", "", ""),
)
# fmt: on

REFERENCES: dict[str, Reference] = {row[0]: Reference(*row) for row in _ROWS}
"""Publications by key."""
