"""The README of a package, for the analyst who opens it: what it is, how to be sure of it, and what to ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exchange.catalogue import About, label_text
from ontology.namespaces import HD


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A question, its SPARQL, and the class that a package must hold for it to have rows."""

    question: str
    sparql: str
    needs: str


EXAMPLES: Final = (
    ExampleQuery(
        "What is in it, by kind?",
        """SELECT ?kind (COUNT(DISTINCT ?thing) AS ?things)
WHERE { GRAPH ?record { ?thing a ?kind } }
GROUP BY ?kind ORDER BY DESC(?things) ?kind""",
        "",
    ),
    ExampleQuery(
        "Who sent what to whom?",
        f"""PREFIX hd: <{HD}>
SELECT ?sender ?recipient ?type ?start
WHERE {{ GRAPH ?record {{
  ?mission hd:sentBy ?sender ; hd:receivedBy ?recipient ; hd:missionType ?type .
  OPTIONAL {{ ?mission hd:start ?start }}
}} }}
ORDER BY ?start ?sender ?recipient LIMIT 50""",
        f"{HD}sentBy",
    ),
    ExampleQuery(
        "On whose word, and how is it graded?",
        f"""PREFIX hd: <{HD}>
SELECT ?record ?thing ?source ?reliability ?credibility
WHERE {{ GRAPH ?record {{
  ?record hd:describes ?thing ; hd:fromDataset ?source ; hd:reliability ?reliability ; hd:credibility ?credibility .
}} }}
ORDER BY ?record LIMIT 50""",
        f"{HD}describes",
    ),
)
"""Questions for the README; only those that have rows in a package stand in its own."""


def readme(about: About, classes: Mapping[str, int], properties: frozenset[str]) -> str:
    """The README, in Markdown, computed from what the package holds."""
    return "\n".join((*_head(about), *_kinds(classes), *_trust(about), *_questions(properties), ""))


def _head(about: About) -> list[str]:
    counts = about.counts
    issued = f" on {about.issued}" if about.issued else ""
    return [
        f"# From {about.originator}, for {about.recipient}",
        "",
        (
            f"Released{issued} as **{label_text(about.label)}**. It is for {about.recipient}: to pass it on"
            f" takes leave of {about.originator}."
        ),
        "",
        (
            f"{counts['quads']:,} facts of {counts['things']:,} things, in {counts['records']:,} records. Each record"
            " is a named graph that says where it is from and how it is graded; two that differ stand side by side."
            " What is not here is unknown: it is neither no nor zero."
        ),
        "",
        "| file | what it is |",
        "| --- | --- |",
        "| `data.nq` | the facts: sorted canonical N-Quads, of which the digest is made |",
        "| `data.ttl` | the same statements for people, without their records |",
        "| `data.jsonld`, `context.jsonld` | the same facts as JSON-LD; its context is in it, and nothing is fetched |",
        "| `catalogue.ttl` | this description as DCAT and VoID |",
        "| `ontology/` | what the words mean, and the shapes that the facts fit |",
        "| `manifest.json`, `manifest.sig` | every file with its SHA-256, signed with Ed25519 |",
        "",
    ]


def _kinds(classes: Mapping[str, int]) -> list[str]:
    rows = [
        f"| {name.rsplit('#', 1)[-1].rsplit('/', 1)[-1]} | {count:,} |"
        for name, count in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return ["| kind | things |", "| --- | ---: |", *rows, ""]


def _trust(about: About) -> list[str]:
    return [
        "## Before you use it",
        "",
        f"Verify that it is whole, from {about.originator} and for you; nothing is fetched:",
        "",
        "```sh",
        f"hakim verify . --as {about.recipient} --key {about.originator}.pub",
        "```",
        "",
        (
            f"`{about.originator}.pub` is the public key of {about.originator}, which you compared with them by another"
            " way. Where Hakim is not at hand, its stand-alone verifier takes the same arguments. Then"
        ),
        "",
        "```sh",
        f"hakim key trust {about.originator} {about.originator}.pub",
        "hakim receive .",
        "```",
        "",
        "puts it beside your own facts, all of it or nothing; who said what stays with every fact.",
        "",
    ]


def _questions(properties: frozenset[str]) -> list[str]:
    lines = ["## Questions to begin with", ""]
    for example in EXAMPLES:
        if not example.needs or example.needs in properties:
            lines += [example.question, "", "```sparql", example.sparql, "```", ""]
    return lines[:-1]
