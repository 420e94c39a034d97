"""`hakim export --vocab`: the shipped records in our terms, in those of schema.org, or in both."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph.public_terms import public_quads
from ontology.namespaces import DEFAULT_ID_BASE, PREFIXES
from tests.conftest import run_hakim

pytestmark = pytest.mark.engine

Hakim = Callable[..., CompletedProcess[str]]
JsonCommand = Callable[..., Any]

SCHEMA = PREFIXES["schema"]
TYPE = PREFIXES["rdf"] + "type"
COUNTRY = DEFAULT_ID_BASE + "country/TUN"


def exported(hakim: Hakim, path: Path, *options: str) -> bytes:
    hakim("export", "-o", str(path), *options)
    return path.read_bytes()


def quads_of(document: bytes, form: RdfFormat = RdfFormat.N_QUADS) -> set[Quad]:
    return set(parse(document, format=form))


@pytest.fixture(scope="module")
def ours(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> set[Quad]:
    path = tmp_path_factory.mktemp("ours") / "ours.nq"
    run_hakim(demo_home, "export", "--format", "nquads", "-o", str(path))
    return quads_of(path.read_bytes())


def test_instead_of_ours_there_are_public_terms_alone(hakim: Hakim, tmp_path: Path, ours: set[Quad]) -> None:
    public = quads_of(exported(hakim, tmp_path / "p.nq", "--vocab", "schema.org", "--format", "nquads"))

    assert {quad.predicate.value for quad in public if not quad.predicate.value.startswith(SCHEMA)} == {TYPE}
    assert public <= set(public_quads(ours))
    assert {quad.graph_name for quad in public} <= {quad.graph_name for quad in ours}


def test_beside_ours_both_are_whole(hakim: Hakim, tmp_path: Path, ours: set[Quad]) -> None:
    both = quads_of(exported(hakim, tmp_path / "b.nq", "--vocab", "both", "--format", "nquads"))

    assert both == ours | set(public_quads(ours))


@pytest.mark.parametrize("form", ["nquads", "trig", "jsonld"])
def test_the_same_graph_gives_the_same_bytes(hakim: Hakim, tmp_path: Path, form: str) -> None:
    options = ("--vocab", "schema.org", "--format", form)

    assert exported(hakim, tmp_path / "1", *options) == exported(hakim, tmp_path / "2", *options)


def test_one_thing_can_be_had_in_public_terms(hakim: Hakim, tmp_path: Path) -> None:
    document = exported(
        hakim, tmp_path / "c.nq", "--vocab", "schema.org", "--entity", COUNTRY, "--format", "nquads"
    )
    told = {
        (quad.predicate.value.removeprefix(SCHEMA), str(quad.object))
        for quad in quads_of(document)
        if getattr(quad.subject, "value", "") == COUNTRY
    }

    assert told >= {
        (TYPE, f"<{SCHEMA}Country>"),
        ("identifier", '"TUN"'),
        ("name", '"Tunisia"@en'),
        ("name", '"تونس"@ar'),
    }
