"""Whatever stands in a cell, its row becomes claims that can be written and read, or is refused with a reason."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.characters import check_identifier, check_text, one_form
from ingest.mapping import MappedRow
from ingest.rows import CellProblem
from ontology.nquads import canonical_text, read_canonical
from tests.ingest.test_other_kinds import GOOD as OTHERS
from tests.ingest.world import IDS, MISSION, Reader, read_table

GOOD = {
    "missions": MISSION | {"quantity": "5", "unit": "beds"},
    "crisis-claims": dict.fromkeys(read_table("crisis-claims")[0], "")
    | {"claim_id": "CCL-X", "crisis": "CRI-013", "property": "p", "value": "1"},
    **OTHERS,
}
TRAPS = [
    *(
        "",
        " ",
        "-",
        "?",
        ".",
        "..",
        "/",
        "null",
        "NA",
        "no",
        "RAF",
        "MAF",
        "TUR",
        "TUR;SOM",
        "XKX",
        "global",
        "WHO (x)",
    ),
    *(
        "2023-02-30",
        "2003-12?",
        "9999-12-31",
        "0000",
        "2023-02-06T24:00:00Z",
        "1e999999999",
        "NaN",
        "-5",
        "٥",
        "½",
    ),
    *(
        "\x00",
        "\u202e",
        "\u200b",
        "\u2028",
        "\ufffe",
        "\ufdd0",
        "\u3164",
        "\r\n",
        '"',
        "=1+1",
        "~dataset",
        "a\u0301",
    ),
    *(
        "http://x",
        "javascript:x",
        "http://[",
        "http://x:0",
        "x" * 5_000,
        ";" * 300,
        "Government of X",
        "A (B)",
        "()",
    ),
]
cells = st.sampled_from(TRAPS) | st.text(max_size=12)
XML_CHARACTERS = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@pytest.mark.parametrize("source", GOOD)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_row_is_mapped_or_refused(readers: dict[str, Reader], source: str, data: st.DataObject) -> None:
    good = GOOD[source]
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(good)), cells, max_size=4))

    mapped = readers[source].map(good | changed)

    if isinstance(mapped, MappedRow):
        assert canonical_text(read_canonical(mapped.graphs[0].text)) == mapped.graphs[0].text
        assert mapped.graphs[0].text.endswith(" .\n")
    else:
        assert all(problem.rule and problem.message for problem in mapped.problems)


@given(st.text())
def test_text_that_is_accepted_can_be_written_in_xml(text: str) -> None:
    try:
        check_text(text)
    except CellProblem:
        return

    assert XML_CHARACTERS.fullmatch(text)


@pytest.mark.parametrize("text", ["\ud800", "\x7f", "\x9f", "\ufffe", "\U0001ffff", "\U0010fffe", "\ufdef"])
def test_code_points_that_are_no_characters_are_refused(text: str) -> None:
    with pytest.raises(CellProblem):
        check_text(f"a{text}")


@given(st.text(min_size=1))
def test_an_identifier_that_is_accepted_makes_an_iri(text: str) -> None:
    try:
        check_identifier(text)
    except CellProblem:
        return

    assert IDS.iri("mission", "hdm", one_form(text)).value.isascii()
