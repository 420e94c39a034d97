"""What ships is ingested whole, conforms to the shapes, and says what the domain says of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Triple

from ingest.readers.iso3166 import COLUMNS, country_rows
from ingest.run import IngestResult, ingest_file
from ingest.schemes import ingest_schemes
from ontology.nquads import digest, read_canonical
from ontology.shacl import shipped_shapes, validate
from records.store import Store
from tests.ingest.world import EVIDENCE, IDS, LATER, REGISTERS, options, read_table, spec_of, write_table

ROWS = {
    "countries": 249,
    "territories": 2,
    "country-names": 318,
    "organisations": 109,
    "publishers": 215,
    "products": 4,
    "oic-members": 62,
    "memberships": 162,
    "crises": 35,
    "missions": 212,
    "claims": 121,
    "crisis-claims": 18,
    "diplomatic-events": 29,
    "mission-steps": 14,
    "relation-states": 8,
    "conflict-parties": 11,
}
HAPPENED = {"delivered", "operating", "completed", "handed-over"}


IMPLAUSIBLE = {
    "claims": (
        (
            "line 50, column value: '2279500000000' (USD) is outside of 100 to 10,000,000,000, which is plausible:"
            " the largest single pledges to world health funds are a few billion. It was kept as it is."
        ),
    )
}
"""A figure that is a thousandfold of what can be meant, as its source says it."""


@pytest.mark.parametrize("source", [*REGISTERS, *EVIDENCE])
def test_every_shipped_row_is_accepted(ledgers: dict[str, IngestResult], source: str) -> None:
    ledger, rows = ledgers[source].ledger, ROWS[source]
    counted = (
        ledger.read,
        ledger.accepted,
        ledger.rejected,
        ledger.set_aside,
        ledger.ignored,
        ledger.written,
    )

    assert counted == (rows, rows, 0, 0, 0, rows + 1)
    assert (ledger.notices, ledgers[source].bad_rows) == (IMPLAUSIBLE.get(source, ()), ())


@pytest.mark.parametrize("source", EVIDENCE)
def test_a_second_run_of_a_shipped_source_writes_nothing(
    shipped_store: Store, ledgers: dict[str, IngestResult], source: str
) -> None:
    spec = spec_of(source)
    first, again = (
        ledgers[source].ledger,
        ingest_file(shipped_store, spec, spec.shipped_file, options(LATER)).ledger,
    )

    assert (again.unchanged, again.written, again.deleted) == (ROWS[source], 0, 0)
    assert (again.claims, again.digest) == (first.claims, first.digest)


@pytest.mark.parametrize("source", [*REGISTERS, *EVIDENCE])
def test_a_ledgers_digest_is_that_of_the_claims_in_the_store(
    shipped_home_store: Store, ledgers: dict[str, IngestResult], source: str
) -> None:
    graphs = set(shipped_home_store.journal.live_graphs(source))
    quads = [
        quad
        for text in shipped_home_store.journal.texts()
        for quad in read_canonical(text)
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in graphs
    ]

    by_graph: dict[str, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(str(quad.graph_name), []).append(quad)
    total = sum(int(digest(quads).removeprefix("sha256:"), 16) for quads in by_graph.values()) % (1 << 256)
    assert (len(quads), f"sha256:{total:064x}") == (
        ledgers[source].ledger.claims,
        ledgers[source].ledger.digest,
    )


@pytest.fixture(scope="module")
def shipped_home_store(shipped_home: Path) -> Iterator[Store]:
    """The shared store, to read from."""
    with Store(shipped_home) as store:
        yield store


@pytest.fixture(scope="module")
def triples(shipped_home_store: Store) -> frozenset[Triple]:
    """All that the shipped records say."""
    return frozenset(
        quad.triple for text in shipped_home_store.journal.texts() for quad in read_canonical(text)
    )


Facts = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def facts(triples: frozenset[Triple]) -> Facts:
    """The values of each subject by property, all cut down to what tells them apart."""
    found: Facts = {}
    for triple in triples:
        subject = short(triple.subject)
        found.setdefault(subject, {}).setdefault(short(triple.predicate), []).append(short(triple.object))
    return found


def short(term: object) -> str:
    """The end of an IRI, or the text of a literal."""
    value = str(getattr(term, "value", term))
    for prefix in (
        IDS.base,
        "https://w3id.org/health-diplomacy/scheme/",
        "https://w3id.org/health-diplomacy/ont#",
    ):
        value = value.removeprefix(prefix)
    return value


@pytest.fixture(scope="module")
def missions(facts: Facts) -> dict[str, dict[str, list[str]]]:
    """What is said of each mission."""
    return {
        name: said for name, said in facts.items() if name.count("/") == 2 and name.startswith("mission/hdm/")
    }


def is_of(said: dict[str, list[str]], short_name: str, facts: Facts) -> bool:
    """Whether what is said is a membership of the grouping of that short name."""
    return "member" in said and facts[said["grouping"][0]].get("shortName") == [short_name]


@pytest.fixture(scope="module")
def oic(facts: Facts) -> set[str]:
    """The members of the Organisation of Islamic Cooperation."""
    return {
        said["member"][0]
        for name, said in facts.items()
        if is_of(said, "OIC", facts) and said["membershipStatus"] == ["membership-status/member"]
    }


ODD_ROWS = [
    {"quantity": "0", "value_usd": "0"},
    {"quantity": "٥", "end_date": "9999"},
    {"start_date": "200X", "end_date": "2004-XX?"},
    {"sender_iso3": "XKX;CUB", "sender_org": "RAF;?", "recipient_iso3": "MYS", "recipient_org": "MAF"},
    {"sender_iso3": "", "sender_org": "🇹🇼", "crisis": "Routine medical engagement", "military": ""},
    {"source_url": "", "source_publisher": "", "confidence": "low", "status": ""},
    {"title": "\u202eX", "notes": "a\u2028b"},
]


def test_the_shipped_records_and_the_oddest_good_rows_conform_to_the_shapes(
    shipped_store: Store, tmp_path: Path
) -> None:
    rows = [read_table("missions")[0] | {"id": f"ODD-{number}"} | odd for number, odd in enumerate(ODD_ROWS)]
    file = write_table(tmp_path / "odd.csv", rows)

    ingest_schemes(shipped_store, options())
    result = ingest_file(shipped_store, spec_of("missions"), file, options(partial=True))
    said = {quad.triple for text in shipped_store.journal.texts() for quad in read_canonical(text)}

    assert (result.ledger.accepted, result.bad_rows) == (len(ODD_ROWS), ())
    assert violations(said) == []


def violations(triples: Iterable[Triple]) -> list[tuple[str, str, str]]:
    """What the shapes find wrong: focus, path and message of each violation."""
    return [
        (short(result.focus), short(result.path), result.message())
        for result in validate(triples, shipped_shapes()).results
        if result.severity == "Violation"
    ]


def test_there_are_212_missions(missions: Facts) -> None:
    assert sorted(missions) == [f"mission/hdm/HDM-{number:04}" for number in range(1, 213)]


def test_19_missions_have_a_value_in_us_dollars(missions: Facts, facts: Facts) -> None:
    values = [facts[value] for said in missions.values() for value in said.get("monetaryValue", ())]

    assert Counter(said["currency"][0] for said in values) == {"USD": 19}


def test_23_missions_are_not_delivered(missions: Facts) -> None:
    statuses = [said["status"][0].split("/")[1] for said in missions.values()]

    assert Counter(status in HAPPENED for status in statuses) == {True: 189, False: 23}


def test_military_means_of_oic_senders_are_known_of_some(missions: Facts, oic: set[str]) -> None:
    sent = [said for said in missions.values() if oic & set(said["sentBy"])]

    assert Counter(said["militaryInvolvement"][0] for said in sent) == {
        "military/involved": 63,
        "military/none": 66,
        "military/unknown": 24,
    }


def test_57_states_are_members_of_the_oic(oic: set[str], facts: Facts) -> None:
    standings = [said for said in facts.values() if is_of(said, "OIC", facts)]

    # Syria's suspension is a standing of its own beside its membership.
    assert (len(oic), len(standings)) == (57, 63)
    assert {"country/TUR", "country/JOR", "country/ALB"} <= oic
    assert {"territory/XNC", "country/BIH", "country/CAF", "country/RUS", "country/THA"}.isdisjoint(oic)


def test_packages_between_countries_are_counted_as_the_domain_does(missions: Facts, oic: set[str]) -> None:
    packages = [
        (set(said["sentBy"]), set(said["receivedBy"]))
        for said in missions.values()
        if all(
            any(party.startswith("country/") for party in said.get(role, ()))
            for role in ("sentBy", "receivedBy")
        )
    ]
    senders = [to for by, to in packages if oic & by]

    assert (len(packages), len(senders)) == (201, 146)
    assert (sum(bool(oic & to) for to in senders), sum(not oic & to for to in senders)) == (118, 28)
    assert sum(not oic & by and bool(oic & to) for by, to in packages) == 41


def test_joint_missions_have_all_their_senders(missions: Facts) -> None:
    senders = {name: sorted(said["sentBy"]) for name, said in missions.items()}
    joint = {
        name.removeprefix("mission/hdm/"): [party.removeprefix("country/") for party in parties]
        for name, parties in senders.items()
        if len(parties) > 1 and all(party.startswith("country/") for party in parties)
    }

    assert joint == {
        "HDM-0112": ["ARE", "CHN"],
        "HDM-0115": ["ARE", "CHN"],
        "HDM-0128": ["CHN", "PAK"],
        "HDM-0133": ["CUB", "IRN"],
        "HDM-0150": ["MAR", "USA"],
        "HDM-0167": ["AZE", "HUN", "TUR", "UZB"],
        "HDM-0200": ["ITA", "QAT"],
    }


def test_what_has_no_code_in_iso_3166_is_a_territory(facts: Facts) -> None:
    territories = {
        name: said["type"] for name, said in renamed(facts).items() if name.startswith("territory/")
    }

    assert territories == {"territory/XKX": ["Territory"], "territory/XNC": ["Territory"]}
    assert not {"country/XKX", "country/XNC"} & facts.keys()


def renamed(facts: Facts) -> Facts:
    """The facts with the long name of rdf:type cut down."""
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    return {name: said | {"type": said.get(rdf_type, [])} for name, said in facts.items()}


def test_northern_cyprus_is_received_by_name(missions: Facts) -> None:
    received = {
        name.removeprefix("mission/hdm/"): said["receivedBy"]
        for name, said in missions.items()
        if "territory/XNC" in said.get("receivedBy", ())
    }

    assert received == {"HDM-0110": ["territory/XNC"], "HDM-0139": ["territory/XNC"]}


def test_the_mission_to_liberia_is_not_to_libya(missions: Facts, facts: Facts) -> None:
    assert missions["mission/hdm/HDM-0040"]["receivedBy"] == ["country/LBR"]
    assert "Libya" not in facts["country/LBR"]["altName"]


def test_each_mission_has_its_class(missions: Facts) -> None:
    kinds = Counter(said["missionType"][0].split("/")[1] for said in missions.values())
    table = Counter(row["type"].replace(" ", "-") for row in read_table("missions"))

    assert kinds == table
    assert {len(renamed(missions)[name]["type"]) for name in missions} == {1}


def test_each_mission_is_described_by_one_record_that_cites_its_source(missions: Facts, facts: Facts) -> None:
    records = {
        said["describes"][0]: said for name, said in facts.items() if name.startswith("record/missions/")
    }

    assert missions.keys() <= records.keys()
    assert {records[name]["marking"][0] for name in missions} == {"marking/green"}
    assert {name.removeprefix("mission/hdm/") for name in missions if "statedIn" in records[name]} == {
        row["id"] for row in read_table("missions") if row["source_title"] or row["source_url"]
    }


def test_no_organisation_is_described_twice(facts: Facts) -> None:
    names = Counter(
        (said["name"][0].casefold(), *said.get("homeCountry", ()))
        for name, said in facts.items()
        if name.startswith("organisation/")
    )

    assert [name for name, count in names.items() if count > 1] == [("ministries of health",)]


HOMES = {
    "Kuwait Red Crescent Society": ["country/KWT"],
    "Qatar Red Crescent Society": ["country/QAT"],
    "Saudi Red Crescent Authority": ["country/SAU"],
    "Emirates Red Crescent": ["country/ARE"],
    "Turkish Red Crescent": ["country/TUR"],
    "Iranian Red Crescent Society": ["country/IRN"],
    "Muhammadiyah Disaster Management Center": ["country/IDN"],
}


def test_red_crescents_have_a_home_and_are_not_its_government(facts: Facts) -> None:
    bodies = {said["name"][0]: said for name, said in facts.items() if name.startswith("organisation/")}

    assert {name: bodies[name]["homeCountry"] for name in HOMES} == HOMES


def test_the_countries_are_those_of_iso_3166() -> None:
    rows = country_rows()

    assert len(rows) == 249
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert dict(zip(COLUMNS, rows[0], strict=True))["iso_name"] == "Aruba"


def test_palestine_has_the_name_that_the_united_nations_use(facts: Facts) -> None:
    assert {"Palestine", "فلسطين", "Palestina", "Палестина"} <= set(facts["country/PSE"]["name"])
    assert not [name for name in facts["country/PSE"]["name"] if "territor" in name.casefold()]


def test_the_schemes_are_one_record_and_written_once(store: Store) -> None:
    first, second = ingest_schemes(store, options()), ingest_schemes(store, options(LATER))

    assert (first.read, first.accepted, first.written) == (1, 1, 1)
    assert (second.read, second.unchanged, second.written) == (1, 1, 0)
    assert (second.claims, second.digest) == (first.claims, first.digest)
    assert store.journal.count("ontology") == 1
