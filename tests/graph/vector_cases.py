"""The cases of docs/mapping: what each vector shows, in short TriG; `mapping_vectors` makes the files of them."""

# A case of TriG is read as one line.
# ruff: noqa: E501

from dataclasses import dataclass
from typing import Any, Final

from ontology.namespaces import PREFIXES, SCHEME

STATUS: Final = f"{SCHEME}status/"
PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items()) + (
    f"PREFIX : <urn:x:>\nPREFIX status: <{STATUS}>\n"
)

LONG: Final = "longName" * 9
VECTORS: Final[dict[str, tuple[str, str, str]]] = {
    # name: (section of the page, what it shows, TriG)
    "name-declared": ("4.1", "declared terms have declared names", ":g { :m hd:sentBy :c ; hd:unit 'bed' }"),
    "name-prefixed": (
        "4.2",
        "a shipped prefix and a plain local part",
        ":g { :m schema:name 'x' ; schema:member :c }",
    ),
    "name-hashed": (
        "4.3",
        "any other term has the hash of its IRI",
        ":g { :m :colour 'red' ; <http://example.org/été#2nd-colour> :c }",
    ),
    "name-hashed-no-local": (
        "4.3",
        "nothing is left of the local part",
        ":g { :m <x:> 'a' ; <http://a.example/> 'b' }",
    ),
    "name-hashed-long": ("4.3", "a long local part is cut", f":g {{ :m schema:{LONG} 'x', :c }}"),
    "name-local-of-hex": (
        "4.2",
        "a local part that looks like a hash is hashed",
        ":g { :m <https://schema.org/0123456789ab> 'x' }",
    ),
    "name-local-not-plain": (
        "4.2",
        "a local part with an underscore is hashed",
        ":g { :m schema:name_en 'x' }",
    ),
    "name-undeclared-hd": (
        "4.2",
        "an undeclared term of the vocabulary's namespace",
        ":g { :m hd:notDeclared 'x' }",
    ),
    "name-literal-of-edge": (
        "4.4",
        "a literal where the vocabulary has a relationship",
        ":g { :m hd:sentBy 'Turkey' }",
    ),
    "name-literal-of-concept": (
        "4.4",
        "a literal where the vocabulary has concepts",
        ":g { :m hd:status 'delivered', 'fait'@fr }",
    ),
    "name-edge-of-key": ("4.4", "a node where the vocabulary has a key", ":g { :m hd:note :c }"),
    "name-language": (
        "4.4",
        "the language goes into the key",
        ":g { :m hd:name 'FH', 'Field hospital'@en-GB, 'مستشفى'@ar, '醫院'@zh-Hant-TW }",
    ),
    "key-iri": ("5", "an IRI is its own key", ":g { <http://a.example/x#y> hd:sentBy <urn:x:été> }"),
    "key-blank": ("5", "a blank node is _: and its label", "_:g1 { _:b0 hd:sentBy _:b1 }"),
    "key-default-graph": ("5", "the default graph is the empty text", ":m hd:note 'one' ."),
    "node-types": (
        "6",
        "classes are named in types, labels are the closure of declared ones",
        ":g { :m a schema:Event, hd:FieldHospitalDeployment, :Visit }",
    ),
    "node-types-two-trees": (
        "6",
        "labels of two classes, the deepest first",
        ":g { :m a hd:Country, hd:Epidemic }",
    ),
    "node-bare": ("6", "an end that says nothing is bare", ":g { :m hd:sentBy :c }"),
    "node-graphs": ("6", "graphs is the union, sorted", ":h { :m hd:note 'one' } :g { :m hd:note 'one' }"),
    "node-graphs-of-edges": (
        "6",
        "a graph that only states a relationship counts",
        ":h { :m hd:note 'one' } :g { :m hd:sentBy :c }",
    ),
    "node-blank-class": ("6", "a class that is a blank node is an edge", ":g { :m a _:b0 }"),
    "node-literal-class": ("6", "a class that is a literal is a value", ":g { :m a 'Mission' }"),
    "value-string": ("7.2", "a text", ":g { :m hd:unit 'bed' }"),
    "value-string-escapes": (
        "7.2",
        "a text with everything that is escaped",
        ':g { :m hd:unit "quote \\" back \\\\ line\\n\\r\\t nul \\u0000 del \\u007F \\uFFFE 🏥" }',
    ),
    "value-string-empty": ("7.2", "the empty text", ":g { :m hd:unit '' ; schema:a '', 'x'^^:d }"),
    "value-boolean": ("7.2", "a boolean", ":g { :m hd:global true }"),
    "value-boolean-one": ("8", "1 is true, and an exception", ":g { :m hd:global '1'^^xsd:boolean }"),
    "value-integer": ("7.2", "an integer of a declared key", ":g { :m hd:year 2003 }"),
    "value-integer-edges": (
        "7.2",
        "the 64-bit bounds",
        ":g { :m schema:a 9223372036854775807, -9223372036854775808 }",
    ),
    "value-integer-too-large": (
        "7.2",
        "beyond 64 bits a text is shown",
        ":g { :m schema:a 9223372036854775808 }",
    ),
    "value-integer-padded": (
        "8",
        "042 reads as 42",
        ":g { :m schema:age '042'^^xsd:integer, '+7'^^xsd:integer }",
    ),
    "value-integer-forty": (
        "7.2",
        "more than 40 characters are a text",
        f":g {{ :m schema:a '{'0' * 39}1'^^xsd:integer ; schema:b '{'0' * 40}1'^^xsd:integer }}",
    ),
    "value-integer-subtype": (
        "7.3",
        "an undeclared subtype is an exception",
        ":g { :m schema:a '5'^^xsd:nonNegativeInteger }",
    ),
    "value-decimal": ("7.3", "a decimal of a key declared so", ":g { :m hd:amount 10000000.5 }"),
    "value-decimal-whole": (
        "7.3",
        "a decimal without a point",
        ":g { :m hd:amount '10000000'^^xsd:decimal }",
    ),
    "value-decimal-zeros": ("8", "1.50 is shown as 1.5 and kept", ":g { :m hd:amount 1.50 }"),
    "value-decimal-small": ("7.3", "a small decimal has no exponent", ":g { :m hd:amount 0.00001 }"),
    "value-decimal-undeclared": ("7.3", "elsewhere a decimal is an exception", ":g { :m schema:a 1.5 }"),
    "value-decimal-integer": ("7.3", "an integer under a decimal key is regular", ":g { :m hd:amount 5 }"),
    "value-double": (
        "7.3",
        "a double in its canonical form",
        ":g { :m schema:a 1.5E2 ; schema:b 1.0E-7 ; schema:c 0.0E0 }",
    ),
    "value-double-forms": (
        "8",
        "other forms of doubles are exceptions",
        ":g { :m schema:a 150e0 ; schema:b '-0.0E0'^^xsd:double ; schema:c '1.5'^^xsd:float }",
    ),
    "value-double-no-number": (
        "7.2",
        "what is not finite is a text",
        ":g { :m schema:a 'NaN'^^xsd:double ; schema:b 'INF'^^xsd:double ; schema:c '1e400'^^xsd:double }",
    ),
    "value-date": ("7.2", "a date", ":g { :m hd:start '2003-12-26'^^xsd:date }"),
    "value-date-forms": (
        "7.2",
        "what is no plain date is a text",
        ":g { :m schema:a '2003-02-30'^^xsd:date ; schema:b '2003-12-26Z'^^xsd:date ; schema:c '0000-01-01'^^xsd:date ; schema:d '2003-1-1'^^xsd:date }",
    ),
    "value-year-declared-date": ("8", "a year under a date key", ":g { :m hd:start '2003'^^xsd:gYear }"),
    "value-instant": (
        "7.2",
        "an instant in UTC",
        ":g { :m hd:onset '2003-12-26T01:56:52Z'^^xsd:dateTime ; schema:a '2003-12-26T01:56:52.000000001Z'^^xsd:dateTime }",
    ),
    "value-instant-forms": (
        "8",
        "other instants are exceptions",
        ":g { :m schema:a '2003-12-26T01:56:52.10Z'^^xsd:dateTime ; schema:b '2003-12-26T01:56:52+03:30'^^xsd:dateTime ; schema:c '2003-12-26T01:56:52'^^xsd:dateTime ; schema:d '2003-12-26T24:00:00Z'^^xsd:dateTime ; schema:e '2003-12-26T23:59:60Z'^^xsd:dateTime }",
    ),
    "value-declared-text": (
        "7.3",
        "a datatype declared for texts",
        ":g { :m hd:startEdtf '2003-12'^^edtf:EDTF ; hd:url 'http://a.example/'^^xsd:anyURI }",
    ),
    "value-declared-text-plain": (
        "7.3",
        "a plain text under such a key is an exception",
        ":g { :m hd:startEdtf '2003-12' }",
    ),
    "value-unknown-datatype": (
        "7.2",
        "a foreign datatype shows its text",
        ":g { :m schema:geo 'POINT(7.5 7.25)'^^geo:wktLiteral }",
    ),
    "value-language-declared": (
        "7.3",
        "a language under a key with a datatype",
        ":g { :m hd:amount 'viel'@de }",
    ),
    "value-direction": ("8", "a direction is kept in the ledger", ":g { :m hd:note 'حكيم'@ar--rtl }"),
    "value-at-sign": (
        "7.2",
        "texts that look like tags stay texts",
        ":g { :m hd:unit 'focal@ministry' ; hd:note '7^^integer' }",
    ),
    "concept-notation": (
        "7.4",
        "a concept is its notation",
        ":g { :m hd:status status:delivered ; hd:missionType <https://w3id.org/health-diplomacy/scheme/mission-type/training> }",
    ),
    "concept-foreign": ("7.4", "a concept of elsewhere is its IRI", ":g { :m hd:status <urn:done> }"),
    "concept-no-notation": (
        "7.4",
        "what is no plain notation is an IRI",
        ":g { :m hd:usesCapability <https://w3id.org/health-diplomacy/scheme/capability/a/b>, <https://w3id.org/health-diplomacy/scheme/capability/>, <https://w3id.org/health-diplomacy/scheme/capability/handed-over> }",
    ),
    "concept-blank": ("7.4", "a blank node in place of a concept is an edge", ":g { :m hd:status _:b0 }"),
    "list-one": ("7.5", "a key that may have many is a list of one", ":g { :m hd:note 'one' }"),
    "list-sorted": (
        "7.5",
        "lists are sorted by value, texts by code point",
        ":g { :m hd:note 'b', 'a', 'A', 'é', '🏥', '\ufffd' ; schema:age 42, 7 }",
    ),
    "list-repeated": (
        "8",
        "two terms of one value are shown once",
        ":g { :m schema:age '042'^^xsd:integer, 42 }",
    ),
    "list-mixed": ("7.5", "values of two types are shown as texts", ":g { :m schema:age 7, 'seven' }"),
    "list-booleans": ("7.5", "false comes before true", ":g { :m schema:a true, false }"),
    "list-dates": (
        "7.5",
        "dates and instants in their order",
        ":g { :m schema:a '2003-12-26'^^xsd:date, '1999-01-01'^^xsd:date ; schema:b '2003-12-26T01:56:52Z'^^xsd:dateTime, '1999-01-01T00:00:00Z'^^xsd:dateTime }",
    ),
    "list-mixed-dates": (
        "7.5",
        "a date and an instant are two types",
        ":g { :m schema:a '2003-12-26'^^xsd:date, '2003-12-26T00:00:00Z'^^xsd:dateTime }",
    ),
    "scalar-rivals": (
        "7.6",
        "the first in order is shown, the ledger has all",
        ":g { :m hd:unit 'tent' } :h { :m hd:unit 'bed' }",
    ),
    "scalar-rivals-one-graph": ("7.6", "rivals of one graph", ":g { :m hd:unit 'tent', 'bed' }"),
    "scalar-rivals-datatype": (
        "7.6",
        "equal texts are ordered by datatype",
        ":g { :m hd:unit 'a'^^:z, 'a'^^:y }",
    ),
    "scalar-rival-concepts": (
        "7.6",
        "rival concepts",
        ":g { :m hd:status status:delivered } :h { :m hd:status status:announced }",
    ),
    "scalar-rival-direction": (
        "7.6",
        "one text with and without a direction",
        ":g { :m hd:name 'a'@ar, 'a'@ar--rtl, 'a'@ar--ltr }",
    ),
    "ledger-places": (
        "8",
        "regular values of some of the graphs",
        ":g { :m hd:note 'one' ; hd:unit 'bed' } :h { :m hd:note 'one' }",
    ),
    "ledger-places-three": (
        "8",
        "two graphs of three",
        ":a { :m hd:unit 'bed' } :b { :m hd:note 'one' } :c { :m hd:unit 'bed' }",
    ),
    "ledger-cells-by-graph": (
        "8",
        "values whose graphs differ",
        ":g { :m hd:note 'one', 'two' } :h { :m hd:note 'one' }",
    ),
    "ledger-types": ("8", "classes whose graphs differ", ":g { :m a hd:Mission } :h { :m a schema:Event }"),
    "ledger-order": (
        "8",
        "entries are in the order of the keys",
        ":g { :m a hd:Mission ; hd:unit 'bed' ; hd:amount 1.50 } :h { :m hd:note 'x' }",
    ),
    "ledger-escapes": ("8", "the JSON of the ledger", ':g { :m hd:unit "a \\"\\\\\\n\\u0001é\\u007F", "b" }'),
    "edge-plain": (
        "9",
        "one edge a fact, with its graphs",
        ":g { :m hd:sentBy :c } :h { :m hd:sentBy :c, :d }",
    ),
    "edge-self": ("9", "a thing related to itself", ":g { :m hd:supersedes :m }"),
    "edge-of-type-predicate": (
        "9",
        "rdf:type as a subject and as a class",
        ":g { rdf:type a rdf:Property . :m a rdf:type }",
    ),
    "promoted": (
        "10",
        "an annotated fact is one edge",
        ":g { :m hd:sentBy :c ~ :r {| hd:start '2003-12-26'^^xsd:date ; hd:statedIn :d ; hd:status status:agreed ; a prov:Entity |} }",
    ),
    "promoted-nothing-said": ("10", "a reifier that says nothing more", ":g { :m hd:sentBy :c ~ :r }"),
    "promoted-blank": (
        "10",
        "a blank reifier and a blank end",
        ":g { :m hd:sentBy _:b1 ~ _:b0 {| hd:note 'x' |} }",
    ),
    "promoted-two-graphs": (
        "10",
        "other graphs leave a plain edge",
        ":g { :m hd:sentBy :c ~ :r ~ :q } :h { :m hd:sentBy :c }",
    ),
    "promoted-ledger": (
        "10",
        "a promoted edge has a ledger of its own",
        ":g { :m hd:sentBy :c ~ :r {| hd:amount 1.50 |} }",
    ),
    "promoted-concept-to-blank": (
        "10",
        "a concept's predicate with a blank object is an edge",
        ":g { :m hd:status _:b0 ~ :r }",
    ),
    "promoted-subject-of-promoted": (
        "10",
        "what an annotation says can be promoted as well",
        ":g { :m hd:sentBy :c ~ :r {| hd:statedIn :d ~ :q |} }",
    ),
    "reifier-not-asserted": (
        "10",
        "the fact is not asserted",
        ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> }",
    ),
    "reifier-asserted-elsewhere": (
        "10",
        "the fact is asserted in another graph",
        ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> } :h { :m hd:sentBy :c }",
    ),
    "reifier-two-graphs": (
        "10",
        "the reifier speaks in two graphs",
        ":g { :m hd:sentBy :c ~ :r } :h { :r hd:note 'x' }",
    ),
    "reifier-of-two": (
        "10",
        "the reifier reifies two facts",
        ":g { :m hd:sentBy :c ~ :r . :m hd:sentBy :d ~ :r }",
    ),
    "reifier-of-no-triple": ("10", "the reifier reifies a node", ":g { :r rdf:reifies :m }"),
    "reifier-speaks-of-blank": (
        "10",
        "an annotation is a blank node",
        ":g { :m hd:sentBy :c ~ :r {| hd:statedIn _:b0 |} }",
    ),
    "reifier-of-literal": ("10", "the fact is a value", ":g { :m hd:note 'x' ~ :r }"),
    "reifier-of-class": ("10", "the fact is a class", ":g { :m a hd:Mission ~ :r }"),
    "reifier-of-concept": ("10", "the fact is a concept", ":g { :m hd:status status:delivered ~ :r }"),
    "term": (
        "11",
        "a triple term is a node, its fact no edge",
        ":g { :a schema:about <<( :m hd:sentBy :c )>> }",
    ),
    "term-literal": (
        "11",
        "a triple term with a literal",
        ':g { :a schema:about <<( :m hd:note "a \\"quoted\\" text\\n"@en-GB )>> }',
    ),
    "term-nested": (
        "11",
        "a triple term within another",
        ":g { :a schema:about <<( :m hd:sentBy <<( _:b0 hd:year 3 )>> )>> }",
    ),
    "term-direction": (
        "11",
        "the text of a term has datatype and direction",
        ":g { :a schema:about <<( :m hd:note 'x'@ar--rtl )>>, <<( :m hd:note '1'^^xsd:byte )>> }",
    ),
    "record": (
        "16",
        "a record describes itself in its own graph",
        ":g { :g a hd:Record ; hd:describes :m ; hd:marking <https://w3id.org/health-diplomacy/scheme/marking/red> . :m a hd:Mission }",
    ),
    "empty": ("6", "no quads are no graph", ""),
}

RANKS: Final[dict[str, tuple[str, str, str, dict[str, list[int | str]]]]] = {
    "scalar-ranked": (
        "7.6",
        "the graph of the lowest rank is shown",
        ":g { :m hd:unit 'a' } :h { :m hd:unit 'c', 'b' }",
        {"urn:x:g": [2, "2003"], "urn:x:h": [1, "2004"]},
    ),
    "scalar-ranked-best-graph": (
        "7.6",
        "of a value's graphs the best counts",
        ":g { :m hd:unit 'a' } :h { :m hd:unit 'b' } :i { :m hd:unit 'b' }",
        {"urn:x:g": [1], "urn:x:h": [2], "urn:x:i": [0]},
    ),
}

M, C, G, H = "urn:x:m", "urn:x:c", "urn:x:g", "urn:x:h"


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a database holds: properties of the node `urn:x:m`, or one edge that leaves it."""

    properties: dict[str, Any]
    edge: tuple[str, str] | None = None
    iri: str = M
    entry: tuple[str, str, str, str, str, bool] | None = None


def _node(**properties: Any) -> Held:
    return Held({"graphs": [G], **properties})


def _edge(edge_type: str, target: str = C, **properties: Any) -> Held:
    return Held({"graphs": [G], **properties}, (edge_type, target))


def _taught(entry: tuple[str, str, str, str, str, bool]) -> Held:
    return Held({"graphs": [G], "unit": "bed"}, entry=entry)


RIVALS: Final = '["unit",[[[0],"bed"],[[1],"tent"]]]'
EDITS: Final[dict[str, tuple[str, str, Held]]] = {
    "edit-to-another-rival": (
        "14",
        "another of the ledger's values: the ledger still speaks",
        _node(graphs=[G, H], unit="tent", _q=[RIVALS]),
    ),
    "edit-beats-ledger": (
        "14",
        "a new value is read as it stands, in every graph",
        _node(graphs=[G, H], unit="ward", _q=[RIVALS]),
    ),
    "edit-removes-property": (
        "14",
        "a property that is gone takes its ledger entry with it",
        _node(graphs=[G, H], note=["x"], _q=[RIVALS]),
    ),
    "edit-of-list": (
        "14",
        "a shorter list beats its ledger",
        _node(graphs=[G, H], note_en=["two"], _q=['["note_en",[[[0],"one","","en"],[[1],"two","","en"]]]']),
    ),
    "edit-list-reordered": (
        "14",
        "a list in another order is an edit",
        _node(graphs=[G, H], note=["two", "one"], _q=['["note",[[[0],"one"],[[1],"two"]]]']),
    ),
    "edit-native-type": (
        "14",
        "the same text as another type is an edit",
        _node(
            start={"date": "2003-01-01"},
            _q=['["start",[[[0],"2003","http://www.w3.org/2001/XMLSchema#gYear"]]]'],
        ),
    ),
    "edit-one-and-true": (
        "14",
        "1, 1.0 and true are three values",
        _node(year=1, _q=['["year",[[[0],"1","http://www.w3.org/2001/XMLSchema#boolean"]]]']),
    ),
    "edit-places-kept": (
        "14",
        "a short entry keeps its graphs whatever the value",
        _node(graphs=[G, H], unit="ward", _q=['["unit",[1]]']),
    ),
    "edit-scalar-in-list-key": ("14", "a scalar where a list belongs", _node(note="one")),
    "edit-list-in-scalar-key": ("14", "a list where a scalar belongs", _node(unit=["bed", "tent"])),
    "edit-new-node": ("14", "facts without graphs", Held({"unit": "bed"})),
    "edit-new-edge": ("14", "an edge without graphs", Held({}, ("SENT_BY", C))),
    "edit-instant-offset": (
        "7.3",
        "an instant with an offset, and one without",
        _node(
            onset={"datetime": "2003-12-26T01:56:00+03:00"}, schema_a=[{"datetime": "2003-12-26T01:56:00"}]
        ),
    ),
    "edit-date-in-text-key": (
        "7.3",
        "a native type that the key does not declare",
        _node(startEdtf={"date": "2003-12-26"}, unit=5),
    ),
    "edit-number-under-language": (
        "7.3",
        "under a language the declared datatype does not count",
        _node(amount_en={"double": "5.5E0"}),
    ),
    "edit-notation": ("7.4", "a text without a colon is a notation", _node(status="never-seen")),
    "edit-name-without-entry": (
        "4.6",
        "prefixed and declared names need no entries",
        _node(schema_age_en=["x"], name_ar="y", types=["schema_Event"], status_e5f4a8d13c80=["z"]),
    ),
    "view-bare": ("12", "a node with nothing but its key", Held({"iri": M})),
    "view-derived-node": ("12", "a derived node", _node(unit="bed", derived=True)),
    "view-derived-edge": ("12", "a derived edge", Held({"missions": 3, "derived": True}, ("AIDED", C))),
    "view-term-node": (
        "12",
        "a triple term's node",
        Held({"term": "<<( <urn:s> <urn:p> <urn:o> )>>"}, iri="_tt:0"),
    ),
}

REFUSED: Final[dict[str, tuple[str, str, Held]]] = {
    "unknown-property": ("4.6", "unknown-name", _node(colour="red")),
    "unknown-hash": ("4.6", "unknown-name", _node(colour_0123456789ab=["red"])),
    "unknown-prefixed-hash": ("4.6", "unknown-name", _node(schema_0123456789ab=["red"])),
    "unknown-class": ("4.6", "unknown-name", _node(types=["Misssion"])),
    "unknown-edge-type": ("4.6", "unknown-name", _edge("KNOWS")),
    "bad-language": ("4.6", "bad-language", _node(unit_toolongforatag="bed")),
    "empty-language": ("4.6", "bad-language", _node(name_="bed")),
    "other-name-of-key": ("4.6", "other-name", _node(hd_unit="bed")),
    "other-name-of-edge": ("4.6", "other-name", _edge("hd_sentBy")),
    "other-name-of-class": ("4.6", "other-name", _node(types=["hd_Mission"])),
    "concept-with-language": ("4.6", "other-name", _node(status_en="x")),
    "edge-reference-of-concept": ("4.6", "other-name", _node(status_reference="x")),
    "concept-no-iri": ("7.4", "no-iri", _node(status="a b:c")),
    "graph-no-iri": ("5", "no-key", _node(graphs=["a graph"], unit="bed")),
    "end-no-iri": ("5", "no-key", _edge("ABOUT", "a b")),
    "subject-no-iri": ("5", "no-key", Held({"graphs": [G], "unit": "bed"}, iri="a b")),
    "ledger-no-json": ("8", "ledger-syntax", _node(unit="bed", _q=["unit"])),
    "ledger-empty-places": ("8", "ledger-syntax", _node(unit="bed", _q=['["unit",[]]'])),
    "ledger-no-list": ("8", "ledger-syntax", _node(unit="bed", _q=['["unit",5]'])),
    "ledger-unknown-graph": ("8", "ledger-graphs", _node(unit="bed", _q=['["unit",[4]]'])),
    "ledger-cells-unknown-graph": ("8", "ledger-graphs", _node(unit="bed", _q=['["unit",[[[1],"bed"]]]'])),
    "ledger-bad-datatype": ("8", "ledger-term", _node(unit="bed", _q=['["unit",[[[0],"bed","a b"]]]'])),
    "ledger-bad-direction": (
        "8",
        "ledger-term",
        _node(unit_en="bed", _q=['["unit_en",[[[0],"bed","","en","up"]]]']),
    ),
    "ledger-no-concept": ("8", "ledger-term", _node(status="x", _q=['["status",[[[0]]]]'])),
    "plain-edge-with-key": ("9", "plain-edge-says", _edge("SENT_BY", note=["x"])),
    "term-no-text": ("11", "term-text", _edge("ABOUT", "_tt:0", term="<<( )>>")),
    "entry-of-another-datatype": (
        "4.7",
        "other-vocabulary",
        _taught(("amount", f"{PREFIXES['hd']}amount", "key", "urn:other", "", False)),
    ),
    "entry-of-another-number": (
        "4.7",
        "other-vocabulary",
        _taught(("unit", f"{PREFIXES['hd']}unit", "key", f"{PREFIXES['xsd']}string", "", True)),
    ),
    "entry-of-another-name": (
        "4.7",
        "other-vocabulary",
        _taught(("sender", f"{PREFIXES['hd']}sentBy", "edge", "", "", False)),
    ),
    "entry-of-another-kind": (
        "4.7",
        "other-vocabulary",
        _taught(("status", f"{PREFIXES['hd']}status", "reference", "", "", False)),
    ),
    "entry-of-another-hash": (
        "4.7",
        "other-vocabulary",
        _taught(("colour_0123456789ab", "urn:x:colour", "label", "", "", False)),
    ),
    "term-no-triple": ("11", "term-text", _edge("ABOUT", "_tt:0", term="<urn:x>")),
}

NAMES: Final[tuple[tuple[str, str, str], ...]] = (
    # kind, term, language
    ("label", f"{PREFIXES['hd']}Mission", ""),
    ("label", "https://schema.org/Event", ""),
    ("label", "urn:x:Visit", ""),
    ("label", f"{PREFIXES['hd']}sentBy", ""),
    ("edge", f"{PREFIXES['hd']}sentBy", ""),
    ("edge", f"{PREFIXES['hd']}notDeclared", ""),
    ("edge", f"{PREFIXES['hd']}start", ""),
    ("edge", f"{PREFIXES['hd']}Mission", ""),
    ("edge", f"{PREFIXES['rdf']}type", ""),
    ("edge", "https://schema.org/" + LONG, ""),
    ("edge", "http://example.org/été#2nd-colour", ""),
    ("edge", "http://example.org/a:b", ""),
    ("edge", "urn:x:", ""),
    ("key", f"{PREFIXES['hd']}start", ""),
    ("key", f"{PREFIXES['hd']}start", "en"),
    ("key", f"{PREFIXES['hd']}name", "zh-hant-tw"),
    ("key", f"{PREFIXES['hd']}sentBy", ""),
    ("key", f"{PREFIXES['hd']}sentBy", "en"),
    ("key", f"{PREFIXES['hd']}Mission", ""),
    ("key", f"{PREFIXES['hd']}status", "en"),
    ("key", f"{PREFIXES['rdf']}type", ""),
    ("key", "https://schema.org/0123456789ab", ""),
    ("key", "https://schema.org/name", "x-private"),
    ("key", "https://w3id.org/health-diplomacy/scheme/status", ""),
    ("key", "https://w3id.org/health-diplomacy/scheme/status/agreed", ""),
    ("concept", f"{PREFIXES['hd']}status", ""),
    ("reference", f"{PREFIXES['hd']}statedIn", ""),
    ("reference", f"{PREFIXES['hd']}start", ""),
    ("reference", f"{PREFIXES['rdf']}type", ""),
    ("reference", "urn:x:colour", ""),
)

DOCUMENTS: Final[dict[str, tuple[str, str, str, str]]] = {
    # name: (what it shows, file name, base, text)
    "document-blank": (
        "blank nodes are named by the hash of the document",
        "a.ttl",
        "",
        "PREFIX : <urn:x:>\n:m :part [ :part [] ; :note 'x'@en-GB ] .\n",
    ),
    "document-base": ("the base is a part of the hash", "a.ttl", "http://a.example/d", "<> <p> [] .\n"),
    "document-ground": (
        "nothing is renamed where nothing is blank",
        "a.trig",
        "",
        "PREFIX : <urn:x:>\n:g { :m :note 'x' }\n",
    ),
}

UPDATES: Final[dict[str, tuple[str, str, str]]] = {
    # name: (what it shows, TriG before, TriG after)
    "update-value": (
        "a value changes",
        ":g { :m hd:unit 'bed' ; hd:sentBy :c }",
        ":g { :m hd:unit 'tent' ; hd:sentBy :c }",
    ),
    "update-edge": ("an end is mentioned no more", ":g { :m hd:sentBy :c }", ":g { :m hd:sentBy :d }"),
    "update-gone": (
        "all facts of a node go",
        ":g { :m hd:unit 'bed' . :n hd:sentBy :m }",
        ":g { :n hd:sentBy :m }",
    ),
    "update-reified": (
        "a reifier becomes an edge when its fact is asserted",
        ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> }",
        ":g { :r rdf:reifies <<( :m hd:sentBy :c )>> . :m hd:sentBy :c }",
    ),
    "update-nothing": ("the same facts are no change", ":g { :m hd:unit 'bed' }", ":g { :m hd:unit 'bed' }"),
}
