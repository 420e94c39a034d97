"""The reference of the ontology in the viewer: at the paths of the ontology's IRIs, in both languages, or as Turtle."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ontology.files import SCHEMES, VOCABULARY
from ontology.reference import reference


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_term_has_an_anchor_of_its_own_name(client: FlaskClient, language: str) -> None:
    page = client.get("/ont", query_string={"lang": language}).get_data(as_text=True)
    whole = reference()

    assert [one.name for one in (*whole.classes, *whole.properties) if f'id="{one.name}"' not in page] == []


def test_a_term_shows_its_meaning_its_place_in_the_graph_and_examples(client: FlaskClient) -> None:
    page = client.get("/ont").get_data(as_text=True)
    entry = page.split('id="sentBy"')[1].split("</article>")[0]

    assert "in whose name a mission is sent" in entry
    assert "-[:SENT_BY]-&gt;" in entry
    assert "&lt;mission/hdm/HDM-0104&gt; hd:sentBy &lt;country/MAR&gt; ." in entry
    assert "MATCH (x:Mission)-[:SENT_BY]-&gt;(y:Party)" in entry


def test_arabic_readers_get_arabic_definitions(client: FlaskClient) -> None:
    page = client.get("/ont", query_string={"lang": "ar"}).get_data(as_text=True)

    assert 'dir="rtl"' in page
    assert "التي أُرسلت المهمة باسمها" in page.split('id="sentBy"')[1].split("</article>")[0]


@pytest.mark.parametrize("name", [one.notation for one in reference().schemes])
def test_every_scheme_has_its_page_with_all_concepts(client: FlaskClient, name: str) -> None:
    scheme = next(one for one in reference().schemes if one.notation == name)
    page = client.get(f"/scheme/{name}").get_data(as_text=True)

    assert [one.notation for one in scheme.concepts if f'id="{one.notation}"' not in page] == []


def test_the_address_of_a_concept_shows_it(client: FlaskClient) -> None:
    page = client.get("/scheme/status/delivered").get_data(as_text=True)

    assert 'id="delivered" aria-current="true"' in page


@pytest.mark.parametrize("path", ["/scheme/weather", "/scheme/status/lost"])
def test_what_the_ontology_does_not_have_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("path", "file"), [("/ont", VOCABULARY), ("/scheme/status", SCHEMES)])
def test_who_asks_for_turtle_gets_the_file(client: FlaskClient, path: str, file: Path) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle"})

    assert answer.mimetype == "text/turtle"
    assert answer.get_data() == file.read_bytes()


def test_the_picture_of_the_model_can_be_read_aloud(client: FlaskClient) -> None:
    answer = client.get("/ont/model.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "<desc " in answer.get_data(as_text=True)
