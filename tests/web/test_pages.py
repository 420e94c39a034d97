from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from tests.web.reading import Page, read
from tests.web.world import ARMY, CLAIM, HOSTILE, IDS, TOLD_AGAIN, country, mission, record


def get(client: FlaskClient, path: str, **query: str) -> Page:
    answer = client.get(path, query_string=query or None)
    assert answer.status_code == 200
    return read(answer.get_data(as_text=True))


def test_the_first_page_says_what_it_is_and_how_much_there_is(client: FlaskClient) -> None:
    page = get(client, "/")

    assert page.title == "Overview · Hakim"
    assert page.headings == [
        "Who helped whom, and on whose word",
        "In this graph",
        "The most linked countries",
        "Legend",
    ]
    assert (
        "missions 20 crises 4 organisations 2 single claims 1 source documents 2 countries linked 11"
        in page.text
    )


def test_the_first_page_has_a_table_that_says_what_its_drawing_shows(client: FlaskClient) -> None:
    page = get(client, "/")

    assert page.rows[:3] == [
        ["From", "Relation", "To", "Details"],
        ["United Arab Emirates", "helped", "Iran", "1 mission, 2020"],
        ["United Arab Emirates", "helped", "Italy", "1 mission, 2020"],
    ]
    assert [
        "Jordan",
        "announced help, delivery not recorded",
        "Türkiye",
        "1 mission, 2023; 1 announced only",
    ] in (page.rows)
    assert len(page.rows) == 21


def test_a_mission_shows_each_fact_with_its_source(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=mission("HDM-0001"))

    assert page.title == "Egyptian field hospital at Bagram · Hakim"
    facts = page.rows[: page.rows.index(["Fact", "Value", "Source"], 1)]
    assert facts == [
        ["Fact", "Value", "Source"],
        ["sent by", "Egypt", "1 line 2 · sender_iso3: EGY"],
        ["sending organisation", "Egyptian Armed Forces", "1"],
        ["received by", "Afghanistan", "1"],
        ["receiving organisation", facts[4][1], "1"],
        ["mission type", "Field hospital", "1 2"],
        ["status", "Completed also stated: Handed over 2", "1"],
        ["military involvement", "Unknown", "1 2"],
        ["start", "2003 between 2003-01-01 and 2003-12-31", "1 line 2 · start_date 2"],
        ["identifier", "HDM-0001", "1 line 2 · id 2"],
        ["quantity", "7,200 patients per month Throughput “7200”", "1"],
        ["note", "400-500 patients a week as of 2008", "1 2"],
        ["reopened in 2009", "1 2"],
    ]


def test_a_mission_that_is_one_with_another_is_shown_there(client: FlaskClient) -> None:
    answer = client.get("/entity", query_string={"iri": TOLD_AGAIN, "lang": "ar"})
    page = client.get(answer.location)

    assert (answer.status_code, page.status_code) == (302, 200)
    assert (parse_qs(urlsplit(answer.location).query)["iri"], "lang=ar" in answer.location) == (
        [mission("HDM-0001")],
        True,
    )


def test_a_mission_shows_rival_claims_sources_and_where_it_was_read(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=mission("HDM-0001"))

    claim = ["throughput", "450 patients a week", "as of 2008", "2008", "DVIDS"]
    assert [*claim, "Egyptian field hospital re-opens — DVIDS", "3"] in page.rows
    assert page.address_of("throughput") == f"/entity?iri={CLAIM}"
    assert page.address_of("Egyptian field hospital re-opens") == "http://www.dvidshub.net/news/28593/"
    assert page.address_of("missions/HDM-0001") == f"/entity?iri={record('missions', 'HDM-0001')}"
    assert "Handling of this page: TLP:AMBER" in page.text
    assert (
        "TLP:GREEN Egyptian field hospital re-opens — DVIDS reliability: F Reliability cannot be judged"
        " credibility: 2 Probably true confidence: High Record: missions/HDM-0001" in page.text
    )
    assert "Where it was read: missions.csv, Line 2" in page.text
    assert page.rows[-3:] == [["id", "HDM-0001"], ["start_date", "2003"], ["sender_iso3", "EGY"]]


def test_what_points_to_a_thing_is_grouped_and_counted(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=country("TUR"))

    assert [heading for heading in page.headings if heading.startswith("missions")] == [
        "missions sent 6",
        "missions received 4",
    ]
    assert page.address_of("Turkish aid to Bam") == f"/entity?iri={mission('HDM-0003')}"


def test_a_country_has_a_drawing_of_ties_and_one_of_missions(client: FlaskClient) -> None:
    ties, missions = (get(client, "/entity", iri=country("TUR"), view=view) for view in ("ties", "missions"))

    assert "Around Türkiye: who helped whom" in ties.headings
    assert "Around Türkiye: latest missions" in missions.headings
    assert ["Türkiye", "helped", "Pakistan", "1 mission, 2020"] in ties.rows
    assert ["Türkiye", "sends", "Turkish aid to Pakistan", "2020-04-22"] in missions.rows
    assert ["Turkish aid to Pakistan", "is received by", "Pakistan", "2020-04-22"] in missions.rows


def test_a_drawing_with_less_than_all_says_so_and_offers_more(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=country("TUR"), limit="3")

    assert "Showing 3 of 8. Those with most missions come first. Show up to 299" in page.text
    assert page.address_of("Show up to 299") == f"/entity?iri={country('TUR')}&view=ties&limit=299#around"


def test_arabic_pages_are_arabic_from_right_to_left_and_stay_so(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=country("JOR"), lang="ar")

    assert page.elements[0] == ("html", {"lang": "ar", "dir": "rtl"})
    assert page.title == "الأردن · حكيم"
    assert ["الأردن", "أعان", "إيران", "مهمة واحدة، \u200e2003\u200e"] in page.rows
    inside = [address for address, _ in page.links if address.startswith("/") and "lang=en" not in address]
    assert [address for address in inside if "lang=ar" not in address] == []
    assert ("input", {"type": "hidden", "name": "lang", "value": "ar"}) in page.elements


def test_the_same_page_is_one_link_away_in_the_other_language(client: FlaskClient) -> None:
    page = get(client, "/search", q="مصر", lang="ar")

    assert get(client, page.address_of("English")).title == "Results for “مصر” · Hakim"


def test_a_search_says_why_each_thing_was_found(client: FlaskClient) -> None:
    page = get(client, "/search", q="beirut")

    assert page.headings == ["Results for “beirut”"]
    assert "2020 Beirut explosion Crisis words of the name" in page.text
    assert page.address_of("Turkish team in Beirut") == f"/entity?iri={mission('HDM-0013')}"


def test_a_search_without_an_answer_shows_the_way_out(client: FlaskClient) -> None:
    page = get(client, "/search", q="<zzzz>")

    assert page.headings == ["Nothing is found for “<zzzz>”."]
    assert "Try fewer letters" in page.text


def test_a_guess_is_called_a_guess(client: FlaskClient) -> None:
    page = get(client, "/search", q="Jordn")

    assert "No name holds this text; these are spelt in a similar way." in page.text
    assert page.address_of("Jordan") == f"/entity?iri={country('JOR')}"


def test_an_empty_search_asks_for_a_text(client: FlaskClient) -> None:
    assert "Type a name, a code or an identifier." in get(client, "/search").text


def test_all_links_of_one_kind_stand_on_pages_of_their_own(client: FlaskClient) -> None:
    page = get(client, "/links", iri=country("TUR"), relation="SENT_BY", direction="in")

    assert page.headings == ["missions sent: Türkiye"]
    assert "1–6 of 6" in page.text
    assert [address for address, text in page.links if text == "Vaccines to Northern Cyprus"] == [
        f"/entity?iri={mission('HDM-0010')}"
    ]


def test_a_thing_without_records_says_so(client: FlaskClient) -> None:
    assert "No record describes this node itself." in get(client, "/entity", iri=ARMY).text


def test_every_kind_of_node_has_a_page(client: FlaskClient) -> None:
    titles = {
        CLAIM: "throughput: 450 · Hakim",
        record("missions", "HDM-0001"): "missions/HDM-0001 · Hakim",
        IDS + "crisis/hdm/CRI-023": "2020 Beirut explosion · Hakim",
        mission("HDM-0001") + "/quantity": "7200 patients per month · Hakim",
        IDS + "event/hdm/DPE-001": "Visit of the minister · Hakim",
        country("XNC"): "Northern Cyprus · Hakim",
    }

    assert {iri: get(client, "/entity", iri=iri).title for iri in titles} == titles


def test_the_page_of_a_hostile_name_is_well_formed_and_cut(client: FlaskClient) -> None:
    page = get(client, "/entity", iri=HOSTILE)

    assert page.headings[0] == '</script><img src=x onerror=alert(1)>⟨U+202E⟩gnp.href="javascript:alert(2)"'
    assert "x… (cut; 1,000,000 characters)" in page.text.replace("… ·", "…")
    assert len(page.text) < 10_000
