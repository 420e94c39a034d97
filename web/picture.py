"""A picture before it is drawn: what is in it, in words. The drawing and its table are both made from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from graph.search_names import OTHER_KIND
from web.display import label
from web.marks import AGAINST_THE_FLOW, AIDED, ANNOUNCED, Line, Shape, line_of, shape_of
from web.model import Neighbourhood, Relation, Thing, Tie, Ties
from web.wording import Wording
from web.words import Words

MOST_NODES = 300
"""More cannot be read, and would not be drawn smoothly."""

THIN, WIDEST = 1.5, 9.0
SMALLEST, LARGEST = 9, 26


@dataclass(frozen=True, slots=True)
class Teller:
    """How to say things: the words of the pages, those of the ontology, and the address of a thing's page."""

    words: Words
    wording: Wording
    address: Callable[[str], str]

    def name(self, thing: Thing) -> str:
        """What the thing is called, on one short line."""
        return label(thing.name(self.words.language))

    def kind(self, thing: Thing) -> str:
        """What the thing is."""
        words = self.words
        return (
            words("kind.other") if thing.kind == OTHER_KIND else self.wording.term(thing.kind, words.language)
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a picture."""

    iri: str
    name: str
    title: str
    shape: Shape
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line in a picture, from where help comes to where it goes."""

    source: Node
    target: Node
    line: Line
    word: str
    detail: str
    width: float

    def told(self, words: Words) -> str:
        """The relation and its details."""
        return words("edge.told", word=self.word, detail=self.detail) if self.detail else self.word


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges in a fixed order; `shown` of `total` neighbours are in it."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    shown: int
    total: int

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes that a legend must explain."""
        return tuple(dict.fromkeys(node.shape for node in self.nodes))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that a legend must explain."""
        return tuple(dict.fromkeys(edge.line for edge in self.edges))


def tie_picture(ties: Ties, teller: Teller, centre: Thing | None = None) -> Picture:
    """Countries and one line for all missions from one to the other."""
    things = _things([(tie.giver, tie.receiver) for tie in ties.ties], centre)
    weight = {
        iri: sum(tie.missions for tie in ties.ties if iri in (tie.giver.iri, tie.receiver.iri))
        for iri in things
    }
    heaviest = max(weight.values(), default=1) or 1
    nodes = {
        iri: _node(thing, teller, _between(SMALLEST, LARGEST, weight[iri] / heaviest))
        for iri, thing in things.items()
    }
    drawn = (tie for tie in ties.ties if {tie.giver.iri, tie.receiver.iri} <= nodes.keys())
    edges = tuple(_tie_edge(tie, nodes, teller) for tie in drawn)
    others = len(nodes) - (centre is not None)
    return Picture(tuple(nodes.values()), edges, others, max(ties.countries, others))


def _tie_edge(tie: Tie, nodes: dict[str, Node], teller: Teller) -> Edge:
    line = AIDED if tie.delivered else ANNOUNCED
    # The root keeps one tie of a hundred missions from covering the rest; the same number is always as wide.
    width = round(min(THIN * tie.missions**0.5, WIDEST), 1)
    ends = nodes[tie.giver.iri], nodes[tie.receiver.iri]
    return Edge(*ends, line, teller.words(line.word), tie_detail(tie, teller.words), width)


def tie_detail(tie: Tie, words: Words) -> str:
    """A tie in words.

    >>> here, there = Thing("a", "Country"), Thing("b", "Country")
    >>> tie_detail(Tie(here, there, 14, 12, 2, "2003-12", "2023"), Words("en"))
    '14 missions, 2003–2023; 2 announced only'
    """
    years = "–".join(dict.fromkeys(date[:4] for date in (tie.first, tie.last) if date))
    counted = words.counted("missions", tie.missions)
    told = words("tie.years", missions=counted, years=years) if years else counted
    rest = {"tie.announced": tie.announced, "tie.refused": tie.missions - tie.delivered - tie.announced}
    for key, count in rest.items():
        told = words("tie.with", told=told, more=words(key, count=count)) if count > 0 else told
    return told


def relation_picture(around: Neighbourhood, teller: Teller, centre: Thing) -> Picture:
    """The centre and what is related to it."""
    things = _things([(relation.subject, relation.object) for relation in around.relations], centre)
    nodes = {iri: _node(thing, teller, 22 if iri == centre.iri else 14) for iri, thing in things.items()}
    drawn = (one for one in around.relations if {one.subject.iri, one.object.iri} <= nodes.keys())
    edges = tuple(_relation_edge(relation, nodes, teller) for relation in drawn)
    return Picture(
        tuple(nodes.values()), edges, len(around.neighbours(centre.iri) & nodes.keys()), around.total
    )


def _relation_edge(relation: Relation, nodes: dict[str, Node], teller: Teller) -> Edge:
    ends = nodes[relation.subject.iri], nodes[relation.object.iri]
    source, target = reversed(ends) if relation.type in AGAINST_THE_FLOW else ends
    line = line_of(relation.type)
    told = teller.wording.term(relation.type, teller.words.language)
    word = told if line is line_of("") else teller.words(line.word)
    return Edge(source, target, line, word, _when(relation), THIN)


def _when(relation: Relation) -> str:
    return relation.subject.date or relation.object.date


def _things(pairs: Iterable[tuple[Thing, Thing]], centre: Thing | None) -> dict[str, Thing]:
    """Every thing once, the centre first, the others in the order they come, and no more than can be read."""
    things = {centre.iri: centre} if centre else {}
    for pair in pairs:
        for thing in pair:
            things.setdefault(thing.iri, thing)
    return dict(islice(things.items(), MOST_NODES))


def _node(thing: Thing, teller: Teller, size: float) -> Node:
    name, kind = teller.name(thing), teller.kind(thing)
    title = " · ".join(filter(None, (f"{kind}: {name}", thing.date)))
    return Node(thing.iri, name, title, shape_of(thing.kind), round(size), teller.address(thing.iri))


def _between(least: float, most: float, part: float) -> float:
    return least + (most - least) * min(max(part, 0.0), 1.0)
