"""The shipped tables agree with each other, read as plain CSV: what one quotes or names stands in another."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
LAST_DAY = "2023-12-31"
"""The last day of the time that the records speak of."""
COLLECTED = "2026"


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


TABLES = sorted(path.stem for path in DATA.glob("*.csv"))
MISSIONS = {row["id"]: row for row in rows("missions")}
CLAIMS = {row["claim_id"]: row for table in ("claims", "crisis-claims") for row in rows(table)}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_written_in_one_way(table: str) -> None:
    content = (DATA / f"{table}.csv").read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert all(cell == cell.strip() for row in rows(table) for cell in row.values())


def test_every_publisher_that_is_cited_has_a_row() -> None:
    cited = {
        row["source_publisher"] for table in TABLES for row in rows(table) if row.get("source_publisher")
    }
    copied = {row["copies"] for row in rows("publishers") if row["copies"]}

    assert (cited | copied) - {row["name"] for row in rows("publishers")} == set()


def test_a_publisher_speaks_for_a_party_only_where_its_kind_says_so() -> None:
    kinds = Counter(row["kind"] for row in rows("publishers") if row["affiliation_iso3"])

    assert set(kinds) == {"government", "state-agency", "copy"}


def test_every_state_agency_has_its_state() -> None:
    assert [
        row["name"]
        for row in rows("publishers")
        if row["kind"] == "state-agency" and not row["affiliation_iso3"]
    ] == []


def test_a_copy_speaks_for_the_same_party_as_what_it_repeats() -> None:
    named = {row["name"]: row for row in rows("publishers")}
    copies = [row for row in named.values() if row["copies"] and row["kind"] == "copy"]

    assert [
        row["name"] for row in copies if row["affiliation_iso3"] != named[row["copies"]]["affiliation_iso3"]
    ] == []


def test_every_step_quotes_its_mission() -> None:
    said = {name: row["notes"] + " | " + row["title"] for name, row in MISSIONS.items()}

    assert [
        row["step_id"] for row in rows("mission-steps") if row["quote"] not in said[row["mission_id"]]
    ] == []


def test_every_claim_that_quotes_a_note_quotes_it_exactly() -> None:
    quoted = {
        name: re.search(r'note of the record: "(.*)"(?:;|$)', row["qualifier"])
        for name, row in CLAIMS.items()
        if row.get("mission_id")
    }
    wrong = [
        name
        for name, match in quoted.items()
        if match and match[1] not in MISSIONS[CLAIMS[name]["mission_id"]]["notes"]
    ]

    assert wrong == []
    assert sum(match is not None for match in quoted.values()) == 17


def test_every_claim_has_a_topic() -> None:
    assert [name for name, row in CLAIMS.items() if not row["topic"]] == []


def test_what_supersedes_is_later_and_of_the_same_count() -> None:
    later = {name: row["supersedes"] for name, row in CLAIMS.items() if row.get("supersedes")}

    assert later == {
        "CCL-013": "CCL-012",
        "CCL-014": "CCL-013",
        "CCL-016": "CCL-015",
        "CCL-017": "CCL-016",
        "CLM-0057": "CLM-0056",
    }
    assert all(
        CLAIMS[new]["property"] == CLAIMS[old]["property"] and CLAIMS[new]["topic"] == "cumulative-total"
        for new, old in later.items()
    )


def test_rival_counts_of_field_hospitals_stand_side_by_side() -> None:
    counts = [row for row in rows("crisis-claims") if row["property"].startswith("foreign field hospitals")]

    assert [(row["amount"], row["topic"], row["supersedes"]) for row in counts] == [
        ("34", "count", ""),
        ("31", "count", ""),
        ("30", "count", ""),
        ("22", "count", ""),
    ]


def test_the_running_total_of_the_emirates_has_its_tonnes() -> None:
    totals = [row for row in rows("crisis-claims") if row["property"] == "cumulative UAE aid"]

    assert [(row["amount"], row["unit"], row["concerns"]) for row in totals] == [
        ("260", "tonnes", "ARE"),
        ("523", "tonnes", "ARE"),
        ("2154", "tonnes", "ARE"),
    ]


def test_reciprocity_is_stated_by_parties_in_five_missions() -> None:
    stated = {
        row["mission_id"]: (row["stated_by"], row["concerns"])
        for row in rows("claims")
        if row["topic"] == "reciprocity"
    }

    assert stated == {
        "HDM-0011": ("Turkish Red Crescent", "PAK"),
        "HDM-0073": ("ALB", "ITA"),
        "HDM-0114": ("Italian Civil Protection Department", "ALB"),
        "HDM-0146": ("USA", "IND"),
        "HDM-0190": ("IDN", "TUR"),
    }


def members(status: str, day: str) -> Counter[str]:
    """How many states have a standing in each grouping on a day."""
    return Counter(
        row["grouping"]
        for row in rows("memberships")
        if row["status"] == status and row["start"] <= day and (not row["end"] or day < row["end"])
    )


def test_the_groupings_had_these_members_at_the_end_of_2023() -> None:
    assert members("member", LAST_DAY) == {
        "African Union": 55,
        "European Union": 27,
        "G7": 7,
        "Gulf Cooperation Council": 6,
        "League of Arab States": 22,
        "North Atlantic Treaty Organization": 31,
        "Organization of Turkic States": 5,
    }
    assert members("observer", LAST_DAY) == {"Organization of Turkic States": 3}


def test_memberships_change_on_their_day() -> None:
    def of(grouping: str, day: str) -> int:
        return members("member", day)[grouping]

    assert (of("European Union", "2020-01-30"), of("European Union", "2020-01-31")) == (28, 27)
    assert (of("League of Arab States", "2023-05-06"), of("League of Arab States", "2023-05-07")) == (21, 22)
    assert (of("African Union", "2017-01-30"), of("African Union", "2017-01-31")) == (54, 55)
    assert (
        of("North Atlantic Treaty Organization", "2023-04-03"),
        of("North Atlantic Treaty Organization", "2023-04-04"),
    ) == (30, 31)


def test_one_standing_of_a_member_ends_where_the_next_begins() -> None:
    standings: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("memberships"):
        standings.setdefault((row["grouping"], row["iso3"]), []).append(row)
    several = {
        key: sorted(found, key=lambda row: row["start"]) for key, found in standings.items() if len(found) > 1
    }

    assert {iso3 for _, iso3 in several} == {"LBY", "SYR"}
    assert all(one["end"] == other["start"] for found in several.values() for one, other in pairwise(found))


def test_states_of_one_relation_follow_each_other() -> None:
    relations: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("relation-states"):
        relations.setdefault((row["a_iso3"], row["b_iso3"]), []).append(row)

    assert all(sorted(pair) == list(pair) for pair in relations)
    assert all(one["end"] == other["start"] for found in relations.values() for one, other in pairwise(found))


def test_a_part_in_a_conflict_lies_within_the_conflict() -> None:
    conflicts = {row["name"]: row for row in rows("crises") if row["kind"] == "conflict"}

    for row in rows("conflict-parties"):
        conflict = conflicts[row["conflict"]]
        assert row["start"] >= conflict["start_date"]
        assert (row["end"] or "9999") <= (conflict["end_date"] or "9999")


def test_vaccines_are_the_only_missions_with_a_product() -> None:
    known = {row["product"] for row in rows("products")}
    given = {name: parts(row["product"]) for name, row in MISSIONS.items() if row["product"]}

    assert {MISSIONS[name]["type"] for name in given} == {"vaccines"}
    assert {product for found in given.values() for product in found} == known


def test_nothing_is_dated_after_the_records_were_collected() -> None:
    columns = {"start", "end", "date", "founded", "start_date", "end_date", "as_of", "source_date"}

    assert [
        (table, column, cell)
        for table in TABLES
        for row in rows(table)
        for column, cell in row.items()
        if column in columns and cell > COLLECTED
    ] == []
