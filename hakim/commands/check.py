"""`hakim check`: what the shapes find in a file, without loading it."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from hakim.checking import Finding, check_rdf, check_source
from hakim.commands.common import existing_file, json_option, now, settings
from hakim.output import print_json, say
from hakim.settings import SOURCES
from ingest.options import IngestOptions
from ingest.source_spec import find_spec
from ontology.errors import UsageProblem
from ontology.shacl.report import SEVERITIES

LANGUAGES = click.Choice(["en", "ar"])
TABLES = {".csv", ".tsv"}

_WORDS = {
    "en": {
        "Violation": "violation",
        "Warning": "warning",
        "Info": "information",
        "line": "line {}",
        "column": "column {}",
        "sum": "violations: {Violation}, warnings: {Warning}, information: {Info}",
    },
    "ar": {
        "Violation": "مخالفة",
        "Warning": "تنبيه",
        "Info": "معلومة",
        "line": "السطر {}",
        "column": "العمود {}",
        "sum": "المخالفات: {Violation}، التنبيهات: {Warning}، المعلومات: {Info}",
    },
}


@click.command()
@click.argument("file", type=existing_file)
@click.option("--source", help="For a table: its source spec, the name of a shipped one or a YAML file.")
@click.option("--lang", "language", type=LANGUAGES, default="en", show_default=True)
@json_option
def check(file: Path, source: str | None, language: str, *, as_json: bool) -> None:
    """Checks FILE, RDF or a table, against the shapes and domain rules, and loads nothing.

    A violation is wrong as it stands, a warning is probably wrong or weakens answers, information is only not
    known. What FILE names and does not describe is looked up in the store of record. The exit code is 1 when
    there are violations.

    Example: hakim check data/missions.csv --source missions
    """
    current = settings()
    options = IngestOptions(current.ids, now())
    if source:
        spec = find_spec(source, SOURCES)
        findings = check_source(current.home, file, spec, options, language)
    elif file.suffix.lower() in TABLES:
        raise UsageProblem(f"{file.name} is a table.", hint="Say with --source how its columns are read.")
    else:
        findings = check_rdf(current.home, file, options, language)
    counts = Counter(finding.severity for finding in findings)
    if as_json:
        _print_json(findings, counts)
    else:
        _print_lines(findings, counts, language)
    if counts["Violation"]:
        raise click.exceptions.Exit(1)


def _print_json(findings: list[Finding], counts: Counter[str]) -> None:
    print_json(
        {
            "conforms": not counts["Violation"],
            "violations": counts["Violation"],
            "warnings": counts["Warning"],
            "information": counts["Info"],
            "results": [asdict(finding) for finding in findings],
        }
    )


def _print_lines(findings: list[Finding], counts: Counter[str], language: str) -> None:
    words = _WORDS[language]
    comma = "، " if language == "ar" else ", "
    for finding in findings:
        places = [words[part].format(at) for part in ("line", "column") if (at := getattr(finding, part))]
        where = comma.join([finding.file, *places])
        about = f" [{finding.focus}]" if finding.focus else ""
        click.echo(f"{words[finding.severity]}: {where}: {finding.message}{about}")
    say(words["sum"].format(**{severity: counts[severity] for severity in SEVERITIES}))
