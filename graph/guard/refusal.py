"""How a query is turned down."""

from ontology.errors import UsageProblem


class QueryRefused(UsageProblem):
    """A query that the engine does not understand, or that it or Hakim refuses; the graph is unchanged."""
