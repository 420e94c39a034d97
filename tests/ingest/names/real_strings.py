"""Every distinct text of the real files that names a country, an organisation, a crisis or a disease."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import openpyxl

from tests.shared_data import present


class RealName(NamedTuple):
    """A text, what it is to name, and the homes that its row gives, where it names an organisation."""

    text: str
    role: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a file that hold names: how they are cut, and the column that gives homes, if one does."""

    path: str
    role: str
    names: tuple[str, ...]
    split: str = ";"
    homes: str = ""


_QATAR = "aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv"
_NEPAL = "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv"
_OUTBREAKS = "outbreaks_don/outbreaks_13052026.csv"
_WHITE_HOUSE = "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv"
_WHOLE = "\x00"
"""What no cell holds: its column is never cut."""

TABLES = (
    Columns(_QATAR, "country", ("donor", "all_recipients", "recipient_condensed", "recipient_oecd_name")),
    Columns(_QATAR, "country", ("recipient_iso3", "recipient_iso2")),
    Columns(
        _QATAR,
        "organisation",
        ("funding_agency", "implementing_agency", "donor_agency", "recipient_agencies"),
    ),
    Columns("curated/missions.csv", "country", ("sender_iso3", "recipient_iso3")),
    Columns("curated/missions.csv", "organisation", ("sender_org",), homes="sender_iso3"),
    Columns("curated/missions.csv", "organisation", ("recipient_org",), homes="recipient_iso3"),
    Columns("curated/missions.csv", "crisis", ("crisis",), _WHOLE),
    Columns("curated/crisis_claims.csv", "crisis", ("crisis",), _WHOLE),
    Columns("curated/crises.csv", "crisis", ("crisis_id", "name"), _WHOLE),
    Columns("curated/crises.csv", "country", ("affected_iso3",)),
    Columns("curated/crises.csv", "disease", ("disease", "icd11_code"), _WHOLE),
    Columns("curated/oic_members.csv", "country", ("iso3", "name_as_written"), _WHOLE),
    Columns("curated/country_name_variants.csv", "country", ("iso3", "variant"), _WHOLE),
    Columns("curated/diplomatic_events.csv", "country", ("participants_iso3",)),
    Columns("curated/organisation_aliases.csv", "country", ("home_iso3",)),
    Columns("curated/organisation_aliases.csv", "organisation", ("preferred_name", "aliases")),
    Columns("curated/organisation_aliases.csv", "organisation", ("aliases",), homes="home_iso3"),
    Columns("fts_emdat_samples/emdat_phl_disasters.csv", "country", ("country_name", "country_iso3")),
    Columns(_NEPAL, "organisation", ("donors",), "|"),
    Columns(_NEPAL, "country", ("donors_iso3", "recipients", "recipients_iso3"), "|"),
    Columns(_OUTBREAKS, "country", ("Country", "iso2", "iso3"), _WHOLE),
    Columns(_OUTBREAKS, "disease", ("Disease",), _WHOLE),
    Columns("ucdp_acd/ucdp_prio_acd_v25_1_2003on.csv", "country", ("iso3_a", "iso3_b")),
    Columns(_WHITE_HOUSE, "country", ("recipient_as_written",), _WHOLE),
)


def real_names() -> set[RealName]:
    """All of them; the test that asks is skipped where the files are not there."""
    return {
        name
        for found in (*map(_of_table, TABLES), _of_code_list(), _of_activities(), _of_workbook())
        for name in found
    }


def _of_table(columns: Columns) -> Iterator[RealName]:
    for row in _rows(columns.path):
        homes = row[columns.homes] if columns.homes else ""
        context = ";".join(sorted({home.strip() for home in homes.split(";")} - {"", "none"}))
        for name in columns.names:
            for text in (row[name] or "").split(columns.split):
                yield from _named(text, columns.role, context)


def _rows(path: str) -> Iterable[dict[str, str]]:
    raw = present(path).read_bytes()
    text = raw.decode("cp1252", errors="replace").replace("\r", "\n") if path == _QATAR else raw.decode()
    return csv.DictReader(io.StringIO(text, newline=""))


def _of_code_list() -> Iterator[RealName]:
    for item in ET.parse(present("iati_codelists/Country.xml")).iter("codelist-item"):  # noqa: S314 - a known file
        yield from _named(item.findtext("code") or "", "country")
        for name in item.iter("narrative"):
            yield from _named(name.text or "", "country")


def _of_activities() -> Iterator[RealName]:
    path = present("iati_samples/iati_2.03_SenegalAIMS_GeocodedResearchRelease.xml")
    tree = ET.parse(path)  # noqa: S314 - a known file
    for place in tree.iter("recipient-country"):
        yield from _named(place.get("code") or "", "country")
    for tag in ("reporting-org", "participating-org", "provider-org", "receiver-org"):
        for body in tree.iter(tag):
            for name in body.iter("narrative"):
                yield from _named(name.text or "", "organisation")


def _of_workbook() -> Iterator[RealName]:
    path = present("outbreaks_don/disease_outbreaks_HDX_hxl.xlsx")
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book[book.sheetnames[0]].iter_rows(values_only=True)
    tags = next(row for row in rows if any(str(cell).startswith("#") for cell in row))
    roles = {"#country+name": "country", "#country+code+iso3": "country", "#disease+name": "disease"}
    for row in rows:
        for tag, cell in zip(tags, row, strict=True):
            if tag in roles:
                yield from _named(str(cell or ""), roles[str(tag)])
    book.close()


def _named(text: str, role: str, context: str = "") -> Iterator[RealName]:
    if text.strip():
        yield RealName(text.strip(), role, context)
