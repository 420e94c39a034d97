"""What tells records apart where rows have no identifiers: direction, repetition, and never their order."""

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from ingest.mapping import MappedRow, RepeatedKeys, count_keys, map_row
from ingest.rows import Row
from ingest.run import ingest_file
from ontology.nquads import digest_of_lines
from records.store import Store
from tests.ingest.world import MISSION, Reader, options, read_table, spec_of, write_table

CLAIM = {
    **dict.fromkeys(read_table("crisis-claims")[0], ""),
    "crisis": "CRI-013",
    "property": "field hospitals",
    "value": "34",
    "as_of": "2023-03-07",
    "source_publisher": "UN OCHA",
}
NUMBERED = spec_of("crisis-claims")
UNNAMED = replace(
    NUMBERED,
    columns=tuple(one for one in NUMBERED.columns if one.field not in {"identifier", "supersedes"}),
)
"""Claims of a source that numbers none of them."""
OTHER = CLAIM | {"source_url": "https://other.example/"}


def graphs(reader: Reader, *rows: dict[str, str], staying: dict[str, str] | None = None) -> dict[str, int]:
    """The records that rows make, and how many rows make each."""
    numbered = [Row(line, cells) for line, cells in enumerate(rows, 2)]
    repeated = count_keys(numbered, reader.context, staying or {})
    found: dict[str, int] = {}
    for row in numbered:
        mapped = map_row(row, reader.context, repeated)
        assert isinstance(mapped, MappedRow), mapped
        found[mapped.graph] = found.get(mapped.graph, 0) + 1
    return found


def digests(reader: Reader, *rows: dict[str, str]) -> dict[str, str]:
    """The records that rows make, each alone, with their digests."""
    mapped = [map_row(Row(2, cells), reader.context, RepeatedKeys()) for cells in rows]
    return {one.graph: digest_of_lines([one.graphs[0].text]) for one in mapped if isinstance(one, MappedRow)}


@pytest.fixture
def claims(readers: dict[str, Reader]) -> Reader:
    return readers["crisis-claims"].of(columns=UNNAMED.columns)


@pytest.fixture
def unnamed(missions: Reader) -> Reader:
    """Missions of a source that numbers none of them."""
    return missions.of(
        columns=tuple(one for one in missions.context.spec.columns if one.field != "identifier")
    )


def test_two_equal_rows_stay_two(claims: Reader) -> None:
    made = graphs(claims, CLAIM, CLAIM)

    assert list(made.values()) == [1, 1]


def test_rows_of_one_key_are_told_apart_by_their_content(claims: Reader) -> None:
    made = graphs(claims, CLAIM, OTHER)

    assert list(made.values()) == [1, 1]
    assert len(digests(claims, CLAIM, OTHER)) == 1


@pytest.mark.parametrize("rows", list(permutations([CLAIM, CLAIM, OTHER, CLAIM | {"value": "31"}])))
def test_the_order_of_rows_changes_no_record(claims: Reader, rows: tuple[dict[str, str], ...]) -> None:
    assert graphs(claims, *rows) == graphs(claims, CLAIM, CLAIM, OTHER, CLAIM | {"value": "31"})


def test_columns_that_are_not_read_tell_no_rows_apart(claims: Reader) -> None:
    marked = CLAIM | {"hakim_line": "7", "remark": "x"}

    assert graphs(claims, OTHER, CLAIM) == graphs(claims, OTHER, marked)


def test_a_row_that_stands_already_is_the_same_record(claims: Reader) -> None:
    staying = digests(claims, CLAIM)

    assert graphs(claims, CLAIM, staying=staying) == dict.fromkeys(staying, 1)
    assert set(staying) <= set(graphs(claims, OTHER, CLAIM, staying=staying))


def test_another_row_of_a_standing_key_never_replaces_it(claims: Reader) -> None:
    staying = digests(claims, CLAIM)

    made = graphs(claims, OTHER, staying=staying)

    assert made.keys().isdisjoint(staying)
    assert made.keys() < graphs(claims, CLAIM, OTHER).keys()


def test_a_row_told_apart_before_is_told_apart_again(claims: Reader) -> None:
    before = graphs(claims, CLAIM, OTHER)

    assert graphs(claims, OTHER, staying=dict.fromkeys(before, "")).keys() < before.keys()


def test_there_and_back_are_two_missions(unnamed: Reader) -> None:
    there = MISSION | {"sender_iso3": "CUB", "recipient_iso3": "ITA"}
    back = MISSION | {"sender_iso3": "ITA", "recipient_iso3": "CUB"}

    assert len(graphs(unnamed, there, back)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"sender_iso3": "CUB;IRN", "recipient_iso3": "ITA"},
            {"sender_iso3": "CUB", "recipient_iso3": "IRN;ITA"},
        ),
        ({"sender_iso3": "", "sender_org": "WHO"}, {"sender_iso3": "JOR", "recipient_org": "WHO"}),
        ({"start_date": "2003"}, {"start_date": ""}),
    ],
)
def test_what_stands_in_another_place_is_another_mission(
    unnamed: Reader, one: dict[str, str], other: dict[str, str]
) -> None:
    assert len(graphs(unnamed, MISSION | one, MISSION | other)) == 2


def test_the_order_within_a_cell_is_no_other_mission(unnamed: Reader) -> None:
    one, other = MISSION | {"sender_iso3": "CUB;IRN"}, MISSION | {"sender_iso3": "IRN;CUB"}

    assert digests(unnamed, one) == digests(unnamed, other)


def test_a_mission_without_an_identifier_is_called_by_its_record(unnamed: Reader) -> None:
    mapped = unnamed.map(MISSION)
    assert isinstance(mapped, MappedRow)
    key = mapped.graph.rsplit("/", 1)[1]

    assert f"<mission/hdm/{key}> a <hd:FieldHospitalDeployment>" in unnamed.lines(MISSION)
    assert not [line for line in unnamed.lines(MISSION) if "hd:identifier" in line]


def test_a_source_that_numbers_its_missions_counts_no_keys(missions: Reader) -> None:
    assert graphs(missions, MISSION, MISSION) == {
        missions.context.ids.iri("record", "missions", "HDM-0001").value: 2
    }


def test_claims_without_identifiers_are_ingested_twice_alike(store: Store, tmp_path: Path) -> None:
    rows = read_table("crisis-claims")
    file = write_table(tmp_path / "claims.csv", [*rows, rows[0], rows[0]])
    spec = UNNAMED

    first = ingest_file(store, spec, file, options())
    write_table(file, [rows[0], *reversed(rows), rows[0]])
    second = ingest_file(store, spec, file, options())

    assert (first.ledger.accepted, first.ledger.written) == (20, 21)
    assert (second.ledger.unchanged, second.ledger.written, second.ledger.deleted) == (20, 0, 0)
    assert second.ledger.digest == first.ledger.digest


def test_a_repaired_twin_never_replaces_the_good_row(store: Store, tmp_path: Path) -> None:
    row = read_table("crisis-claims")[0]
    twin = row | {"source_url": "https://twin.example/"}
    spec = replace(UNNAMED, rows_min=None)
    ingest_file(store, spec, write_table(tmp_path / "a.csv", [row]), options())

    result = ingest_file(store, spec, write_table(tmp_path / "b.csv", [twin]), options(partial=True))
    again = ingest_file(store, spec, write_table(tmp_path / "b.csv", [twin]), options(partial=True))

    assert (result.ledger.accepted, again.ledger.unchanged) == (1, 1)
    assert store.journal.count("crisis-claims") == 3
