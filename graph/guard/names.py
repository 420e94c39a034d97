"""What a query may call: Cypher's own functions, and procedures that tell what the graph holds."""

from itertools import chain
from typing import Final

_INSTANTS = ("date", "datetime", "localdatetime", "localtime", "time")
_OF_INSTANTS = ("", ".realtime", ".statement", ".transaction", ".truncate", ".fromepoch", ".fromepochmillis")

FUNCTIONS: Final = frozenset(
    chain(
        ("all", "any", "exists", "isempty", "none", "single", "shortestpath", "allshortestpaths"),
        (
            "char_length",
            "character_length",
            "coalesce",
            "elementid",
            "endnode",
            "head",
            "id",
            "last",
            "length",
        ),
        ("nullif", "properties", "randomuuid", "size", "startnode", "timestamp", "type", "valuetype"),
        ("toboolean", "tobooleanornull", "tofloat", "tofloatornull", "tointeger", "tointegerornull"),
        (
            "avg",
            "collect",
            "count",
            "max",
            "min",
            "percentilecont",
            "percentiledisc",
            "stdev",
            "stdevp",
            "sum",
        ),
        ("keys", "labels", "nodes", "range", "reduce", "relationships", "reverse", "tail"),
        ("tobooleanlist", "tofloatlist", "tointegerlist", "tostringlist"),
        ("abs", "ceil", "floor", "isnan", "rand", "round", "sign", "e", "exp", "log", "log10", "sqrt", "pi"),
        ("acos", "asin", "atan", "atan2", "cos", "cosh", "cot", "coth", "degrees", "haversin", "radians"),
        ("sin", "sinh", "tan", "tanh"),
        ("btrim", "left", "lower", "ltrim", "normalize", "replace", "right", "rtrim", "split", "substring"),
        ("tolower", "tostring", "tostringornull", "toupper", "trim", "upper"),
        ("point", "point.distance", "point.withinbbox", "distance"),
        ("duration", "duration.between", "duration.indays", "duration.inmonths", "duration.inseconds"),
        (f"{instant}{part}" for instant in _INSTANTS for part in _OF_INSTANTS),
    )
)
"""In small letters. None reaches out of the query; functions of plug-ins may (`apoc`, `genai`)."""

KEYWORDS: Final = frozenset(
    {
        *(
            "ACYCLIC",
            "ALL",
            "AND",
            "ANY",
            "AS",
            "ASC",
            "ASCENDING",
            "BY",
            "CALL",
            "CASE",
            "COLLECT",
            "CONTAINS",
        ),
        *(
            "COUNT",
            "DESC",
            "DESCENDING",
            "DIFFERENT",
            "DISTINCT",
            "ELEMENTS",
            "ELSE",
            "END",
            "ENDS",
            "EXISTS",
        ),
        *("FILTER", "FOR", "GROUP", "GROUPS", "IN", "IS", "LET", "LIMIT", "MATCH", "NEXT", "NOT", "OFFSET"),
        *("ON", "OPTIONAL", "OR", "ORDER", "PATH", "PATHS", "REPEATABLE", "RETURN", "SHORTEST", "SIMPLE"),
        *(
            "SKIP",
            "STARTS",
            "THEN",
            "TRAIL",
            "UNION",
            "UNWIND",
            "USING",
            "WALK",
            "WHEN",
            "WHERE",
            "WITH",
            "XOR",
        ),
        *("YIELD", "RELATIONSHIPS", "NODES"),
    }
)
"""Words of Cypher that a bracket may follow, and that are no functions."""

PROCEDURES: Final = frozenset(
    {
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertyKeys",
        "db.relationshipTypes",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.schema.visualization",
    }
)
"""Procedures that tell what the graph holds."""
