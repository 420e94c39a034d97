"""HXL: columns are known by their hashtags, in one form, wherever the row of tags stands."""

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.formats import open_direct
from ingest.readers.hxl import normal_tag
from ingest.readers.table import Table, TableForm
from ingest.rows import BadRow, FileRejected, Row

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
WORKBOOK = SHARED / "outbreaks_don" / "disease_outbreaks_HDX_hxl.xlsx"


def tagged(folder: Path, content: str, kind: str = "csv") -> Table:
    path = folder / "tagged"
    path.write_text(content, newline="")
    return open_direct(path, "tagged.csv", TableForm(kind=kind, hashtags=True))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("#date", "#date"),
        ("#date+start", "#date+start"),
        (" #Date +Start", "#date+start"),
        ("# date + start", "#date+start"),
        ("#affected+killed+f", "#affected+f+killed"),
        ("#affected+f+f", "#affected+f"),
        ("#x_disease+definition", "#x_disease+definition"),
        ("#adm1+code", "#adm1+code"),
        ("#", ""),
        ("#N/A", ""),
        ("#REF!", ""),
        ("#1", ""),
        ("#date+", ""),
        ("#date start", ""),
        ("#date+start, #date+end", ""),
        ("#date-start", ""),
        ("date+start", ""),
        ("#تاريخ", ""),
        ("#date (day)", ""),
        ("", ""),
    ],
)
def test_a_tag_has_one_form(text: str, tag: str) -> None:
    assert normal_tag(text) == tag


def test_columns_are_named_by_their_tags(tmp_path: Path) -> None:
    found = tagged(tmp_path, "Day,Where,Remark\n#Date +start,#country+name,\n2023-02-06,Türkiye,x\n")

    assert found.header() == ("#date+start", "#country+name", "Remark")
    assert list(found.rows()) == [
        Row(
            3,
            {"#date+start": "2023-02-06", "#country+name": "Türkiye", "Remark": "x"},
            "2023-02-06,Türkiye,x",
        )
    ]


def test_a_tag_over_several_columns_is_told_apart_by_the_words_of_the_header(tmp_path: Path) -> None:
    found = tagged(tmp_path, "iso2,iso3,day\n#country+code,#country +code,#date\nTR,TUR,2023\n")

    assert found.header() == ("#country+code (iso2)", "#country+code (iso3)", "#date")


def test_what_stands_above_the_tags_is_no_data(tmp_path: Path) -> None:
    above = "what it means,a remark\nbroken\n#not a tag,#N/A\n"

    found = tagged(tmp_path, f"a,b\n{above}#date,#country\n1,x\n#date,#country\n")

    assert list(found.rows()) == [
        Row(6, {"#date": "1", "#country": "x"}, "1,x"),
        # Only the first row of tags is one.
        Row(7, {"#date": "#date", "#country": "#country"}, "#date,#country"),
    ]


def test_a_bad_row_names_its_column_by_the_tag(tmp_path: Path) -> None:
    [row] = tagged(tmp_path, f"a,b\n#date,#country\n1,{'x' * 131_073}\n").rows()

    assert isinstance(row, BadRow)
    assert [(problem.column, problem.rule) for problem in row.problems] == [("#country", "cell-length")]


@pytest.mark.parametrize(("rows_above", "found"), [(24, True), (25, False)])
def test_tags_stand_in_the_first_25_rows_below_the_header(
    tmp_path: Path, rows_above: int, *, found: bool
) -> None:
    table = tagged(tmp_path, "a,b\n" + "1,x\n" * rows_above + "#date,#country\n2,y\n")

    if found:
        assert [row.line for row in table.rows()] == [27]
    else:
        with pytest.raises(
            FileRejected, match="none of the first 25 rows below the header is a row of HXL hashtags"
        ):
            table.header()


@pytest.mark.parametrize(
    "content",
    ["a,b\n", "a,b\n1,x\n", "a,b\n#date,x\n", "a,b\n#N/A,#REF!\n", "a,b\n,\n"],
    ids=["no rows", "data", "a tag beside data", "errors of a spreadsheet", "empty"],
)
def test_a_table_without_tags_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRejected, match=r"^tagged\.csv: none of the first 25 rows"):
        list(tagged(tmp_path, content).rows())


def test_the_header_can_be_the_tags(tmp_path: Path) -> None:
    # A file of rejected rows has the columns of its table, and is ingested again as one.
    found = tagged(tmp_path, "#Date +start,#country+code (iso3),Remark,hakim_line\n2023,TUR,x,7\n")

    assert found.header() == ("#date+start", "#country+code (iso3)", "Remark", "hakim_line")
    assert [row.line for row in found.rows()] == [2]


def test_columns_whose_names_become_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="two columns have the name '#date'"):
        tagged(tmp_path, "#date,#Date\n1,2\n").header()


@pytest.mark.parametrize(
    ("kind", "content"),
    [("json", '[{"a": "#date"}, {"a": "2023"}]'), ("jsonl", '{"a": "#date"}\n{"a": "2023"}\n')],
)
def test_tables_of_other_kinds_can_be_tagged_too(tmp_path: Path, kind: str, content: str) -> None:
    found = tagged(tmp_path, content, kind)

    assert [row.cells for row in found.rows() if isinstance(row, Row)] == [{"#date": "2023"}]


@pytest.mark.skipif(
    not WORKBOOK.is_file(), reason="the HXL workbook is not there; HAKIM_SHARED_DATA says where"
)
def test_the_real_workbook_is_read_by_its_tags() -> None:
    table = open_direct(WORKBOOK, WORKBOOK.name, TableForm(kind="xlsx", hashtags=True))

    assert table.header() == (
        "#year+icd4+iso3",
        "#date+year",
        "#disease+icd+name",
        "#disease+icd3+name",
        "#disease+icd4+name",
        "#disease+code+icd",
        "#disease+code+icd3",
        "#disease+code+icd4",
        "#disease+name",
        "#x_disease+definition",
        "#country+name",
        "#country+code+iso2",
        "#country+code+iso3",
        "#region+unsd",
        "#subregion+unsd",
        "#region+who",
        "#news+id",
    )
    rows = list(table.rows())
    assert [row.line for row in rows] == list(range(3, 3_543))
    assert [
        (row.cells["#date+year"], row.cells["#country+code+iso3"], row.cells["#disease+code+icd4"])
        for row in islice(rows, 2)
        if isinstance(row, Row)
    ] == [("2026", "ARG", "U071"), ("2026", "ARM", "U071")]


tags = st.builds(
    lambda tag, attributes: "+".join([f"#{tag}", *attributes]),
    st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,4}", fullmatch=True),
    st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,2}", fullmatch=True), max_size=3),
)


@settings(deadline=None)
@given(tags)
def test_the_one_form_of_a_tag_is_its_own(tag: str) -> None:
    assert normal_tag(normal_tag(tag)) == normal_tag(tag) != ""


@settings(deadline=None)
@given(st.lists(tags, min_size=1, max_size=5), st.integers(0, 24))
def test_every_column_and_every_row_below_the_tags_comes_out(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], above: int
) -> None:
    words = [f"c{number}" for number, _ in enumerate(some)]
    lines = [",".join(words), *[",".join("x" for _ in some)] * above, ",".join(some), *[",".join(words)] * 3]

    found = tagged(tmp_path_factory.getbasetemp(), "\n".join(lines) + "\n")

    assert len(set(found.header())) == len(some)
    assert [tuple(row.cells.values()) for row in found.rows() if isinstance(row, Row)] == [tuple(words)] * 3
