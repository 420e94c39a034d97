"""How much an answer holds."""

import neo4j.graph


def weight(value: object) -> int:
    """About how many bytes a value of the driver holds.

    >>> weight(["abc", {"a": 1}, None])
    28
    """
    match value:
        case str() | bytes() | bytearray():
            return len(value)
        case neo4j.graph.Path():
            return sum(map(weight, (*value.nodes, *value.relationships)))
        case neo4j.graph.Entity():
            return sum(len(key) + weight(part) for key, part in value.items())
        case dict():
            return sum(len(key) + weight(part) for key, part in value.items())
        case list() | tuple():
            return 8 + sum(map(weight, value))
        case _:
            return 8
