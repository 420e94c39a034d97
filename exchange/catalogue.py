"""What a package says of itself in DCAT 3 and VoID, and to the analyst who opens it: all from what is in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from exchange.manifest import Label, PackageFile
from ontology.namespaces import PREFIXES

_TYPE: Final = f"<{PREFIXES['rdf']}type>"
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_VOID: Final = "http://rdfs.org/ns/void#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_DCTERMS: Final = PREFIXES["dcterms"]
_XSD: Final = PREFIXES["xsd"]
CATALOGUE_PREFIXES: Final = {
    "dcat": _DCAT,
    "dcterms": _DCTERMS,
    "spdx": _SPDX,
    "void": _VOID,
    "xsd": _XSD,
}
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "data.nq": "application/n-quads",
    "data.ttl": "text/turtle",
    "data.jsonld": "application/ld+json",
}
"""The files of claims, and their IANA media types."""


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself beside its claims; `issued` is a day or ""."""

    originator: str
    recipient: str
    label: Label
    issued: str
    schema_version: str
    base: str
    digest: str
    counts: Mapping[str, int]

    @property
    def iri(self) -> str:
        """The name of the released dataset: of its content alone."""
        return f"{self.base}release/{self.digest.removeprefix('sha256:')}"


def classes_in(lines: Iterable[str]) -> Counter[str]:
    """How many things are of each class, from sorted canonical N-Quads: a thing counts once for a class."""
    pairs: Counter[str] = Counter()
    last: tuple[str, str] = ("", "")
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _TYPE:
            name = rest.split(" ", 1)[0][1:-1]
            if (subject, name) != last:
                pairs[name] += 1
            last = (subject, name)
    return pairs


def catalogue(about: About, classes: Mapping[str, int], files: Sequence[PackageFile]) -> list[Triple]:
    """The description of a package, as triples; its files are those of claims."""
    return list(_triples(about, classes, files))


def _triples(about: About, classes: Mapping[str, int], files: Sequence[PackageFile]) -> Iterator[Triple]:
    dataset = NamedNode(about.iri)
    yield _said(dataset, PREFIXES["rdf"] + "type", NamedNode(f"{_DCAT}Dataset"))
    yield _said(dataset, PREFIXES["rdf"] + "type", NamedNode(f"{_VOID}Dataset"))
    yield _said(
        dataset,
        f"{_DCTERMS}title",
        Literal(f"Health diplomacy, from {about.originator} for {about.recipient}", language="en"),
    )
    yield _said(dataset, f"{_DCTERMS}publisher", Literal(about.originator))
    yield _said(dataset, f"{_DCTERMS}audience", Literal(about.recipient))
    yield _said(dataset, f"{_DCTERMS}accessRights", Literal(label_text(about.label)))
    yield _said(
        dataset,
        f"{_DCTERMS}conformsTo",
        NamedNode(f"{PREFIXES['hd'].removesuffix('#')}/{about.schema_version}"),
    )
    if about.issued:
        yield _said(dataset, f"{_DCTERMS}issued", Literal(about.issued, datatype=NamedNode(f"{_XSD}date")))
    yield _said(dataset, f"{_VOID}triples", _integer(about.counts["quads"]))
    yield _said(dataset, f"{_VOID}entities", _integer(about.counts["things"]))
    yield _said(dataset, f"{_VOID}uriSpace", Literal(about.base))
    yield _said(dataset, f"{_VOID}vocabulary", NamedNode(PREFIXES["hd"]))
    for number, (name, count) in enumerate(sorted(classes.items()), start=1):
        part = NamedNode(f"{about.iri}#class-{number}")
        yield _said(dataset, f"{_VOID}classPartition", part)
        yield _said(part, f"{_VOID}class", NamedNode(name))
        yield _said(part, f"{_VOID}entities", _integer(count))
    for file in files:
        yield from _distribution(dataset, file)


def _distribution(dataset: NamedNode, file: PackageFile) -> Iterator[Triple]:
    one = NamedNode(f"{dataset.value}#{file.path}")
    checksum = NamedNode(f"{one.value}-sha256")
    yield _said(dataset, f"{_DCAT}distribution", one)
    yield _said(one, PREFIXES["rdf"] + "type", NamedNode(f"{_DCAT}Distribution"))
    yield _said(one, f"{_DCTERMS}title", Literal(file.path))
    yield _said(
        one, f"{_DCAT}byteSize", Literal(str(file.size), datatype=NamedNode(f"{_XSD}nonNegativeInteger"))
    )
    yield _said(
        one,
        f"{_DCAT}mediaType",
        NamedNode(f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[file.path]}"),
    )
    yield _said(one, f"{_SPDX}checksum", checksum)
    yield _said(checksum, f"{_SPDX}algorithm", NamedNode(f"{_SPDX}checksumAlgorithm_sha256"))
    yield _said(
        checksum, f"{_SPDX}checksumValue", Literal(file.sha256, datatype=NamedNode(f"{_XSD}hexBinary"))
    )


def _said(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(f"{_XSD}integer"))


def label_text(label: Label) -> str:
    """A label as people read it.

    >>> label_text(Label("tlp-2.0", "green", ("medical",)))
    'green (tlp-2.0), medical'
    """
    return ", ".join((f"{label.level} ({label.scheme})", *label.caveats))


def lines_in(file: Path) -> Iterator[str]:
    """The lines of a file of canonical N-Quads; only a line feed ends one."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        yield from lines
