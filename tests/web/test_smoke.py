from flask.testing import FlaskClient

from tests.web.world import country, mission


def test_it(client: FlaskClient) -> None:
    for a in [
        "/",
        "/search?q=jor",
        "/entity?iri=" + mission("HDM-0001"),
        "/entity?iri=" + country("TUR") + "&lang=ar",
    ]:
        r = client.get(a)
        assert r.status_code == 200, r.get_data(as_text=True)
