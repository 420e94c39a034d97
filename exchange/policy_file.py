"""Reads a policy from its YAML file: all that is wrong with it is told at once, and then nothing of it is used."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

from exchange.generalise import DATED, Generalisation
from exchange.policy import Leave, MarkingRow, Membership, Partner, Policy, Restriction
from exchange.scheme import PUBLIC, TLP, Scheme
from ontology.errors import HakimError
from ontology.files import VOCABULARY, read_file
from ontology.namespaces import HD, PREFIXES

Place = tuple[str | int, ...]
"""Where something stands: keys and numbers from the top."""
KEPT: Final = "keep"
_CREATOR: Final = PREFIXES["dcterms"] + "creator"
DEFAULT_RULES: Final = (
    Generalisation(f"{HD}identifier", "drop", spares=frozenset({PUBLIC})),
    Generalisation(_CREATOR, "text", text="an analyst"),
)
"""Rules for a partner where its own say nothing of a property: numbers in our files, where a record is
not for the whole world, and who judged."""


class PolicyProblem(HakimError):
    """A policy that cannot be used."""


def read_policy(path: Path) -> Policy:
    """The policy in a file. Raises PolicyProblem with every fault, each with its line."""
    document, lines = _document(path)
    faults = sorted(_schema_faults(document), key=lambda fault: lines.get(fault[0], 0))
    if not faults:
        faults = sorted(_faults(document), key=lambda fault: lines.get(fault[0], 0))
    if faults:
        told = "\n".join(f"{path.name}, line {_line(lines, place)}: {text}" for place, text in faults)
        raise PolicyProblem(
            told, hint="Nothing of a policy is used until all of it is right; see docs/releases.md."
        )
    return _policy(document)


def _line(lines: Mapping[Place, int], place: Place) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def _document(path: Path) -> tuple[Any, dict[Place, int]]:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except OSError as error:
        raise PolicyProblem(f"The policy {path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise PolicyProblem(f"The policy {path} is no YAML: {error}.") from error
    lines: dict[Place, int] = {(): 1}
    return _value(node, (), lines, path), lines


def _value(node: yaml.Node | None, place: Place, lines: dict[Place, int], path: Path) -> Any:
    """A node as text, numbers, lists and mappings: "no" and dates stay text. No key stands twice."""
    if node is None:
        return None
    lines.setdefault(place, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            return _mapping(node, place, lines, path)
        case yaml.SequenceNode():
            return [_value(one, (*place, number), lines, path) for number, one in enumerate(node.value)]
        case _:
            return (
                int(node.value)
                if node.tag.endswith(":int") and node.value.lstrip("-").isdigit()
                else node.value
            )


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], path: Path) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or key.value in result:
            raise PolicyProblem(
                f"{path.name}, line {line}: a key is one text, and stands once: {key.value!r}."
            )
        lines[(*place, key.value)] = line
        result[key.value] = _value(value, (*place, key.value), lines, path)
    return result


@cache
def _validator() -> Draft202012Validator:
    text = files("exchange").joinpath("policy.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


Fault = tuple[Place, str]


def _schema_faults(document: Any) -> Iterator[Fault]:
    for error in _validator().iter_errors(document):
        yield tuple(error.absolute_path), f"{error.message}."


def _faults(document: dict[str, Any]) -> Iterator[Fault]:
    """What the schema cannot tell: names that nobody has, and what is said twice."""
    for check in (_scheme_faults, _name_faults, _caveat_faults, _row_faults, _day_faults, _rule_faults):
        yield from check(document)


def _scheme_faults(document: dict[str, Any]) -> Iterator[Fault]:
    try:
        scheme = _scheme(document)
    except HakimError as error:
        yield ("scheme",), error.message
        return
    for place, level in _all(document, "level"):
        if level not in scheme.levels:
            yield place, f"{level!r} is no level of {scheme.name}: {', '.join(scheme.levels)}."


def _name_faults(document: dict[str, Any]) -> Iterator[Fault]:
    partners, groups = set(document["partners"]), set(document.get("groups", {}))
    for name in sorted(partners & groups):
        yield ("groups", name), f"{name!r} is a partner and a group."
    for key, known in (("recipients", partners | groups), ("to", partners | groups), ("partner", partners)):
        for place, value in _all(document, key):
            for name in value if isinstance(value, list) else [value]:
                if name not in known:
                    yield (
                        place,
                        f"{name!r} is no partner{' or group' if known != partners else ''} of this policy.",
                    )


def _caveat_faults(document: dict[str, Any]) -> Iterator[Fault]:
    known = set(document.get("caveats", ()))
    for place, value in _all(document, "caveats"):
        for name in sorted(set(value) - known):
            yield place, f"{name!r} is none of the caveats that stand at the top."


def _row_faults(document: dict[str, Any]) -> Iterator[Fault]:
    rows = document["markings"]
    seen = Counter(pair for row in rows for pair in set(product(row["sources"], row["levels"])))
    for number, row in enumerate(rows):
        for source, level in product(row["sources"], row["levels"]):
            if seen[source, level] > 1:
                yield (
                    ("markings", number),
                    f"the source {source!r} at {level} is marked {seen[source, level]} times.",
                )


def _day_faults(document: dict[str, Any]) -> Iterator[Fault]:
    for key in ("from", "until", "review"):
        for place, value in _all(document, key):
            if place[0] == "leave":
                continue
            try:
                date.fromisoformat(value)
            except ValueError:
                yield place, f"{value!r} is no day."


def _rule_faults(document: dict[str, Any]) -> Iterator[Fault]:
    known = _vocabulary()
    for key in ("property", "class"):
        for place, value in _all(document, key):
            iri = _expanded(value)
            if iri.startswith(HD) and iri not in known:
                yield place, f"{value} is no term of the vocabulary."
            elif not iri.startswith("http"):
                yield place, f"{value} has no known prefix."


def _all(document: Any, key: str, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """The values of a key, wherever it stands below the top."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name == key and place:
                yield (*place, name), value
            yield from _all(value, key, (*place, name))
    elif isinstance(document, list):
        for number, value in enumerate(document):
            yield from _all(value, key, (*place, number))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(str(quad.subject)[1:-1] for quad in read_file(VOCABULARY))


def _expanded(term: str) -> str:
    prefix, _, name = term.partition(":")
    return PREFIXES[prefix] + name if prefix in PREFIXES else term


def _scheme(document: dict[str, Any]) -> Scheme:
    told = document.get("scheme", TLP.name)
    if told == TLP.name:
        return TLP
    return Scheme(told["name"], tuple(told["levels"]), told["of_records"], frozenset(told["closed"]))


def _policy(document: dict[str, Any]) -> Policy:
    return Policy(
        document["policy"],
        document["originator"],
        _scheme(document),
        {name: _partner(name, told) for name, told in document["partners"].items()},
        {
            name: tuple(Membership(one["partner"], one.get("from", ""), one.get("until", "")) for one in told)
            for name, told in document.get("groups", {}).items()
        },
        tuple(_row(told) for told in document["markings"]),
        tuple(_restriction(told) for told in document.get("restrict", ())),
        tuple(Leave(told["from"], frozenset(told["to"])) for told in document.get("leave", ())),
        tuple(document.get("bases", ())),
    )


def _partner(name: str, told: dict[str, Any]) -> Partner:
    return Partner(
        name,
        told["name"],
        told["version"],
        told["level"],
        frozenset(told.get("caveats", ())),
        frozenset(told.get("public_names", ())),
        tuple(_rules(told.get("rules", ()))),
    )


def _rules(told: list[dict[str, Any]]) -> Iterator[Generalisation]:
    named = {_expanded(rule["property"]) for rule in told}
    yield from (rule for rule in DEFAULT_RULES if rule.property not in named)
    for rule in told:
        if rule["do"] != KEPT:
            yield from _rule(rule)


def _rule(told: dict[str, Any]) -> Iterator[Generalisation]:
    """A rule; for a date, one for each of the properties that say it together."""
    iri = _expanded(told["property"])
    family = {iri + suffix for suffix in DATED}
    known = family & _vocabulary()
    for name in sorted(known) if len(known) == len(family) else [iri]:
        yield Generalisation(
            name,
            told["do"],
            _expanded(told.get("class", "")),
            told.get("values", {}),
            told.get("text", ""),
            told.get("digits", 0),
        )


def _row(told: dict[str, Any]) -> MarkingRow:
    return MarkingRow(
        tuple(told["sources"]),
        tuple(told["levels"]),
        frozenset(told["recipients"]),
        frozenset(told.get("caveats", ())),
        told.get("originator", ""),
        told.get("review", ""),
    )


def _restriction(told: dict[str, Any]) -> Restriction:
    recipients = frozenset(told["recipients"]) if "recipients" in told else None
    return Restriction(
        tuple(told["records"]), told.get("level", ""), recipients, frozenset(told.get("caveats", ()))
    )
