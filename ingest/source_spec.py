"""Source specs: one YAML file a source says how its rows become claims."""

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from ingest.column_styles import StyleFault, column_options, date_style, number_form
from ingest.date_styles import DateStyle
from ingest.links import LinkForm
from ingest.numbers import UNDECLARED, NumberForm
from ingest.readers.csv_rows import CsvForm
from ingest.readers.table import PLAIN_FORM, TableForm
from ingest.totals import SumRule, TotalRow, Writing
from ontology.errors import UsageProblem

IGNORE = "ignore"
MARKINGS = ("clear", "green", "amber", "amber-strict", "red")
"""The markings of TLP 2.0, the strictest last."""


class SpecProblem(UsageProblem):
    """A source spec that cannot be used, with the place in it."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: the field it fills and how its text is read."""

    column: str
    field: str
    language: str = ""
    split: str = ""
    authority: str = ""
    marking: str = ""
    find: str = ""
    phrase: str = ""
    values: Mapping[str, str] | None = None
    repairs: Mapping[str, str] | None = None
    numbers: NumberForm | None = None
    dates: DateStyle | None = None
    missing: tuple[str, ...] = ()
    unit: str = ""
    dimension: str = ""
    currency: str = ""
    currencies: tuple[tuple[str, str], ...] = ()
    links: LinkForm | None = None


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """Rows that are no records: those whose cell says just this."""

    column: str
    equals: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """Rows that are records: those whose cell has one of these values."""

    column: str
    values: frozenset[str]
    reason: str
    split: str = ""

    def keeps(self, text: str) -> bool:
        """Whether the text of a cell keeps its row."""
        return any(part.strip() in self.values for part in (text.split(self.split) if self.split else [text]))


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """How the rows of one source become claims."""

    source: str
    title: str
    record: str
    authority: str
    publisher: str
    licence: str
    marking: str
    reliability: str
    columns: tuple[ColumnSpec, ...]
    ignored_columns: frozenset[str]
    sha256: str
    path: Path
    file: str = ""
    form: TableForm = PLAIN_FORM
    numbers: NumberForm = UNDECLARED
    credibility: str = "6"
    complete: bool = False
    constants: Mapping[str, str] | None = None
    ignore_rows: tuple[IgnoreRule, ...] = ()
    keep_rows: tuple[KeepRule, ...] = ()
    key: tuple[str, ...] = ()
    ignores_repeats: bool = False
    total_rows: tuple[TotalRow, ...] = ()
    sums: tuple[SumRule, ...] = ()
    rows_min: int | None = None
    rows_max: int | None = None

    def writing(self, column: str) -> Writing:
        """How a column writes its numbers, and which of its texts mean that a number is not known."""
        told = next((one for one in self.columns if one.column == column), None)
        return Writing((told.numbers if told else None) or self.numbers, told.missing if told else ())

    @property
    def has_links(self) -> bool:
        """Whether any column's text links to other records."""
        return any(column.links is not None for column in self.columns)

    @property
    def shipped_file(self) -> Path:
        """The file that ships with this spec."""
        return (self.path.parent.parent / self.file).resolve()


class _StrictLoader(yaml.SafeLoader):
    """YAML 1.1's safe subset that takes every key of a mapping as text, and no key twice."""


class _SpecFault(yaml.MarkedYAMLError):
    """A fault that the loader finds, told with its place as YAML's own are."""

    def __init__(self, problem: str, mark: yaml.Mark) -> None:
        super().__init__(problem=problem, problem_mark=mark)


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise _SpecFault("a key is one text", key_node.start_mark)
        key = key_node.value
        if key in result:
            raise _SpecFault(f"the key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
# Country codes and yes/no stay text: "NO" is Norway, not false.
_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in {"int", "bool"}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_BOOLEANS = {"true": True, "false": False}


def _boolean(loader: _StrictLoader, node: yaml.ScalarNode) -> bool | str:
    return _BOOLEANS.get(str(loader.construct_scalar(node)), str(loader.construct_scalar(node)))


_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _boolean)


def load_spec(path: Path) -> SourceSpec:
    """The source spec in a YAML file.

    Raises SpecProblem, with file and place, when it cannot be read, is no YAML, or breaks the schema.
    """
    try:
        content = path.read_bytes()
        # The loader is a SafeLoader: it makes text, numbers, lists and mappings only.
        document = yaml.load(content, _StrictLoader)  # noqa: S506
    except OSError as error:
        raise SpecProblem(f"The source spec {path} cannot be read: {error.strerror}.") from error
    except yaml.MarkedYAMLError as error:
        raise SpecProblem(f"The source spec {path}{_place(error.problem_mark)}: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise SpecProblem(f"The source spec {path} is not YAML: {error}.") from error
    _check_schema(path, document)
    return _spec(path, document, hashlib.sha256(content).hexdigest())


def _place(mark: yaml.Mark | None) -> str:
    return f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""


@cache
def _validator() -> Draft202012Validator:
    text = files("ingest").joinpath("source_spec.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _check_schema(path: Path, document: object) -> None:
    error = best_match(_validator().iter_errors(document))
    if error is not None:
        place = "/".join(str(step) for step in error.absolute_path) or "the top"
        raise SpecProblem(f"The source spec {path}, at {place}: {error.message}.")


def _spec(path: Path, document: dict[str, Any], sha256: str) -> SourceSpec:
    form = document.get("format", {})
    columns = _columns(path, document, number_form(form))
    rows = document.get("assertions", {}).get("rows", {})
    plain = ("source", "title", "record", "authority", "publisher", "licence", "marking", "reliability")
    return SourceSpec(
        **{name: document[name] for name in plain},
        columns=tuple(column for column in columns if column.field != IGNORE),
        ignored_columns=frozenset(column.column for column in columns if column.field == IGNORE),
        sha256=sha256,
        path=path,
        file=document.get("file", ""),
        form=_form(form),
        numbers=number_form(form),
        credibility=document.get("credibility", "6"),
        complete=document.get("complete", False),
        constants=document.get("constants", {}),
        ignore_rows=tuple(
            IgnoreRule(rule["column"], rule["equals"], rule.get("reason", ""))
            for rule in document.get("ignore_rows", ())
        ),
        keep_rows=tuple(
            KeepRule(rule["column"], frozenset(rule["values"]), rule["reason"], rule.get("split", ""))
            for rule in document.get("keep_rows", ())
        ),
        key=tuple(document.get("key", ())),
        ignores_repeats=document.get("repeats") == "ignore",
        total_rows=tuple(
            TotalRow(rule["column"], rule["equals"], tuple(rule["total_of"]))
            for rule in document.get("ignore_rows", ())
            if "total_of" in rule
        ),
        sums=tuple(
            SumRule(rule["total"], tuple(rule["parts"]))
            for rule in document.get("assertions", {}).get("sums", ())
        ),
        rows_min=rows.get("min"),
        rows_max=rows.get("max"),
    )


def _csv_form(form: dict[str, Any]) -> CsvForm:
    told = ("encoding", "delimiter", "line_end", "mojibake")
    return CsvForm(**{name: form[name] for name in told if name in form})


def _form(form: dict[str, Any]) -> TableForm:
    told = ("kind", "sheet", "header_line", "hidden", "hashtags", "records", "members")
    return TableForm(
        csv=_csv_form(form),
        **{name: form[name] for name in told if name in form},
    )


def _columns(path: Path, document: dict[str, Any], numbers: NumberForm) -> tuple[ColumnSpec, ...]:
    """The fields that the columns fill, each with its own styles, else with those of the whole source."""
    place = "dates"
    try:
        dates = date_style(document["dates"]) if "dates" in document else None
        found = []
        for name, value in document["columns"].items():
            place = f"columns/{name}"
            for told in _readings(value):
                options = column_options(told, numbers, dates, document.get("missing", ()))
                found.append(ColumnSpec(name, **options))
    except StyleFault as error:
        raise SpecProblem(f"The source spec {path}, at {place}: {error}") from error
    return tuple(found)


def _readings(value: str | dict[str, Any] | list[str | dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields that a column fills: one, or several read from the same text."""
    readings = value if isinstance(value, list) else [value]
    return [{"field": one} if isinstance(one, str) else one for one in readings]


def find_spec(name_or_path: str, folder: Path) -> SourceSpec:
    """The spec that a person names: a path to a YAML file, or the name of a spec in the folder.

    Raises SpecProblem with the nearest name when there is none.
    """
    if name_or_path.endswith((".yaml", ".yml")):
        return load_spec(Path(name_or_path))
    known = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    if name_or_path in known:
        return load_spec(known[name_or_path])
    near = difflib.get_close_matches(name_or_path, known, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
    raise SpecProblem(f"No source spec is called {name_or_path!r}.", hint=hint)
