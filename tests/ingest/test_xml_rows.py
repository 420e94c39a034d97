"""IATI activities to rows: always the same columns, and no XML that reaches out, grows or means two things."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.formats import open_direct
from ingest.readers.table import Table, TableForm
from ingest.readers.xml_rows import ACTIVITY_COLUMNS, TRANSACTION_COLUMNS
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SAMPLE = SHARED / "iati_samples" / "iati_2.03_SenegalAIMS_GeocodedResearchRelease.xml"
CODELISTS = SHARED / "iati_codelists"


def table(path: Path, kind: str = "iati") -> Table:
    return open_direct(path, "aid.xml", TableForm(kind=kind))


def written(folder: Path, content: bytes | str, kind: str = "iati") -> Table:
    path = folder / "aid.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return table(path, kind)


def activities(*parts: str) -> str:
    """A document of activities that hold these parts, each on a line of its own."""
    inner = "\n".join(
        f"<iati-activity xml:lang='en' default-currency='QAR'>{part}</iati-activity>" for part in parts
    )
    return f"<iati-activities version='2.03'>\n{inner}\n</iati-activities>"


def filled(row: Row | BadRow) -> dict[str, str]:
    """The cells of a row that are not empty, other than what every activity here has."""
    assert isinstance(row, Row), row
    usual = {"language": "en", "default-currency": "QAR"}
    return {name: cell for name, cell in row.cells.items() if cell and usual.get(name) != cell}


FULL = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="javascript:alert(1)"?>
<iati-activities version="2.03">
  <!-- a comment -->
  <iati-activity xml:lang="ar" default-currency="KWD" humanitarian="1" hierarchy="1"
                 last-updated-datetime="2023-02-09T00:00:00Z">
    <iati-identifier> KW-1-42 </iati-identifier>
    <reporting-org ref="KW-1" type="10">
      <narrative>الكويت</narrative><narrative xml:lang="en">Kuwait</narrative></reporting-org>
    <title><narrative>مستشفى</narrative><narrative xml:lang="en">Field <![CDATA[<hospital>]]></narrative></title>
    <description type="1"><narrative xml:lang="EN">Beds</narrative></description>
    <description type="2"><narrative>Goals</narrative></description>
    <participating-org role="1" ref="KW-1" type="10"><narrative>Kuwait</narrative></participating-org>
    <participating-org role="4" ref="XM-1"><narrative>KRCS</narrative></participating-org>
    <participating-org role="4" type="22"><narrative>Kizilay</narrative></participating-org>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2023-02-07"/>
    <activity-date type="2" iso-date="2023-02-09"><narrative>arrival</narrative></activity-date>
    <activity-date type="4" iso-date="2023-03-01"/>
    <recipient-country code="TR" percentage="60"/><recipient-country code="SY" percentage="40"/>
    <recipient-region code="589" vocabulary="1"/>
    <location><name><narrative>Adiyaman</narrative></name><point><pos>37.76 38.27</pos></point></location>
    <sector code="72011" percentage="100"/><sector vocabulary="2" code="720"/>
    <humanitarian-scope type="1" vocabulary="1-2" code="EQ-2023-000015-TUR"/>
    <humanitarian-scope type="2" vocabulary="2-1" code="FTUR23"/>
    <default-flow-type code="10"/><default-aid-type code="C01"/><default-aid-type vocabulary="2" code="1"/>
    <budget><value>5</value></budget>
    <document-link url="https://example.org/a"><title><narrative>x</narrative></title></document-link>
    <transaction ref="t1" humanitarian="1">
      <transaction-type code="3"/><transaction-date iso-date="2023-02-10"/>
      <value value-date="2023-02-09">1000000.50</value>
      <description><narrative>Tents</narrative></description>
      <provider-org ref="KW-1" provider-activity-id="KW-1-41"><narrative>Kuwait</narrative></provider-org>
      <receiver-org type="22"><narrative>Kizilay</narrative></receiver-org>
      <sector code="72011"/><recipient-country code="TR"/>
    </transaction>
    <transaction>
      <transaction-type code="2"/><value currency="USD" value-date="2023-02-09">7</value>
    </transaction>
    <related-activity type="1" ref="KW-1-1"/><related-activity type="2" ref="KW-1-43"/>
  </iati-activity>
</iati-activities>
"""


def test_an_activity_is_a_row(tmp_path: Path) -> None:
    [row] = written(tmp_path, FULL).rows()

    assert (row.line, tuple(row.cells) if isinstance(row, Row) else ()) == (5, ACTIVITY_COLUMNS)
    assert filled(row) == {
        "iati-identifier": "KW-1-42",
        "title": "مستشفى",
        "title.language": "ar",
        "title.ar": "مستشفى",
        "title.en": "Field <hospital>",
        "description": "Beds",
        "description.language": "en",
        "description.en": "Beds",
        "reporting-org": "الكويت",
        "reporting-org.ref": "KW-1",
        "reporting-org.type": "10",
        "description.objectives": "Goals",
        "activity-status": "2",
        "start.planned": "2023-02-07",
        "start.actual": "2023-02-09",
        "end.actual": "2023-03-01",
        "funding": "Kuwait",
        "funding.ref": "KW-1",
        "funding.type": "10",
        "implementing": "KRCS;Kizilay",
        "implementing.ref": "XM-1;",
        "implementing.type": ";22",
        "recipient-country": "TR;SY",
        "recipient-country.percentage": "60;40",
        "recipient-region": "589",
        "location": "Adiyaman",
        "location.point": "37.76 38.27",
        "sector": "1:72011:100;2:720:",
        "sector.dac-5": "72011",
        "sector.dac-3": "720",
        "humanitarian": "1",
        "humanitarian-scope": "1:1-2:EQ-2023-000015-TUR;2:2-1:FTUR23",
        "humanitarian-scope.glide": "EQ-2023-000015-TUR",
        "humanitarian-scope.plan": "FTUR23",
        "default-currency": "KWD",
        "language": "ar",
        "hierarchy": "1",
        "last-updated": "2023-02-09T00:00:00Z",
        "default-aid-type": "C01;1",
        "default-flow-type": "10",
        "related-activity": "1:KW-1-1;2:KW-1-43",
        "document-link": "https://example.org/a",
    }


def test_a_transaction_is_a_row_with_what_is_true_of_its_activity(tmp_path: Path) -> None:
    found = written(tmp_path, FULL, "iati-transactions")
    first, second = found.rows()
    activity = {
        "activity.reporting-org": "الكويت",
        "activity.reporting-org.ref": "KW-1",
        "activity.title": "مستشفى",
        "activity.activity-status": "2",
        "activity.recipient-country": "TR;SY",
        "activity.recipient-country.percentage": "60;40",
        "activity.recipient-region": "589",
        "activity.sector": "1:72011:100;2:720:",
        "activity.humanitarian": "1",
        "activity.humanitarian-scope": "1:1-2:EQ-2023-000015-TUR;2:2-1:FTUR23",
    }

    assert found.header() == TRANSACTION_COLUMNS
    assert tuple(first.cells) == TRANSACTION_COLUMNS if isinstance(first, Row) else False
    assert (first.line, filled(first)) == (
        29,
        {
            "iati-identifier": "KW-1-42",
            "ref": "t1",
            "transaction-type": "3",
            "transaction-date": "2023-02-10",
            "value": "1000000.50",
            "value-date": "2023-02-09",
            "description": "Tents",
            "provider": "Kuwait",
            "provider.ref": "KW-1",
            "provider.activity": "KW-1-41",
            "receiver": "Kizilay",
            "receiver.type": "22",
            "humanitarian": "1",
            "sector": "1:72011",
            "recipient-country": "TR",
            "currency": "KWD",
            **activity,
        },
    )
    assert (second.line, filled(second)) == (
        37,
        {
            "iati-identifier": "KW-1-42",
            "transaction-type": "2",
            "value": "7",
            "value-date": "2023-02-09",
            "currency": "USD",
            **activity,
        },
    )


def test_what_is_in_no_column_is_told(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        activities(
            "<title><narrative>a</narrative><narrative xml:lang='de'>b</narrative></title>",
            "<budget/><budget/>",
        ),
    )
    list(found.rows())

    assert found.notices() == (
        "A title in the language 'de', where it is not the first, is in no column (1 in all).",
        "The element 'budget' of activities is in no column (2 in all).",
    )


@pytest.mark.parametrize(
    ("part", "column", "cell"),
    [
        ("<iati-identifier>a&amp;b</iati-identifier>", "iati-identifier", "a&b"),
        ("<iati-identifier>a<?php x?><!-- y -->b</iati-identifier>", "iati-identifier", "ab"),
        ("<iati-identifier><![CDATA[a]]]]><![CDATA[>b]]></iati-identifier>", "iati-identifier", "a]]>b"),
        ("<iati-identifier>&#x202e;</iati-identifier>", "iati-identifier", "\u202e"),
        ("<title><narrative>a</narrative><narrative>b</narrative></title>", "title.en", "a\nb"),
        ("<title><narrative xml:lang='sw'>a</narrative></title>", "title", "a"),
        ("<title><narrative/></title>", "title", ""),
        ("<activity-status code='2'/><activity-status code='2'/>", "activity-status", "2"),
        ("<description><narrative>a; b</narrative></description>", "description", "a; b"),
        ("<x:iati-identifier xmlns:x='urn:x'>a</x:iati-identifier>", "iati-identifier", ""),
    ],
)
def test_a_cell_is_the_text_of_its_element(tmp_path: Path, part: str, column: str, cell: str) -> None:
    [row] = written(tmp_path, activities(part)).rows()

    assert isinstance(row, Row)
    assert row.cells[column] == cell


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (
            "<iati-identifier>a</iati-identifier><iati-identifier>b</iati-identifier>",
            Problem(
                "iati-identifier", "a | b", "one-value", "There are 2 different values where IATI allows one."
            ),
        ),
        (
            "<activity-date type='1' iso-date='2023-01-01'/><activity-date type='1' iso-date='2023-01-02'/>",
            Problem(
                "start.planned",
                "2023-01-01 | 2023-01-02",
                "one-value",
                "There are 2 different values where IATI allows one.",
            ),
        ),
        (
            "<participating-org role='1'><narrative>A; B</narrative></participating-org>",
            Problem(
                "funding",
                "A; B",
                "separator",
                "One of several values holds ';', which stands between values in a cell.",
            ),
        ),
        (
            f"<iati-identifier>{'x' * 131_073}</iati-identifier>",
            Problem("iati-identifier", "", "cell-length", "The cell has more than 131,072 characters."),
        ),
    ],
)
def test_a_bad_activity_costs_only_itself(tmp_path: Path, part: str, problem: Problem) -> None:
    good = "<iati-identifier>c</iati-identifier>"

    bad, row = written(tmp_path, activities(part, good)).rows()

    assert (bad.line, bad.problems if isinstance(bad, BadRow) else ()) == (2, (problem,))
    assert (row.line, filled(row)) == (3, {"iati-identifier": "c"})


def test_a_transaction_of_an_activity_that_cannot_be_told_is_bad(tmp_path: Path) -> None:
    two = "<iati-identifier>a</iati-identifier><iati-identifier>b</iati-identifier>"

    [row] = written(
        tmp_path, activities(f"{two}<transaction><value>1</value></transaction>"), "iati-transactions"
    ).rows()

    assert isinstance(row, BadRow)
    assert [problem.column for problem in row.problems] == ["iati-identifier"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
UTF_16 = activities().replace("'", '"')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
            "aid.xml, line 1, column 13: it has a DOCTYPE",
        ),
        (
            f'<?xml version="1.0"?>\n<!DOCTYPE iati-activities>{activities()}',
            "aid.xml, line 2, column 26: it has a DOCTYPE",
        ),
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
            "aid.xml, line 1, column 13: it has a DOCTYPE",
        ),
        (
            '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:18998/x"> %x;]><a/>',
            "aid.xml, line 1, column 13: it has a DOCTYPE",
        ),
        (
            '<!DOCTYPE a SYSTEM "http://127.0.0.1:18998/a.dtd"><a/>',
            "aid.xml, line 1, column 50: it has a DOCTYPE",
        ),
        ("<!doctype a><a/>", "aid.xml, line 1, column 1: this is not XML in UTF-8: syntax error"),
        (f"{' ' * 300_000}<!DOCTYPE a><a/>", "aid.xml, line 1, column 300012: it has a DOCTYPE"),
        ("<a>&x;</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8: undefined entity"),
        (
            '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></a>',
            "aid.xml, line 1, column 1: it asks to include other files (XInclude).",
        ),
        (
            activities('<include xmlns="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
            "aid.xml, line 2, column 53: it asks to include other files (XInclude).",
        ),
        (
            '<?xml version="1.0" encoding="utf-7"?><a/>',
            "aid.xml, line 1, column 1: the encoding is said to be 'utf-7'",
        ),
        (
            b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>',
            "aid.xml, line 1, column 1: the encoding is said to be 'iso-8859-1'",
        ),
        (
            '<?xml version="1.0" encoding="UTF-16"?><a/>',
            "aid.xml, line 1, column 1: the encoding is said to be 'UTF-16'",
        ),
        ("+ADw-a+AD4-", "aid.xml, line 1, column 1: this is not XML in UTF-8"),
        (UTF_16.encode("utf-16-le"), "aid.xml, line 1: this is not UTF-8."),
        (UTF_16.encode("utf-16-be"), "aid.xml, line 1: this is not UTF-8."),
        (UTF_16.encode("utf-16"), "aid.xml, line 1: this is not UTF-8."),
        (UTF_16.encode("utf-32"), "aid.xml, line 1: this is not UTF-8."),
        (b"<a>\0</a>", "aid.xml, line 1: this is not UTF-8."),
        (b"<a>" + b" " * 300 + b"\0</a>", "aid.xml, line 1, column 304: this is not XML in UTF-8"),
        (b"<a>\xef\xbf\xbe</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        (b"<a>\xff</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        (b"<a>Microcr\x92dit</a>", "aid.xml, line 1, column 11: this is not XML in UTF-8"),
        (b"<a>\xed\xa0\x80</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        (b"<a>\xc0\xaf</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        ("<a>&#0;</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        ("<a>&#xFFFE;</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        ("<a>\x1b</a>", "aid.xml, line 1, column 4: this is not XML in UTF-8"),
        ('<a x="1" x="2"/>', "aid.xml, line 1, column 10: this is not XML in UTF-8: duplicate attribute."),
        ("<x:a/>", "aid.xml, line 1, column 1: this is not XML in UTF-8: unbound prefix."),
        (
            f"{activities()}x",
            "aid.xml, line 3, column 19: this is not XML in UTF-8: junk after document element.",
        ),
        (
            f"{activities()}\n{activities()}",
            "aid.xml, line 4, column 1: this is not XML in UTF-8: junk after document element.",
        ),
        (activities("<title>")[:-40], "aid.xml, line 2, column "),
        (
            "<iati-activities version='2.03'>\n<iati-activity>",
            "aid.xml, line 2, column 16: it ends in the middle.",
        ),
        ("<iati-activities version='2.03'>\n<iati-act", "aid.xml, line 2, column 1: it ends in the middle."),
        ("", "aid.xml, line 1: the file is empty."),
        (" \n", "aid.xml, line 1: the file is empty."),
        ('[{"a": 1}]', "aid.xml, line 1, column 1: this is not XML in UTF-8"),
        (b"PK\x03\x04", "aid.xml, line 1, column 3: this is not XML in UTF-8"),
        ("<a>" * 65, "aid.xml, line 1, column 193: elements are nested deeper than 64 levels."),
        ("<a>" * 500_000, "aid.xml, line 1, column 193: elements are nested deeper than 64 levels."),
        (
            activities(f'<title x="{"y" * 3_000_000}"/>'),
            "aid.xml, line 2, column 53: a tag is longer than 1,000,000 bytes.",
        ),
        (
            activities(f"<!--{'y' * 3_000_000}-->"),
            "aid.xml, line 2, column 53: a tag is longer than 1,000,000 bytes.",
        ),
        (activities(f"<title>{'y' * 1_100_000}</title>"), "aid.xml, line 2, column "),
        (activities("<b/>" * 300_000), "aid.xml, line 2, column "),
        ("<html><body/></html>", "aid.xml, line 1: the document is 'html', not iati-activities."),
        (
            "<iati-organisations version='2.03'/>",
            "aid.xml, line 1: the document is 'iati-organisations', not",
        ),
        (
            "<iati-activities xmlns='urn:x' version='2.03'/>",
            "aid.xml, line 1: the document is 'urn:x iati-activities'",
        ),
        ("<iati-activities version='1.05'/>", "aid.xml, line 1: the version of IATI is '1.05', not 2.0x."),
        ("<iati-activities/>", "aid.xml, line 1: the version of IATI is '', not 2.0x."),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, str | bytes) else None,
)
def test_dangerous_or_other_documents_are_refused(tmp_path: Path, content: bytes | str, message: str) -> None:
    with pytest.raises(FileRejected) as caught:
        list(written(tmp_path, content).rows())

    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    "head", ["\ufeff", '<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0"?>\n', ""]
)
def test_ordinary_forms_of_a_document_give_the_same_rows(tmp_path: Path, head: str) -> None:
    [row] = written(tmp_path, head + activities("<iati-identifier>a</iati-identifier>")).rows()

    assert filled(row) == {"iati-identifier": "a"}


@pytest.mark.parametrize("kind", ["iati", "iati-transactions"])
def test_a_document_without_activities_has_no_rows(tmp_path: Path, kind: str) -> None:
    found = written(tmp_path, activities(), kind)

    assert (list(found.rows()), found.notices()) == ([], ())


def test_a_file_that_cannot_be_opened_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^aid\.xml cannot be read: "):
        list(table(tmp_path / "absent.xml").rows())


LIMITED = """
import resource, sys
from pathlib import Path
from ingest.readers.table import TableForm
from ingest.readers.xml_rows import IatiTable
limit = 100 << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
print(sum(1 for _ in IatiTable(Path(sys.argv[1]), "rows", TableForm(kind="iati")).rows()))
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "aid.xml"
    activity = f"<iati-activity><title><narrative>{'x' * 50_000}</narrative></title></iati-activity>\n"
    with path.open("w") as file:
        file.write("<iati-activities version='2.03'>")
        file.writelines(activity for _ in range(3_000))
        file.write("</iati-activities>")

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )

    assert path.stat().st_size > 100 << 20
    assert done.stdout == "3000\n"


there = pytest.mark.skipif(
    not SAMPLE.is_file(), reason="the IATI sample is not there; HAKIM_SHARED_DATA says where"
)


@there
def test_the_real_file_is_read_whole() -> None:
    rows = list(table(SAMPLE).rows())
    text = SAMPLE.read_bytes().split(b"\n")

    assert [type(row) for row in rows] == [Row] * 701
    assert all(b"<iati-activity " in text[row.line - 1] for row in rows)
    assert filled(rows[0]) == {
        "iati-identifier": "US-501c3-522318905-SG-87274001",
        "title": "REHABILITATION, EQUIPEMENT ET RENFORCEMENT CELLULE D'APPUI A LA PROMOTION DE L'EMPLOI",
        "title.language": "en",
        "title.en": "REHABILITATION, EQUIPEMENT ET RENFORCEMENT CELLULE D'APPUI A LA PROMOTION DE L'EMPLOI",
        "description": "REHABILITATION, EQUIPEMENT ET RENFORCEMENT CELLULE D'APPUI A LA PROMOTION DE L'EMPLOI",
        "description.language": "en",
        "description.en": "REHABILITATION, EQUIPEMENT ET RENFORCEMENT CELLULE D'APPUI A LA PROMOTION DE L'EMPLOI",
        "reporting-org": "AidData",
        "reporting-org.ref": "US-501c3-522318905",
        "reporting-org.type": "21",
        "activity-status": "2",
        "start.actual": "2005-07-02",
        "funding": "International Commercial Bank Senegal",
        "sector": "2:151:100.00",
        "sector.dac-3": "151",
        "default-currency": "USD",
        "last-updated": "2016-04-18T14:20:36",
    }


@there
def test_the_transactions_of_the_real_file_are_read_whole() -> None:
    rows = [row for row in table(SAMPLE, "iati-transactions").rows() if isinstance(row, Row)]

    assert Counter(row.cells["transaction-type"] for row in rows).total() == 2_256
    assert {row.cells["currency"] for row in rows} == {"USD"}


@pytest.mark.skipif(
    not CODELISTS.is_dir(), reason="the IATI code lists are not there; HAKIM_SHARED_DATA says where"
)
@pytest.mark.parametrize(
    ("codelist", "names"),
    [
        ("OrganisationRole", ["Funding", "Accountable", "Extending", "Implementing"]),
        ("ActivityDateType", ["Planned start", "Actual start", "Planned End", "Actual end"]),
    ],
)
def test_roles_and_dates_are_those_of_the_code_lists(codelist: str, names: list[str]) -> None:
    items = ET.parse(CODELISTS / f"{codelist}.xml").iter("codelist-item")  # noqa: S314 - a file of ours

    assert [(item.findtext("code"), item.findtext("name/narrative")) for item in items] == [
        (str(number), name) for number, name in enumerate(names, 1)
    ]


characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff;")
texts = st.text(characters, min_size=1, max_size=8).map(str.strip).filter(bool)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    parts = [
        f"<iati-identifier>{escape(identifier)}</iati-identifier><recipient-country code={quoteattr(code)}/>"
        for identifier, code in rows
    ]

    found = written(tmp_path_factory.getbasetemp(), activities(*parts)).rows()

    assert [filled(row) for row in found] == [
        {"iati-identifier": identifier, "recipient-country": code} for identifier, code in rows
    ]


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(st.sampled_from("<>/!-[]&;#x?='\"iati \n")).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    head = b"<iati-activities version='2.03'><iati-activity>"

    for whole in (content, head + content, head + content + b"</iati-activity></iati-activities>"):
        try:
            rows = list(written(tmp_path_factory.getbasetemp(), whole).rows())
        except FileRejected:
            continue
        assert len(rows) <= len(whole)
