"""Parsing of outside documents in a child process with limits on memory, processor and wall time.

A parser can crash, expand without bound or never end (a blank-node graph made to poison canonicalisation).
The child gives N-Quads or a message; whatever happens to it, this process goes on.
"""

import resource
import subprocess
import sys
from dataclasses import replace

from pyoxigraph import Quad, RdfFormat

from ingest.documents import Document, DocumentRefused, parse_document
from ontology.nquads import canonical_text, read_canonical

MEMORY_BYTES = 4 << 30
SECONDS = 60
SECONDS_A_MEGABYTE = 2
REFUSED = 3

_CHILD = "import sys; from ingest.guarded import child; child(sys.argv[1:])"


def parse_guarded(document: Document, *, seconds: float | None = None) -> frozenset[Quad]:
    """What `parse_document` gives, from a child process; refused too when the child dies or is too slow."""
    patience = SECONDS + SECONDS_A_MEGABYTE * len(document.content) / 1e6 if seconds is None else seconds
    arguments = [document.name, document.syntax.file_extension, document.base or "", str(int(patience) + 1)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, the document comes by stdin
            [sys.executable, "-c", _CHILD, *arguments],
            input=document.content,
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentRefused(
            f"{document.name}: parsing took more than {patience:.0f} s; its blank nodes may be entangled.",
            hint="Name the blank nodes, or split the document.",
        ) from error
    if done.returncode == REFUSED:
        raise DocumentRefused(done.stderr.decode(errors="replace").strip())
    if done.returncode:
        raise DocumentRefused(
            f"{document.name}: the parser gave up (exit {done.returncode}): it asks for too much memory, "
            "is nested too deep, or is made to break parsers.",
            hint="Convert it to N-Quads with a tool that you trust.",
        )
    return frozenset(read_canonical(done.stdout.decode()))


def child(arguments: list[str]) -> None:
    """The child's whole work: limits, parse, N-Quads to stdout, or a message to stderr."""
    name, suffix, base, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    syntax = RdfFormat.from_extension(suffix)
    if syntax is None:
        sys.exit(REFUSED)
    document = Document(name, sys.stdin.buffer.read(), syntax)
    try:
        quads = parse_document(replace(document, base=base or None))
    except DocumentRefused as error:
        sys.stderr.write(str(error))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(canonical_text(quads).encode())
