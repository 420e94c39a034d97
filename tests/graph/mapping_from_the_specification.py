"""An encoder and a decoder written from docs/mapping.md, to prove that the page suffices: nothing here is Hakim's.

Graphs are JSON, as docs/mapping/README.md has them. A term is a tuple: ("iri", text), ("blank", label),
("literal", lexical, datatype, language, direction) or ("triple", subject, predicate, object). The numbers in
comments are the page's sections.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

Json = Any
Term = tuple[Any, ...]
Fact = tuple[str, Term, str]
"""Predicate, object and graph name of a subject."""
Ranks = Mapping[str, list[int | str]]

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE: Final = RDF + "type"
REIFIES: Final = RDF + "reifies"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
STRING: Final = XSD + "string"
UNRECORDED: Final = "urn:hakim:unrecorded"
RESERVED: Final = frozenset({"iri", "types", "graphs", "eid", "derived", "term", "_q"})


class Refused(Exception):
    """What a decoder must not read; the text is the page's code."""


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def compact(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- 3: the vocabulary's tables ---


@dataclass(frozen=True)
class DeclaredKey:
    key: str
    datatype: str
    many: bool
    value_space: str


@dataclass(frozen=True)
class Tables:
    prefixes: Mapping[str, str]
    classes: Mapping[str, tuple[str, tuple[str, ...]]]
    keys: Mapping[str, DeclaredKey]
    edges: Mapping[str, str]


HD: Final = "https://w3id.org/health-diplomacy/ont#"
SH: Final = "http://www.w3.org/ns/shacl#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"


@dataclass
class Statements:
    """The triples of the two ontology files, to be asked for objects and subjects."""

    triples: set[tuple[Term, str, Term]] = field(default_factory=set)

    def read(self, path: Path) -> None:
        for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True):
            self.triples.add((term_of(quad.subject), quad.predicate.value, term_of(quad.object)))

    def pairs(self, predicate: str) -> list[tuple[Term, Term]]:
        return sorted((s, o) for s, p, o in self.triples if p == predicate)

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        return [o for s, o in self.pairs(predicate) if s == subject]


def read_tables(prefixes: Mapping[str, str], files: Iterable[Path]) -> Tables:
    known = Statements()
    for path in files:
        known.read(path)
    labels = {s[1]: o[1] for s, o in known.pairs(HD + "graphLabel") if s[0] == "iri"}
    above: dict[str, list[str]] = {}
    for child, parent in known.pairs(RDFS + "subClassOf"):
        if child[1] in labels and parent[0] == "iri" and parent[1] in labels:
            above.setdefault(child[1], []).append(parent[1])
    scalars, unique = read_shapes(known)
    return Tables(
        prefixes,
        {iri: (label, tuple(sorted(above.get(iri, [])))) for iri, label in labels.items()},
        {
            s[1]: declared_key(known, s, o[1], s[1] not in scalars, s[1] in unique)
            for s, o in known.pairs(HD + "graphKey")
        },
        {s[1]: o[1] for s, o in known.pairs(HD + "graphEdge")},
    )


def read_shapes(known: Statements) -> tuple[set[str], set[str]]:
    """The properties that are scalars, and those with a shape that says uniqueLang."""
    caps: dict[tuple[str, Term], bool] = {}
    unique: set[str] = set()
    for shape, path in known.pairs(SH + "path"):
        one_a_language = any(said[1] in {"true", "1"} for said in known.objects(shape, SH + "uniqueLang"))
        at_most_one = any(int(said[1]) <= 1 for said in known.objects(shape, SH + "maxCount"))
        if one_a_language:
            unique.add(path[1])
        for owner in [s for s, o in known.pairs(SH + "property") if o == shape] or [shape]:
            caps[path[1], owner] = caps.get((path[1], owner), False) or one_a_language or at_most_one
    return {p for p, _ in caps} - {p for (p, _), capped in caps.items() if not capped}, unique


def declared_key(known: Statements, term: Term, key: str, many: bool, unique: bool) -> DeclaredKey:
    space = next((o[1] for o in known.objects(term, HD + "valueSpace")), "")
    reach = next((o[1] for o in known.objects(term, RDFS + "range")), "")
    untyped = space or unique or reach in {RDF + "PlainLiteral", RDF + "langString"}
    return DeclaredKey(key, "" if untyped else reach, many, space)


# --- 2, 5, 11: terms and their texts ---


def term_of(term: Any) -> Term:
    match term:
        case NamedNode():
            return ("iri", term.value)
        case BlankNode():
            return ("blank", term.value)
        case Literal():
            direction = term.direction.value if term.direction else ""
            datatype = "" if term.language else term.datatype.value
            return ("literal", term.value, datatype, term.language or "", direction)
        case Triple():
            return ("triple", term_of(term.subject), term_of(term.predicate), term_of(term.object))
    raise TypeError(term)


def key_of(term: Term) -> str:
    match term[0]:
        case "iri":
            return str(term[1])
        case "blank":
            return f"_:{term[1]}"
    return "_tt:" + sha(text_of(term))


def term_of_key(key: Any) -> Term:
    try:
        if key.startswith("_:"):
            return ("blank", BlankNode(key[2:]).value)
        return ("iri", NamedNode(key).value)
    except (ValueError, AttributeError) as error:
        raise Refused("no-key") from error


ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **{
        ord(char): escape
        for char, escape in zip(
            '\b\t\n\f\r"\\', ("\\b", "\\t", "\\n", "\\f", "\\r", '\\"', "\\\\"), strict=True
        )
    },
}


def text_of(term: Term) -> str:
    """A term in canonical N-Triples."""
    match term:
        case ("iri", iri):
            return f"<{iri}>"
        case ("blank", label):
            return f"_:{label}"
        case ("literal", lexical, datatype, language, direction):
            quoted = '"' + lexical.translate(ESCAPES) + '"'
            if language:
                return f"{quoted}@{language}" + (f"--{direction}" if direction else "")
            return quoted if datatype == STRING else f"{quoted}^^<{datatype}>"
    return "<<( " + " ".join(map(text_of, term[1:])) + " )>>"


def triple_of_text(text: Any) -> Term:
    try:
        [quad] = parse(f"<urn:a> <urn:a> {text} .".encode(), format=RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise Refused("term-text") from error
    term = term_of(quad.object)
    if term[0] != "triple":
        raise Refused("term-text")
    return term


# --- 7.2, 7.3: native values, in their JSON ---

INTEGERS: Final = frozenset(
    [XSD + name for name in ("integer", "long", "int", "short", "byte")]
    + [f"{XSD}unsigned{size}" for size in ("Long", "Int", "Short", "Byte")]
    + [f"{XSD}{sign}Integer" for sign in ("positive", "negative", "nonPositive", "nonNegative")]
)
REALS: Final = frozenset({XSD + "double", XSD + "float"})
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
TIME = re.compile(r"(.{10})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z")


def show_boolean(lexical: str) -> Json:
    return {"true": True, "1": True, "false": False, "0": False}.get(lexical)


def show_integer(lexical: str) -> Json:
    if len(lexical) > 40 or not re.fullmatch(r"[+-]?[0-9]+", lexical):
        return None
    number = int(lexical)
    return {"integer": str(number)} if -(2**63) <= number < 2**63 else None


def show_double(lexical: str) -> Json:
    if not NUMBER.fullmatch(lexical) or not isfinite(float(lexical)):
        return None
    return {"double": double_text(float(lexical) or 0.0)}


def double_text(number: float) -> str:
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    text = "".join(map(str, digits)).strip("0") or "0"
    dropped = len(digits) - len("".join(map(str, digits)).lstrip("0"))
    power = int(exponent) + len(digits) - dropped - 1 if number else 0
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{power}"


def show_date(lexical: str) -> Json:
    match = DAY.fullmatch(lexical)
    if not match:
        return None
    try:
        date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
    return {"date": lexical}


def show_instant(lexical: str) -> Json:
    match = TIME.fullmatch(lexical)
    if not match or not show_date(match[1]):
        return None
    fraction = (match[3] or "").rstrip("0").rstrip(".")
    return {"datetime": f"{lexical[:19]}{fraction}Z"}


SHOW: Final[Mapping[str, Callable[[str], Json]]] = {
    XSD + "boolean": show_boolean,
    XSD + "decimal": show_double,
    XSD + "date": show_date,
    XSD + "dateTime": show_instant,
    **dict.fromkeys(INTEGERS, show_integer),
    **dict.fromkeys(REALS, show_double),
}


def literal(lexical: str, datatype: str = STRING, language: str = "") -> Term:
    return ("literal", lexical, "" if language else datatype, language, "")


def stands_for(value: Json, datatype: str, language: str) -> Term:
    """The literal of a native value under a literal key."""
    if isinstance(value, str):
        return literal(value, STRING if datatype in {*SHOW, STRING, ""} else datatype, language)
    if isinstance(value, bool):
        return literal("true" if value else "false", XSD + "boolean")
    kind = kind_of(value)
    if kind not in NATURAL:
        raise Refused("value-type")
    natural, others = NATURAL[kind]
    written = datatype if datatype in others and not language else natural
    return literal(plain_digits(value[kind]) if written == XSD + "decimal" else value[kind], written)


NATURAL: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "integer": (XSD + "integer", INTEGERS),
    "double": (XSD + "double", REALS | {XSD + "decimal"}),
    "date": (XSD + "date", frozenset()),
    "datetime": (XSD + "dateTime", frozenset()),
}
"""For each native type its natural datatype, and those that are written in its place where they are declared."""


def plain_digits(double: str) -> str:
    text = f"{Decimal(double):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def kind_of(value: Json) -> str:
    return next(iter(value)) if isinstance(value, dict) else type(value).__name__


def order_of(value: Json) -> Any:
    match value:
        case {"integer": text}:
            return int(text)
        case {"double": text}:
            return float(text)
        case {"date": text} | {"datetime": text}:
            return text.rstrip("Z")
    return value


# --- 4, 6: keys ---


@dataclass(frozen=True)
class Key:
    """A property's name, and how its values are read: kind is key, concept, reference or types."""

    name: str
    iri: str
    kind: str
    many: bool
    datatype: str = ""
    language: str = ""
    space: str = ""


class Mapper:
    """The mapping under one vocabulary; `learn` takes what a registry's entries tell of hashed names."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._namespaces = {namespace: prefix for prefix, namespace in tables.prefixes.items()}
        self._labels = {label: iri for iri, (label, _) in tables.classes.items()}
        self._edges = {edge: iri for iri, edge in tables.edges.items()}
        self._keys = {declared.key: iri for iri, declared in tables.keys.items()}
        declared = [*tables.classes, *tables.keys, *tables.edges]
        self._hashed = {hashed_name(iri): iri for iri in declared}

    def learn(self, entries: Iterable[Json]) -> None:
        """Section 4.7."""
        for entry in entries:
            if entry != self._entry(entry["kind"], entry["iri"], entry["language"]):
                raise Refused("other-vocabulary")

    def _entry(self, kind: str, iri: str, language: str) -> Json:
        match kind:
            case "label":
                return entry_of(kind, self.label(iri), iri)
            case "edge":
                return entry_of(kind, self.edge(iri), iri)
            case "key":
                key = self.literal_key(iri, language)
            case _:
                key = self.edge_key(iri)
        return entry_of(key.kind, key.name, iri, key)

    # 4.2 to 4.4

    def foreign(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, rest = self._namespaces.get(iri[:cut]), iri[cut:]
        plain = re.fullmatch("[A-Za-z][A-Za-z0-9]*", rest) and not is_hash(rest)
        if prefix and plain and len(f"{prefix}_{rest}") <= 60:
            return f"{prefix}_{rest}"
        return hashed_name(iri)

    def _claim(self, iri: str) -> None:
        """Section 4.5."""
        if self._hashed.setdefault(hashed_name(iri), iri) != iri:
            raise Refused("clash")

    def label(self, iri: str) -> str:
        self._claim(iri)
        declared = self._tables.classes.get(iri)
        return declared[0] if declared else self.foreign(iri)

    def edge(self, iri: str) -> str:
        self._claim(iri)
        declared = self._tables.edges.get(iri)
        return declared or (hashed_name(iri) if iri in self._tables.keys else self.foreign(iri))

    def literal_key(self, iri: str, language: str) -> Key:
        self._claim(iri)
        declared = self._tables.keys.get(iri)
        suffix = "_" + language.replace("-", "_") if language else ""
        if declared and not declared.value_space:
            return Key(declared.key + suffix, iri, "key", declared.many, declared.datatype, language)
        name = hashed_name(iri) if declared or iri in self._tables.edges else self.foreign(iri)
        return Key(name + suffix, iri, "key", many=True, language=language)

    def concept_key(self, iri: str) -> Key | None:
        declared = self._tables.keys.get(iri)
        if declared and declared.value_space:
            return Key(declared.key, iri, "concept", declared.many, space=declared.value_space)
        return None

    def node_key(self, iri: str) -> Key | None:
        return Key("types", TYPE, "types", many=True) if iri == TYPE else self.concept_key(iri)

    def edge_key(self, iri: str) -> Key:
        self._claim(iri)
        return self.concept_key(iri) or Key(f"{self.foreign(iri)}_reference", iri, "reference", many=True)

    # 4.6

    def _foreign_iri(self, name: str) -> str:
        prefix, _, rest = name.partition("_")
        if name in self._hashed:
            return self._hashed[name]
        if prefix in self._tables.prefixes and not is_hash(rest):
            return self._tables.prefixes[prefix] + rest
        raise Refused("unknown-name")

    def class_of(self, name: str) -> str:
        iri = self._labels.get(name) or self._foreign_iri(name)
        return confirmed(iri, self.label(iri), name)

    def predicate_of(self, name: str) -> str:
        iri = self._edges.get(name) or self._foreign_iri(name)
        return confirmed(iri, self.edge(iri), name)

    def key_of_name(self, name: str) -> Key:
        if name == "types":
            return Key("types", TYPE, "types", many=True)
        first, *tail = name.split("_")
        if name in self._keys:
            iri = self._keys[name]
            return self.concept_key(iri) or self.literal_key(iri, "")
        if first in self._keys and not is_hash(tail[0] if tail else ""):
            iri = self._keys[first]
        else:
            iri, tail = self._foreign_iri("_".join([first, *tail[:1]])), tail[1:]
        key = self._key_with_tail(iri, tail)
        confirmed(iri, key.name, name)
        return key

    def _key_with_tail(self, iri: str, tail: list[str]) -> Key:
        if tail == ["reference"]:
            return self.edge_key(iri)
        language = "-".join(tail)
        if not tail:
            return self.literal_key(iri, "")
        try:
            Literal("", language=language)
        except ValueError as error:
            raise Refused("bad-language") from error
        return self.literal_key(iri, language)

    # 7: what a term shows and what a value stands for

    def shows(self, key: Key, term: Term) -> Json:
        if key.kind == "types":
            return self.label(term[1])
        if key.kind != "key":
            rest = str(term[1]).removeprefix(key.space)
            in_space = key.space and term[1].startswith(key.space)
            return rest if in_space and re.fullmatch("[A-Za-z0-9-]+", rest) else term[1]
        _, lexical, datatype, _, _ = term
        value = SHOW[datatype](lexical) if datatype in SHOW else None
        return lexical if value is None else value

    def reads(self, key: Key, value: Json) -> Term:
        if key.kind == "key":
            return stands_for(value, key.datatype, key.language)
        if not isinstance(value, str):
            raise Refused("no-iri")
        if key.kind == "types":
            return ("iri", self.class_of(value))
        try:
            return ("iri", NamedNode(value if ":" in value else key.space + value).value)
        except ValueError as error:
            raise Refused("no-iri") from error

    def list_of(self, key: Key, terms: Iterable[Term]) -> list[Json]:
        terms = list(terms)
        values = [self.shows(key, term) for term in terms]
        if len(set(map(kind_of, values))) > 1:
            values = [term[1] for term in terms]
        distinct = {json.dumps(value): value for value in values}
        return sorted(distinct.values(), key=order_of)

    # 6 to 8: the properties of a subject

    def properties(
        self, slots: Mapping[Key, Mapping[Term, set[str]]], graphs: set[str], ranks: Ranks
    ) -> Json:
        home = sorted(graphs)
        found: dict[str, Json] = {"graphs": home} if home else {}
        ledger = []
        for key in sorted(slots, key=lambda one: one.name):
            found[key.name], entry = self._slot(key, slots[key], home, ranks)
            if entry is not None:
                ledger.append(compact([key.name, entry]))
        return found | ({"_q": ledger} if ledger else {})

    def _slot(
        self, key: Key, terms: Mapping[Term, set[str]], home: list[str], ranks: Ranks
    ) -> tuple[Json, Json]:
        """What a slot shows, and the second part of its ledger entry."""
        if key.many:
            shown: Json = self.list_of(key, terms)
            regular = {self.reads(key, value) for value in shown} == set(terms)
        else:
            first = self.first_of(key, terms, ranks)
            shown = self.shows(key, first)
            regular = len(terms) == 1 and self.reads(key, shown) == first
        places = {term: sorted(map(home.index, graphs)) for term, graphs in terms.items()}
        different = {tuple(found) for found in places.values()}
        if not regular or len(different) > 1:
            return shown, [
                [found, *texts]
                for found, texts in sorted((places[term], cell_of(key, term)) for term in terms)
            ]
        [common] = different
        return shown, None if len(common) == len(home) else list(common)

    def first_of(self, key: Key, terms: Mapping[Term, set[str]], ranks: Ranks) -> Term:
        return min(
            terms, key=lambda term: (min(tuple(ranks.get(g, ())) for g in terms[term]), cell_of(key, term))
        )

    def slots(
        self, facts: Iterable[Fact], iri_key: Callable[[str], Key | None]
    ) -> tuple[dict[Key, dict[Term, set[str]]], dict[tuple[str, Term], set[str]]]:
        """The facts that are values, by key; and those that are edges, by predicate and object."""
        values: dict[Key, dict[Term, set[str]]] = {}
        edges: dict[tuple[str, Term], set[str]] = {}
        for predicate, term, graph in facts:
            key = self.literal_key(predicate, term[3]) if term[0] == "literal" else None
            if term[0] == "iri":
                key = iri_key(predicate)
            if key:
                values.setdefault(key, {}).setdefault(term, set()).add(graph)
            else:
                edges.setdefault((predicate, term), set()).add(graph)
        return values, edges

    def labels(self, classes: Iterable[str]) -> list[str]:
        waiting, found = [iri for iri in classes if iri in self._tables.classes], set()
        while waiting:
            iri = waiting.pop()
            found.add(iri)
            waiting += self._tables.classes[iri][1]
        return [label for _, label in sorted((-self._depth(iri), self.label(iri)) for iri in found)]

    def _depth(self, iri: str) -> int:
        return max((1 + self._depth(parent) for parent in self._tables.classes[iri][1]), default=0)

    # 10

    def promoted(self, facts: list[Fact]) -> tuple[Term, str] | None:
        """The triple and the graph of a reifier that may become an edge, whether or not the fact is asserted."""
        reified = {term for predicate, term, _ in facts if predicate == REIFIES}
        graphs = {graph for _, _, graph in facts}
        others = [term for predicate, term, _ in facts if predicate != REIFIES]
        if len(reified) != 1 or len(graphs) != 1 or any(term[0] in {"blank", "triple"} for term in others):
            return None
        [triple] = reified
        if triple[0] != "triple":
            return None
        _, _, predicate, target = triple
        is_edge = target[0] == "blank" or (target[0] == "iri" and not self.node_key(predicate[1]))
        return (triple, graphs.pop()) if is_edge else None

    # the encoder

    def encode(self, quads: Iterable[Quad], ranks: Ranks) -> Json:
        facts: dict[Term, list[Fact]] = {}
        for quad in set(quads):
            graph = (
                ""
                if not isinstance(quad.graph_name, NamedNode | BlankNode)
                else key_of(term_of(quad.graph_name))
            )
            facts.setdefault(term_of(quad.subject), []).append(
                (quad.predicate.value, term_of(quad.object), graph)
            )
        made = Graph(self)
        stated: set[tuple[Term, str, Term, str]] = set()
        rest = dict(facts)
        for reifier, said in facts.items():
            candidate = self.promoted(said)
            if candidate is None:
                continue
            (_, subject, predicate, target), graph = candidate
            if (predicate[1], target, graph) not in facts.get(subject, []):
                continue
            stated.add((subject, predicate[1], target, graph))
            slots, _ = self.slots([fact for fact in said if fact[0] != REIFIES], self.edge_key)
            properties = {**self.properties(slots, {graph}, ranks), "eid": key_of(reifier)}
            made.edge(key_of(subject), predicate[1], key_of(target), properties, slots)
            del rest[reifier]
        for subject, said in rest.items():
            slots, edges = self.slots(said, self.node_key)
            made.node(key_of(subject), self.properties(slots, {graph for _, _, graph in said}, ranks), slots)
            for key, terms in slots.items():
                if not key.many and len(terms) > 1:
                    self._rivals(made, key_of(subject), key, terms, ranks)
            for (name, target), graphs in edges.items():
                left = sorted(graph for graph in graphs if (subject, name, target, graph) not in stated)
                if left:
                    text = {"term": text_of(target)} if target[0] == "triple" else {}
                    made.edge(key_of(subject), name, key_of(target), {"graphs": left, **text}, {})
                    made.term(target)
        return made.as_json()

    # 7.7

    def _rivals(
        self, made: "Graph", subject: str, key: Key, terms: Mapping[Term, set[str]], ranks: Ranks
    ) -> None:
        first = self.first_of(key, terms, ranks)
        for term, graphs in terms.items():
            shown = self.shows(key, term)
            made.rival(
                "_rv:" + sha(compact([subject, key.name, *cell_of(key, term)])),
                subject,
                {
                    "property": key.name,
                    "value": shown if isinstance(shown, str) else term[1],
                    "shown": term == first,
                    "records": sorted(graphs),
                    "derived": True,
                },
            )

    # 13

    def decode(self, graph: Json) -> list[str]:
        """The canonical lines of a graph's quads."""
        lines: set[str] = set()
        for node in graph["nodes"]:
            lines.update(self._node_lines(node["properties"]))
        for edge in graph["edges"]:
            lines.update(self._edge_lines(edge))
        return sorted(lines)

    def _node_lines(self, properties: Json) -> Iterator[str]:
        if len(properties) > 1 and not properties["iri"].startswith("_tt:") and not properties.get("derived"):
            yield from self._held(term_of_key(properties["iri"]), properties)

    def _edge_lines(self, edge: Json) -> Iterator[str]:
        properties = edge["properties"]
        if properties.get("derived"):
            return
        subject, predicate = term_of_key(edge["subject"]), ("iri", self.predicate_of(edge["type"]))
        text = properties.get("term")
        target = term_of_key(edge["object"]) if text is None else triple_of_text(text)
        reifier = properties.get("eid", "")
        for graph in home_of(properties):
            yield line(subject, predicate, target, graph)
            if reifier:
                yield line(
                    term_of_key(reifier), ("iri", REIFIES), ("triple", subject, predicate, target), graph
                )
        if reifier:
            yield from self._held(term_of_key(reifier), properties)
        elif properties.keys() - {"graphs", "term"}:
            raise Refused("plain-edge-says")

    def _held(self, subject: Term, properties: Json) -> Iterator[str]:
        home, ledger = home_of(properties), read_ledger(properties.get("_q", []))
        for name in properties.keys() - (RESERVED - {"types"}):
            key = self.key_of_name(name)
            for term, graphs in self._read(key, properties[name], ledger.get(name), home):
                yield from (line(subject, ("iri", key.iri), term, graph) for graph in graphs)

    def _read(self, key: Key, value: Json, entry: Json, home: list[str]) -> Iterator[tuple[Term, list[str]]]:
        places = home
        if entry and isinstance(entry[0], list):
            cells = [(term_of_cell(key, texts), placed(where, home)) for where, *texts in entry]
            shown = [self.shows(key, term) for term, _ in cells]
            if value == self.list_of(key, [term for term, _ in cells]) or value in shown:
                yield from cells
                return
        elif entry:
            places = placed(entry, home)
        for one in value if isinstance(value, list) else [value]:
            yield self.reads(key, one), places


# --- 5.2: blank nodes of a document ---


def document_lines(document: str, media: str, base: str) -> list[str]:
    """The canonical lines of a document's quads, its blank nodes renamed."""
    known = RdfFormat.from_extension(media)
    found = Dataset(parse(document.encode(), format=known, base_iri=base or None))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    scope = sha(f"{base}\n{document}")[:20]
    return sorted(renamed_line(quad, scope) for quad in found)


def renamed_line(quad: Quad, scope: str) -> str:
    subject, target = renamed(term_of(quad.subject), scope), renamed(term_of(quad.object), scope)
    named = not isinstance(quad.graph_name, DefaultGraph)
    graph = key_of(renamed(term_of(quad.graph_name), scope)) if named else ""
    return line(subject, term_of(quad.predicate), target, graph)


def renamed(term: Term, scope: str) -> Term:
    match term:
        case ("blank", label):
            return ("blank", f"{scope}_{label}")
        case ("triple", *parts):
            return ("triple", *(renamed(part, scope) for part in parts))
    return term


# --- 15: the difference of two graphs ---


def update(before: Json, after: Json) -> Json:
    """What is added, changed, removed and loose, as the vectors of updates have it."""
    old, new = ({node["iri"]: node for node in graph["nodes"]} for graph in (before, after))
    return {
        "nodes": {
            "added": sorted(new.keys() - old.keys()),
            "changed": sorted(k for k in new.keys() & old.keys() if not is_bare(new[k]) and new[k] != old[k]),
            "removed": sorted(k for k in old if has_facts(old[k]) and (k not in new or is_bare(new[k]))),
            "loose": sorted(k for k in old.keys() - new.keys() if not has_facts(old[k])),
        },
        "edges": edge_update(
            *({edge_key(edge): edge for edge in graph["edges"]} for graph in (before, after))
        ),
    }


def edge_update(old: Mapping[tuple[str, ...], Json], new: Mapping[tuple[str, ...], Json]) -> Json:
    gone = [key for key in old.keys() - new.keys() if not old[key]["properties"].get("derived")]
    changed = [key for key in new.keys() & old.keys() if new[key] != old[key]]
    found = {"added": new.keys() - old.keys(), "changed": changed, "removed": gone}
    return {name: [list(key) for key in sorted(keys)] for name, keys in found.items()}


def edge_key(edge: Json) -> tuple[str, ...]:
    return (edge["subject"], edge["type"], edge["object"], edge["properties"].get("eid", ""))


def is_bare(node: Json) -> bool:
    return len(node["properties"]) == 1


def has_facts(node: Json) -> bool:
    return not is_bare(node) and not node["iri"].startswith(("_tt:", "_rv:"))


class Graph:
    """Nodes and edges that come together, and the entries that their names need (4.7)."""

    def __init__(self, mapper: Mapper) -> None:
        self._mapper = mapper
        self._nodes: dict[str, Json] = {}
        self._edges: dict[tuple[str, str, str, str], Json] = {}
        self._entries: dict[tuple[str, str], Json] = {}

    def node(self, key: str, properties: Json, slots: Mapping[Key, Iterable[Term]]) -> None:
        classes = [term[1] for slot, terms in slots.items() if slot.kind == "types" for term in terms]
        self._put(key, self._mapper.labels(classes), properties)
        self._enter_keys(slots)
        for iri in classes:
            self._enter("label", self._mapper.label(iri), iri)

    def edge(self, subject: str, predicate: str, target: str, properties: Json, slots: Iterable[Key]) -> None:
        name = self._mapper.edge(predicate)
        self._enter("edge", name, predicate)
        self._enter_keys(slots)
        self._link(subject, name, target, properties)

    def term(self, term: Term) -> None:
        """Section 11."""
        if term[0] != "triple":
            return
        _, subject, _, target = term
        self._put(key_of(term), ["TripleTerm"], {"term": text_of(term)})
        self._link(key_of(term), "TT_SUBJECT", key_of(subject), {"derived": True})
        if target[0] != "literal":
            self._link(key_of(term), "TT_OBJECT", key_of(target), {"derived": True})
        self.term(target)

    def rival(self, key: str, subject: str, properties: Json) -> None:
        """Section 7.7."""
        self._put(key, ["Rival"], properties)
        self._link(key, "RIVAL_OF", subject, {"derived": True})

    def _put(self, key: str, labels: list[str], properties: Json) -> None:
        self._nodes[key] = {"iri": key, "labels": labels, "properties": {**properties, "iri": key}}

    def _link(self, subject: str, name: str, target: str, properties: Json) -> None:
        found = {"subject": subject, "type": name, "object": target, "properties": properties}
        self._edges[subject, name, target, properties.get("eid", "")] = found

    def _enter_keys(self, keys: Iterable[Key]) -> None:
        for key in keys:
            if key.kind != "types":
                self._enter(key.kind, key.name, key.iri, key)

    def _enter(self, kind: str, name: str, iri: str, key: Key | None = None) -> None:
        space = kind if kind in {"label", "edge"} else "key"
        self._entries[space, name] = entry_of(kind, name, iri, key)

    def as_json(self) -> Json:
        for subject, _, target, _ in self._edges:
            for end in (subject, target):
                if end not in self._nodes:
                    self._put(end, [], {})
        return {
            "nodes": [self._nodes[key] for key in sorted(self._nodes)],
            "edges": [self._edges[key] for key in sorted(self._edges)],
            "entries": sorted(self._entries.values(), key=lambda entry: tuple(entry.values())),
        }


# --- small parts ---


def is_hash(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{12}", text) is not None


def hashed_name(iri: str) -> str:
    rest = re.sub("[^A-Za-z0-9]", "", re.split("[/#:]", iri)[-1])
    readable = rest if re.match("[A-Za-z]", rest) else "x" + rest
    return f"{readable[:47]}_{sha(iri)[:12]}"


def entry_of(kind: str, name: str, iri: str, key: Key | None = None) -> Json:
    told = (key.datatype, key.language, key.many) if key else ("", "", False)
    fields = ("name", "iri", "kind", "datatype", "language", "multi")
    return dict(zip(fields, (name, iri, kind, *told), strict=True))


def confirmed(iri: str, made: str, name: str) -> str:
    if made != name:
        raise Refused("other-name")
    return iri


def cell_of(key: Key, term: Term) -> list[str]:
    if key.kind != "key":
        return [term[1]]
    _, lexical, datatype, language, direction = term
    texts = [lexical, "" if datatype == STRING else datatype, language, direction]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def term_of_cell(key: Key, texts: list[Any]) -> Term:
    try:
        if key.kind != "key":
            return ("iri", NamedNode(texts[0]).value)
        lexical, datatype, language, direction = [*texts, "", "", "", ""][:4]
        if direction not in {"", "ltr", "rtl"}:
            raise Refused("ledger-term")
        if language:
            Literal(lexical, language=language)
            return ("literal", lexical, "", language, direction)
        Literal(lexical)
        return ("literal", lexical, NamedNode(datatype).value if datatype else STRING, "", "")
    except (ValueError, TypeError, IndexError) as error:
        raise Refused("ledger-term") from error


def home_of(properties: Json) -> list[str]:
    graphs: list[str] = properties.get("graphs") or [UNRECORDED]
    for graph in graphs:
        if graph:
            term_of_key(graph)
    return graphs


def read_ledger(texts: Any) -> dict[str, Json]:
    try:
        found = dict(json.loads(text) for text in texts)
    except (TypeError, ValueError) as error:
        raise Refused("ledger-syntax") from error
    for entry in found.values():
        rows = isinstance(entry, list) and entry and {type(part) for part in entry}
        if rows not in ({int}, {list}) or (rows == {list} and not all(entry)):
            raise Refused("ledger-syntax")
    return found


def placed(indexes: Any, home: list[str]) -> list[str]:
    if not isinstance(indexes, list) or not all(type(one) is int and 0 <= one < len(home) for one in indexes):
        raise Refused("ledger-graphs")
    return [home[index] for index in indexes]


def line(subject: Term, predicate: Term, target: Term, graph: str) -> str:
    name = f" {text_of(term_of_key(graph))}" if graph else ""
    return f"{text_of(subject)} {text_of(predicate)} {text_of(target)}{name} ."
