"""What a text file is found to be, and what happens when its source spec says something else."""

import io
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.csv_rows import CsvForm
from ingest.readers.recode import as_utf8
from ingest.readers.text_encoding import ENCODINGS
from ingest.readers.text_form import Scrambled, TextForm, check_text_form, describe_text_file
from ingest.readers.text_table import RecodedCsv, is_recoded, text_notices
from ingest.rows import FileRejected, Row
from ontology.errors import OutsideFailure

SHARED = Path(os.environ.get("HAKIM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
FRENCH = "id,nom\n1,crédit à l’été\n2,Émirats arabes unis – où\n"
ARABIC = "id,name\n1,المملكة الأردنية الهاشمية\n2,جمهورية مصر العربية\n"
TURKISH = "id,ad\n1,Türkiye Kızılayı ve Sağlık Bakanlığı\n2,Şırnak İstanbul\n"
RUSSIAN = "id,имя\n1,Киргизская Республика\n2,Министерство здравоохранения\n"


def describe(folder: Path, content: bytes) -> TextForm:
    path = folder / "rows.csv"
    path.write_bytes(content)
    return describe_text_file(path)


def check(form: TextForm, encoding: str = "utf-8", delimiter: str = ",", line_end: str = "lf") -> list[str]:
    return check_text_form(form, encoding, delimiter, line_end, "rows.csv")


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("a,b\n1,2\n", "ascii", "utf-8"),
        (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "utf-8-sig", "utf-8-sig"),
        (FRENCH, "utf-16", "utf-16"),
        (FRENCH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "mac_roman", "mac-roman"),
        (FRENCH.replace("’", "'").replace("–", "-"), "latin-1", "cp1252"),
        (ARABIC, "cp1256", "cp1256"),
        (ARABIC, "iso8859_6", "iso-8859-6"),
        (TURKISH, "cp1254", "cp1254"),
        (RUSSIAN, "cp1251", "cp1251"),
        (ARABIC, "utf-8", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    assert describe(tmp_path, text.encode(encoding)).encoding == found


def test_two_encodings_that_fit_alike_are_both_told(tmp_path: Path) -> None:
    form = describe(tmp_path, "a\ncrédit\n".encode("cp1252"))

    assert (form.encoding, form.certain, form.others) == ("cp1252", False, ("cp1256", "cp1254", "latin-1"))
    assert form.evidence == (
        "1 bytes are not UTF-8 (only 0 characters beyond ASCII are); read as cp1252 they give words.",
        "Nearly as well fits: cp1256, cp1254, latin-1. A person who knows the words must say which.",
    )


@pytest.mark.parametrize(
    ("content", "delimiter", "line_end", "quoted", "header_line", "columns"),
    [
        (b"a,b\n1,2\n", ",", "lf", False, 1, ("a", "b")),
        (b"a;b\r\n1,5;2\r\n2,5;3\r\n", ";", "crlf", False, 1, ("a", "b")),
        (b"a\tb,c\n1\t2\n", "\t", "lf", False, 1, ("a", "b,c")),
        (b'a|b\n1|"x|y"\n', "|", "lf", True, 1, ("a", "b")),
        (b"a,b\r1,2\r", ",", "cr", False, 1, ("a", "b")),
        (b"A report\n\na,b\n1,2\n3,4\n", ",", "lf", False, 3, ("a", "b")),
        (b'a,b\n"x\ny",2\n', ",", "lf", True, 1, ("a", "b")),
        (b"a\n1\n", ",", "lf", False, 1, ("a",)),
        (b"", ",", "lf", False, 1, ()),
    ],
)
def test_the_shape_is_found(  # noqa: PLR0917
    tmp_path: Path,
    content: bytes,
    delimiter: str,
    line_end: str,
    quoted: bool,
    header_line: int,
    columns: tuple[str, ...],
) -> None:
    form = describe(tmp_path, content)

    assert (form.delimiter, form.line_end, form.quoted, form.header_line, form.columns) == (
        delimiter,
        line_end,
        quoted,
        header_line,
        columns,
    )


def test_the_settings_for_a_spec_are_those_that_are_not_usual(tmp_path: Path) -> None:
    assert describe(tmp_path, b"a,b\r\n1,2\r\n").settings == {}
    assert describe(tmp_path, "a;é\r1;è\r".encode("utf-16")).settings == {
        "encoding": "utf-16",
        "delimiter": ";",
        "line_end": "cr",
    }


def test_line_ends_of_several_kinds_are_told(tmp_path: Path) -> None:
    assert describe(tmp_path, b"a\r\nb\nc\n").evidence[1:] == (
        "Its line ends are of several kinds: 1 CR LF, 2 LF; those inside quotation marks count too.",
    )


def test_bytes_that_are_not_utf_8_are_told_and_cost_their_rows_alone(tmp_path: Path) -> None:
    notice = check(describe(tmp_path, FRENCH.encode("cp1252")))[0]

    assert notice == (
        "Line 2, byte 5 of the line: the byte e9 is not utf-8. 8 bytes are not UTF-8 (only 0 characters beyond ASCII"
        " are); read as cp1252 they give words. Perhaps the source spec should say `format: {encoding: cp1252}`."
    )


@pytest.mark.parametrize(
    ("content", "declared", "problem"),
    [
        pytest.param(
            FRENCH.encode(),
            {"encoding": "cp1252"},
            "rows.csv, line 1: the file is utf-8, not cp1252. 8 characters beyond ASCII are UTF-8."
            " Write in the source spec, `format: {encoding: utf-8}`.",
            id="UTF-8 declared as cp1252",
        ),
        pytest.param(
            FRENCH.encode("utf-16"),
            {},
            "rows.csv, line 1: the file is utf-16, not utf-8. It begins with the byte order mark of utf-16."
            " Write in the source spec, `format: {encoding: utf-16}`.",
            id="UTF-16",
        ),
        pytest.param(
            b"a,b\n1,2\n",
            {"encoding": "utf-16"},
            "rows.csv, line 1: the file is utf-8, not utf-16. All of it is ASCII, which is UTF-8."
            " Write in the source spec, `format: {encoding: utf-8}`.",
            id="ASCII declared as UTF-16",
        ),
        pytest.param(
            b"a;b\n1;2\n",
            {},
            "rows.csv, line 1: the columns are separated by ';', not ','."
            ' Write in the source spec, `format: {delimiter: ";"}`.',
            id="delimiter",
        ),
        pytest.param(
            b"a,b\r1,2\r",
            {},
            "rows.csv, line 1: the lines end with a carriage return alone, as old Macs write them."
            " Write in the source spec, `format: {line_end: cr}`.",
            id="line ends",
        ),
    ],
)
def test_a_file_that_is_not_what_is_declared_is_refused(
    tmp_path: Path, content: bytes, declared: dict[str, str], problem: str
) -> None:
    form = describe(tmp_path, content)

    with pytest.raises(FileRejected) as caught:
        check(form, **declared)

    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "cp1252"),
        (FRENCH.encode("utf-8-sig"), "utf-8"),
        (FRENCH.encode(), "utf-8-sig"),
        (FRENCH.encode("utf-16"), "utf-16-le"),
        (FRENCH.encode("cp1252"), "cp1252"),
        # A few bad bytes in a file of UTF-8 cost their rows, and not the file.
        (FRENCH.encode() + b"3,\xe9\n", "utf-8"),
        # What separates the words of a cell is no delimiter, and carriage returns in cells end no lines.
        (b"names\na; b\nc; d\n", "utf-8"),
        (b'a,b\n1,"x\ry\rz\rw"\n', "utf-8"),
    ],
)
def test_a_file_that_can_be_what_is_declared_is_taken(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert check(describe(tmp_path, content), encoding) == []


def test_a_file_of_another_format_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)))

    with pytest.raises(FileRejected, match="this is a zip container such as XLSX or ODS, not CSV"):
        text_notices(path, CsvForm(), "rows.csv")


def test_words_that_another_encoding_would_fit_are_told(tmp_path: Path) -> None:
    assert check(describe(tmp_path, ARABIC.encode("cp1256")), "cp1252") == [
        "The file is read as cp1252, as declared; cp1256 seems to fit its words as well."
    ]


def test_scrambled_text_is_told_with_line_column_and_way_out(tmp_path: Path) -> None:
    form = describe(tmp_path, 'id,name\n1,x\n2,"MÃ©decins, Sans"\n'.encode())

    assert form.scrambled == (Scrambled(3, "name", "MÃ©decins", "Médecins"),)
    assert check(form) == [
        "line 3, column name: 'MÃ©decins' looks like 'Médecins', read in a wrong encoding.",
        "`format: {mojibake: repair}` in the source spec repairs what can be repaired exactly.",
    ]


def test_of_many_scrambled_texts_some_are_told(tmp_path: Path) -> None:
    form = describe(tmp_path, ("a\n" + "Ã©\n" * 50).encode())

    assert (len(form.scrambled), form.scrambled_count) == (20, 50)
    assert check(form)[-2] == "30 more texts look scrambled."


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_the_qatar_file_of_aiddata() -> None:
    path = SHARED / "aiddata_public" / "Qatar_TUFFDonorDataset_Level1_v1.0.csv"
    form = describe_text_file(path)

    assert form.settings == {"encoding": "cp1252", "line_end": "cr"}
    assert (len(form.columns), form.undecoded and form.undecoded.line) == (61, 59)
    assert [(one.line, one.column, one.text, one.repaired) for one in form.scrambled] == [
        (59, "description", "Microcr’©dit", "Microcrédit"),
        (59, "funding_agency", "Microcr’©dit", "Microcrédit"),
        (59, "recipient_agencies", "Microcr’©dit", "Microcrédit"),
        (77, "description", "f’_r", ""),
        (77, "funding_agency", "f’_r", ""),
        (80, "location_details", "Ab’©ch’©", "Abéché"),
        (115, "description", "Š—åŠ—åThe", "\u2028\u2028The"),
        (120, "implementing_agency", "D’©veloppement", "Développement"),
    ]
    with pytest.raises(FileRejected, match=r"line 1: the lines end with a carriage return alone"):
        check(form)
    assert check(form, line_end="cr")[0].startswith("Line 59, byte ")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    "name",
    [
        "outbreaks_don/outbreaks_13052026.csv",
        "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv",
        "curated/missions.csv",
        "curated/country_name_variants.csv",
        "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv",
    ],
)
def test_good_real_files_give_no_notice(name: str) -> None:
    assert text_notices(SHARED / name, CsvForm(), name) == ()


def test_a_file_that_is_not_there_is_an_outside_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailure, match=r"^absent\.csv cannot be read: No such file"):
        describe_text_file(tmp_path / "absent.csv")


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_a_recoded_file_keeps_its_lines(tmp_path: Path, encoding: str) -> None:
    text = 'a,b\n1,x\n\n2,"y\nz"\n'
    (tmp_path / "rows.csv").write_bytes(text.encode(ENCODINGS[encoding]))
    table = RecodedCsv(tmp_path / "rows.csv", CsvForm(encoding), "rows.csv")

    assert table.header() == ("a", "b")
    assert [(row.line, row.cells) for row in table.rows() if isinstance(row, Row)] == [
        (2, {"a": "1", "b": "x"}),
        (4, {"a": "2", "b": "y\nz"}),
    ]
    assert (len(list(table.cut_rows())), table.notices(), is_recoded(CsvForm(encoding))) == (
        2,
        (),
        encoding.startswith("utf-16"),
    )


def test_old_line_ends_become_line_feeds(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b'a,b\r1,x\r2,"y\rz"\r')
    table = RecodedCsv(tmp_path / "rows.csv", CsvForm(), "rows.csv", line_end="cr")

    assert [(row.line, row.cells) for row in table.rows() if isinstance(row, Row)] == [
        (2, {"a": "1", "b": "x"}),
        (3, {"a": "2", "b": "y\nz"}),
    ]


@pytest.mark.parametrize(
    ("content", "encoding", "problem"),
    [
        (
            b"a\n\x81\n",
            "cp1252",
            "2: the byte 81 is not cp1252: character maps to <undefined>.",
        ),
        (
            "a\nb".encode("utf-16") + b"\x00",
            "utf-16",
            "2: the byte 00 is not utf-16: truncated data.",
        ),
        (
            "a\n".encode("utf-16-le") + b"\x00\xd8\x00\x00",
            "utf-16-le",
            "2: the byte 00 is not utf-16-le: illegal UTF-16 surrogate.",
        ),
    ],
)
def test_what_cannot_be_recoded_names_its_line(
    tmp_path: Path, content: bytes, encoding: str, problem: str
) -> None:
    (tmp_path / "rows.csv").write_bytes(content)

    with pytest.raises(FileRejected) as caught:
        as_utf8(tmp_path / "rows.csv", encoding, io.BytesIO(), name="rows.csv")

    assert caught.value.message == f"rows.csv, line {problem}"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\r"))


@given(texts, st.sampled_from(["utf-8", "utf-16"]))
def test_recoding_changes_no_character(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path, out = tmp_path_factory.getbasetemp() / "recoded.csv", io.BytesIO()
    path.write_bytes(text.encode(encoding))

    assert (as_utf8(path, encoding, out), out.getvalue().decode()) == (len(text), text)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_form(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)

    assert describe_text_file(path).encoding in ENCODINGS


LIMITED = """
import resource, sys
from pathlib import Path
from ingest.readers.text_form import describe_text_file
resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))
print(describe_text_file(Path(sys.argv[1])).encoding)
"""


def test_a_line_without_end_is_never_held(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("wb") as file:
        file.write("id,é\n1,".encode("cp1252"))
        file.truncate(1 << 28)  # a hole: it reads as NULs and takes no disk

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "cp1252\n"
    assert resource.getrlimit(resource.RLIMIT_AS) != (200 << 20, 200 << 20)


def test_a_large_arabic_file_is_described_in_good_time(tmp_path: Path) -> None:
    row = "1,المملكة الأردنية الهاشمية وجمهورية مصر العربية\n"
    path = tmp_path / "rows.csv"
    path.write_text("id,name\n" + row * 50_000, encoding="cp1256")
    began = time.monotonic()

    assert describe_text_file(path).encoding == "cp1256"
    assert time.monotonic() - began < 10
