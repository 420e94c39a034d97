"""States and codes that are gone: what a withdrawn code or old name meant, and in which years.

Codes and the days of their withdrawal are those of ISO 3166-3. A state that only took another name is still one
thing (Zaire is the Democratic Republic of the Congo); one that was split or joined with another is a thing of
its own, which no state of today is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.resolution.place_names import place_form
from ontology.dates import PartialDate


@dataclass(frozen=True, slots=True)
class FormerState:
    """A state, or a name and code of one, that is gone; `after` are the ISO codes of what came after it.

    `since` and `until` are the first and the last day on which its codes and names were valid.
    """

    name: str
    codes: tuple[str, ...]
    since: date
    until: date
    after: tuple[str, ...]
    renamed: bool = False
    other_names: tuple[str, ...] = ()

    def was(self, when: PartialDate) -> bool:
        """Whether it was there on some day that the date can mean."""
        return self.since <= when.latest and when.earliest <= self.until

    def was_all_the_time(self, when: PartialDate) -> bool:
        """Whether it was there on every day that the date can mean."""
        return self.since <= when.earliest and when.latest <= self.until

    @property
    def years(self) -> str:
        """Its first and last year."""
        return f"{self.since.year}\N{EN DASH}{self.until.year}"


def _renamed(name: str, codes: str, since: str, until: str, after: str, *names: str) -> FormerState:
    return _former(name, codes, since, until, after, *names, renamed=True)


def _former(
    name: str, codes: str, since: str, until: str, after: str, *names: str, renamed: bool = False
) -> FormerState:
    span = date.fromisoformat(since), date.fromisoformat(until)
    return FormerState(name, tuple(codes.split()), *span, tuple(after.split()), renamed, names)


_YUGOSLAVIA = (
    "Yugoslavia",
    "Yougoslavie",
    "Югославия",
    "يوغوسلافيا",
    "南斯拉夫",
    "یوگسلاوی",
    "یوگوسلاویہ",
    "Yugoslavya",
)
_SOVIET = "ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB"

FORMER_STATES = (
    _renamed("Zaire", "ZAR ZR", "1971-10-27", "1997-07-14", "COD", "Republic of Zaire",
             "Заир", "زائير", "زئیر", "زائیر", "扎伊尔"),
    _renamed("Burma", "BUR BU", "1948-01-04", "1989-12-05", "MMR"),
    _renamed("East Timor", "TMP TP", "1974-01-01", "2002-05-20", "TLS"),
    _renamed("Upper Volta", "HVO HV", "1958-12-11", "1984-12-31", "BFA", "Haute-Volta",
             "Alto Volta", "Верхняя Вольта", "فولتا العليا"),
    _renamed("Dahomey", "DHY DY", "1958-12-04", "1977-12-31", "BEN"),
    _renamed("Rhodesia", "RHO RH", "1965-11-11", "1980-12-31", "ZWE", "Southern Rhodesia"),
    _renamed("Byelorussian SSR", "BYS", "1945-10-24", "1992-06-15", "BLR", "Byelorussia"),
    _renamed("French Territory of the Afars and the Issas", "AFI", "1967-07-05", "1977-12-31", "DJI"),
    _renamed("New Hebrides", "NHB NH", "1906-10-20", "1980-12-31", "VUT"),
    _former("Soviet Union", "SUN SU", "1922-12-30", "1992-08-30", _SOVIET, "USSR", "U.S.S.R.",
            "Union of Soviet Socialist Republics", "URSS", "Union soviétique", "Unión Soviética", "СССР",
            "Советский Союз", "الاتحاد السوفيتي", "الاتحاد السوفياتي", "苏联", "شوروی", "اتحاد جماهیر شوروی",
            "سوویت یونین", "Sovyetler Birliği", "SSCB", "Kesatuan Soviet"),
    _former("Socialist Federal Republic of Yugoslavia", "YUG YU", "1945-11-29", "1992-04-27",
            "BIH HRV MKD MNE SRB SVN", *_YUGOSLAVIA, "SFRY"),
    _former("Federal Republic of Yugoslavia", "YUG YU", "1992-04-28", "2003-02-03", "MNE SRB", *_YUGOSLAVIA,
            "FRY"),
    _former("Serbia and Montenegro", "SCG CS", "2003-02-04", "2006-09-26", "MNE SRB",
            "Serbia-Montenegro", "Serbie-et-Monténégro", "Serbia y Montenegro", "Сербия и Черногория",
            "صربيا والجبل الأسود", "塞尔维亚和黑山", "Sırbistan-Karadağ", "Sırbistan ve Karadağ"),
    _former("Czechoslovakia", "CSK CS", "1918-10-28", "1993-06-15", "CZE SVK",
            "Czecho-Slovakia", "Tchécoslovaquie", "Checoslovaquia", "Чехословакия", "تشيكوسلوفاكيا", "捷克斯洛伐克",
            "چکسلواکی", "چیکوسلواکیہ", "Çekoslovakya"),
    _former("German Democratic Republic", "DDR DD", "1949-10-07", "1990-10-30", "DEU", "East Germany", "GDR",
            "République démocratique allemande", "Allemagne de l'Est", "República Democrática Alemana", "ГДР",
            "ألمانيا الشرقية", "东德", "Doğu Almanya"),
    _former("Democratic Yemen", "YMD YD", "1967-11-30", "1990-08-14", "YEM", "South Yemen",
            "People's Democratic Republic of Yemen", "اليمن الجنوبي", "Yémen du Sud"),
    _former("Democratic Republic of Viet-Nam", "VDR VD", "1945-09-02", "1977-12-31", "VNM", "North Vietnam"),
    _former("Netherlands Antilles", "ANT AN", "1954-12-15", "2010-12-15", "BES CUW SXM", "Netherland Antilles",
            "Dutch Antilles", "Antilles néerlandaises", "Antillas Neerlandesas", "جزر الأنتيل الهولندية"),
    _former("Sikkim", "SKM", "1974-01-01", "1975-12-31", "IND"),
    _former("Gilbert and Ellice Islands", "GEL", "1916-01-12", "1979-12-31", "KIR TUV"),
    _former("Pacific Islands (Trust Territory)", "PCI PC", "1947-07-18", "1986-12-31", "FSM MHL MNP PLW"),
    _former("Panama Canal Zone", "PCZ PZ", "1903-11-18", "1980-12-31", "PAN"),
    _former("Neutral Zone", "NTZ NT", "1922-12-02", "1993-07-12", "IRQ SAU"),
)  # fmt: skip
"""All that mission records may still name."""


def _table() -> tuple[Mapping[str, tuple[FormerState, ...]], Mapping[str, tuple[FormerState, ...]]]:
    codes: dict[str, tuple[FormerState, ...]] = {}
    names: dict[str, tuple[FormerState, ...]] = {}
    for state in FORMER_STATES:
        for code in state.codes:
            codes[code] = (*codes.get(code, ()), state)
        for name in {place_form(name) for name in (state.name, *state.other_names)}:
            names[name] = (*names.get(name, ()), state)
    return codes, names


_CODES, _NAMES = _table()


def former_states(text: str) -> tuple[FormerState, ...]:
    """The former states that a code, exactly as written, or a name meant; in the order of the table.

    >>> [state.name for state in former_states("CS")], former_states("cs")
    (['Serbia and Montenegro', 'Czechoslovakia'], ())
    """
    return _CODES.get(text) or _NAMES.get(place_form(text), ())
