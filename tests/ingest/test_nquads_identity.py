"""Rows become N-Quads that mean the same wherever they are read: back and forth is the identity."""

from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat

from ingest.mapping import MappedRow
from ingest.rdf_run import ingest_to_rdf
from ingest.rows import BadRow
from ingest.run import ingest_file
from ontology.nquads import canonical_text, lines_of, read_canonical
from records.store import Store
from tests.ingest.world import EVIDENCE, MISSION, REGISTERS, Reader, options, spec_of

TEXT_COLUMNS = ("title", "notes", "programme", "source_title", "source_publisher", "beneficiaries")


def again(text: str) -> str:
    """The text after it was read and written once more."""
    return canonical_text(read_canonical(text))


@pytest.mark.parametrize("source", [*REGISTERS, *EVIDENCE])
def test_shipped_records_are_the_same_bytes_again(source: str, shipped_home: Path) -> None:
    with Store(shipped_home) as store:
        texts = [text for text in store.journal.texts() if f"/record/{source}/" in text]

    assert [text for text in texts if again(text) != text] == []


def test_another_parser_reads_as_many_facts(shipped_home: Path) -> None:
    with Store(shipped_home) as store:
        text = "".join(text for text in store.journal.texts() if "/record/mission-steps/" in text)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")

    assert len(list(dataset.quads())) == len(set(lines_of(text)))


nasty = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30) | st.sampled_from(
    [
        '"',
        "\\",
        "a\nb",
        "a\r\nb",
        "\u2028",
        "\u0085",
        "<urn:a>",
        '" .\n<urn:a> <urn:b> "',
        "\\u0041",
        "é",
        "e\u0301",
        "\U0001f3e5",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(TEXT_COLUMNS), nasty, min_size=1))
def test_any_text_of_a_row_comes_through_n_quads_as_it_was(missions: Reader, cells: dict[str, str]) -> None:
    mapped = missions.map(MISSION | {"source_url": "https://a.example/"} | cells)
    if isinstance(mapped, BadRow):
        assert mapped.problems
        return
    assert isinstance(mapped, MappedRow)
    for graph in mapped.graphs:
        quads = set(read_canonical(graph.text))

        assert again(graph.text) == graph.text
        assert set(pyoxigraph.parse(canonical_text(quads), format=RdfFormat.N_QUADS)) == quads
        assert set(lines_of(graph.text)) == {f"{quad} .\n" for quad in quads}


@settings(max_examples=60, deadline=None)
@given(nasty)
def test_a_note_is_told_in_the_very_characters_of_its_cell(missions: Reader, text: str) -> None:
    mapped = missions.map(MISSION | {"notes": text})
    if isinstance(mapped, MappedRow) and text.strip():
        assert {text.strip()} == {
            str(getattr(quad.object, "value", quad.object))
            for graph in mapped.graphs
            for quad in read_canonical(graph.text)
            if is_note(quad)
        }


def is_note(quad: Quad) -> bool:
    return quad.predicate.value.endswith("#note")


def test_the_file_of_n_quads_has_the_claims_that_the_store_would_have(store: Store, tmp_path: Path) -> None:
    spec = spec_of("missions")
    out = tmp_path / "missions.nq"
    written = ingest_to_rdf(store, spec, spec.shipped_file, options(to_rdf=out), out).ledger
    stored = ingest_file(store, spec, spec.shipped_file, options()).ledger

    texts = (text for text in store.journal.texts() if "/record/missions/" in text)
    assert sorted(lines_of(out.read_text(encoding="utf-8"))) == sorted(
        line for text in texts for line in lines_of(text)
    )
    assert (written.claims, written.digest, written.accepted) == (
        stored.claims,
        stored.digest,
        stored.accepted,
    )
    assert canonical_text(read_canonical(out.read_text(encoding="utf-8"))) == "".join(
        sorted(lines_of(out.read_text(encoding="utf-8")))
    )
