"""Loads N-Triples with rdflib-neo4j in its own way; run by its own environment. The last line is JSON.

python rdflib_neo4j_load.py FILE BATCH_SIZE
"""

import json
import os
import sys
import time

from rdflib import Graph
from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig

account = {
    "uri": os.environ["NEO4J_URI"],
    "database": os.environ["NEO4J_DATABASE"],
    "user": os.environ["NEO4J_USER"],
    "pwd": os.environ["NEO4J_PASSWORD"],
}
file, batch_size = sys.argv[1:]
begin = time.perf_counter()
# IGNORE looks up no prefix for a term, and needs none to be told: the least that it can do.
store = Neo4jStore(
    config=Neo4jStoreConfig(
        auth_data=account,
        batching=True,
        batch_size=int(batch_size),
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
    )
)
graph = Graph(store=store)
graph.parse(file, format="nt")
items = store.total_triples
graph.close(commit_pending_transaction=True)
print(json.dumps({"seconds": time.perf_counter() - begin, "items": items}))
