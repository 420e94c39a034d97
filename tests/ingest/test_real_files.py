"""The real files of others: what becomes of each row, and their known faults, found and named by line.

The faults are those of the files that are there. Others are known of files that are not: Liberia coded as Libya
(35499), one mission under two numbers (36861, 37069), and an amount in millions of millions (32432) stand in
AidData's file of China; two code tables that differ on Yemen stand in none.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.text_form import describe_text_file
from ingest.run import IngestResult, ingest_file
from ingest.source_rows import source_context
from ingest.source_spec import ColumnSpec
from records.store import Store
from tests.ingest.world import IDS, LATER, Reader, copied, options, spec_of
from tests.shared_data import present

FILES = {
    "outbreaks": "outbreaks_don/outbreaks_13052026.csv",
    "outbreaks-hxl": "outbreaks_don/disease_outbreaks_HDX_hxl.xlsx",
    "ucdp-conflicts": "ucdp_acd/ucdp_prio_acd_v25_1_2003on.csv",
    "us-vaccine-donations": "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv",
    "emdat-disasters": "fts_emdat_samples/emdat_phl_disasters.csv",
    "emdat-deaths": "fts_emdat_samples/emdat_phl_disasters.csv",
    "fts-nepal": "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv",
    "aiddata-qatar": "aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv",
    "iati-senegal": "iati_samples/iati_2.03_SenegalAIMS_GeocodedResearchRelease.xml",
}
LEDGERS = {
    # read, accepted, ignored; nothing is rejected or set aside.
    "outbreaks": (3540, 3540, 0),
    "outbreaks-hxl": (3540, 3540, 0),
    "ucdp-conflicts": (3557, 3557, 0),
    "us-vaccine-donations": (66, 65, 1),
    "emdat-disasters": (421, 154, 267),
    "emdat-deaths": (421, 109, 312),
    "fts-nepal": (852, 6, 846),
    "aiddata-qatar": (136, 11, 125),
    "iati-senegal": (701, 23, 678),
}
NEEDS = {"emdat-deaths": "emdat-disasters"}

Found = list[tuple[int, str, str, str]]


@pytest.fixture(scope="module")
def home(registers_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the registers, for this module alone."""
    path = tmp_path_factory.mktemp("real") / "home"
    with copied(registers_home, path):
        pass
    return path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(home) as opened:
        yield opened


def ingested(store: Store, source: str, *, started: str = LATER, **changes: Any) -> IngestResult:
    """What becomes of a real file, without a trace in the store."""
    chosen = options(started, dry_run=True)
    return ingest_file(store, spec_of(source, **changes), present(FILES[source]), chosen)


def faults(result: IngestResult) -> Found:
    """What is wrong with the rows: line, column, value and rule."""
    return [(bad.line, one.column, one.value, one.rule) for bad in result.bad_rows for one in bad.problems]


def columns_of(source: str, changed: Mapping[str, ColumnSpec]) -> tuple[ColumnSpec, ...]:
    """The columns of a shipped spec, with some of its fields read in another way."""
    return tuple(changed.get(column.field, column) for column in spec_of(source).columns)


@pytest.mark.parametrize("source", LEDGERS)
def test_every_row_of_a_real_file_is_accounted_for(source: str, home: Path, tmp_path: Path) -> None:
    with copied(home, tmp_path / "home") as store:
        if source in NEEDS:
            ingest_file(store, spec_of(NEEDS[source]), present(FILES[source]), options())

        ledger = ingest_file(store, spec_of(source), present(FILES[source]), options()).ledger
        again = ingest_file(store, spec_of(source), present(FILES[source]), options(LATER)).ledger

    read, accepted, ignored = LEDGERS[source]
    assert (ledger.read, ledger.accepted, ledger.ignored) == (read, accepted, ignored)
    assert (ledger.rejected, ledger.set_aside) == (0, 0)
    assert (again.unchanged, again.written, again.deleted) == (accepted, 0, 0)


def test_the_total_of_the_vaccine_table_is_no_recipient(store: Store) -> None:
    bare = ingested(store, "us-vaccine-donations", ignore_rows=())

    assert faults(bare) == [(67, "recipient_as_written", "Total", "known-country")]


def test_the_total_of_the_vaccine_table_is_the_sum_of_its_rows() -> None:
    with present(FILES["us-vaccine-donations"]).open(encoding="utf-8", newline="") as file:
        doses = {
            row["recipient_as_written"]: int(row["doses_as_written"].replace(",", ""))
            for row in csv.DictReader(file)
        }

    total = doses.pop("Total")
    assert (len(doses), total, sum(doses.values())) == (65, 111_701_000, 111_701_000)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("CAR", "country/CAF"),
        ("PNG", "country/PNG"),
        ("ROK", "country/KOR"),
        ("Guinea Bissau", "country/GNB"),
        ("Laos", "country/LAO"),
        ("Taiwan", "country/TWN"),
    ],
)
def test_recipients_of_vaccines_are_known_as_they_are_written(store: Store, written: str, place: str) -> None:
    reader = Reader(source_context(store, spec_of("us-vaccine-donations"), IDS))
    row = {
        "recipient_as_written": written,
        "doses_as_written": "302,000",
        "as_of": "2021-08-03",
        "source_url": "",
    }

    assert [line.split(" ")[2] for line in reader.lines(row) if "<hd:receivedBy>" in line] == [f"<{place}>"]


def test_days_without_zeros_are_dates_only_where_the_spec_says_so(store: Store) -> None:
    plain = {field: ColumnSpec(f"{field}_isodate", field) for field in ("start", "end")}

    found = faults(ingested(store, "emdat-disasters", columns=columns_of("emdat-disasters", plain)))

    assert found[:4] == [
        (2, "start_isodate", "1980-1", "date"),
        (2, "end_isodate", "1980-7", "date"),
        (12, "start_isodate", "1981-10-9", "date"),
        (12, "end_isodate", "1981-10-9", "date"),
    ]


def test_nought_deaths_are_no_claim_that_nobody_died(home: Path, tmp_path: Path) -> None:
    with copied(home, tmp_path / "home") as store:
        ingest_file(store, spec_of("emdat-disasters"), present(FILES["emdat-deaths"]), options())

        ledger = ingested(store, "emdat-deaths").ledger
        counted = ingested(store, "emdat-deaths", ignore_rows=()).ledger

    assert (ledger.accepted, counted.accepted) == (109, 154)


def test_kosovo_has_a_code_of_its_own_in_the_outbreaks(store: Store) -> None:
    plain = {"country": ColumnSpec("#country+code+iso3", "country")}

    found = faults(ingested(store, "outbreaks-hxl", columns=columns_of("outbreaks-hxl", plain)))

    assert {(column, value, rule) for _, column, value, rule in found} == {
        ("#country+code+iso3", "XXK", "known-country")
    }


def test_namibia_is_not_taken_for_a_missing_value(home: Path, tmp_path: Path) -> None:
    with copied(home, tmp_path / "home") as store:
        ingest_file(store, spec_of("outbreaks-hxl"), present(FILES["outbreaks-hxl"]), options())
        texts = "".join(store.journal.texts())

    assert texts.count(f"inCountry> <{IDS.iri('country', 'NAM').value}>") == 6


def test_the_groups_of_donors_are_no_countries(store: Store) -> None:
    donors = {"sending_organisation": ColumnSpec("donors_iso3", "sender", split="|")}

    found = faults(ingested(store, "fts-nepal", columns=columns_of("fts-nepal", donors)))

    assert {(column, value, rule) for _, column, value, rule in found} == {
        ("donors_iso3", "DAC", "known-country")
    }
    assert found[0][0] == 278


def test_a_project_is_told_once_for_each_of_its_places(store: Store) -> None:
    found = faults(ingested(store, "fts-nepal", ignores_repeats=False))

    assert (len(found), found[0]) == (42, (279, "project_id", "906001108931", "unique-identifier"))


def test_a_number_that_two_projects_have_is_found() -> None:
    rows = qatar()
    seen: dict[str, list[int]] = {}
    for line, row in rows.items():
        seen.setdefault(row["project_id"], []).append(line)

    assert {number: lines for number, lines in seen.items() if len(lines) > 1} == {"33767": [46, 47]}


def test_a_number_that_stands_twice_is_refused(store: Store) -> None:
    every = replace_rules("aiddata-qatar")

    found = faults(ingested(store, "aiddata-qatar", **every))

    assert (47, "project_id", "33767", "unique-identifier") in found


def test_links_in_text_to_projects_that_are_not_there_are_found() -> None:
    rows = qatar()
    known = {row["project_id"] for row in rows.values()}

    missing = {
        (line, number)
        for line, row in rows.items()
        for number in linked(f"{row['title']} {row['description']}")
        if number not in known
    }

    assert (41, "23606") in missing


@pytest.mark.parametrize(
    ("line", "recipients", "places"),
    [
        (81, "SDN; SDN", ["SDN"]),
        (82, "TUN; TUN; TUN", ["TUN"]),
        (46, "EGY; IRQ; DZA; TUN", ["DZA", "EGY", "IRQ", "TUN"]),
    ],
)
def test_a_recipient_that_stands_twice_in_a_cell_is_one(
    store: Store, line: int, recipients: str, places: list[str]
) -> None:
    row = qatar()[line]
    reader = Reader(source_context(store, spec_of("aiddata-qatar"), IDS))
    said = reader.lines({**row, "project_id": "32334", "status": "Completion"})

    assert row["recipient_iso3"] == recipients
    assert [text.split(" ")[2] for text in said if "<hd:receivedBy>" in text] == [
        f"<country/{code}>" for code in places
    ]


def test_text_that_was_scrambled_twice_is_told_with_its_line_and_column() -> None:
    form = describe_text_file(present(FILES["aiddata-qatar"]))

    assert (form.encoding, form.line_end, form.undecoded and form.undecoded.line) == ("cp1252", "cr", 59)
    assert [(one.line, one.column, one.repaired) for one in form.scrambled if one.repaired] == [
        (59, "description", "Microcrédit"),
        (59, "funding_agency", "Microcrédit"),
        (59, "recipient_agencies", "Microcrédit"),
        (80, "location_details", "Abéché"),
        (115, "description", "\u2028\u2028The"),
        (120, "implementing_agency", "Développement"),
    ]


def test_years_of_two_digits_are_read_by_their_declared_century() -> None:
    columns = ("start_actual", "start_planned", "end_actual", "end_planned")
    written = {(line, name): row[name] for line, row in qatar().items() for name in columns if row[name]}

    assert written == {
        (16, "start_actual"): "28-Jan-10",
        (51, "end_actual"): "31-Dec-14",
        (76, "end_planned"): "31-Oct-12",
        (89, "start_planned"): "30-Jul-13",
        (89, "end_planned"): "15-Sep-13",
        (103, "end_planned"): "31-Dec-14",
    }


def test_activities_of_other_sectors_are_no_missions(store: Store) -> None:
    found = faults(ingested(store, "iati-senegal", keep_rows=(), ignore_rows=()))

    assert {(column, rule) for _, column, _, rule in found} <= {
        ("sector.dac-3", "known-value"),
        ("sender", "sender"),
    }
    assert (found[0][0], found[0][2]) == (3, "151")


def qatar() -> dict[int, dict[str, str]]:
    """The rows of Qatar's file by their line, as Python's own module reads them."""
    with present(FILES["aiddata-qatar"]).open(encoding="cp1252", newline="") as file:
        return dict(enumerate(csv.DictReader(file.read().split("\r")), start=2))


def linked(text: str) -> list[str]:
    """The numbers of projects in a text, as the spec finds them."""
    return re.findall(r"# ?([0-9]{5})", text)


def replace_rules(source: str) -> dict[str, Any]:
    """Settings with which every row of a source of missions is a record."""
    spec = spec_of(source)
    columns = tuple(column for column in spec.columns if column.field != "mission_type")
    columns = tuple(replace(column, values=None) if column.field == "note" else column for column in columns)
    return {
        "columns": tuple(column for column in columns if column.field not in {"status", "note"}),
        "constants": {"mission_type": "funding"},
        "ignore_rows": (),
        "keep_rows": (),
    }
