"""JSON and JSON Lines to rows: exact text, one column a path, and no document that two readers read differently."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.formats import open_direct
from ingest.readers.table import TableForm
from ingest.rows import BadRow, FileRejected, Problem, Row
from ontology.errors import OutsideFailure

Told = list[tuple[int, dict[str, str] | str]]


def read(path: Path, content: bytes | str, kind: str = "json", records: str = "") -> list[Row | BadRow]:
    """The rows of a file with that content."""
    file = path / "rows.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_direct(file, "rows.json", TableForm(kind=kind, records=records)).rows())


def told(rows: list[Row | BadRow]) -> Told:
    """The line of each row with its cells that are not empty, or with the rule that it breaks."""
    return [
        (row.line, {name: cell for name, cell in row.cells.items() if cell})
        if isinstance(row, Row)
        else (row.line, row.problems[0].rule)
        for row in rows
    ]


def test_a_record_is_a_row_with_its_line_its_paths_and_its_text(tmp_path: Path) -> None:
    text = '{"id": 1,\n "donor": {"name": "Türkiye"}, "to": ["SYR", "LBN"], "party": [{"name": "a"}, {"role": 2}]}'

    assert read(tmp_path, f"[\n{text}]") == [
        Row(
            2,
            {
                "id": "1",
                "donor.name": "Türkiye",
                "to": "SYR;LBN",
                "party[0].name": "a",
                "party[1].role": "2",
            },
            text,
        )
    ]


def test_each_row_has_the_columns_of_all_records_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text('[{"b": 1}, {"c": {"d": null}, "a": 2}, {"c": {"e": "", "d": 3}}]')
    table = open_direct(path, "rows.json", TableForm(kind="json"))

    assert table.header() == ("b", "c.d", "a", "c.e")
    assert [row.cells for row in table.rows() if isinstance(row, Row)] == [
        {"b": "1", "c.d": "", "a": "", "c.e": ""},
        {"b": "", "c.d": "", "a": "2", "c.e": ""},
        {"b": "", "c.d": "3", "a": "", "c.e": ""},
    ]


@pytest.mark.parametrize("empty", ["null", "[]", "{}", '""'])
def test_a_path_that_is_always_empty_and_leads_on_elsewhere_is_no_column(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(f'[{{"actor": {empty}, "at": {empty}}}, {{"actor": {{"name": "x"}}}}]')

    assert open_direct(path, "rows.json", TableForm(kind="json")).header() == ("at", "actor.name")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("9007199254740993", "9007199254740993"),
        ("1.10", "1.10"),
        ("-0", "-0"),
        ("1E2", "1E2"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1e-400", "1e-400"),
        ("1" * 5_000, "1" * 5_000),
        ('"007"', "007"),
        ("true", "true"),
        ("false", "false"),
        ("null", ""),
        ('" x "', " x "),
        ('"\\ud83c\\uddf9"', "🇹"),
        ('"\\u0000"', "\0"),
        ('"a\\n\\u2028b"', "a\n\u2028b"),
        ('"=cmd|x"', "=cmd|x"),
        ("[1, null, true, 1.50]", "1;;true;1.50"),
    ],
)
def test_a_value_is_its_exact_text(tmp_path: Path, value: str, cell: str) -> None:
    rows = read(tmp_path, f'[{{"a": {value}}}]')

    assert [row.cells for row in rows if isinstance(row, Row)] == [{"a": cell}]


@pytest.mark.parametrize(
    "key", ["__proto__", "constructor", "@context", "prototype", "", " a", "$ref", "a b"]
)
def test_a_key_is_plain_text(tmp_path: Path, key: str) -> None:
    assert told(read(tmp_path, json.dumps([{key: "x"}]))) == [(1, {key: "x"})]


BROKEN_RECORDS = [
    ('{"a": NaN}', "json-number"),
    ('{"a": Infinity}', "json-number"),
    ('{"a": -Infinity}', "json-number"),
    ('{"a": 1e400}', "json-number"),
    ('{"a": -1e400}', "json-number"),
    ('{"a": [1, NaN]}', "json-number"),
    ('{"a": {"b": [{"c": 1e999}]}}', "json-number"),
    ('{"a": "\\ud800"}', "lone-surrogate"),
    ('{"a": "\\udc80 x"}', "lone-surrogate"),
    ('{"a": "\\udfff\\ud83c"}', "lone-surrogate"),
    ('{"\\ud800": 1}', "lone-surrogate"),
    ('{"a": ["\\ud800"]}', "lone-surrogate"),
    ('{"a": ["x;y", "z"]}', "separator"),
    ('{"a": ["x;y"]}', "separator"),
    ('{"a.b": 1, "a": {"b": 2}}', "json-path"),
    ('{"a": [{"b": 1}], "a[0].b": 2}', "json-path"),
    ('{"a": "' + "x" * 131_073 + '"}', "cell-length"),
    ("3", "json-object"),
    ("null", "json-object"),
    ('["a"]', "json-object"),
    ('"a"', "json-object"),
]


@pytest.mark.parametrize(("record", "rule"), BROKEN_RECORDS)
def test_a_broken_record_costs_only_itself(tmp_path: Path, record: str, rule: str) -> None:
    good: dict[str, str] = {"a": "1"}

    rows = read(tmp_path, f'[{{"a": 1}},\n{record},\n{{"a": 1}}]')

    assert told(rows) == [(1, good), (2, rule), (3, good)]
    assert rows[1].raw == record


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        *BROKEN_RECORDS,
        ('{"a": 1} x', "json-syntax"),
        ('{"a": 1}{"a": 2}', "json-syntax"),
        ('{"a": 1', "json-syntax"),
        ("{'a': 1}", "json-syntax"),
        ('{"a": 01}', "json-syntax"),
        ('{"a": "\t"}', "json-syntax"),
        ('{"a": 1,}', "json-syntax"),
        ("// a", "json-syntax"),
        ('{"a":' + "[" * 64 + "]" * 64 + "}", "json-depth"),
        ("[" * 50_000, "json-depth"),
    ],
)
def test_a_broken_line_costs_only_itself(tmp_path: Path, line: str, rule: str) -> None:
    good: dict[str, str] = {"a": "1"}

    rows = read(tmp_path, f'{{"a": 1}}\n{line}\r\n\n{{"a": 1}}', "jsonl")

    assert told(rows) == [(1, good), (2, rule), (4, good)]


def test_a_problem_names_its_path_and_its_text(tmp_path: Path) -> None:
    message = "This is no number that can be kept exactly: JSON has none that is infinite or none at all."
    raw = '{"a": {"b": [1e400]}}'

    assert read(tmp_path, f"[{raw}]") == [BadRow(1, raw, (Problem("a.b", "1e400", "json-number", message),))]


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_bytes_that_are_not_utf_8_cost_their_record(tmp_path: Path, kind: str) -> None:
    message = "The byte 92 is not UTF-8, in which all JSON is written."
    content = b'{"a": "Microcr\x92dit"}\n{"a": "\xc3\xa9t\xc3\xa9"}\n'
    whole = content if kind == "jsonl" else b"[" + content.replace(b"}\n{", b"},\n{") + b"]"

    assert read(tmp_path, whole, kind) == [
        BadRow(1, '{"a": "Microcr\\x92dit"}', (Problem("", "92", "encoding", message),)),
        Row(2, {"a": "été"}, '{"a": "été"}'),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("kind", "content"), [("json", b'[{"a":1}]'), ("jsonl", b'{"a":1}')])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, mark: bytes, kind: str, content: bytes) -> None:
    assert told(read(tmp_path, mark + content, kind)) == [(1, {"a": "1"})]


DEEP = '{"a":' * 70 + "1" + "}" * 70


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "rows.json, line 1: the file is empty."),
        (" \n ", "rows.json, line 1: the file is empty."),
        ('[{"a": 1, "a": 2}]', "rows.json, line 1: the key 'a' stands twice in one object"),
        ('[{"rel":"GBR"},\n{"rel":"GBR","rel":"*"}]', "rows.json, line 2: the key 'rel' stands twice"),
        ('[{"rel":1,"\\u0072el":2}]', "rows.json, line 1: the key 'rel' stands twice"),
        ('[{"x":{"y":[{"rel":1,"rel":1}]}}]', "rows.json, line 1: the key 'rel' stands twice"),
        ('[{"a": 1}] x', "rows.json, line 1: this is not JSON: more text follows after the end"),
        ('[{"a": 1}]\n[{"a": 2}]', "rows.json, line 2: this is not JSON: more text follows after the end"),
        ('[{"a": 1}]]', "rows.json, line 1: this is not JSON: more text follows after the end"),
        ('[{"a": 1}]\0', "rows.json, line 1: this is not JSON: it is not text in UTF-8."),
        ('[{"a": 1},', "rows.json, line 1: this is not JSON: it ends in the middle."),
        ('[{"a": 1}', "rows.json, line 1: this is not JSON: it ends in the middle."),
        ('[{"a": 1},\n{"a": "x', "rows.json, line 2: this is not JSON: Unterminated string"),
        ('[{"a": 1},]', "rows.json, line 1: this is not JSON: Expecting value."),
        ('[{"a": 1} {"a": 2}]', "rows.json, line 1: this is not JSON: ']' is expected."),
        ('[{"a": 1,}]', "rows.json, line 1: this is not JSON: "),
        ("[{'a': 1}]", "rows.json, line 1: this is not JSON: "),
        ('[{"a": 01}]', "rows.json, line 1: this is not JSON: Expecting ',' delimiter."),
        ('[{"a": +1}]', "rows.json, line 1: this is not JSON: Expecting value."),
        ('[{"a": .5}]', "rows.json, line 1: this is not JSON: Expecting value."),
        ('[{"a": "\n"}]', "rows.json, line 1: this is not JSON: Invalid control character"),
        ('[{"a": "\\x"}]', "rows.json, line 1: this is not JSON: Invalid \\escape"),
        ('[{"a": 1}, /* no */ {"a": 2}]', "rows.json, line 1: this is not JSON: Expecting value."),
        ('{"a": 1}', "rows.json, line 1: at its top the document has no array of records."),
        ('{"a": 1}\n{"a": 2}', "rows.json, line 1: at its top the document has no array of records."),
        ("3", "rows.json, line 1: at its top the document has no array of records."),
        ("a,b\n1,2\n", "rows.json, line 1: at its top the document has no array of records."),
        (f"[{DEEP}]", "rows.json, line 1: The JSON is nested deeper than 64 levels."),
        ("[" * 100_000, "rows.json, line 1: the JSON is nested deeper than 64 levels."),
        ('[{"a":' * 100_000, "rows.json, line 1: the JSON is nested deeper than 64 levels."),
        (b"\xff\xfe[\0]\0", "rows.json, line 1: at its top the document has no array of records."),
        (b'[{"a": 1}, \xff]', "rows.json, line 1: this is not JSON: it is not text in UTF-8."),
        (
            json.dumps([{f"c{number}": 1 for number in range(1_001)}]),
            "rows.json: the rows have more than 1,000 columns.",
        ),
        (
            f'[{{"a": "{"x" * 1_000_000}"}}]',
            "rows.json, line 1: the record that begins here is longer than 1,000,000 characters",
        ),
    ],
)
def test_a_document_that_is_no_json_or_says_two_things_is_refused(
    tmp_path: Path, content: bytes | str, message: str
) -> None:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, content)

    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "rows.json, line 1: the file is empty."),
        ('{"rel":"GBR"}\n{"rel":"GBR","rel":"*"}', "rows.json, line 2: the key 'rel' stands twice"),
        ('{"a":1}\n' + "x" * 1_000_001, "rows.json, line 2: the line is longer than 1,000,000 bytes."),
    ],
)
def test_lines_of_which_none_can_be_trusted_are_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, content, "jsonl")

    assert caught.value.message.startswith(message)


WHOLE = '{"n": {"a/b": [{"x": 1}]}, "list": [0, [{"x": 2}]], "~": [{"x": 3}], "more": {"x": [[1e5, "]"]]}}'


@pytest.mark.parametrize(
    ("pointer", "cell"), [("/n/a~1b", "1"), ("/list/1", "2"), ("/~0", "3")], ids=["a slash", "index", "tilde"]
)
def test_a_pointer_says_where_the_records_stand(tmp_path: Path, pointer: str, cell: str) -> None:
    assert told(read(tmp_path, WHOLE, records=pointer)) == [(1, {"x": cell})]


@pytest.mark.parametrize(
    ("content", "pointer", "message"),
    [
        (WHOLE, "/absent", "rows.json: there is nothing at /absent, where the records should be."),
        (WHOLE, "/list/2", "rows.json: there is nothing at /list/2, where the records should be."),
        (WHOLE, "/list/0/x", "rows.json: there is nothing at /list/0/x, where the records should be."),
        (WHOLE, "/n", "rows.json, line 1: at /n the document has no array of records."),
        (WHOLE, "data", "rows.json: 'data' is no JSON pointer."),
        ('{"d": [], "d": []}', "/d", "rows.json, line 1: the key 'd' stands twice"),
        ('{"d": [], "x": {"y": 1, "y": 2}}', "/d", "rows.json, line 1: the key 'y' stands twice"),
        ('{"d": []} x', "/d", "rows.json, line 1: this is not JSON: more text follows"),
        ('{"d": [], "x": tru}', "/d", "rows.json, line 1: this is not JSON: Expecting value."),
        (
            '{"d": [],\n "x": ' + "[" * 2_000,
            "/d",
            "rows.json, line 2: the JSON is nested deeper than 64 levels.",
        ),
    ],
)
def test_the_whole_document_is_read_and_must_be_json(
    tmp_path: Path, content: str, pointer: str, message: str
) -> None:
    with pytest.raises(FileRejected) as caught:
        read(tmp_path, content, records=pointer)

    assert caught.value.message.startswith(message)


def test_what_is_no_record_is_passed_over_whatever_its_size(tmp_path: Path) -> None:
    large = json.dumps([{"x": ["y" * 100] * 100}] * 200)

    rows = read(tmp_path, f'{{"large": {large},\n"d": [{{"a": 1}}],\n"too": {{"x": {large}}}}}', records="/d")

    assert told(rows) == [(2, {"a": "1"})]


def test_records_are_found_wherever_the_pieces_of_the_file_end(tmp_path: Path) -> None:
    # Numbers, words and escapes stand across the ends of what is read at a time.
    records = [
        {"a": 1.5, "b": True, "c": "é\ud83c\uddf9", "d": "x" * (number % 13)} for number in range(20_000)
    ]

    rows = read(tmp_path, "[" + ",\n".join(json.dumps(record) for record in records) + "]")

    assert [row.line for row in rows] == list(range(1, 20_001))
    assert {tuple(row.cells.values())[:3] for row in rows if isinstance(row, Row)} == {("1.5", "true", "é🇹")}


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_an_array_without_records_has_no_rows_and_no_columns(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text("[]" if kind == "json" else "\n")
    table = open_direct(path, "rows.json", TableForm(kind=kind))

    assert (table.header(), list(table.rows()), table.notices()) == ((), [], ())


@pytest.mark.parametrize(
    ("content", "notices"),
    [
        ('{"a": 1}\n{"a"', ("The file ends in the middle of a line: it may have been cut off.",)),
        ('{"a": 1}\n{"a"\n', ()),
        ('{"a": 1}\n{"a": 2}', ()),
    ],
)
def test_a_cut_off_end_is_told(tmp_path: Path, content: str, notices: tuple[str, ...]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(content)
    table = open_direct(path, "rows.jsonl", TableForm(kind="jsonl"))

    assert len(list(table.rows())) == 2
    assert table.notices() == notices


def test_a_file_that_cannot_be_opened_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^absent\.json cannot be read: "):
        open_direct(tmp_path / "absent", "absent.json", TableForm(kind="json")).header()


LIMITED = """
import resource, sys
from pathlib import Path
from ingest.readers.json_rows import JsonTable
from ingest.readers.table import TableForm
limit = 100 << 20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
print(sum(1 for _ in JsonTable(Path(sys.argv[1]), "rows", TableForm(kind=sys.argv[2])).rows()))
"""


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "rows.json"
    line = json.dumps({"a": "x" * 50_000})
    with path.open("w") as file:
        file.write("[" if kind == "json" else "")
        file.writelines(f"{line}{',' if kind == 'json' else ''}\n" for _ in range(2_999))
        file.write(f"{line}{']' if kind == 'json' else ''}\n")

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), kind], capture_output=True, text=True, check=True
    )

    assert path.stat().st_size > 100 << 20
    assert done.stdout == "3000\n"


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=".[]"), max_size=5)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
tables = st.lists(names, unique=True, max_size=4).flatmap(
    lambda columns: st.lists(st.fixed_dictionaries(dict.fromkeys(columns, texts)), max_size=5)
)


@settings(deadline=None)
@given(tables, st.sampled_from([None, 1]), st.booleans())
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[dict[str, str]],
    indent: int | None,
    ascii_only: bool,
) -> None:
    document = json.dumps(table, indent=indent, ensure_ascii=ascii_only)
    lines = "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in table)

    of_array = read(tmp_path_factory.getbasetemp(), document)
    of_lines = read(tmp_path_factory.getbasetemp(), lines or "\n", "jsonl")

    assert [row.cells for row in of_array if isinstance(row, Row)] == table
    assert [row.cells for row in of_lines if isinstance(row, Row)] == table


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.lists(values, max_size=4))
def test_any_records_are_rows_or_rejected_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, records: list[object]
) -> None:
    rows = read(tmp_path_factory.getbasetemp(), json.dumps(records))

    assert len(rows) == len(records)


@settings(deadline=None)
@given(st.text(st.sampled_from('[]{}":,\\ "n1eE.-tru\n\ufeffé') | st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    for kind in ("json", "jsonl"):
        try:
            rows = read(tmp_path_factory.getbasetemp(), text, kind)
        except FileRejected:
            continue
        assert len(rows) <= len(text)
