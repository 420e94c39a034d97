"""The viewer's questions in Cypher: read-only, every value a parameter, every answer limited and ordered.

Each is valid on the embedded engine and on Neo4j 5. Labels and relationship types are constants of this
module: they cannot be parameters, so nothing that was typed ever becomes one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from graph.labels import quoted


def _thing(node: str) -> str:
    """The map of what a link shows of a node: enough for its name in any language of the pages."""
    keys = (
        "iri",
        "name",
        "name_en",
        "name_ar",
        "shortName",
        "shortName_en",
        "description",
        "description_en",
        "description_ar",
        "identifier",
        "property",
        "value",
        "unit",
        "amount",
        "asWritten",
        "start",
        "startEdtf",
        "date",
        "dateEdtf",
    )
    told = ", ".join(f"{key}: {node}.{key}" for key in keys)
    return f"{{labels: labels({node}), {told}}}"


_LATEST_FIRST = "ORDER BY day DESC, m.iri"


def _latest(page: str, links: str = ", r", order: str = _LATEST_FIRST, others: str = "") -> str:
    """The latest of many nodes `m`, with the links to them: settled before anything else is read of them.

    Of 60,000 only the days are read, which is half of the time of reading their IRIs and labels too; then those of the
    nodes of the last days. `$days` is at least as many as the page reaches.
    """
    kept = ", one[1] AS r, type(one[1]) AS relation" if links else ""
    return (
        f" WITH coalesce(m.start, m.date) AS at, collect([m{links}]) AS those"
        " WITH coalesce(toString(at), '') AS day, those ORDER BY day DESC LIMIT $days UNWIND those AS one"
        f" WITH day, one[0] AS m{kept} WHERE m:Resource{others} WITH * {order} {page}"
    )


_TIE = (
    f"{_thing('a')} AS giver, {_thing('b')} AS receiver, t.missions AS missions, t.delivered AS delivered,"
    " t.announced AS announced, t.first AS first, t.last AS last"
)

COUNTED = ("Mission", "Crisis", "Organisation", "Claim", "Document")
COUNTS: Mapping[str, str] = MappingProxyType(
    {
        **{label: f"MATCH (n:{label}) RETURN count(n) AS count" for label in COUNTED},
        "countries": "MATCH (n:Party)-[:AIDED]-(:Resource) RETURN count(DISTINCT n) AS count",
    }
)

SUBJECT = "MATCH (n:Resource {iri: $iri}) RETURN labels(n) AS labels, properties(n) AS properties"

MERGED = """
MATCH (t:_Term {kind: 'layer'}) WHERE t.datatype CONTAINS $iri
RETURN t.datatype AS pairs ORDER BY t.id LIMIT 100
"""

PARTS = """
MATCH (:Resource {iri: $iri})-[r:QUANTITY|MONETARY_VALUE]->(p:Resource)
RETURN type(r) AS relation, r.graphs AS graphs, properties(p) AS properties
ORDER BY relation, p.iri LIMIT $limit
"""

RECORDS = """
UNWIND $iris AS iri MATCH (r:Resource {iri: iri})
OPTIONAL MATCH (r)-[:FROM_DATASET]->(d:Resource)
RETURN r.iri AS iri, r.identifier AS identifier, r.marking AS marking, r.reliability AS reliability,
       r.credibility AS credibility, r.confidence AS confidence,
       min(coalesce(d.name_en, d.name, d.iri)) AS dataset
ORDER BY iri
"""

DOCUMENTS = """
UNWIND $iris AS iri MATCH (:Resource {iri: iri})-[:STATED_IN]->(d:Resource)
OPTIONAL MATCH (d)-[:PUBLISHED_BY]->(p:Resource)
RETURN iri AS stated, d.iri AS iri, coalesce(d.name, d.name_en, d.name_ar) AS name, d.url AS url,
       min(coalesce(p.name, p.name_en, p.name_ar)) AS publisher
ORDER BY stated, iri
"""

CLAIMS = """
MATCH (:Resource {iri: $iri})<-[:ABOUT]-(c:Resource)
OPTIONAL MATCH (c)-[:CLAIMED_BY]->(p:Resource)
RETURN properties(c) AS properties, min(coalesce(p.name, p.name_en, p.name_ar)) AS claimed_by, c.iri AS iri
ORDER BY properties.property, iri LIMIT $limit
"""

GROUPS: Mapping[bool, str] = MappingProxyType(
    {
        outgoing: f"MATCH (:Resource {{iri: $iri}}){arrow}(:Resource) WHERE NOT type(r) IN $hidden"
        " RETURN type(r) AS relation, count(r) AS count ORDER BY relation"
        for outgoing, arrow in ((True, "-[r]->"), (False, "<-[r]-"))
    }
)

LINKS: Mapping[bool, str] = MappingProxyType(
    {
        outgoing: f"MATCH (:Resource {{iri: $iri}}){arrow}(m)"
        f"{_latest('SKIP $skip LIMIT $limit')}"
        f" RETURN {_thing('m')} AS thing, r.graphs AS graphs {_LATEST_FIRST}"
        for outgoing, arrow in ((True, "-[r:RELATION]->"), (False, "<-[r:RELATION]-"))
    }
)
"""RELATION stands for the type of the links, which no parameter can give: `of_type` puts it in."""


def of_type(query: str, relation: str) -> str:
    """The query about links of that type; HakimError for what cannot be the name of a type."""
    return query.replace("RELATION", quoted(relation))


BUSIEST = """
MATCH (n:Party)-[t:AIDED]-(o:Resource) WHERE n.iri <> o.iri
WITH n.iri AS iri, sum(t.missions) AS missions ORDER BY missions DESC, iri LIMIT $limit RETURN iri
"""

TIES_AMONG = f"""
UNWIND $iris AS iri MATCH (a:Resource {{iri: iri}})-[t:AIDED]->(b:Resource)
WHERE b.iri IN $iris AND a.iri <> b.iri
RETURN {_TIE} ORDER BY missions DESC, a.iri, b.iri
"""

PARTNERS = """
MATCH (:Resource {iri: $iri})-[t:AIDED]-(n:Resource) WHERE n.iri <> $iri
WITH n.iri AS iri, sum(t.missions) AS missions ORDER BY missions DESC, iri LIMIT $limit RETURN iri
"""

PARTNER_COUNT = """
MATCH (:Resource {iri: $iri})-[:AIDED]-(n:Resource) WHERE n.iri <> $iri RETURN count(DISTINCT n) AS count
"""

TIES_WITH: Mapping[bool, str] = MappingProxyType(
    {
        True: f"MATCH (a:Resource {{iri: $iri}})-[t:AIDED]->(b:Resource) WHERE b.iri IN $iris RETURN {_TIE}",
        False: f"MATCH (b:Resource {{iri: $iri}})<-[t:AIDED]-(a:Resource) WHERE a.iri IN $iris RETURN {_TIE}",
    }
)

NEIGHBOURS: Mapping[bool, str] = MappingProxyType(
    {
        outgoing: f"MATCH (:Resource {{iri: $iri}}){arrow}(m) WHERE NOT type(r) IN $hidden"
        f"{_latest('LIMIT $limit', order=f'{_LATEST_FIRST}, relation', others=' AND m.iri <> $iri')}"
        f" MATCH (n:Resource {{iri: $iri}})"
        f" RETURN relation, {_thing('n')} AS centre, {_thing('m')} AS thing {_LATEST_FIRST}, relation"
        for outgoing, arrow in ((True, "-[r]->"), (False, "<-[r]-"))
    }
)

NEIGHBOUR_COUNT = """
MATCH (n:Resource {iri: $iri})-[r]-(m) WHERE NOT type(r) IN $hidden AND m <> n
RETURN count(DISTINCT m) AS count
"""

LATEST_MISSIONS = f"""
MATCH (:Resource {{iri: $iri}})<-[:SENT_BY|RECEIVED_BY]-(m)
WITH DISTINCT m {_latest("LIMIT $limit", links="")}
MATCH (m)-[r:SENT_BY|RECEIVED_BY|IN_RESPONSE_TO]->(p:Resource)
RETURN {_thing("m")} AS mission, type(r) AS relation, {_thing("p")} AS party {_LATEST_FIRST}, relation, p.iri
"""

MISSION_COUNT = """
MATCH (:Resource {iri: $iri})<-[:SENT_BY|RECEIVED_BY]-(m) RETURN count(DISTINCT m) AS count
"""
