"""What is offered is what can stand at the cursor, and nothing else."""

from dataclasses import replace

import pytest

from hakim.shell.completion import Suggestion, suggest
from hakim.shell.words import schema_words

WORDS = replace(
    schema_words(),
    values={**schema_words().values, "iso3": ("JOR", "TUR", "TUN"), "name_en": ("Côte d'Ivoire", "Türkiye")},
    parameters=("iso3", "since"),
)

OFFERED = [
    ("MATCH (m:Miss", ["Mission"]),
    ("MATCH (m:Mission)-[:SENT", ["SENT_BY"]),
    ("MATCH (m)-[r:SENT_BY|RECEIVED", ["RECEIVED_BY", "RECEIVED_GRAPH"]),
    ("MATCH (a:Country)-[:AID", ["AIDED"]),
    ("MATCH (m:Mission) RETURN m.militaryI", ["militaryInvolvement"]),
    ("MATCH (c:Country) WHERE c.iso", ["iso2", "iso3", "isoNumeric"]),
    ("MATCH (c:Country {iso", ["iso2", "iso3", "isoNumeric"]),
    ("MATCH (m:Mission {status: 'delivered', mil", ["militaryInvolvement"]),
    ("MATCH (x) RETURN x.membershipS", ["membershipStatus"]),
    ("MATCH (n) WHERE n:Vaccine", ["VaccineDonation"]),
    ("MATCH (n:Country|Terr", ["Territory"]),
    ("MATCH (c:Country {iso3: $", ["iso3", "since"]),
    ("RETURN $s", ["since"]),
    ("MATCH (c:Country {iso3: 'TU", ["TUR'", "TUN'"]),
    ('MATCH (c:Country) WHERE c.iso3 = "J', ['JOR"']),
    ("MATCH (c) WHERE c.name_en = 'Côte", ["Côte d\\'Ivoire'"]),
    ("MATCH (m:Mission) WHERE m.status IN ['delivered', 'hand", ["handed-over'"]),
    ("MATCH (m:Mission) WHERE m.status STARTS WITH 'ann", ["announced'"]),
    ("mat", ["MATCH"]),
    ("MATCH (m) RETURN coal", ["coalesce("]),
    ("RETURN 1; opt", ["OPTIONAL"]),
    (":fo", ["format", "forget"]),
    (":ask who-helped", ["who-helped-back"]),
    (":ask who-helped-back pa", ["party="]),
    (":format js", ["json", "jsonl"]),
    (":schema Vacc", ["VaccineDonation"]),
    (":param si", ["since"]),
    ("RETURN 1;\n:form", ["format"]),
]

NOTHING = [
    "",
    "// MATCH (m:Miss",
    "/* MATCH (m:Miss",
    "RETURN 'a text (m:Miss",
    "MATCH (m {name: Miss",
    "MATCH (`a",
    "MATCH (m:Mission",
    ":help me",
    ":format",
]


@pytest.mark.parametrize(("before", "offered"), OFFERED)
def test_what_fits_is_offered(before: str, offered: list[str]) -> None:
    assert [one.text for one in suggest(before, WORDS)] == offered


@pytest.mark.parametrize("before", NOTHING)
def test_elsewhere_nothing_is_offered(before: str) -> None:
    assert suggest(before, WORDS) == ()


def test_a_word_takes_the_place_of_what_was_begun() -> None:
    assert suggest("MATCH (m:miss", WORDS) == (Suggestion("Mission", 4),)


def test_an_empty_place_offers_all() -> None:
    assert [one.text for one in suggest("MATCH (m:", WORDS)] == list(WORDS.labels)
    assert [one.text for one in suggest("MATCH (m:Mission {", WORDS)] == list(WORDS.keys["Mission"])
