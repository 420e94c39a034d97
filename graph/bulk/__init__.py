"""A whole graph as files for the offline import of Neo4j: `neo4j-admin database import full`."""
