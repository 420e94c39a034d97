"""What leaves, computed in another way: over a set of quads, again and again until nothing changes."""

import hashlib
import hmac
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from exchange.claims import Told
from ontology.namespaces import HD
from ontology.subjects import node_key
from tests.exchange.worlds import AUDIENCE, BASE, OPEN, RULES

_TERMS = AUDIENCE.terms


def oracle(releasable: Iterable[Told]) -> bytes:
    """The file of the claims that leave to `AUDIENCE`, from records that the ally may have."""
    records = [
        (told, _coarser(list(parse(told.text.encode(), format=RdfFormat.N_QUADS)))) for told in releasable
    ]
    before = None
    while before != records:
        before = records
        described = {node_key(quad.subject) for _, quads in records for quad in quads}
        records = [(told, _left(told, quads, described)) for told, quads in records]
    open_things = {
        node_key(quad.subject) for told, quads in records if told.of.marking == OPEN.marking for quad in quads
    }
    lines = {f"{_renamed(quad, open_things)} .\n" for _, quads in records for quad in quads}
    return "".join(sorted(lines)).encode()


def _left(told: Told, quads: list[Quad], described: set[str]) -> list[Quad]:
    left = [quad for quad in quads if all(_may_be_named(iri, described) for iri in _iris(quad))]
    return left if told.of.kind != "judgement" or len(left) == len(quads) else []


def _may_be_named(iri: str, described: set[str]) -> bool:
    return not iri.startswith((BASE, HD)) or iri in _TERMS or iri in described


def _iris(quad: Quad) -> list[str]:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return [term.value for term in terms if isinstance(term, NamedNode)]


def _coarser(quads: list[Quad]) -> list[Quad]:
    months = {rule.property for rule in RULES if rule.way == "month"}
    dropped = {rule.property for rule in RULES if rule.way == "drop"}
    found = []
    for quad in quads:
        if quad.predicate.value in months and isinstance(quad.object, Literal):
            day = Literal(quad.object.value[:8] + "01", datatype=quad.object.datatype)
            found.append(Quad(quad.subject, quad.predicate, day, quad.graph_name))
        elif quad.predicate.value not in dropped:
            found.append(quad)
    return found


def _renamed(quad: Quad, open_things: set[str]) -> Quad:
    terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return Quad(*(NamedNode(_name(t.value, open_things)) if isinstance(t, NamedNode) else t for t in terms))  # type: ignore[arg-type]  # as before, but for names


def _name(iri: str, open_things: set[str]) -> str:
    if not iri.startswith(BASE) or (iri.startswith(f"{BASE}country/") and iri in open_things):
        return iri
    if iri.endswith("/quantity"):
        return _name(iri.removesuffix("/quantity"), open_things).removesuffix("/quantity") + "/quantity"
    kind = iri.removeprefix(BASE).split("/")[0]
    return f"{BASE}{kind}/{hmac.new(AUDIENCE.key, iri.encode(), hashlib.sha256).hexdigest()[:40]}"
