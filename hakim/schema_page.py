"""The page of keys: for each main label what its nodes hold, as Markdown and as lines for a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from graph.ties import TIE
from hakim.label_schema import COMMON, MAIN_LABELS, Key, LabelSchema, label_schema
from ontology.reference_markdown import NOTICE

_MORE: Mapping[str, str] = MappingProxyType(
    {
        "Country": f"`{TIE}` goes to other countries: a view with `missions`, `delivered`,"
        " `announced`, `first` and `last`.",
        "Claim": "A claim of a beginning also has `start`, `startLatest` and `startEdtf`.",
    }
)
_HEAD = "| key | type | values | meaning | for example |\n| --- | --- | --- | --- | --- |\n"


def schema_page() -> str:
    """The page, the same for the same ontology."""
    return "".join(_page())


def _page() -> Iterator[str]:
    yield f"{NOTICE}# Keys by label\n\n"
    yield (
        "What a node holds, for those who write Cypher. A key that is not there is unknown: not false, and not zero.\n"
        "A text whose language is known has it in its key, as `name_en` and `name_ar` have; `name` has those of which\n"
        "nobody said it. One value is compared with `=`, a list with `'x' IN m.key`.\n"
        "[Properties](properties.md) says more of each, [schemes](schemes.md) has all values of the keys that take\n"
        "them from a scheme. In `hakim shell`, `:schema LABEL` shows any label, also those that are not here.\n\n"
    )
    yield f"Labels: {', '.join(f'[{label}](#{label.lower()})' for label in MAIN_LABELS)}.\n"
    yield f"\n## Every node\n\n{_HEAD}{_rows(COMMON)}"
    common = _everywhere()
    yield "\n## Nearly every node\n\nWhat anything can have; a label below repeats none of it.\n\n"
    yield f"{_HEAD}{_rows(common)}"
    for label in MAIN_LABELS:
        yield from _label(label_schema(label), common)


def _everywhere() -> tuple[Key, ...]:
    """The keys that every label of the ontology can have."""
    first, *others = (label_schema(label) for label in MAIN_LABELS[:-1])
    return tuple(key for key in first.keys if all(key in other.keys for other in others))


def _label(schema: LabelSchema, common: tuple[Key, ...]) -> Iterator[str]:
    yield f"\n## {schema.label}\n\n{schema.meaning}\n\n"
    own = [key for key in schema.keys if key not in common]
    if own:
        yield f"{_HEAD}{_rows(own)}"
    if schema.relationships:
        told = ", ".join(f"`{one.name}` → {_targets(one.to)}" for one in schema.relationships)
        yield f"\nRelationships: {told}.\n" if own else f"Relationships: {told}.\n"
    if schema.label in _MORE:
        yield f"\n{_MORE[schema.label]}\n"


def _targets(labels: tuple[str, ...]) -> str:
    return ", ".join(f"`:{label}`" for label in labels) or "anything"


def _rows(keys: Iterable[Key]) -> str:
    return "".join(
        f"| {_names(key)} | {_type(key)} | {_values(key)} | {_cell(key.meaning)} | `{key.example}` |\n"
        for key in keys
    )


def _names(key: Key) -> str:
    return ", ".join(f"`{name}`" for name in key.names) + (", …" if key.language else "")


def _values(key: Key) -> str:
    return ("a list" if key.many else "one") + (" a language" if key.language else "")


def _type(key: Key) -> str:
    return f"notation of [{key.scheme}](schemes.md#{key.scheme})" if key.scheme else key.type


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
