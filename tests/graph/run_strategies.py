"""Random histories of a small world: records that come, change and go, and meet in the same few nodes."""

from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.terms import concept, hd
from tests.graph.records_made import TYPE, thing
from tests.strategies import REIFIES, XSD, datasets

Run = Mapping[str, tuple[Triple, ...] | None]
"""What a run says of some records: their triples, or None for one that is withdrawn."""

NAMES = ("a", "b", "c", "d")
PLACES = [thing(f"country/{code}") for code in ("EGY", "ITA", "TUR")] + [thing("territory/XNC")]
MISSIONS = [thing("mission/hdm/HDM-0001"), thing("mission/hdm/HDM-0002")]
OTHERS = [thing("crisis/hdm/CRI-001"), NamedNode("urn:x:r"), BlankNode("ab12_c14n0"), thing("record/b")]
CLASSES = [
    *(hd.FieldHospitalDeployment, hd.VaccineDonation, hd.Mission, hd.Country, hd.Territory, hd.Epidemic),
    *(hd.Crisis, hd.Organisation, NamedNode("urn:x:Class"), hd.Event),
]
LINKS = [hd.sentBy, hd.receivedBy, hd.inResponseTo, NamedNode("urn:x:knows"), NamedNode("urn:x:sees")]
DATE = NamedNode(f"{XSD}date")

entities = st.sampled_from([*PLACES, *MISSIONS, *OTHERS])
triples_of_missions = st.tuples(
    st.sampled_from(MISSIONS), st.sampled_from([hd.sentBy, hd.receivedBy]), st.sampled_from(PLACES)
)
typings = st.tuples(entities, st.just(TYPE), st.sampled_from(CLASSES))
links = st.tuples(entities, st.sampled_from(LINKS), entities)
texts = st.tuples(
    entities,
    st.sampled_from([hd.name, hd.note, NamedNode("urn:x:says")]),
    st.sampled_from(
        [Literal("one"), Literal("two"), Literal("one", language="en"), Literal("bir", language="tr")]
    ),
)
statuses = st.tuples(
    st.sampled_from(MISSIONS),
    st.just(hd.status),
    st.sampled_from([concept("status", "delivered"), concept("status", "announced"), NamedNode("urn:x:odd")]),
)
dates = st.tuples(
    st.sampled_from(MISSIONS),
    st.sampled_from([hd.start, hd.startLatest]),
    st.sampled_from(["2003-12-26", "2020-03-01", "2020", ""]).map(lambda text: Literal(text, datatype=DATE)),
)
grades = st.tuples(
    st.sampled_from([thing(f"record/{name}") for name in NAMES]),
    st.just(hd.reliability),
    st.sampled_from([concept("reliability", letter) for letter in "ACF"]),
)
amounts = st.tuples(
    st.sampled_from(MISSIONS), st.just(hd.unit), st.sampled_from([Literal("bed"), Literal("tent")])
)
facts: SearchStrategy[Triple] = (
    triples_of_missions | typings | links | texts | statuses | dates | grades | amounts
).map(lambda parts: Triple(*parts))
odd_facts = datasets().map(lambda quads: tuple(quad.triple for quad in sorted(quads, key=str)))


@st.composite
def reified(draw: st.DrawFn) -> tuple[Triple, ...]:
    """A fact, asserted or not, and somebody who says something of it."""
    fact = draw(facts)
    reifier = draw(entities)
    said = draw(st.lists(st.tuples(st.just(reifier), st.sampled_from(LINKS), entities), max_size=1))
    named = draw(st.lists(texts.map(lambda parts: (reifier, *parts[1:])), max_size=1))
    asserted = (fact,) if draw(st.booleans()) else ()
    outer = draw(st.booleans())
    term = Triple(MISSIONS[0], LINKS[-1], fact) if outer else fact
    return (*asserted, Triple(reifier, REIFIES, term), *(Triple(*parts) for parts in (*said, *named)))  # type: ignore[arg-type]  # hypothesis forgets which term is which


contents = st.one_of(
    st.lists(facts, max_size=5).map(tuple),
    st.lists(facts, max_size=5).map(tuple),
    reified(),
    odd_facts,
)
runs: SearchStrategy[Run] = st.dictionaries(
    st.sampled_from(NAMES), st.none() | contents | contents, min_size=1, max_size=3
)
histories = st.lists(runs, min_size=1, max_size=4)
