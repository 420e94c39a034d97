"""The values that the store of record keeps."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ontology.nquads import DIGEST_PREFIX


@dataclass(frozen=True)
class RecordGraph:
    """One record at one marking: the canonical N-Quads of its claims and what they are about.

    `text` is sorted canonical N-Quads whose graph is `graph`; `subjects` are the nodes that the quads
    describe, or tie together by reification, so that a change can be followed to the nodes that it touches.
    """

    graph: str
    kind: str
    marking: str
    text: str
    subjects: tuple[str, ...]

    @cached_property
    def sha256(self) -> bytes:
        """The SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).digest()

    @property
    def digest(self) -> str:
        """`sha256:` and the hex digest of the text."""
        return DIGEST_PREFIX + self.sha256.hex()


class LiveRecord(NamedTuple):
    """A record as the journal keeps it: its number there, the kind of thing it tells of, its digest, its N-Quads."""

    number: int
    kind: str
    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a field was read: the column's name and the literal text that stood there."""

    field: str
    column: str
    literal: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record graph to be kept, and the place where it was seen."""

    record: RecordGraph
    line: int
    sheet: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a record was first seen: never part of its claims, always shown with them."""

    graph: str
    run: int
    file_name: str
    file_sha256: str
    sheet: str
    line: int
    cells: tuple[Cell, ...]
    retrieved: str
    spec_sha256: str


@dataclass(frozen=True, slots=True)
class RunHeader:
    """What a run sets out to do. `started` is an ISO 8601 time that the caller's clock gave."""

    source: str
    file_name: str
    file_sha256: str
    spec_sha256: str
    started: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was committed, with its ledger."""

    id: int
    header: RunHeader
    ledger: Mapping[str, object] = field(default_factory=dict)
