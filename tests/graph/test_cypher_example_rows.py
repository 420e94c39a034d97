"""The frozen rows of the example queries are those that the shipped tables give, counted without a graph."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.graph.cypher_example_rows import expected_rows

DATA = Path(__file__).resolve().parents[2] / "data"
DELIVERED = {"delivered", "completed", "ongoing", "implementation"}
"""How missions.csv writes what arrived; the last two are read as operating."""


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def parts(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


MISSIONS = table("missions.csv")
SENT = {row["id"]: parts(row["sender_iso3"]) for row in MISSIONS}
RECEIVED = {row["id"]: parts(row["recipient_iso3"]) for row in MISSIONS}
OIC = {row["iso3"] for row in table("oic-members.csv") if row["status"] == "member"}


def columns(number: int, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in expected_rows(number)]


def counts(values: Iterable[object]) -> list[int]:
    return sorted(Counter(values).values(), reverse=True)


def test_1_types() -> None:
    assert [row["missions"] for row in expected_rows(1)] == counts(row["type"] for row in MISSIONS)


def test_2_what_arrived() -> None:
    arrived = sum(row["missions"] for row in expected_rows(2) if row["delivered"])

    assert arrived == sum(row["status"] in DELIVERED for row in MISSIONS)
    assert sum(row["missions"] for row in expected_rows(2)) == len(MISSIONS)


def test_3_what_one_country_sent() -> None:
    sent = sorted((row["start_date"], row["id"]) for row in MISSIONS if "KAZ" in SENT[row["id"]])

    assert columns(3, "written", "mission") == sent


def test_4_who_helped_one_country() -> None:
    helped = [row for row in MISSIONS if "ITA" in RECEIVED[row["id"]]]

    given = Counter(sender for row in helped for sender in SENT[row["id"]] - {"ITA"})
    arrived = Counter(
        sender for row in helped if row["status"] in DELIVERED for sender in SENT[row["id"]] - {"ITA"}
    )

    assert sorted(columns(4, "missions", "delivered")) == sorted((given[one], arrived[one]) for one in given)


def test_5_what_answered_one_crisis() -> None:
    answered = [row for row in MISSIONS if row["crisis"] == "2020 Beirut explosion"]
    # Where no state is named, the organisations are the senders.
    sent = [
        (row["id"], row["start_date"])
        for row in answered
        for _ in SENT[row["id"]] or parts(row["sender_org"])
    ]

    assert sorted(columns(5, "mission", "written")) == sorted(sent)


def test_6_how_well_missions_are_dated() -> None:
    known = {10: "day", 7: "part of a year", 4: "year", 0: "unknown"}

    assert Counter(known[len(row["start_date"])] for row in MISSIONS) == {
        row["known_to"]: row["missions"] for row in expected_rows(6)
    }


def test_7_values_in_money() -> None:
    values = [float(row["value_usd"]) for row in MISSIONS if row["value_usd"]]

    assert columns(7, "currency", "with_a_value", "out_of", "amount") == [
        ("USD", len(values), len(MISSIONS), round(sum(values)))
    ]


def test_8_military_means_of_oic_senders() -> None:
    written = {"none": "no", "involved": "yes", "unknown": ""}
    found = Counter(row["military"] for row in MISSIONS if SENT[row["id"]] & OIC)

    assert {written[row["military_means"]]: row["missions"] for row in expected_rows(8)} == found


def test_9_joint_missions() -> None:
    senders = {row["id"]: SENT[row["id"]] or parts(row["sender_org"]) for row in MISSIONS}

    assert [(row["mission"], len(row["senders"])) for row in expected_rows(9)] == [
        (mission, len(found)) for mission, found in sorted(senders.items()) if len(found) > 1
    ]


def test_10_packages_of_countries() -> None:
    by_country = {mission: len(found) for mission, found in RECEIVED.items() if len(found) >= 3}
    told = {row["mission"]: row["recipients"] for row in expected_rows(10)}

    # The one that is left went to three organisations.
    assert {*told} - {*by_country} == {"HDM-0052"}
    assert {mission: told[mission] for mission in by_country} == by_country


def test_11_members_on_a_day() -> None:
    members = [row for row in table("memberships.csv") if row["grouping"] == "Organization of Turkic States"]
    then = [
        (row["status"], row["iso3"]) for row in members if row["start"] <= "2020-01-01" and not row["end"]
    ]

    assert columns(11, "status", "iso3") == sorted(then)


def test_15_pairs_and_which_was_first() -> None:
    given: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in MISSIONS:
        for sender in SENT[row["id"]]:
            for taker in RECEIVED[row["id"]] - {sender}:
                given[sender, taker].append(row["start_date"])
    pairs = sorted((one, other) for one, other in given if one < other and (other, one) in given)

    assert columns(15, "one", "other", "gave_first") == [
        (*pair, _first(pair, given[pair], given[pair[::-1]])) for pair in pairs
    ]


def _first(pair: tuple[str, str], there: list[str], back: list[str]) -> str:
    """Who surely gave first: the one whose last possible first day stands before any day of the other."""
    if min(_latest(one) for one in there) < min(_earliest(one) for one in back):
        return pair[0]
    return pair[1] if min(_latest(one) for one in back) < min(_earliest(one) for one in there) else "unknown"


def _earliest(written: str) -> str:
    return written + "-01-01"[len(written) - 4 :] if written else "0000"


def _latest(written: str) -> str:
    return written + "-99-99"[len(written) - 4 :] if written else "9999-99-99"


def test_16_who_can_have_been_first() -> None:
    answered = [
        row for row in MISSIONS if row["crisis"] == "2020 Beirut explosion" and row["status"] in DELIVERED
    ]
    first = min(row["start_date"] for row in answered)

    # All are dated to the day.
    assert {row["mission"] for row in expected_rows(16)} == {
        row["id"] for row in answered if row["start_date"] == first
    }


def test_17_days_to_the_earthquake() -> None:
    dated = {row["id"]: row["start_date"] for row in MISSIONS if len(row["start_date"]) == 10}
    onset = date(2023, 2, 6)

    exact = [row for row in expected_rows(17) if row["days_at_least"] == row["days_at_most"]]

    assert exact
    assert [row["days_at_least"] for row in exact] == [
        (date.fromisoformat(dated[row["mission"]]) - onset).days for row in exact
    ]


def test_18_members_without_a_mission() -> None:
    seen = set[str]().union(*SENT.values(), *RECEIVED.values())

    assert [row["iso3"] for row in expected_rows(18)] == sorted(OIC - seen)


def test_19_events_around_a_mission() -> None:
    events = [
        row for row in table("diplomatic-events.csv") if {"ARE", "TCD"} <= parts(row["participants_iso3"])
    ]

    assert columns(19, "event", "date") == [(row["event_id"], row["date"]) for row in events]


def test_20_missions_on_one_source() -> None:
    publishers = {row["name"]: row for row in table("publishers.csv")}
    voices: dict[str, set[str]] = defaultdict(set)
    for mission, name in [
        *((row["id"], row["source_publisher"]) for row in MISSIONS),
        *((row["mission_id"], row["source_publisher"]) for row in table("claims.csv")),
    ]:
        if name:
            voices[mission].add(name)
    found = []
    for sender in {sender for senders in SENT.values() for sender in senders}:
        missions = [mission for mission, senders in SENT.items() if sender in senders]
        single = [
            one for one in missions if len({publishers[name]["copies"] or name for name in voices[one]}) == 1
        ]
        own = [
            one
            for one in single
            if any(publishers[name]["affiliation_iso3"] == sender for name in voices[one])
        ]
        found.append((sender, len(missions), len(single), len(own), sum(not voices[one] for one in missions)))

    assert columns(20, "sender", "missions", "single", "single_and_own", "unnamed") == sorted(
        (row for row in found if row[1] >= 5), key=lambda row: (-row[1], row[0])
    )
