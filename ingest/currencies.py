"""Currencies of ISO 4217, those that were withdrawn as well, and the time in which each was money."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pycountry
from babel.core import get_global

_WITHDRAWN = """
1979-12 LAJ
1981-12 ESA GWE ILP MZE RHD
1983-06 MTP
1984-11 MLF
1985-05 LSM
1985-07 ARP
1986-02 GNS PES
1986-03 BRB
1986-06 GQE
1987-02 BOP
1987-05 UGS
1989-02 BRC
1989-12 ALK GNE MVQ UYN VNC ZWC
1990-01 YUD
1990-02 BUK
1990-03 BEC BEL BRN LUC LUL
1990-09 DDM
1990-10 NIC
1990-12 ARY BGJ BGK CSJ ILR ISJ PEH ROK SUR UGW
1991-03 AOK
1991-07 PEI
1991-09 YDD
1992-01 ARA
1993-01 MXP
1993-03 BRE CSK UYP
1993-07 LTT
1994-02 ZRZ
1994-07 BRR
1994-12 ESB LVR
1995-01 HRD
1995-03 ZAL
1995-10 GEK
1995-11 YUN
1996-09 UAK
1997-01 PLZ
1997-05 GWP
1998-06 SDP
1998-07 BAD
1999-01 XEU
1999-06 ZRN
2000-02 AON AOR
2000-09 ECS ECV
2001-01 BYB
2001-04 TJR
2002-03 ATS BEF DEM ESP FIM FRF GRD IEP ITL LUF NLG PTE
2002-11 TPE
2003-01 AFA
2003-07 ADP YUM
2003-11 BGL
2003-12 SRG
2004-01 RUR
2004-12 MGF
2005-06 ROL
2005-10 AYM
2005-12 AZM TRL
2006-06 MZM
2006-10 CSD
2007-01 SIT
2007-06 GHP
2007-07 SDD
2008-01 CYP GHC MTL VEB
2008-08 ZWD ZWN
2009-01 SKK TMM
2009-06 ZWR
2011-01 EEK
2012-12 ZMK
2014-01 LVL
2014-12 LTL
2017-01 BYR
2017-12 MRO STD
2018-08 VEF
2021-06 CUC
2023-01 HRK
2023-12 SLL
2024-09 ZWL
2025-03 ANG
2026-01 BGN
"""
"""The last month of each code that ISO 4217 lists as historic (its list three).

The list has ZWN withdrawn in 2006, when it began; the second dollar of Zimbabwe gave way to the third in August
2008.
"""
_NO_MONEY = frozenset({"XXX", "XTS", "XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD"})
"""Codes of the standard for no currency, for tests, for metals and for bonds."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its code; the days between which it was money, as far as they are known."""

    code: str
    first: date | None = None
    last: date | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is money no more."""
        return self.last is not None


def find_currency(code: str) -> Currency | None:
    """The currency of a code of ISO 4217, current or historic.

    >>> find_currency("DEM")
    Currency(code='DEM', first=datetime.date(1948, 6, 20), last=datetime.date(2002, 5, 15))
    >>> find_currency("QAR").is_withdrawn, find_currency("XXX")
    (False, None)
    """
    return _currencies().get(code)


@cache
def _currencies() -> Mapping[str, Currency]:
    circulation = _circulation()
    withdrawn = _withdrawn()
    current = {one.alpha_3 for one in pycountry.currencies} - _NO_MONEY
    return {
        code: Currency(
            code,
            circulation.get(code, (None, None))[0],
            None if code in current else _later(withdrawn[code], circulation.get(code, (None, None))[1]),
        )
        for code in sorted(current | withdrawn.keys())
    }


def _withdrawn() -> Mapping[str, date]:
    """The last day of the month in which each historic code was withdrawn."""
    found = {}
    for line in _WITHDRAWN.split("\n"):
        month, *codes = line.split() or [""]
        for code in codes:
            year, number = int(month[:4]), int(month[5:])
            found[code] = date(year, number, calendar.monthrange(year, number)[1])
    return found


def _later(listed: date, circulated: date | None) -> date:
    return max(listed, circulated) if circulated else listed


def _circulation() -> Mapping[str, tuple[date | None, date | None]]:
    """The first and the last day on which each currency was in use in some territory, by CLDR."""
    found: dict[str, tuple[date | None, date | None]] = {}
    for periods in get_global("territory_currencies").values():
        for code, start, end, _tender in periods:
            first, last = found.get(code, (None, None))
            begun, ended = (date(*day) if day else None for day in (start, end))
            found[code] = (
                min(filter(None, (first, begun)), default=None),
                max(filter(None, (last, ended)), default=None),
            )
    return found
