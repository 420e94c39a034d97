"""Judgements as a text file: there and back, and a bad line by its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.judgement_file import read_judgements, write_judgements
from records.judgements import Judgement, JudgementProblem, Verdict

HEAD = "left,right,verdict,by,at,reason\n"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
judgements = st.builds(
    Judgement,
    st.sampled_from([("urn:a", "urn:b"), ("urn:c", "urn:a")]),
    st.sampled_from(list(Verdict)),
    texts.filter(str.strip),
    st.just("2026-01-01T08:00:00Z"),
    texts,
)


@given(st.lists(judgements, max_size=4))
def test_what_is_written_is_read_again(told: list[Judgement]) -> None:
    assert read_judgements(write_judgements(told).encode()) == sorted(told)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("", "f.csv, line 1: the columns are missing"),
        ("left,right\n", "f.csv, line 1: the columns are left, right"),
        (
            f"{HEAD}urn:a,urn:b,maybe,d,2026-01-01T00:00:00Z,\n",
            "f.csv, line 2, column verdict: 'maybe' is no verdict. It is one of negative, positive, unsure",
        ),
        (f"{HEAD}\nurn:a,urn:b,positive\n", "f.csv, line 3: it has 3 cells, and there are 6 columns"),
        (f"{HEAD}urn:a,b,positive,d,2026-01-01T00:00:00Z,\n", "f.csv, line 2: 'b' is no IRI"),
        (f"{HEAD}urn:a,urn:b,positive,d,today,\n", "f.csv, line 2: 'today' is no time"),
        (f'{HEAD}"urn:a', "f.csv, line 2: no CSV"),
        (
            f'{HEAD}urn:a,urn:b,positive,"a\nb",2026-01-01T00:00:00Z,\nurn:a\n',
            "f.csv, line 4: it has 1 cells",
        ),
        (
            f"{HEAD}urn:a,urn:b,positive,Besan\xe7on,2026-01-01T00:00:00Z,\n",
            "f.csv, line 2: the byte 0xE7 is no UTF-8",
        ),
    ],
)
def test_a_bad_file_is_refused_with_line_value_and_rule(file: str, message: str) -> None:
    with pytest.raises(JudgementProblem) as caught:
        read_judgements(file.encode("latin-1"), "f.csv")

    assert message in str(caught.value)
