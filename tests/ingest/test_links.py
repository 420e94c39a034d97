"""Links in texts: found exactly, and told where they lead nowhere."""

import csv
import io
import os
from pathlib import Path

import pytest

from ingest.links import Link, LinkCheck, LinkForm, read_links, transposed

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
PROJECT = LinkForm.of(r"#\s*([0-9]{4,6}(?:-[0-9]+)?)")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("No link, 5 of 32287", ()),
        ("(Linked to Project ID #32287)", ("32287",)),
        ("(link to ID#32605, #32606, # 32611 and #32605)", ("32605", "32606", "32611")),
        ("part of #32583-2.", ("32583-2",)),
        ("#1 of the list", ()),
    ],
)
def test_the_identifiers_in_a_text_are_found(text: str, found: tuple[str, ...]) -> None:
    assert read_links(text, PROJECT) == found


def test_a_row_that_names_itself_is_no_link() -> None:
    assert read_links("houses (ID #31589), medical team (ID #31591)", PROJECT, "31589") == ("31591",)


def test_a_cell_has_no_endless_number_of_links() -> None:
    assert len(read_links(" ".join(f"#{number}" for number in range(1_000, 2_000)), PROJECT)) == 100


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        (
            "#([0-9]+",
            "'#([0-9]+' is no regular expression: missing ), unterminated subpattern at position 1.",
        ),
        ("#[0-9]+", "'#[0-9]+' has 0 groups; one group says what the identifier is."),
        ("(#)([0-9]+)", "'(#)([0-9]+)' has 2 groups; one group says what the identifier is."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the whole message is compared)
        LinkForm.of(pattern)

    assert str(caught.value) == problem


def test_links_are_checked_in_whatever_order_rows_come() -> None:
    check = LinkCheck()
    check.see("1")
    for link in (Link(2, "title", "1", "2"), Link(2, "title", "1", "3"), Link(3, "title", "2", "1")):
        check.add(link)
    check.see("2")

    assert (list(check.unknown()), list(check.unknown({"3"}))) == ([Link(2, "title", "1", "3")], [])


def test_digits_that_changed_places_are_told() -> None:
    check = LinkCheck()
    for own in ("32606", "32610"):
        check.see(own)
    check.add(Link(30, "title", "32610", "23606"))
    check.add(Link(31, "title", "32610", "99999"))

    assert list(check.warnings()) == [
        (
            "line 30, column title: it links to '23606', which no row has as its identifier. Two characters may have"
            " changed places: 32606."
        ),
        "line 31, column title: it links to '99999', which no row has as its identifier.",
    ]


def test_a_very_long_identifier_is_not_guessed() -> None:
    assert transposed("12" * 500, {"21" * 500}) == set()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_the_links_of_the_qatar_file() -> None:
    path = SHARED / "aiddata_public" / "Qatar_TUFFDonorDataset_Level1_v1.0.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252").replace("\r", "\n"))))
    check = LinkCheck()
    count = 0
    for line, row in enumerate(rows, 2):
        check.see(row["project_id"])
        for target in read_links(row["title"], PROJECT, row["project_id"]):
            count += 1
            check.add(Link(line, "title", row["project_id"], target))

    warnings = list(check.warnings())

    assert count == 49
    assert [(link.own, link.target) for link in check.unknown()] == [
        ("32610", "23606"),
        ("32325", "33111"),
        ("33365", "33362"),
        ("31589", "31590"),
        ("31591", "31590"),
    ]
    assert [warning for warning in warnings if "changed places" in warning] == [
        (
            "line 41, column title: it links to '23606', which no row has as its identifier. Two characters may have"
            " changed places: 32606."
        )
    ]
