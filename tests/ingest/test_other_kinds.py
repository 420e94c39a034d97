"""The kinds around missions: what their rows must hold, and what the odd ones among them make."""

import re
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from ingest.mapping import MappedRow
from ingest.rows import Repair
from ontology.namespaces import DEFAULT_ID_BASE
from tests.ingest.world import Reader, read_table

Cells = dict[str, str]
Told = tuple[str, str]

CRISIS = {
    **dict.fromkeys(read_table("crises")[0], ""),
    "crisis_id": "CRI-X",
    "name": "Flood",
    "kind": "flood",
}
CLAIM = {
    **dict.fromkeys(read_table("claims")[0], ""),
    "claim_id": "CLM-X",
    "mission_id": "HDM-0001",
    "property": "personnel",
    "value": "150",
    "unit": "persons",
    "source_publisher": "UN OCHA",
}
EVENT = {
    **dict.fromkeys(read_table("diplomatic-events")[0], ""),
    "event_id": "DPE-X",
    "type": "visit",
    "participants_iso3": "TUR;SOM",
}
MEMBER = {**dict.fromkeys(read_table("oic-members")[0], ""), "name_as_written": "Togo", "status": "member"}
NAME = {
    **dict.fromkeys(read_table("country-names")[0], ""),
    "iso3": "TUR",
    "variant": "Turquie",
    "use": "name",
}
BODY = {**dict.fromkeys(read_table("organisations")[0], ""), "preferred_name": "Medical Aid"}
GOOD = {
    "crises": CRISIS,
    "claims": CLAIM,
    "diplomatic-events": EVENT,
    "oic-members": MEMBER,
    "country-names": NAME,
    "organisations": BODY,
}


@pytest.mark.parametrize("source", GOOD)
def test_the_least_row_of_each_kind_is_good(readers: dict[str, Reader], source: str) -> None:
    assert readers[source].problems(GOOD[source]) == []


@pytest.mark.parametrize(
    ("source", "cells", "problem"),
    [
        ("crises", {"name": ""}, ("name", "required")),
        ("crises", {"kind": "pandemic"}, ("kind", "known-value")),
        ("crises", {"start_date": "2020-02", "end_date": "2020-01"}, ("end_date", "date-order")),
        ("crises", {"onset_datetime": "2023-02-06"}, ("onset_datetime", "date-time")),
        ("crises", {"onset_datetime": "2023-02-06T04:17:00"}, ("onset_datetime", "date-time")),
        ("crises", {"onset_datetime": "20230206T041700+0300"}, ("onset_datetime", "date-time")),
        ("crises", {"affected_iso3": "TUR;Global"}, ("affected_iso3", "known-country")),
        ("crises", {"disease": "COVID-19", "icd11_code": "../RA01"}, ("icd11_code", "code")),
        ("crises", {"disease": "COVID-19", "icd11_code": "ra01"}, ("icd11_code", "code")),
        ("claims", {"mission_id": "HDM-9999"}, ("mission_id", "known-mission")),
        ("claims", {"mission_id": ".."}, ("mission_id", "visible-identifier")),
        ("claims", {"mission_id": "HDM\u200b-0001"}, ("mission_id", "visible-identifier")),
        ("claims", {"mission_id": ""}, ("mission_id", "required")),
        ("claims", {"value": ""}, ("value", "required")),
        ("diplomatic-events", {"participants_iso3": ""}, ("participants_iso3", "required")),
        ("diplomatic-events", {"participants_iso3": "TUR;XXX"}, ("participants_iso3", "known-country")),
        ("diplomatic-events", {"related_mission_id": "HDM-0"}, ("related_mission_id", "known-mission")),
        ("oic-members", {"status": "guest"}, ("status", "known-value")),
        ("country-names", {"use": "yes"}, ("use", "known-value")),
        ("country-names", {"variant": ""}, ("variant", "required")),
        ("organisations", {"kind": "club"}, ("kind", "known-value")),
        ("organisations", {"grouping": "maybe"}, ("grouping", "known-value")),
    ],
)
def test_a_row_of_another_kind_is_refused_with_column_and_rule(
    readers: dict[str, Reader], source: str, cells: Cells, problem: Told
) -> None:
    assert [one[:2] for one in readers[source].problems(GOOD[source] | cells)] == [problem]


def added(reader: Reader, good: Cells, cells: Cells) -> set[str]:
    """The claims that some cells add to a row."""
    return set(reader.lines(good | cells)) - set(reader.lines(good))


@pytest.mark.parametrize(
    ("cells", "claims"),
    [
        ({"affected_iso3": "global"}, {'<hd:global> "true"^^<xsd:boolean>'}),
        ({"affected_iso3": "XKX"}, {"<hd:affected> <territory/XKX>"}),
        (
            {"onset_datetime": "2023-02-06T04:17:00+03:00"},
            {'<hd:onset> "2023-02-06T04:17:00+03:00"^^<xsd:dateTime>'},
        ),
        ({"onset_datetime": "2023-02-06T24:00:00Z"}, {'<hd:onset> "2023-02-07T00:00:00Z"^^<xsd:dateTime>'}),
    ],
)
def test_a_crisis_keeps_its_onset_and_its_places(
    readers: dict[str, Reader], cells: Cells, claims: set[str]
) -> None:
    assert added(readers["crises"], CRISIS, cells) == {f"<crisis/hdm/CRI-X> {claim}" for claim in claims}


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2023-02-06T24:00:00Z", "24:00 was read as 00:00 of the next day."),
        ("2016-12-31T23:59:60Z", "A leap second was read as the second before it."),
    ],
)
def test_a_repaired_onset_is_said(readers: dict[str, Reader], written: str, reason: str) -> None:
    mapped = readers["crises"].map(CRISIS | {"onset_datetime": written})

    assert isinstance(mapped, MappedRow)
    assert mapped.repairs == (Repair("onset_datetime", written, reason),)


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ("150", "persons", "150"),
        ("0", "persons", "0"),
        ("2279500000000", "USD", "2279500000000"),
        ("٣٠", "persons", "30"),
        ("150", "text", None),
        ("150", "", None),
        ("-5", "persons", None),
        ("1,000", "persons", None),
        ("1_000", "persons", None),
        ("1e999999999", "persons", None),
        ("NaN", "persons", None),
        ("Infinity", "persons", None),
        ("20 doctors", "persons", None),
    ],
)
def test_a_claim_keeps_its_text_and_has_an_amount_where_it_is_one(
    readers: dict[str, Reader], value: str, unit: str, amount: str | None
) -> None:
    lines = readers["claims"].lines(CLAIM | {"value": value, "unit": unit})
    expected = [] if amount is None else [f'<claim/hdm/CLM-X> <hd:amount> "{amount}"^^<xsd:decimal>']

    assert [line for line in lines if "hd:amount" in line] == expected
    assert f'<claim/hdm/CLM-X> <hd:value> "{value}"' in lines


def test_a_security_incident_is_no_diplomatic_event(readers: dict[str, Reader]) -> None:
    lines = readers["diplomatic-events"].lines(EVENT | {"type": "security incident"})

    assert [line for line in lines if " a " in line] == ["<event/hdm/DPE-X> a <hd:SecurityIncident>"]


def test_a_rival_year_stays_beside_the_first(readers: dict[str, Reader]) -> None:
    reader = readers["oic-members"]
    publisher = reader.context.ids.hashed("publisher", "Correlates of War IGO v3").value.rsplit("/", 1)[1]
    grouping = reader.context.register.grouping("OIC").value
    membership = short(reader.context.ids.hashed("membership", grouping, "TGO", ""))

    assert {
        line
        for line in added(reader, MEMBER, {"first_year_cow_igo": "1997"})
        if line.startswith(f"<{membership}/rival-start>") and "start" not in line.split(" ")[1]
    } == {
        f"<{membership}/rival-start> <hd:about> <{membership}>",
        f"<{membership}/rival-start> <hd:claimedBy> <publisher/{publisher}>",
        f'<{membership}/rival-start> <hd:property> "start"',
        f'<{membership}/rival-start> <hd:value> "1997"',
        f"<{membership}/rival-start> a <hd:Claim>",
    }


def short(iri: NamedNode) -> str:
    return iri.value.removeprefix(DEFAULT_ID_BASE)


def test_who_leaves_and_comes_back_has_two_memberships(readers: dict[str, Reader]) -> None:
    reader = readers["memberships"]
    row = {
        **dict.fromkeys(read_table("memberships")[0], ""),
        "grouping": "LAS",
        "iso3": "SYR",
        "status": "member",
    }
    first, second = (reader.map(row | {"start": start}) for start in ("1945", "2023-05-07"))

    assert isinstance(first, MappedRow)
    assert isinstance(second, MappedRow)
    assert first.graph != second.graph


def test_a_rival_year_of_nobody_is_refused(readers: dict[str, Reader]) -> None:
    reader = readers["oic-members"].of(constants={"grouping": "OIC"})
    problems = reader.problems(MEMBER | {"first_year_cow_igo": "1997"})

    assert [(rule, verdict) for _, rule, verdict, _ in problems] == [("shacl-Or", "rejected")]


def test_a_membership_of_an_unknown_grouping_is_no_membership(readers: dict[str, Reader]) -> None:
    reader = readers["oic-members"]
    column = replace(reader.context.spec.columns[0], column="notes", field="grouping", repairs=None)
    columns = (*(one for one in reader.context.spec.columns if one.field != "note"), column)
    changed = reader.of(constants={}, columns=columns)

    assert changed.problems(MEMBER | {"notes": "Holy League"}) == [
        (
            "notes",
            "known-grouping",
            "rejected",
            "'Holy League' is no organisation that the register knows.",
        )
    ]


def test_a_name_used_only_in_context_is_a_note(readers: dict[str, Reader]) -> None:
    cells = NAME | {"iso3": "LBR", "variant": "Libya", "use": "context", "seen_in": "AidData 35499"}

    assert readers["country-names"].lines(cells) == [
        "<country/LBR> <hd:note> \"Written 'Libya': AidData 35499.\"",
    ]


def test_two_names_of_one_country_are_two_records(readers: dict[str, Reader]) -> None:
    mapped = [readers["country-names"].map(NAME | {"variant": name}) for name in ("Turquie", "Turchia")]
    graphs = {one.graph for one in mapped if isinstance(one, MappedRow)}

    assert len(graphs) == 2


def test_a_grouping_is_a_class_of_its_own(readers: dict[str, Reader]) -> None:
    lines = readers["organisations"].lines(BODY | {"grouping": "yes"})

    assert [line.split(" a ")[1] for line in lines if " a " in line] == ["<hd:Grouping>"]


RELATED = {
    "publishers": {"name": "WAM", "kind": "state-agency", "affiliation_iso3": "ARE"},
    "products": {"product": "QazVac", "developer_iso3": "KAZ"},
    "mission-steps": {"step_id": "STP-X", "mission_id": "HDM-0091", "step": "request", "agent": "KWT"},
    "relation-states": {"a_iso3": "TUR", "b_iso3": "EGY", "state": "restored", "start": "2023-07-04"},
    "conflict-parties": {"conflict": "Yemen conflict", "party": "SAU", "role": "primary"},
}
"""The least row of each kind of relation."""
SAID = {
    "publishers": [
        "<publisher/…> <hd:affiliatedWith> <country/ARE>",
        '<publisher/…> <hd:name> "WAM"',
        "<publisher/…> <hd:publisherKind> <publisher-kind/state-agency>",
        "<publisher/…> a <hd:Publisher>",
    ],
    "products": [
        "<product/…> <hd:developedBy> <country/KAZ>",
        '<product/…> <hd:name> "QazVac"',
        "<product/…> a <hd:Product>",
    ],
    "mission-steps": [
        "<step/hdm/STP-X> <hd:agent> <country/KWT>",
        '<step/hdm/STP-X> <hd:identifier> "STP-X"',
        "<step/hdm/STP-X> <hd:stepOf> <mission/hdm/HDM-0091>",
        "<step/hdm/STP-X> a <hd:Request>",
    ],
}


@pytest.mark.parametrize("source", SAID)
def test_the_least_row_of_a_relation_says_this(readers: dict[str, Reader], source: str) -> None:
    cells = {**dict.fromkeys(read_table(source)[0], ""), **RELATED[source]}
    lines = [
        re.sub(r"<(publisher|product)/[0-9a-f]{20}>", r"<\1/…>", line)
        for line in readers[source].lines(cells)
    ]

    assert lines == sorted(SAID[source])


@pytest.mark.parametrize(
    ("source", "cells", "problem"),
    [
        ("publishers", {"kind": "gossip"}, ("kind", "known-value")),
        ("publishers", {"name": ""}, ("name", "required")),
        ("products", {"developer_iso3": "Atlantis"}, ("developer_iso3", "known-country")),
        ("mission-steps", {"mission_id": "HDM-9999"}, ("mission_id", "known-mission")),
        ("mission-steps", {"step": "hope"}, ("step", "known-value")),
        ("relation-states", {"b_iso3": "TUR"}, ("b_iso3", "two-parties")),
        ("relation-states", {"end": "2020"}, ("end", "date-order")),
        ("conflict-parties", {"role": "witness"}, ("role", "known-value")),
        ("conflict-parties", {"conflict": "The last war"}, ("conflict", "known-crisis")),
    ],
)
def test_what_is_wrong_with_a_relation_is_said(
    readers: dict[str, Reader], source: str, cells: dict[str, str], problem: tuple[str, str]
) -> None:
    row = {**dict.fromkeys(read_table(source)[0], ""), **RELATED[source]}

    assert [one[:2] for one in readers[source].problems(row | cells)] == [problem]


def test_a_relation_is_the_same_whoever_is_named_first(readers: dict[str, Reader]) -> None:
    row = {**dict.fromkeys(read_table("relation-states")[0], ""), **RELATED["relation-states"]}
    there, back = (
        {line for line in readers["relation-states"].lines(row | sides) if line.startswith("<relation/")}
        for sides in ({}, {"a_iso3": "EGY", "b_iso3": "TUR"})
    )

    assert there == back
    assert "<relation/EGY-TUR> a <hd:BilateralRelation>" in there
