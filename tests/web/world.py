"""A small world as a property graph: ten countries, a territory, twenty missions, and the evidence for them.

The names and shapes are those of real records; the records, documents and grades are invented for the tests.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

IDS = "https://w3id.org/health-diplomacy/id/"

COUNTRIES = {
    "ARE": ("United Arab Emirates", "الإمارات العربية المتحدة"),
    "AFG": ("Afghanistan", "أفغانستان"),
    "EGY": ("Egypt", "مصر"),
    "IRN": ("Iran", "إيران"),
    "ITA": ("Italy", "إيطاليا"),
    "JOR": ("Jordan", "الأردن"),
    "LBN": ("Lebanon", "لبنان"),
    "PAK": ("Pakistan", "باكستان"),
    "SYR": ("Syria", "سوريا"),
    "TUR": ("Türkiye", "تركيا"),
}
TERRITORIES = {"XNC": ("Northern Cyprus", "شمال قبرص")}
CRISES = {
    "CRI-001": ("Epidemic", "COVID-19 pandemic", "epidemic", "2020-01-30"),
    "CRI-002": ("NaturalDisaster", "2003 Bam earthquake", "earthquake", "2003-12-26"),
    "CRI-018": ("NaturalDisaster", "2023 Turkey–Syria earthquake", "earthquake", "2023-02-06"),
    "CRI-023": ("TechnologicalAccident", "2020 Beirut explosion", "explosion", "2020-08-04"),
}
CLASSES = {
    "field-hospital": "FieldHospitalDeployment",
    "medical-team": "MedicalTeamDeployment",
    "equipment": "EquipmentDelivery",
    "vaccines": "VaccineDonation",
    "evacuation": "MedicalEvacuation",
}
MISSIONS = tuple(
    tuple(row.split("|"))
    for row in """\
HDM-0001|Egyptian field hospital at Bagram|EGY|AFG|field-hospital||2003|completed
HDM-0002|Jordan field hospital for Bam|JOR|IRN|field-hospital|CRI-002|2003-12|completed
HDM-0003|Turkish aid to Bam|TUR|IRN|equipment|CRI-002|2003-12-28|delivered
HDM-0004|Pakistani medical team for Bam|PAK|IRN|medical-team|CRI-002|2004-01|completed
HDM-0005|Turkish masks to Italy|TUR|ITA|equipment|CRI-001|2020-04-01|delivered
HDM-0006|Egyptian supplies to Italy|EGY|ITA|equipment|CRI-001|2020-04-04|delivered
HDM-0007|Emirati aid flight to Italy|ARE|ITA|equipment|CRI-001|2020-04-06|delivered
HDM-0008|Emirati aid flight to Iran|ARE|IRN|equipment|CRI-001|2020-03-16|delivered
HDM-0009|Turkish aid to Pakistan|TUR|PAK|equipment|CRI-001|2020-04-22|delivered
HDM-0010|Vaccines to Northern Cyprus|TUR|XNC|vaccines|CRI-001|2021-01-14|delivered
HDM-0011|Jordanian field hospital in Beirut|JOR|LBN|field-hospital|CRI-023|2020-08-06|
HDM-0012|Egyptian hospital in Beirut|EGY|LBN|field-hospital|CRI-023|2020-08-05|operating
HDM-0013|Turkish team in Beirut|TUR|LBN|medical-team|CRI-023|2020-08-06|completed
HDM-0014|Iranian hospital in Beirut|IRN|LBN|field-hospital|CRI-023|2020-08-05|completed
HDM-0015|Pakistani team in Adıyaman|PAK|TUR|medical-team|CRI-018|2023-02-07|completed
HDM-0016|Emirati hospital in Gaziantep|ARE|TUR|field-hospital|CRI-018|2023-02|operating
HDM-0017|Jordanian hospital, announced|JOR|TUR|field-hospital|CRI-018|2023-02-08|announced
HDM-0018|Emirati aid to Syria|ARE|SYR|equipment|CRI-018|2023-02-08|delivered
HDM-0019|Italian hospital in Antakya|ITA|TUR|field-hospital|CRI-018|2023-02-14|completed
HDM-0020|Evacuation of the wounded to Türkiye|TUR|AFG|evacuation||2021-08|refused""".splitlines()
)
"""Identifier, name, sender, recipient, type, crisis, start, status."""

DONE = {"delivered", "operating", "completed"}

DOCUMENT = IDS + "document/bagram"
HOSTILE_DOCUMENT = IDS + "document/hostile"
PUBLISHER = IDS + "publisher/dvids"
CLAIM = IDS + "claim/hdm/CLM-0001"
HOSTILE = IDS + "organisation/hostile"
HOSTILE_NAME = '</script><img src=x onerror=alert(1)>\u202egnp.href="javascript:alert(2)"'
ARMY = IDS + "organisation/egyptian-armed-forces"
EVENT = IDS + "event/hdm/DPE-001"


@dataclass
class World:
    """Nodes as (labels, properties) by IRI, and edges as (subject, type, object, properties).

    `merged` has what was judged to be the same as another thing, and the name under which it is shown.
    """

    nodes: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = field(default_factory=dict)
    edges: list[tuple[str, str, str, dict[str, Any]]] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)

    def node(self, iri: str, *labels: str, **properties: Any) -> str:
        """Add a node; the label Resource and the key `iri` go without saying."""
        self.nodes[iri] = ((*labels, "Resource"), {"iri": iri, **properties})
        return iri

    def edge(self, subject: str, kind: str, object_: str, **properties: Any) -> None:
        """Add an edge between nodes that are there."""
        assert {subject, object_} <= self.nodes.keys()
        self.edges.append((subject, kind, object_, properties))


def country(code: str) -> str:
    """The IRI of a country or territory of the world."""
    return IDS + ("territory/" if code in TERRITORIES else "country/") + code


def mission(identifier: str) -> str:
    """The IRI of a mission of the world."""
    return IDS + "mission/hdm/" + identifier


TOLD_AGAIN = f"{IDS}mission/other/1"
"""A mission that was judged to be the same as one of the world."""


def record(source: str, key: str) -> str:
    """The IRI of a record of the world."""
    return f"{IDS}record/{source}/{key}"


def build_world() -> World:
    """The world, the same every time."""
    world = World()
    _places(world)
    _crises(world)
    _documents(world)
    for row in MISSIONS:
        _mission(world, *row)
    _evidence(world)
    _ties(world)
    world.node(TOLD_AGAIN)
    world.merged[TOLD_AGAIN] = mission("HDM-0001")
    return world


def _record(world: World, source: str, key: str, marking: str = "green") -> str:
    iri = world.node(
        record(source, key),
        "Record",
        identifier=f"{source}/{key}",
        marking=marking,
        reliability="F",
        credibility="2",
        confidence="high",
    )
    world.edge(
        iri, "FROM_DATASET", world.node(f"{IDS}dataset/{source}", "Dataset", name_en=f"Dataset of {source}")
    )
    return iri


def _places(world: World) -> None:
    for code, (english, arabic) in (COUNTRIES | TERRITORIES).items():
        graph = _record(world, "countries", code, "clear")
        label, key = ("Territory", "identifier") if code in TERRITORIES else ("Country", "iso3")
        names = {"name_en": english, "name_ar": arabic, "altName_en": [f"Land of {english}"]}
        world.node(country(code), label, "Party", **names, **{key: code}, types=[label], graphs=[graph])
        world.edge(graph, "DESCRIBES", country(code))


def _crises(world: World) -> None:
    for key, (label, name, kind, start) in CRISES.items():
        graph = _record(world, "crises", key)
        iri = IDS + "crisis/hdm/" + key
        world.node(
            iri,
            label,
            "Crisis",
            "Occasion",
            name_en=name,
            occasionKind=kind,
            start=date.fromisoformat(start),
            graphs=[graph],
        )
    world.edge(IDS + "crisis/hdm/CRI-023", "AFFECTED", country("LBN"), graphs=[record("crises", "CRI-023")])


def _documents(world: World) -> None:
    world.node(PUBLISHER, "Publisher", name="DVIDS")
    world.node(
        DOCUMENT,
        "Document",
        name="Egyptian field hospital re-opens",
        url="http://www.dvidshub.net/news/28593/",
    )
    world.node(
        HOSTILE_DOCUMENT, "Document", name="A <b>document</b>", url="javascript:alert(document.domain)"
    )
    world.edge(DOCUMENT, "PUBLISHED_BY", PUBLISHER)
    world.node(ARMY, "Organisation", "Party", name_en="Egyptian Armed Forces", organisationKind="armed-force")
    world.node(HOSTILE, "Organisation", "Party", name_en=HOSTILE_NAME, note=["x" * 1_000_000])


def _days(edtf: str) -> tuple[str, str]:
    """The first and last day of a year, month or day of the world."""
    last = {"2003": "2003-12-31", "2003-12": "2003-12-31", "2004-01": "2004-01-31", "2023-02": "2023-02-28"}
    first = {4: "-01-01", 7: "-01", 10: ""}[len(edtf)]
    return edtf + first, last.get(edtf, edtf if len(edtf) == 10 else "2021-08-31")


def _mission(world: World, *row: str) -> None:
    identifier, name, sender, recipient, kind, crisis, start, status = row
    graph = _record(world, "missions", identifier)
    earliest, latest = _days(start)
    iri = mission(identifier)
    properties = {
        "identifier": identifier,
        "name_en": name,
        "missionType": kind,
        "militaryInvolvement": "unknown",
        "start": date.fromisoformat(earliest),
        "startLatest": date.fromisoformat(latest),
        "startEdtf": start,
        **({"status": status} if status else {}),
    }
    world.node(iri, CLASSES[kind], "Mission", **properties, types=[CLASSES[kind]], graphs=[graph])
    world.edge(iri, "SENT_BY", country(sender), graphs=[graph])
    world.edge(iri, "RECEIVED_BY", country(recipient), graphs=[graph])
    if crisis:
        world.edge(iri, "IN_RESPONSE_TO", IDS + "crisis/hdm/" + crisis, graphs=[graph])
    world.edge(graph, "DESCRIBES", iri)
    world.edge(graph, "STATED_IN", HOSTILE_DOCUMENT if identifier == "HDM-0020" else DOCUMENT)


def _evidence(world: World) -> None:
    """More of the first mission: an organisation, a quantity, a rival claim, an event, a second record."""
    first, graph = mission("HDM-0001"), record("missions", "HDM-0001")
    world.edge(first, "SENDING_ORGANISATION", ARMY, graphs=[graph])
    world.edge(first, "RECEIVING_ORGANISATION", HOSTILE, graphs=[graph])
    amount = {
        "amount": 7200.0,
        "unit": "patients per month",
        "quantityKind": "throughput",
        "asWritten": "7200",
    }
    world.node(first + "/quantity", "Quantity", **amount, graphs=[graph])
    world.edge(first, "QUANTITY", first + "/quantity", graphs=[graph])

    second = _record(world, "review", "HDM-0001", "amber")
    world.edge(second, "DESCRIBES", first)
    properties = world.nodes[first][1]
    properties["graphs"] = [graph, second]
    properties["_q"] = [
        '["status",[[[0],"https://w3id.org/health-diplomacy/scheme/status/completed"],[[1],"handed-over"]]]',
        '["name_en",[0]]',
    ]
    properties["note"] = ["400-500 patients a week as of 2008", "reopened in 2009"]

    told = _record(world, "claims", "CLM-0001")
    claim = {"property": "throughput", "value": "450", "unit": "patients a week", "qualifier": "as of 2008"}
    world.node(
        CLAIM, "Claim", **claim, identifier="CLM-0001", date=date(2008, 1, 1), dateEdtf="2008", graphs=[told]
    )
    world.edge(CLAIM, "ABOUT", first, graphs=[told])
    world.edge(CLAIM, "CLAIMED_BY", PUBLISHER, graphs=[told])
    world.edge(CLAIM, "STATED_IN", DOCUMENT, graphs=[told])

    seen = _record(world, "events", "DPE-001")
    event = {
        "description": "Visit of the minister",
        "eventType": "visit",
        "date": date(2005, 10, 1),
        "dateEdtf": "2005-10",
    }
    world.node(EVENT, "DiplomaticEvent", "Event", **event, graphs=[seen])
    world.edge(EVENT, "RELATED_MISSION", first, graphs=[seen])
    world.edge(EVENT, "PARTICIPANT", country("EGY"), graphs=[seen])


def _ties(world: World) -> None:
    grouped: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for _, _, sender, recipient, _, _, start, status in MISSIONS:
        grouped.setdefault((sender, recipient), []).append((start, status))
    for (sender, recipient), told in sorted(grouped.items()):
        delivered = sum(status in DONE for _, status in told)
        refused = sum(status == "refused" for _, status in told)
        world.edge(
            country(sender),
            "AIDED",
            country(recipient),
            missions=len(told),
            delivered=delivered,
            announced=len(told) - delivered - refused,
            first=min(_days(start)[0] for start, _ in told),
            last=max(_days(start)[1] for start, _ in told),
            derived=True,
        )
