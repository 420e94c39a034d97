"""How well the missions behind an answer are known; these counts travel with every answer."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from graph.finished import Row
from graph.question import Column, Twins

DELIVERED = frozenset({"delivered", "operating", "completed", "handed-over"})
"""The statuses of a mission that is known to have reached its recipient."""

# Many records cite one address, and each may name a publisher for it: only what a mission's own record says counts.
# A record that cites nothing is the word of those who publish its dataset. Copies are the voice of what they repeat.
EVIDENCE = Twins(
    cypher="""
MATCH (m:Mission) WHERE m.iri IN $missions
OPTIONAL MATCH (m)<-[:DESCRIBES]-(r:Record)
OPTIONAL MATCH (r)-[:STATED_IN]->(d:Document)-[e:PUBLISHED_BY]->(p:Publisher) WHERE r.iri IN e.graphs
OPTIONAL MATCH (d)-[:COPY_OF]->(x:Publisher)
OPTIONAL MATCH (r)-[:FROM_DATASET]->(:Dataset)-[:PUBLISHED_BY]->(k:Publisher)
WITH m, coalesce(x, p, k) AS said
OPTIONAL MATCH (said)-[:COPY_OF*1..5]->(o:Publisher) WHERE NOT EXISTS { (o)-[:COPY_OF]->() }
WITH m, collect(DISTINCT coalesce(o.name, said.name)) AS cited
OPTIONAL MATCH (m)<-[:ABOUT]-(:Claim)-[:CLAIMED_BY]->(q:Publisher)
OPTIONAL MATCH (q)-[:COPY_OF*1..5]->(t:Publisher) WHERE NOT EXISTS { (t)-[:COPY_OF]->() }
RETURN m.iri AS mission, m.start AS start, m.startLatest AS latest, m.status AS status,
       cited, collect(DISTINCT coalesce(t.name, q.name)) AS claiming
""",
    sparql="""
SELECT ?mission ?start ?latest ?status
  (GROUP_CONCAT(DISTINCT ?citedName; separator="|") AS ?cited)
  (GROUP_CONCAT(DISTINCT ?claimingName; separator="|") AS ?claiming)
WHERE {
  ?mission hd:missionType ?type .
  OPTIONAL { ?mission hd:start ?start }
  OPTIONAL { ?mission hd:startLatest ?latest }
  OPTIONAL { ?mission hd:status ?concept . BIND(REPLACE(STR(?concept), "^.*/", "") AS ?status) }
  OPTIONAL {
    ?record hd:describes ?mission .
    OPTIONAL {
      GRAPH ?record { ?record hd:statedIn ?document . ?document hd:publishedBy ?published }
      OPTIONAL { ?document hd:copyOf ?copied }
    }
    OPTIONAL { ?record hd:fromDataset/hd:publishedBy ?keeper }
    BIND(COALESCE(?copied, ?published, ?keeper) AS ?said)
    ?said hd:copyOf* ?voice .
    FILTER NOT EXISTS { ?voice hd:copyOf ?another }
    ?voice hd:name ?citedName
  }
  OPTIONAL {
    ?claim hd:about ?mission ; hd:claimedBy/hd:copyOf* ?claiming_voice .
    FILTER NOT EXISTS { ?claiming_voice hd:copyOf ?another_voice }
    ?claiming_voice hd:name ?claimingName
  }
}
GROUP BY ?mission ?start ?latest ?status
""",
    columns=tuple(
        Column(name, kind, MappingProxyType({}))
        for name, kind in {
            "mission": "mission",
            "start": "date",
            "latest": "date",
            "status": "text",
            "cited": "list",
            "claiming": "list",
        }.items()
    ),
)


def missions_of(facts: Iterable[Row], columns: Iterable[Column]) -> list[str]:
    """The IRIs of all missions that occur in facts, sorted."""
    named = [column for column in columns if column.type in {"mission", "missions"}]
    found: set[str] = set()
    for row in facts:
        for column in named:
            value = row.get(column.name)
            found.update([value] if isinstance(value, str) else value or ())
    return sorted(found)


def count_evidence(evidence: Iterable[Row]) -> Mapping[str, int]:
    """The counts that the caveats of evidence name.

    >>> count_evidence([{"start": None, "latest": None, "status": "pledged", "cited": ["WAM"], "claiming": []}])
    {'missions': 1, 'undated': 1, 'not_to_the_day': 0, 'single_source': 1, 'not_delivered': 1, 'status_unknown': 0}
    """
    rows = list(evidence)
    return {
        "missions": len(rows),
        "undated": sum(row["start"] is None for row in rows),
        "not_to_the_day": sum(row["start"] is not None and row["start"] != row["latest"] for row in rows),
        "single_source": sum(len({*row["cited"], *row["claiming"]}) <= 1 for row in rows),
        "not_delivered": sum(row["status"] is not None and row["status"] not in DELIVERED for row in rows),
        "status_unknown": sum(row["status"] is None for row in rows),
    }
