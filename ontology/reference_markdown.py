"""The reference as Markdown pages: path and text of each, the same bytes for the same ontology."""

from collections.abc import Iterable, Iterator, Mapping

from ontology.alignments import Alignment
from ontology.diagram import described_lines, diagram
from ontology.reference import (
    READING_EXAMPLE,
    TURTLE_HEAD,
    ConceptReference,
    GraphUse,
    Reference,
    SchemeReference,
    TermReference,
    Texts,
    short,
)

NOTICE = "<!-- Made from the .ttl files by `make docs`; change those. -->\n"


def pages(reference: Reference) -> Mapping[str, str]:
    """The pages by file name."""
    return {
        "README.md": _index(reference),
        "classes.md": _terms("Classes", reference.classes),
        "properties.md": _terms("Properties", reference.properties),
        "schemes.md": _schemes(reference.schemes),
        "shapes.md": _shapes(reference),
        "alignments.md": _alignments(reference.alignments),
        "model.svg": diagram("The model", "; ".join(described_lines())),
    }


def _index(reference: Reference) -> str:
    heading = (
        f"{NOTICE}# {reference.title['en']}, {reference.version}\n\n"
        "What the facts are made of, and how each term stands in the property graph.\n\n"
        "![The main classes and the relationships between them](model.svg)\n\n"
        "- [Classes](classes.md), which are node labels\n"
        "- [Properties](properties.md), which are relationship types or keys\n"
        "- [Keys by label](schema.md), with type, meaning and an example of each\n"
        "- [Concept schemes](schemes.md), whose notations are the values of some keys\n"
        "- [Shapes](shapes.md): what a complete and acceptable statement is\n"
        "- [Alignments](alignments.md) with the vocabularies and code lists of others\n"
        "- [Questions](questions.md) that already know the traps\n\n"
        "The Turtle examples stand after this head:\n\n"
    )
    reading = (
        "## Reading the graph\n\n"
        "A relationship is followed in either direction. A country is found by `iso3`, a mission or\n"
        "crisis by `identifier`, a grouping by `shortName`. Texts have their language in the key: `name_en`,\n"
        "`name_ar`. A date is three keys: `start` and `startLatest` are the first and the last day that it\n"
        "can mean, `startEdtf` is what was written.\n\n"
        "What has no known date has none of the three. Delivered means one of the four statuses of the example below.\n"
        "A mission with several senders and recipients is one mission; some have a sender that is also a recipient.\n\n"
        "From the giver to the taker goes `AIDED`, a view between countries, without loops: `missions`, `delivered`\n"
        "and `announced` count, `first` and `last` are the first and the last possible day of any mission, also\n"
        "of announced ones, and are absent where none is dated. For an order that holds, compare `start` and\n"
        "`startLatest` of the missions themselves.\n\n"
        f"```cypher\n{READING_EXAMPLE}\n```\n\n"
        "| label | relationship | to label |\n| --- | --- | --- |\n"
    )
    rows = "".join(
        f"| {_labels(term.domain)} | `{term.use.name}` | {_labels(term.range)} |\n"
        for term in reference.properties
        if term.use.kind == "edge"
    )
    return f"{heading}```turtle\n{TURTLE_HEAD}```\n\n{reading}{rows}"


def _labels(names: Iterable[str]) -> str:
    return ", ".join(
        f"`:{name.removeprefix('hd:')}`" if name.startswith("hd:") else f"`{name}`" for name in names
    )


def _terms(title: str, terms: Iterable[TermReference]) -> str:
    return f"{NOTICE}# {title}\n\n" + "\n".join("".join(_term(term)) for term in terms)


def _term(term: TermReference) -> Iterator[str]:
    yield f"## {term.name}\n\n"
    yield f"**{_joined(term.label, 'en')}** · {_joined(term.label, 'ar')}\n\n"
    yield f"{_joined(term.definition, 'en')}\n\n{_joined(term.definition, 'ar')}\n\n"
    notes = _joined(term.notes, "en")
    if notes:
        yield f"*{notes}*\n\n"
    yield "".join(f"- {what}: {value}\n" for what, value in _facts(term) if value) + "\n"
    yield f"```turtle\n{term.turtle}\n```\n"
    if term.cypher:
        yield f"\n```cypher\n{term.cypher}\n```\n"


def _facts(term: TermReference) -> Iterator[tuple[str, str]]:
    yield "In the graph", in_the_graph(term.use)
    yield ("Above it" if term.kind == "class" else "Part of"), _codes(term.parents)
    yield "From", _codes(term.domain)
    yield "To", _codes(term.range)
    yield "Inverse", _codes([term.inverse] if term.inverse else [])
    yield "Required of", _codes(term.required_in)
    yield "For example", "; ".join(text for texts in term.examples.values() for text in texts)
    yield "Like", "; ".join(f"{short(one.match)} {_theirs(one)}" for one in term.alignments)


def in_the_graph(use: GraphUse) -> str:
    """How a term stands in the property graph, in words."""
    match use.kind:
        case "label":
            return f"node label `:{use.name}`"
        case "edge":
            return f"relationship `{use.name}`"
        case "key":
            return _key(use)
        case _:
            return "not in the graph: in RDF only"


def _key(use: GraphUse) -> str:
    name = f"`{use.name}_en`, `{use.name}_ar`, … or `{use.name}`" if use.language else f"`{use.name}`"
    form = " (a list)" if use.many else ""
    values = (
        f"; values are notations of the scheme [{use.scheme}](schemes.md#{use.scheme})" if use.scheme else ""
    )
    return f"key {name}{form}{values}"


def _joined(texts: Texts, language: str) -> str:
    return " ".join(texts.get(language, ()))


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _theirs(one: Alignment) -> str:
    return f"`{short(one.theirs)}`" + (f" {one.code}" if one.code else "")


def _schemes(schemes: Iterable[SchemeReference]) -> str:
    return f"{NOTICE}# Concept schemes\n\n" + "\n".join("".join(_scheme(scheme)) for scheme in schemes)


def _scheme(scheme: SchemeReference) -> Iterator[str]:
    yield f"## {scheme.notation}\n\n**{scheme.name['en']}** · {scheme.name['ar']}\n\n"
    yield _head("notation", "English", "العربية", "français", "Türkçe", "meaning", "like")
    for one in scheme.concepts:
        yield _row(one)


def _row(one: ConceptReference) -> str:
    names = " | ".join(_cell(one.name.get(language, "")) for language in ("en", "ar", "fr", "tr"))
    like = ", ".join(f"`{short(value)}`" for _, value in one.matches)
    return f"| `{one.notation}` | {names} | {_cell(one.definition.get('en', ''))} | {_cell(like)} |\n"


def _head(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _shapes(reference: Reference) -> str:
    head = (
        f"{NOTICE}# Shapes\n\nWhat `hakim check` looks at. A violation is refused, a warning should be looked at,\n"
        "an information says what is missing.\n\n" + _head("shape", "of", "path", "severity", "message")
    )
    return head + "".join(
        f"| {one.name} | {', '.join(one.owners)} | {one.path} | {one.severity} | {_cell(one.message.get('en', ''))} |\n"
        for one in reference.shapes
    )


def _alignments(alignments: Iterable[Alignment]) -> str:
    head = (
        f"{NOTICE}# Alignments\n\nHow our terms relate to those of others, and why. `hakim export --vocab schema.org`\n"
        "writes the schema.org terms of this table, but for those that are only related or narrower. What has\n"
        "none is left out: roles that schema.org does not tell apart, sources, grades and steps. Of a date\n"
        "only what is known is written: a year stays a year.\n\n"
        + _head("ours", "for", "relation", "theirs", "why")
    )
    return head + "".join(
        f"| `{short(one.ours)}` | {_codes([short(one.only_for)] if one.only_for else [])} | {short(one.match)} |"
        f" {_cell(_theirs(one))} | {_cell(one.justification)} |\n"
        for one in alignments
    )
