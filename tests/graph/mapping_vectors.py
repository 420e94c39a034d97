"""The test vectors of docs/mapping, made of their cases: `python -m tests.graph.mapping_vectors` writes them.

The bytes depend on the cases and the code alone. The JSON form of a graph is explained in docs/mapping/README.md.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from neo4j.time import Date, DateTime
from pyoxigraph import Quad, RdfFormat, parse
from pytz import UTC

from graph.decode import decode
from graph.encode import encode
from graph.entries import Kind, TermEntry, fragment_names
from graph.fragment_diff import diff
from graph.literals import writers
from graph.model import Edge, Fragment, Node, Properties, Scalar, Value, read_edge
from graph.registry import Registry
from ingest.documents import Document, parse_document, syntax_of
from ontology.errors import HakimError
from ontology.namespaces import PREFIXES
from ontology.nquads import canonical_line, digest, read_canonical
from ontology.vocabulary import vocabulary
from tests.graph.vector_cases import (
    DOCUMENTS,
    EDITS,
    NAMES,
    PROLOGUE,
    RANKS,
    REFUSED,
    UPDATES,
    VECTORS,
    Held,
)

CHECKOUT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = CHECKOUT / "docs" / "mapping"
PAGE: Final = CHECKOUT / "docs" / "mapping.md"

Json = Any
Graph = dict[str, Json]
"""A graph as JSON: nodes, edges and (where an encoder made it) the entries of the registry."""
Rank = Callable[[str], tuple[int | str, ...]]
_ENTRY: Final = ("name", "iri", "kind", "datatype", "language", "multi")
Encode = Callable[[list[Quad], Registry, Rank], Fragment]


# --- values as JSON ---


def _double(value: Scalar) -> str:
    return str(writers("", "")[float](value).value)


def _text(value: Scalar) -> str:
    return str(writers("", "")[type(value)](value).value)


_AS_JSON: Final[Mapping[type, Callable[[Any], Json]]] = {
    str: lambda value: value,
    bool: lambda value: value,
    int: lambda value: {"integer": str(value)},
    float: lambda value: {"double": _double(value)},
    date: lambda value: {"date": _text(value)},
    Date: lambda value: {"date": _text(value)},
    DateTime: lambda value: {"datetime": _text(value)},
}


def value_as_json(value: Value) -> Json:
    """A native value with its type."""
    return (
        [value_as_json(item) for item in value] if isinstance(value, list) else _AS_JSON[type(value)](value)
    )


def _instant(text: str) -> DateTime:
    found = DateTime.from_iso_format(text)
    return UTC.localize(found.replace(tzinfo=None)) if text.endswith("Z") else found


_FROM_JSON: Final[Mapping[str, Callable[[str], Scalar]]] = {
    "integer": int,
    "double": float,
    "date": date.fromisoformat,
    "datetime": _instant,
}


def value_from_json(value: Json) -> Value:
    """The native value of its JSON."""
    if isinstance(value, list):
        return [value_from_json(item) for item in value]  # type: ignore[misc]  # lists are of scalars
    if isinstance(value, dict):
        [(kind, text)] = value.items()
        return _FROM_JSON[kind](text)
    return value  # type: ignore[no-any-return]  # texts and booleans are themselves


# --- graphs as JSON ---


def _properties(properties: Properties) -> Json:
    return {name: value_as_json(value) for name, value in sorted(properties.items())}


def _node_json(node: Node) -> Json:
    return {"iri": node.iri, "labels": list(node.labels), "properties": _properties(node.properties)}


def _edge_json(edge: Edge) -> Json:
    return {
        "subject": edge.subject,
        "type": edge.type,
        "object": edge.object,
        "properties": _properties(edge.properties),
    }


def graph_as_json(fragment: Fragment, registry: Registry) -> Graph:
    """A fragment and the entries that it needs, in order."""
    entries = registry.entries_for(fragment_names(fragment))
    return {
        "nodes": [_node_json(fragment.nodes[iri]) for iri in sorted(fragment.nodes)],
        "edges": [_edge_json(fragment.edges[key]) for key in sorted(fragment.edges)],
        "entries": [{name: getattr(entry, name) for name in _ENTRY} for entry in entries],
    }


def items_from_json(graph: Graph) -> tuple[list[Node], list[Edge]]:
    """The nodes and edges of a JSON graph, as a database would hand them over."""
    nodes = [Node(one["iri"], tuple(one["labels"]), _native(one["properties"])) for one in graph["nodes"]]
    edges = [
        read_edge(one["subject"], one["type"], one["object"], _native(one["properties"]))
        for one in graph["edges"]
    ]
    return nodes, edges


def _native(properties: Json) -> Properties:
    return {name: value_from_json(value) for name, value in properties.items()}


# --- the files ---


def encoded(quads: Iterable[Quad], ranks: Mapping[str, list[int | str]], encoder: Encode = encode) -> Graph:
    """What an encoder with Hakim's own values makes of quads, as JSON."""
    registry = Registry(vocabulary())
    rank: Rank = (lambda graph: tuple(ranks[graph])) if ranks else (lambda _graph: ())
    return graph_as_json(encoder(list(quads), registry, rank), registry)


def decoded(graph: Graph) -> list[str]:
    """The canonical lines, without line feeds, of a graph as JSON; HakimError where it cannot be read."""
    registry = Registry(vocabulary())
    registry.learn(TermEntry(**entry) for entry in graph.get("entries", []))
    return sorted({canonical_line(quad)[:-1] for quad in decode(*items_from_json(graph), registry)})


def quads_of(trig: str) -> list[Quad]:
    """The quads of a case in the order of their canonical lines."""
    found = parse((PROLOGUE + trig).encode(), format=RdfFormat.TRIG)
    return sorted(set(found), key=canonical_line)


def _lines(quads: Iterable[Quad]) -> list[str]:
    return [canonical_line(quad)[:-1] for quad in quads]


def _vector(section: str, says: str, trig: str, ranks: Mapping[str, list[int | str]]) -> Json:
    quads = quads_of(trig)
    return {
        "section": section,
        "says": says,
        "quads": _lines(quads),
        **({"ranks": ranks} if ranks else {}),
        **encoded(quads, ranks),
        "digest": digest(quads),
    }


def _held(held: Held) -> Graph:
    """The graph of something that a database holds; integers of the cases are made explicit."""
    properties = {name: _explicit(value) for name, value in sorted(held.properties.items())}
    entries = {"entries": [dict(zip(_ENTRY, held.entry, strict=True))]} if held.entry else {}
    if held.edge is None:
        node = {"iri": held.iri, "labels": [], "properties": {**properties, "iri": held.iri}}
        return {"nodes": [node], "edges": [], **entries}
    edge = {"subject": held.iri, "type": held.edge[0], "object": held.edge[1], "properties": properties}
    return {"nodes": [], "edges": [edge], **entries}


def _explicit(value: Any) -> Json:
    return value_as_json(value) if type(value) is int else value


def _edit(section: str, says: str, held: Held) -> Json:
    graph = _held(held)
    return {"section": section, "says": says, **graph, "quads": decoded(graph)}


def _refused(section: str, complaint: str, held: Held) -> Json:
    graph = _held(held)
    try:
        decoded(graph)
    except HakimError as error:
        return {"section": section, "complaint": complaint, "hakim_says": error.message, **graph}
    raise AssertionError(f"nothing is wrong with {graph}")


def _document(says: str, name: str, base: str, text: str) -> Json:
    document = Document(name, text.encode(), syntax_of(name), base or None)
    quads = sorted(parse_document(document), key=canonical_line)
    return {
        "section": "5.2",
        "says": says,
        "media": name.rsplit(".", 1)[1],
        "base": base,
        "document": text,
        "sha256": document.sha256,
        "quads": _lines(quads),
        "digest": digest(quads),
    }


def _update(says: str, before: str, after: str) -> Json:
    registry = Registry(vocabulary())
    old, new = quads_of(before), quads_of(after)
    change = diff(encode(old, registry), encode(new, registry))
    return {
        "section": "15",
        "says": says,
        "before": _lines(old),
        "after": _lines(new),
        "nodes": {
            name: [node.iri for node in getattr(change, f"nodes_{name}")]
            for name in ("added", "changed", "removed", "loose")
        },
        "edges": {
            name: [list(edge.key) for edge in getattr(change, f"edges_{name}")]
            for name in ("added", "changed", "removed")
        },
    }


def name_of(kind: Kind, iri: str, language: str) -> str:
    """The name that Hakim's registry gives."""
    registry = Registry(vocabulary())
    match kind:
        case "label":
            return registry.label(iri)
        case "edge":
            return registry.edge(iri)
        case "key":
            return registry.literal_key(iri, language).name
        case _:
            return registry.edge_key(iri).name


def _names() -> Json:
    return [
        {"kind": kind, "iri": iri, "language": language, "name": name_of(kind, iri, language)}  # type: ignore[arg-type]  # the cases' kinds
        for kind, iri, language in NAMES
    ]


def vocabulary_json() -> Json:
    """The tables of section 3."""
    known = vocabulary()
    return {
        "prefixes": dict(sorted(PREFIXES.items())),
        "classes": [
            {"iri": term.iri, "label": term.label, "parents": list(term.parents)}
            for _, term in sorted(known.classes.items())
        ],
        "keys": [
            {
                "iri": term.iri,
                "key": term.key,
                "datatype": term.datatype,
                "many": term.many,
                "value_space": term.value_space,
            }
            for _, term in sorted(known.keys.items())
        ],
        "edges": [{"iri": term.iri, "edge": term.edge} for _, term in sorted(known.edges.items())],
    }


def _as_text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def files() -> dict[str, str]:
    """Every file of the vectors, by its path within docs/mapping, as it must be."""
    made: dict[str, Json] = {"vocabulary.json": vocabulary_json(), "names.json": _names()}
    made |= {f"vectors/{name}.json": _vector(*case, {}) for name, case in VECTORS.items()}
    made |= {f"vectors/{name}.json": _vector(*case) for name, case in RANKS.items()}
    made |= {f"edits/{name}.json": _edit(*case) for name, case in EDITS.items()}
    made |= {f"refused/{name}.json": _refused(*case) for name, case in REFUSED.items()}
    made |= {f"documents/{name}.json": _document(*case) for name, case in DOCUMENTS.items()}
    made |= {f"updates/{name}.json": _update(*case) for name, case in UPDATES.items()}
    return {path: _as_text(value) for path, value in sorted(made.items())}


# --- the examples of the page ---

_BLOCK = re.compile(
    r"(?P<mark><!-- vector (?P<path>[a-z/-]+) -->\n)(?:```text\n.*?^```\n)?", re.MULTILINE | re.DOTALL
)


def example(vector: Json) -> str:
    """A vector as it is printed in the page."""
    return "\n".join(["```text", *_example_lines(vector), "```\n"])


def _example_lines(vector: Json) -> Iterator[str]:
    if "before" in vector:
        yield from _update_lines(vector)
        return
    yield from vector.get("quads", [])
    yield from _graph_lines(vector)
    if "complaint" in vector:
        yield f"refused: {vector['complaint']}"


def _update_lines(vector: Json) -> Iterator[str]:
    for when in ("before", "after"):
        yield from (f"{when} {line}" for line in vector[when])
    for what in ("nodes", "edges"):
        yield from (f"{what} {how}: {json.dumps(keys)}" for how, keys in vector[what].items() if keys)


def _graph_lines(vector: Json) -> Iterator[str]:
    for node in vector["nodes"]:
        labels = "".join(f" :{label}" for label in node["labels"])
        yield f"node {node['iri']}{labels}"
        yield from _property_lines(node["properties"])
    for edge in vector["edges"]:
        yield f"edge {edge['subject']} -[{edge['type']}]-> {edge['object']}"
        yield from _property_lines(edge["properties"])


def _property_lines(properties: Json) -> Iterator[str]:
    for name, value in properties.items():
        if name != "iri":
            yield f"    {name}: {json.dumps(value, ensure_ascii=False)}"


def page_with_examples(page: str, made: Mapping[str, str]) -> str:
    """The page, with each example as the vectors have it."""
    return _BLOCK.sub(lambda match: match["mark"] + example(json.loads(made[f"{match['path']}.json"])), page)


def read_vectors(folder: str) -> dict[str, Json]:
    """The vectors of a folder of docs/mapping, by their names."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER / folder).glob("*.json"))
    }


def quads_of_vector(vector: Json) -> list[Quad]:
    """The quads of a vector."""
    return list(read_canonical("".join(f"{line}\n" for line in vector["quads"])))


def _write() -> None:
    made = files()
    for path, text in made.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8")
    if PAGE.exists():
        PAGE.write_text(page_with_examples(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    _write()
