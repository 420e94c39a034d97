"""Cypher to run after the import: the constraints, the few values that no file can say, and then the marker.

It is a file for people and for cypher-shell, which has no parameters to give: so here texts are written into Cypher.
"""

import re
from collections.abc import Mapping
from typing import Final, TextIO

from graph.labels import quoted
from graph.marker import MARKER_ID
from graph.model import Edge, Value
from graph.schema import NEO4J_CONSTRAINTS
from ontology.errors import HakimError

_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ODD = re.compile(r"[\\']|[^ -~]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

CONSTRAINTS: Final = (
    "".join(f"{statement};\n" for statement in NEO4J_CONSTRAINTS) + "CALL db.awaitIndexes();\n"
)


def cypher_text(text: str) -> str:
    r"""A text as Cypher that reads as just this text: on one line and in ASCII, whatever the reader's encoding.

    >>> print(cypher_text("it's two\nlines"))
    'it\'s two\nlines'
    >>> print(cypher_text("é🩺"))
    '\u00e9\ud83e\ude7a'
    """
    return "'" + _ODD.sub(_escape, text) + "'"


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return _ESCAPES.get(match[0]) or "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


class Afterwards:
    """The statements, written as they come."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.values = 0
        file.write(CONSTRAINTS)

    def set_on_node(self, iri: str, values: Mapping[str, Value]) -> None:
        """The node has these values too."""
        self._set(f"MATCH (x:Resource {{iri: {cypher_text(iri)}}})", values)

    def set_on_edge(self, edge: Edge, values: Mapping[str, Value]) -> None:
        """The edge has these values too."""
        start, end = cypher_text(edge.subject), cypher_text(edge.object)
        match = f"MATCH (:Resource {{iri: {start}}})-[x:{quoted(edge.type)}]->(:Resource {{iri: {end}}})"
        self._set(f"{match} WHERE coalesce(x.eid, '') = {cypher_text(edge.eid)}", values)

    def _set(self, match: str, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            if not _NAME.fullmatch(name):
                raise HakimError(
                    f"{name!r} is no name of a property that Hakim makes.", hint="Please report this."
                )
            self._file.write(f"{match} SET x.`{name}` = {_literal(value)};\n")
            self.values += 1

    def finish(self, run: int) -> None:
        """With all of it done the graph shows this run."""
        if self.values:
            self._file.write(f"MATCH (s:_Sync {{id: {cypher_text(MARKER_ID)}}}) SET s.run = {run};\n")


def _literal(value: Value) -> str:
    """Only texts, and lists of them, are ever left to Cypher."""
    if isinstance(value, str):
        return cypher_text(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "[" + ", ".join(cypher_text(str(item)) for item in value) + "]"
    raise HakimError(f"{value!r} cannot be written for the import.", hint="Please report this.")
