"""Finishing functions of questions 15 to 27: from plain facts to the rows of the answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from graph.evidence_counts import DELIVERED
from graph.finished import Finished, Row
from graph.questions.gathered import missions_in, united


def by_status(statuses: Iterable[str | None]) -> Row:
    """How many of the statuses say delivered or later, how many something else, and how many nothing.

    >>> by_status(["delivered", "operating", "pledged", None])
    {'delivered': 2, 'not_delivered': 1, 'status_unknown': 1}
    """
    known = [*statuses]
    delivered = sum(status in DELIVERED for status in known)
    unknown = known.count(None)
    return {
        "delivered": delivered,
        "not_delivered": len(known) - delivered - unknown,
        "status_unknown": unknown,
    }


def ranks(amounts: Iterable[int]) -> dict[int, int]:
    """The rank of each amount, the largest first; equal amounts share a rank, and the next ranks are left out.

    >>> ranks([7, 10, 7, 3])
    {10: 1, 7: 2, 3: 4}
    """
    counted = Counter(amounts)
    places: dict[int, int] = {}
    before = 0
    for amount in sorted(counted, reverse=True):
        places[amount] = before + 1
        before += counted[amount]
    return places


def percent(part: int, whole: int) -> float | None:
    """A share in per cent to one decimal; None of nothing.

    >>> percent(63, 129), percent(0, 0)
    (48.8, None)
    """
    return round(100 * part / whole, 1) if whole else None


def grouped(rows: Iterable[Row], *keys: str) -> Iterator[tuple[Row, list[Row]]]:
    """The rows in groups with equal values of the keys: those values, and the group; sorted by them.

    >>> [(key, len(group)) for key, group in grouped([{"a": 2, "b": 1}, {"a": 1, "b": 1}, {"a": 2, "b": 5}], "a")]
    [({'a': 1}, 1), ({'a': 2}, 2)]
    """

    def key(row: Row) -> tuple[tuple[bool, Any], ...]:
        # What is not known comes last: None is not comparable.
        return tuple((row[name] is None, row[name] or "") for name in keys)

    for _, group in groupby(sorted(rows, key=key), key):
        members = [*group]
        yield {name: members[0][name] for name in keys}, members


def leaders_by_mission_type(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The senders by the number of their missions.

    >>> fact = {"sender": "MAR", "sender_name": "Morocco", "status": "announced", "joint": True, "at_home": False}
    >>> finished = leaders_by_mission_type([fact], {})
    >>> {name: value for name, value in finished.rows[0].items() if value}
    {'rank': 1, 'sender': 'MAR', 'sender_name': 'Morocco', 'missions': 1, 'not_delivered': 1, 'joint': 1}
    """
    rows = [
        {
            **sender,
            "missions": len(sent),
            **by_status(fact["status"] for fact in sent),
            "joint": sum(fact["joint"] for fact in sent),
            "at_home": sum(fact["at_home"] for fact in sent),
        }
        for sender, sent in grouped(facts, "sender", "sender_name")
    ]
    places = ranks(row["missions"] for row in rows)
    shared = Counter(row["missions"] for row in rows)
    return Finished(
        [{"rank": places[row["missions"]], **row} for row in rows],
        {"tied": sum(shared[row["missions"]] > 1 for row in rows)},
    )


_INVOLVEMENT = {
    **dict.fromkeys(("transport", "personnel", "facility", "command", "involved"), "military"),
    # Where only the recipient is military, the sender used no military means.
    **dict.fromkeys(("none", "recipient"), "civilian"),
}


def _means(facts: Iterable[Row]) -> dict[str, int]:
    """How many distinct missions of the facts were military, civilian or unknown."""
    involvement = {fact["mission"]: _INVOLVEMENT.get(fact["involvement"], "unknown") for fact in facts}
    counted = Counter(involvement.values())
    return {kind: counted[kind] for kind in ("military", "civilian", "unknown")}


def military_share(facts: list[Row], parameters: Mapping[str, Any]) -> Finished:
    """The senders with the share of their missions that used military means.

    >>> head = {"sender": "KWT", "sender_name": "Kuwait", "status": "delivered"}
    >>> facts = [head | {"mission": "a", "involvement": "unknown"}, head | {"mission": "b", "involvement": "transport"}]
    >>> [row] = military_share(facts, {"include_undelivered": False}).rows
    >>> row["unknown"], row["share"], row["share_lowest"], row["share_highest"]
    (1, 100.0, 50.0, 100.0)
    """
    delivered = [fact for fact in facts if fact["status"] in DELIVERED]
    counted = facts if parameters["include_undelivered"] else delivered
    rows = []
    for sender, sent in grouped(counted, "sender", "sender_name"):
        means = _means(sent)
        military, known, missions = means["military"], len(sent) - means["unknown"], len(sent)
        rows.append(
            {
                **sender,
                "missions": missions,
                **means,
                "share": percent(military, known),
                "share_lowest": percent(military, missions),
                "share_highest": percent(military + means["unknown"], missions),
            }
        )
    everything = {f"all_{kind}": count for kind, count in _means(facts).items()}
    return Finished(rows, _means(delivered) | everything)


def relation_timeline(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The facts as they are, with counts of what is weak in them.

    >>> relation_timeline([{"date": "2015-01-01", "latest": "2015-01-31", "evidence": ["medium"]}], {}).counts
    {'rows': 1, 'weak': 1, 'undated_lines': 0, 'imprecise': 1}
    """
    return Finished(
        facts,
        {
            "rows": len(facts),
            "weak": sum("high" not in fact["evidence"] for fact in facts),
            "undated_lines": sum(fact["date"] is None for fact in facts),
            "imprecise": sum(fact["date"] != fact["latest"] for fact in facts),
        },
    )


def _days(start: str | None, latest_start: str | None, end: str | None, latest_end: str | None) -> int | None:
    """The days between two dates that are known to the day; None when one is not.

    >>> _days("2023-11-13", "2023-11-13", "2023-11-15", "2023-11-15")
    2
    >>> _days("2009-01-01", "2009-12-31", "2023-11-15", "2023-11-15") is None
    True
    """
    if start is None or end is None or start != latest_start or end != latest_end:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def incidents(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The incidents with the days since their mission began.

    >>> incidents([{"mission": None, "start": None, "start_latest": None, "date": None, "latest": None}], {}).counts
    {'without_mission': 1}
    """
    rows = [
        {**fact, "days": _days(fact["start"], fact["start_latest"], fact["date"], fact["latest"])}
        for fact in facts
    ]
    return Finished(rows, {"without_mission": sum(fact["mission"] is None for fact in facts)})


_FLOWS = {
    (True, True): "members-to-members",
    (True, False): "members-to-others",
    (False, True): "others-to-members",
    (False, False): "others-to-others",
}
"""The row of a package by the first of these that is true of one of its flows: from a member, to a member."""


def flow_of(fact: Row) -> str:
    """The row of question 25 in which a package falls.

    >>> of_members = {"member_senders": ["ARE"], "member_recipients": ["ARE"]}
    >>> flow_of({"senders": ["CHN", "ARE"], "recipients": ["ARE"], **of_members})
    'others-to-members'
    """
    senders, recipients = set(fact["member_senders"]), set(fact["member_recipients"])
    pairs = [(one, other) for one in fact["senders"] for other in fact["recipients"] if one != other]
    kinds = {(one in senders, other in recipients) for one, other in pairs}
    return next((flow for kind, flow in _FLOWS.items() if kind in kinds), "no-flow")


def _changed(fact: Row) -> bool:
    """Whether a party of the package is a member at another date only."""
    sides = ("senders", "recipients")
    return any(fact[f"ever_{side}"] != fact[f"member_{side}"] for side in sides)


def grouping_share(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The packages between countries by the direction of their flows.

    >>> nobody = dict.fromkeys(("senders", "recipients", "member_senders", "member_recipients"), [])
    >>> finished = grouping_share([{"package": None, **nobody}], {})
    >>> finished.rows[-1]["flow"], finished.rows[-1]["share"], finished.counts["other_missions"]
    ('recipients-in', None, 1)
    """
    packages = [fact for fact in facts if fact["package"]]
    parts = {
        flow: [fact for fact in packages if flow_of(fact) == flow] for flow in (*_FLOWS.values(), "no-flow")
    }
    parts["any"] = packages
    parts["senders-in"] = [fact for fact in packages if fact["member_senders"]]
    parts["recipients-in"] = [fact for fact in packages if fact["member_recipients"]]
    rows = [
        {
            "flow": flow,
            "packages": len(part),
            "share": percent(len(part), len(packages)),
            **by_status(fact["status"] for fact in part),
        }
        for flow, part in parts.items()
    ]
    counts = {
        "loops": sum(bool({*fact["senders"]} & {*fact["recipients"]}) for fact in packages),
        "other_missions": len(facts) - len(packages),
        "former": sum(_changed(fact) for fact in packages),
    }
    return Finished(rows, counts)


def societies_and_foundations(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The organisations with the numbers of their missions.

    >>> known = {"organisation": "Lebanese Red Cross", "organisation_kind": "national-society"}
    >>> idle = {"sent": False, "received": False, "with_others": False, "status": None}
    >>> societies_and_foundations([{**known, **idle, "country": "LBN", "country_name": "Lebanon"}], {}).counts
    {'rows': 1, 'without_mission': 1}
    """
    rows = []
    for organisation, missions in grouped(
        facts, "organisation", "organisation_kind", "country", "country_name"
    ):
        sent = [fact for fact in missions if fact["sent"]]
        rows.append(
            {
                **organisation,
                "sent": len(sent),
                "delivered": sum(fact["status"] in DELIVERED for fact in sent),
                "alone": sum(not fact["with_others"] for fact in sent),
                "with_others": sum(fact["with_others"] for fact in sent),
                "received": sum(fact["received"] for fact in missions),
            }
        )
    idle = sum(not row["sent"] and not row["received"] for row in rows)
    return Finished(rows, {"rows": len(rows), "without_mission": idle})


def aid_to_groups(facts: list[Row], parameters: Mapping[str, Any]) -> Finished:
    """The pairs of sender and recipient with their missions.

    >>> pair = {"sender": "EGY", "sender_name": "Egypt", "recipient": "ITA", "recipient_name": "Italy"}
    >>> fact = {**pair, "mission": "m", "status": "announced", "in_first": True, "in_second": True}
    >>> finished = aid_to_groups([fact], {"first": "G7", "second": "EU"})
    >>> finished.rows[0]["groups"], finished.counts
    (['EU', 'G7'], {'rows': 1, 'unproven': 1})
    """
    rows = []
    for pair, missions in grouped(facts, "sender", "sender_name", "recipient", "recipient_name"):
        groups = {parameters[name] for fact in missions for name in ("first", "second") if fact[f"in_{name}"]}
        rows.append(
            {
                **pair,
                "groups": sorted(groups),
                "packages": len(missions),
                **by_status(fact["status"] for fact in missions),
                "missions": missions_in(missions),
            }
        )
    unproven = sum(not row["delivered"] for row in rows)
    return Finished(rows, {"rows": len(rows), "unproven": unproven})


def south_south_flows(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The senders with their missions and recipients.

    >>> fact = {"sender": "CUB", "sender_name": "Cuba", "groupings": [], "mission": "m", "status": "completed"}
    >>> finished = south_south_flows([fact | {"recipient": "PAK"}, fact | {"recipient": "HTI"}], {})
    >>> finished.rows[0]["partners"], finished.counts
    (2, {'senders': 1, 'packages': 1, 'ungrouped': 1})
    """
    rows = []
    for sender, flows in grouped(facts, "sender", "sender_name"):
        status = {fact["mission"]: fact["status"] for fact in flows}
        recipients = sorted({fact["recipient"] for fact in flows if fact["recipient"]})
        rows.append(
            {
                **sender,
                "groupings": united(flows, "groupings"),
                "packages": len(status),
                **by_status(status.values()),
                "partners": len(recipients),
                "recipients": recipients,
                "missions": sorted(status),
            }
        )
    counts = {
        "senders": len(rows),
        "packages": len({fact["mission"] for fact in facts}),
        "ungrouped": sum(not row["groupings"] for row in rows),
    }
    return Finished(rows, counts)


def _own(sender: str, developers: Iterable[str]) -> str:
    """Whether the sender is among the developers; "unknown" where no developer is known."""
    known = {*developers}
    if not known:
        return "unknown"
    return "yes" if sender in known else "no"


def vaccines_and_developers(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The senders with the products that they gave, and whether they developed them.

    >>> head = {"sender": "TUR", "sender_name": "Türkiye", "mission": "m", "status": "delivered", "recipients": ["LBY"]}
    >>> finished = vaccines_and_developers([head | {"product": "CoronaVac", "developers": ["CHN"]}], {})
    >>> finished.rows[0]["own"], finished.counts
    ('no', {'rows': 1, 'own': 0, 'foreign': 1, 'unknown': 0})
    """
    rows = []
    for gift, missions in grouped(facts, "sender", "sender_name", "product"):
        developers = united(missions, "developers")
        rows.append(
            {
                **gift,
                "developers": developers,
                "own": _own(gift["sender"], developers),
                "packages": len(missions),
                **by_status(fact["status"] for fact in missions),
                "recipients": united(missions, "recipients"),
                "missions": missions_in(missions),
            }
        )
    owns = Counter(row["own"] for row in rows)
    counts = {"own": owns["yes"], "foreign": owns["no"], "unknown": owns["unknown"]}
    return Finished(rows, {"rows": len(rows)} | counts)


def capability_in_aid(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The senders with the capabilities on which their missions draw, and what is said of them.

    >>> head = {"capability": "masks", "sender": "MAR", "sender_name": "Morocco", "mission": "m", "status": "delivered"}
    >>> finished = capability_in_aid([head | {"statements": [], "publishers": [], "voices": []}], {})
    >>> finished.rows[0]["stated"], finished.rows[0]["interested"], finished.counts
    (False, None, {'rows': 1, 'unstated': 1})
    """
    rows = []
    for capability, missions in grouped(facts, "capability", "sender", "sender_name"):
        statements = united(missions, "statements")
        interested = capability["sender"] in united(missions, "voices")
        rows.append(
            {
                **capability,
                "stated": bool(statements),
                "statements": statements,
                "publishers": united(missions, "publishers"),
                "interested": interested if statements else None,
                "packages": len(missions),
                **by_status(fact["status"] for fact in missions),
                "missions": missions_in(missions),
            }
        )
    return Finished(rows, {"rows": len(rows), "unstated": sum(not row["stated"] for row in rows)})


def _side(claim: Row) -> str:
    """On which side of the mission those stand whose words a claim reports.

    >>> _side({"stated_by": ["ARE"], "speaks_for_sender": True, "speaks_for_recipient": False})
    'sender'
    >>> _side({"stated_by": [], "speaks_for_sender": False, "speaks_for_recipient": False})
    'unknown'
    """
    sides = [side for side in ("sender", "recipient") if claim[f"speaks_for_{side}"]]
    return " and ".join(sides) or ("other" if claim["stated_by"] else "unknown")


def contested_missions(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The claims with the side on which their speakers stand.

    >>> words = {"mission": "m", "stated_by": [], "speaks_for_sender": False, "speaks_for_recipient": False}
    >>> contested_missions([words | {"contradicts": []}], {}).counts
    {'one_sided': 1, 'unknown_speakers': 1}
    """
    answered = {fact["mission"] for fact in facts if fact["contradicts"]}
    counts = {
        "one_sided": len({fact["mission"] for fact in facts} - answered),
        "unknown_speakers": sum(not fact["stated_by"] for fact in facts),
    }
    return Finished([{**fact, "side": _side(fact)} for fact in facts], counts)


def _training(fact: Row) -> Row:
    """A row of question 19, with the sides that the fact's kind allows."""
    by = fact["senders"]
    whom = [party for party in fact["recipients"] if party not in by]
    concerned = {*fact["concerned"]}
    both = not concerned.isdisjoint(by) and not concerned.isdisjoint(whom)
    return {**fact, "by": by, "whom": whom, "both_ways": both}


def who_trained_whom(facts: list[Row], _parameters: Mapping[str, Any]) -> Finished:
    """The records of training, each with its sides where they are known.

    >>> nothing = dict.fromkeys(("senders", "recipients", "concerned"), [])
    >>> event = {"kind": "event", "status": None, "stated_only": False, "parties": ["CUB", "PAK"]}
    >>> who_trained_whom([nothing | event], {}).counts
    {'rows': 1, 'not_held': 0, 'undirected': 1, 'stated_only': 0}
    """
    rows = [_training(fact) for fact in facts]
    counts = {
        "rows": len(rows),
        "not_held": sum(row["kind"] != "event" and row["status"] not in DELIVERED for row in rows),
        "undirected": sum(not row["by"] or not row["whom"] for row in rows),
        "stated_only": sum(row["stated_only"] for row in rows),
    }
    return Finished(rows, counts)
