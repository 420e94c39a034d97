"""How things are drawn: a shape and a colour for each kind, a line for each relation, never colour alone.

A colour is the name of a custom property of the style sheet, which knows the light and the dark one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of thing is drawn: a shape of vis-network and a colour; `kind` names it in the legend."""

    kind: str
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """How a relation is drawn: drawn and empty lengths, a colour; `word` names it in the legend."""

    word: str
    dashes: tuple[int, ...]
    colour: str


COUNTRY = Shape("Country", "dot", "--country")
TERRITORY = Shape("Territory", "hexagon", "--country")
ORGANISATION = Shape("Organisation", "square", "--organisation")
MISSION = Shape("Mission", "diamond", "--mission")
CRISIS = Shape("Crisis", "triangle", "--crisis")
OCCASION = Shape("Occasion", "triangleDown", "--crisis")
PROGRAMME = Shape("Programme", "triangleDown", "--mission")
EVENT = Shape("Event", "star", "--event")
CLAIM = Shape("Claim", "ellipse", "--other")
OTHER = Shape("Resource", "box", "--other")

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "Country": COUNTRY,
        "Territory": TERRITORY,
        "Organisation": ORGANISATION,
        "Grouping": ORGANISATION,
        "Publisher": ORGANISATION,
        "Mission": MISSION,
        "Crisis": CRISIS,
        "StandingProgramme": OCCASION,
        "RoutineEngagement": OCCASION,
        "Occasion": OCCASION,
        "Programme": PROGRAMME,
        "DiplomaticEvent": EVENT,
        "SecurityIncident": EVENT,
        "Event": EVENT,
        "Claim": CLAIM,
    }
)

AIDED = Line("edge.aided", (), "--line-sends")
ANNOUNCED = Line("edge.announced", (7, 5), "--line-other")
SENDS = Line("edge.sends", (), "--line-sends")
RECEIVES = Line("edge.receives", (14, 4), "--line-receives")
ANSWERS = Line("edge.answers", (2, 5), "--line-answers")
BELONGS = Line("edge.belongs", (10, 4, 2, 4), "--line-other")
OTHER_LINE = Line("edge.other", (5, 5), "--line-other")

LINES: Mapping[str, Line] = MappingProxyType(
    {
        "SENT_BY": SENDS,
        "SENDING_ORGANISATION": SENDS,
        "RECEIVED_BY": RECEIVES,
        "RECEIVING_ORGANISATION": RECEIVES,
        "IN_RESPONSE_TO": ANSWERS,
        "OCCASION": ANSWERS,
        "PART_OF_PROGRAMME": BELONGS,
    }
)

AGAINST_THE_FLOW = frozenset({"SENT_BY", "SENDING_ORGANISATION"})
"""Relations drawn from object to subject, so that every arrow points where the help goes."""


def shape_of(kind: str) -> Shape:
    """How a thing of that kind is drawn."""
    return SHAPES.get(kind, OTHER)


def line_of(relation: str) -> Line:
    """How a relation of that type is drawn."""
    return LINES.get(relation, OTHER_LINE)
