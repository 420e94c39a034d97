"""What stands between an analyst's Cypher and the engine: rules on text, plan, time and size."""
