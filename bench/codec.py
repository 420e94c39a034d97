"""The codec on mission-like claims, in memory, beside rdflib reading and writing the same N-Quads."""

import rdflib
from pyoxigraph import Quad

from bench.pairs import compare
from graph.decode import decode
from graph.encode import encode
from graph.registry import Registry
from ontology.nquads import canonical_text, read_canonical
from ontology.vocabulary import vocabulary

MISSIONS = 2_000
_ID = "https://w3id.org/health-diplomacy/id/"
_ONT = "https://w3id.org/health-diplomacy/ont#"
_XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MISSION = (
    f"<{_RDF_TYPE}> <{_ONT}FieldHospitalDeployment>",
    f'<{_ONT}identifier> "{{n}}"',
    f'<{_ONT}name> "Field hospital {{n}}"@en',
    f'<{_ONT}name> "مستشفى ميداني {{n}}"@ar',
    f'<{_ONT}start> "2023-02-07"^^<{_XSD_DATE}>',
    f"<{_ONT}status> <https://w3id.org/health-diplomacy/scheme/status/delivered>",
    f"<{_ONT}sentBy> <{_ID}country/{{a}}>",
    f"<{_ONT}receivedBy> <{_ID}country/{{b}}>",
)
_RECORD = (f"<{_RDF_TYPE}> <{_ONT}Record>", f"<{_ONT}describes> <{_ID}mission/b/{{n}}>")
_TEMPLATE = "".join(
    f"<{_ID}{kind}/b/{{n}}> {fact} <{_ID}record/b/{{n}}> .\n"
    for kind, facts in (("mission", _MISSION), ("record", _RECORD))
    for fact in facts
)


def mission_quads(missions: int) -> list[Quad]:
    """Claims of that many missions."""
    rows = (_TEMPLATE.format(n=n, a=n % 57, b=n % 43) for n in range(missions))
    return list(read_canonical("".join(rows)))


def bench_codec() -> None:
    """Prints quads a second of encode and decode, and rdflib's of parsing and serialising."""
    quads = mission_quads(MISSIONS)
    text = canonical_text(quads)
    registry = Registry(vocabulary())
    fragment = encode(quads, registry)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")
    compare(
        "encode to the property graph (peer: rdflib parses)",
        len(quads),
        lambda: encode(quads, registry),
        lambda: rdflib.Dataset().parse(data=text, format="nquads"),
    )
    compare(
        "decode from the property graph (peer: rdflib serialises)",
        len(quads),
        lambda: list(decode(fragment.nodes.values(), fragment.edges.values(), registry)),
        lambda: dataset.serialize(format="nquads"),
    )
