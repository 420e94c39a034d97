"""The claims of a package, read strictly in a process that has limits: whatever they do to it, others go on.

The parser takes hostile bytes. The child gives counts and a digest, or says what is wrong with which line.
"""

import hashlib
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from ontology.errors import HakimError
from ontology.namespaces import HD, SCHEME
from ontology.nquads import DIGEST_PREFIX

REFUSED: Final = 3
_CHILD: Final = (
    "import sys; sys.path[:0] = sys.argv[1:2]; from exchange.claims_check import child; child(sys.argv[2:])"
)
_HOME: Final = str(Path(__file__).resolve().parent.parent)
"""Where this package is: a folder, or the one file of the stand-alone verifier."""
_MARKING: Final = NamedNode(f"{HD}marking")
_LINES_A_BATCH: Final = 20_000


class ClaimsRefused(HakimError):
    """Claims that are not what claims of a package are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading may take."""

    memory_bytes: int = 1 << 30
    seconds: int = 600


@dataclass(frozen=True, slots=True)
class ClaimsRead:
    """What was read: the digest of the file, how many quads, records and things it has, the markings that are said."""

    digest: str
    quads: int
    records: int
    things: int
    markings: frozenset[str]


def read_claims(file: Path, limits: Reading = Reading()) -> ClaimsRead:
    """What sorted canonical N-Quads hold; raises ClaimsRefused where they are not such, or take more than they may."""
    command = [sys.executable, "-c", _CHILD, _HOME, str(limits.memory_bytes), str(limits.seconds)]
    with file.open("rb") as content:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, the claims come by stdin
                command, stdin=content, capture_output=True, timeout=limits.seconds + 5, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ClaimsRefused(f"Reading the claims took more than {limits.seconds} s.") from error
    if done.returncode == REFUSED:
        raise ClaimsRefused(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise ClaimsRefused(
            f"The claims take too much memory or time, or break the parser (exit {done.returncode})."
        )
    told = json.loads(done.stdout)
    return ClaimsRead(**told | {"markings": frozenset(told["markings"])})


def child(arguments: list[str]) -> None:
    """The child's whole work: limits, reading, JSON to standard output, or a message to standard error."""
    memory, seconds = map(int, arguments)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        told = ClaimsReader().read(sys.stdin.buffer)
    except ClaimsRefused as error:
        sys.stderr.write(str(error))
        sys.exit(REFUSED)
    sys.stdout.write(json.dumps(asdict(told) | {"markings": sorted(told.markings)}))


class ClaimsReader:
    """Reads lines a batch at a time, so that memory holds but one."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._quads = 0
        self._last = ""
        self._subject = ""
        self._subjects = 0
        self._graphs: set[str] = set()
        self._own: set[str] = set()
        self._markings: set[str] = set()

    def read(self, file: BinaryIO) -> ClaimsRead:
        """What a file holds; raises ClaimsRefused."""
        while lines := file.readlines(_LINES_A_BATCH * 200):
            self._batch(lines)
        return ClaimsRead(
            digest=DIGEST_PREFIX + self._hash.hexdigest(),
            quads=self._quads,
            records=len(self._graphs),
            things=self._subjects - len(self._own),
            markings=frozenset(self._markings),
        )

    def _batch(self, lines: list[bytes]) -> None:
        content = b"".join(lines)
        self._hash.update(content)
        try:
            quads = list(parse(content, format=RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise ClaimsRefused(f"Line {self._quads + 1} or after is no N-Quads: {error}.") from error
        if len(quads) != len(lines):
            raise ClaimsRefused(f"Line {self._quads + 1} or after holds no quad.")
        for line, quad in zip(lines, quads, strict=True):
            self._line(line.decode(), quad)

    def _line(self, line: str, quad: Quad) -> None:
        self._quads += 1
        if line != f"{quad} .\n":
            raise ClaimsRefused(f"Line {self._quads} is not written canonically.")
        if line <= self._last:
            raise ClaimsRefused(f"Line {self._quads} is out of order, or stands twice.")
        self._last = line
        subject, graph = quad.subject, quad.graph_name
        if not isinstance(subject, NamedNode) or isinstance(quad.object, BlankNode | Triple):
            raise ClaimsRefused(f"Line {self._quads} has a blank node or a triple term.")
        if not isinstance(graph, NamedNode):
            raise ClaimsRefused(f"Line {self._quads} is in no record.")
        self._graphs.add(graph.value)
        if subject.value != self._subject:
            self._subject = subject.value
            self._subjects += 1
        if subject == graph:
            # A record, which says of itself in its own graph.
            self._own.add(subject.value)
        if quad.predicate == _MARKING and isinstance(quad.object, NamedNode):
            self._markings.add(quad.object.value.removeprefix(f"{SCHEME}marking/"))
