"""What finishes the facts of the questions on answers to one crisis: 2, 3 and 6 to 9."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from graph.finished import Finished, Row
from graph.questions.gathered import grouped, is_delivered, missions_in, of_kind, united, worded
from graph.questions.spans import Span, days_between, earliest_of, first_day, last_day, span_of, standings_of

Parameters = Mapping[str, Any]


# --- 2: field hospitals after a crisis, and 3: aid of a sender in a crisis -------------------------------------------


def field_hospitals_after_crisis(facts: list[Row], _parameters: Parameters) -> Finished:
    """The missions as they stand, then the totals that sources claim."""
    rows = [row | {"delivered": None if row["kind"] == "claim" else is_delivered(row)} for row in facts]
    hospitals, claims = of_kind(rows, "mission"), of_kind(rows, "claim")
    return Finished(
        rows,
        {
            "hospital_missions": len(hospitals),
            "arrived": sum(bool(row["delivered"]) for row in hospitals),
            "senders": len(united(hospitals, "senders")),
            "claims": len(claims),
        },
    )


def aid_of_sender_in_crisis(facts: list[Row], parameters: Parameters) -> Finished:
    """The sender's missions, each by itself, then what is claimed of its aid as a whole.

    >>> claim = dict.fromkeys(["mission", "status"]) | {"kind": "claim", "recipients": [], "senders": []}
    >>> claim |= {"publishers": ["WAM"], "own_publishers": ["WAM"], "stated_by": [], "superseded_by": ["2"]}
    >>> row = aid_of_sender_in_crisis([claim], {"sender": "ARE"}).rows[0]
    >>> row["self_claim"], row["superseded_by"]
    (True, ['2'])
    """
    rows = [_aid(row, parameters["sender"]) for row in facts]
    claims = of_kind(rows, "claim")
    return Finished(
        rows,
        {
            "items": len(of_kind(rows, "mission")),
            "together": len(of_kind(rows, "joint work")),
            "own_word": sum(row["self_claim"] for row in rows if row["kind"] != "claim"),
            "claims": len(claims),
            "superseded": sum(bool(row["superseded_by"]) for row in claims),
            "self_claims": sum(row["self_claim"] for row in claims),
        },
    )


def _aid(row: Row, sender: str) -> Row:
    own_word = bool(row["publishers"]) and row["publishers"] == row["own_publishers"]
    at_home = row["kind"] == "mission" and row["recipients"] == [sender]
    return row | {
        "kind": "joint work" if at_home else row["kind"],
        "recipients": [code for code in row["recipients"] if code != sender] or row["recipients"],
        "partners": [code for code in row["senders"] if code != sender],
        "delivered": None if row["kind"] == "claim" else is_delivered(row),
        "self_claim": own_word or sender in row["stated_by"],
    }


# --- 6 to 8: who answered, who arrived, after how long ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one party did in answer to a crisis: its earliest date within the crisis, its missions."""

    who: str
    begun: Span | None
    missions: list[str]
    onset: Span | None


def begun_since(row: Row) -> Span | None:
    """When a mission began: not before the crisis that it answers, and not after its own end.

    >>> facts = {"start": "2023-02-01", "latest": "2023-02-28", "ended": "2023-02-19"}
    >>> begun_since(facts | {"onset": "2023-02-06", "onset_latest": "2023-02-06"})
    Span(first='2023-02-06', last='2023-02-19')
    """
    if row["start"] is None:
        return None
    first = max(row["start"], row["onset"] or row["start"])
    last = min(row["latest"], row["ended"] or row["latest"])
    return Span(first, max(first, last))


def _in_answer(rows: Iterable[Row]) -> list[Row]:
    """The rows of missions that are not known to be older than the crisis."""
    return [row for row in rows if not (row["latest"] and row["onset"]) or row["latest"] >= row["onset"]]


def _answers(rows: Iterable[Row]) -> list[_Answer]:
    """What each party did, by party."""
    answers = []
    for who, own in sorted(grouped(rows, lambda row: str(row["who"])).items()):
        spans = [begun_since(row) for row in own]
        begun = earliest_of(span for span in spans if span)
        answers.append(_Answer(who, begun, missions_in(own), span_of(own[0], "onset", "onset_latest")))
    return answers


def places(spans: Mapping[str, Span | None]) -> dict[str, str]:
    """The place of each party among those that were first.

    `first`: nobody else can have been as early. `tied`: known to the day, on the earliest day by which somebody
    surely came, and others came or may have come by then. `possible`: may have been first, its day is not known.
    `later`: somebody surely came before. `undated`: no date at all.

    >>> day, month = Span("2023-02-07", "2023-02-07"), Span("2023-02-06", "2023-02-28")
    >>> places({"AZE": day, "PAK": day, "IND": month, "BGD": Span("2023-02-08", "2023-02-08"), "XXX": None})
    {'AZE': 'tied', 'PAK': 'tied', 'IND': 'possible', 'BGD': 'later', 'XXX': 'undated'}
    """
    deadline = min((span.last for span in spans.values() if span), default="")
    candidates = sum(span is not None and span.first <= deadline for span in spans.values())
    return {who: _place(span, deadline, candidates) for who, span in spans.items()}


def _place(span: Span | None, deadline: str, candidates: int) -> str:
    if span is None:
        return "undated"
    if span.first > deadline:
        return "later"
    if candidates == 1:
        return "first"
    return "tied" if span.known else "possible"


def who_answered_first(facts: list[Row], _parameters: Parameters) -> Finished:
    """The parties that answered first, or may have; then the claims of having been first."""
    answers = _answers(_in_answer(of_kind(facts, "mission")))
    place = places({answer.who: answer.begun for answer in answers})
    rows = [_answer_row("mission", answer, place[answer.who]) for answer in answers]
    kept = [row for row in rows if row["place"] != "later"]
    return Finished(kept + _claims_of_first(facts), _counts_of_first(rows))


def who_arrived_first(facts: list[Row], _parameters: Parameters) -> Finished:
    """All parties that arrived, in which place; then those that only announced; then the claims."""
    missions = _in_answer(of_kind(facts, "mission"))
    arrived = _answers(row for row in missions if is_delivered(row))
    there = {answer.who for answer in arrived}
    only_said = [
        answer
        for answer in _answers(row for row in missions if not is_delivered(row))
        if answer.who not in there
    ]
    place = places({answer.who: answer.begun for answer in arrived})
    rows = [_answer_row("arrived", answer, place[answer.who]) for answer in arrived]
    said = [_answer_row("not arrived", answer, None) for answer in only_said]
    counts = _counts_of_first(rows) | {"not_arrived": len(said)}
    return Finished(rows + said + _claims_of_first(facts), counts)


def _counts_of_first(rows: Iterable[Row]) -> dict[str, int]:
    found = Counter(row["place"] for row in rows)
    return {name: found[name] for name in ("first", "tied", "possible", "later", "undated")}


def _answer_row(kind: str, answer: _Answer, place: str | None) -> Row:
    begun, days_after = answer.begun, _days_after(answer.onset, answer.begun)
    return {
        "kind": kind,
        "place": place,
        "parties": [answer.who],
        "earliest": first_day(begun),
        "latest": last_day(begun),
        "days_min": days_after[0],
        "days_max": days_after[1],
        "missions": answer.missions,
        "claim": None,
        "words": None,
        "stated_by": [],
        "publisher": None,
        "interested": None,
    }


def _days_after(onset: Span | None, begun: Span | None) -> tuple[int | None, int | None]:
    """The fewest and the most days from a crisis to an answer."""
    if onset is None or begun is None:
        return None, None
    return max(0, days_between(onset.last, begun.first)), days_between(onset.first, begun.last)


def _claims_of_first(facts: Iterable[Row]) -> list[Row]:
    rows = []
    for claim in of_kind(facts, "claim"):
        speakers = {*claim["stated_by"], *claim["spoken_for"]}
        rows.append(
            {
                "kind": "claim",
                "place": None,
                "parties": claim["concerned"],
                "earliest": claim["start"],
                "latest": claim["latest"],
                "days_min": None,
                "days_max": None,
                "missions": [claim["mission"]] if claim["mission"] else [],
                "claim": claim["claim"],
                "words": claim["words"],
                "stated_by": claim["stated_by"],
                "publisher": claim["publisher"],
                "interested": bool(speakers & {*claim["concerned"]}),
            }
        )
    return rows


# --- 8: response times of a grouping and of others -------------------------------------------------------------------


def response_time_of_groups(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for all missions, and one for each group of them that there is."""
    by_mission = grouped(_in_answer(facts), lambda row: str(row["mission"]))
    groups = grouped(
        [own[0] | {"group": _group(own)} for own in by_mission.values()], lambda row: str(row["group"])
    )
    everything = [row for rows in groups.values() for row in rows]
    rows = [_response_times(group, rows) for group, rows in [("all", everything), *groups.items()] if rows]
    return Finished(rows, {"older": len({row["mission"] for row in facts}) - len(by_mission)})


def _group(own: list[Row]) -> str:
    """Whether a mission's senders are members of the grouping, at its start."""
    kinds = {
        _kind_of_sender(standings_of(rows, span_of(rows[0])))
        for rows in grouped(own, lambda row: str(row["who"])).values()
    }
    return kinds.pop() if len(kinds) == 1 else "undecided" if "undecided" in kinds else "joint"


def _kind_of_sender(standing: set[str]) -> str:
    if standing == {"member"}:
        return "members"
    return "undecided" if "member" in standing else "others"


def _response_times(group: str, rows: list[Row]) -> Row:
    spans = [span for row in rows if (span := begun_since(row))]
    onset = span_of(rows[0], "onset", "onset_latest")
    days = [(low, high) for low, high in (_days_after(onset, span) for span in spans) if low is not None]
    lows, highs = [low for low, _ in days], [high for _, high in days if high is not None]
    return {
        "group": group,
        "count": len(rows),
        "undated": len(rows) - len(spans),
        "to_the_day": sum(span.known for span in spans),
        "median_min": _median(lows),
        "median_max": _median(highs),
        "fastest_min": min(lows, default=None),
        "fastest_max": min(highs, default=None),
        "slowest_min": max(lows, default=None),
        "slowest_max": max(highs, default=None),
        "missions": missions_in(rows),
    }


def _median(values: list[int]) -> int | float | None:
    """The middle value, or the mean of the two in the middle; whole where it is whole.

    >>> [_median([3, 1, 2]), _median([1, 2]), _median([1, 3]), _median([])]
    [2, 1.5, 2, None]
    """
    if not values:
        return None
    middle = median(values)
    return int(middle) if middle == int(middle) else float(middle)


# --- 9: crises whose hour is known -----------------------------------------------------------------------------------


def hour_level_onsets(facts: list[Row], _parameters: Parameters) -> Finished:
    """One row for each crisis with an hour, and each answer within hours that is claimed; the fastest marked.

    >>> fact = {"crisis_id": "CRI-009", "value": "19", "unit": "hours", "answered_by": ["PAK"]}
    >>> hour_level_onsets([fact | {"stated_by": ["PAK"], "spoken_for": []}], {}).rows[0]["fastest"]
    True
    """
    told = [row | {"hours": _hours(row), "words": worded(row)} for row in facts]
    fastest = min((row["hours"] for row in told if row["hours"] is not None), default=None)
    rows = [
        row
        | {
            "fastest": row["hours"] is not None and row["hours"] == fastest,
            "interested": bool({*row["stated_by"], *row["spoken_for"]} & {*row["answered_by"]})
            if row["hours"] is not None
            else None,
        }
        for row in told
    ]
    answered = {row["crisis_id"] for row in rows if row["hours"] is not None}
    return Finished(
        rows,
        {
            "crises": len({row["crisis_id"] for row in rows}),
            "unanswered": len({row["crisis_id"] for row in rows} - answered),
        },
    )


def _hours(row: Row) -> int | float | None:
    return _number(row["value"]) if row["unit"] == "hours" else None


def _number(text: str | None) -> int | float | None:
    """The number that a text is; None for a text that is none.

    >>> [_number("19"), _number("1.5"), _number("soon"), _number(None)]
    [19, 1.5, None, None]
    """
    try:
        value = float(text or "")
    except ValueError:
        return None
    return int(value) if value == int(value) else value
