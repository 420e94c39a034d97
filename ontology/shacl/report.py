"""What validation finds: one result for each failing check, each with its message in every language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.shacl.names import RDF_DIR_LANG_STRING, RDF_LANG_STRING, XSD_BASE, xsd
from ontology.shacl.things import Term

SEVERITIES: Final = ("Violation", "Warning", "Info")
"""The severities of SHACL, the gravest first."""

DEFAULT_LANGUAGE: Final = "en"
SHOWN_CHARACTERS: Final = 120

Messages = tuple[tuple[str, str], ...]
"""The message of a shape by language, sorted."""

_FOUND: Final[Mapping[str, str]] = MappingProxyType(
    {"en": "{message} Found: {value}", "ar": "{message} القيمة الواردة: {value}"}
)
"""How a message of SHACL Core, which cannot hold the value itself, is told with it."""


def shown(term: Term) -> str:
    r"""A term for people: an IRI, or the text of a literal with what tells it apart.

    What cannot be printed, or would turn the writing around, is written as an escape; long texts are cut.

    >>> shown(Literal("Türkiye", language="tr")), shown(Literal(5)), shown(Literal("a\u202eb"))
    ('Türkiye@tr', '5^^xsd:integer', 'a\\u202eb')
    """
    match term:
        case NamedNode():
            text = term.value
        case BlankNode():
            text = str(term)
        case Literal():
            text = term.value + _suffix(term)
        case Triple():
            text = f"<<( {term} )>>"
    text = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def _suffix(literal: Literal) -> str:
    datatype = literal.datatype.value
    if datatype in {RDF_LANG_STRING, RDF_DIR_LANG_STRING}:
        return f"@{literal.language}"
    if datatype == xsd("string"):
        return ""
    return f"^^{datatype.replace(XSD_BASE, 'xsd:')}"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong, or worth a look: where, what, by which shape and check.

    `path` is the IRI of a property, or "" where the thing as a whole is meant; `value` is None where none is
    to blame, such as where one is missing.
    """

    severity: str
    focus: Term
    path: str
    value: Term | None
    shape: str
    component: str
    messages: Messages

    def message(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The message in a language, in English where it is not said in that one, with the value at fault."""
        said = dict(self.messages)
        language = language if language in said else DEFAULT_LANGUAGE
        text = said.get(language, "")
        if self.value is None or not self.path or self.component == "SPARQL":
            return text
        return _FOUND[language].format(message=text, value=shown(self.value))

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells a result from others: focus, path, value, shape, severity."""
        value = "" if self.value is None else str(self.value)
        return str(self.focus), self.path, value, self.shape, self.severity


@dataclass(frozen=True)
class Report:
    """All results, the gravest first, then by focus, path and shape; the same data gives the same report."""

    results: tuple[Result, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many results there are of each severity."""
        counted = Counter(result.severity for result in self.results)
        return {severity: counted[severity] for severity in SEVERITIES}

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated; warnings and information leave data acceptable."""
        return not self.counts["Violation"]


def report_of(results: Iterable[Result]) -> Report:
    """The report of results, each told once."""
    told = {(result.key, result.component): result for result in results}
    return Report(tuple(sorted(told.values(), key=_place)))


def _place(result: Result) -> tuple[int, tuple[str, ...], str]:
    return SEVERITIES.index(result.severity), result.key, result.component


__all__ = ["DEFAULT_LANGUAGE", "SEVERITIES", "Messages", "Report", "Result", "report_of", "shown"]
