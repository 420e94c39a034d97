"""The text of a drafted source spec: YAML that loads, with comments for what a person has to decide."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.draft import Draft, Placed
from ingest.draft_columns import Profile

_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 40
_PLAIN = re.compile(r"[^\W\d_](?:[\w -]*\w)?")
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "ignore"})
_SHOWN = 60
_LISTED = 12


@dataclass(frozen=True, slots=True)
class DraftedFile:
    """The file that a spec is drafted from: its name, its rows, the keys of its format, and why those."""

    name: str
    rows: int
    settings: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """A short name for the source, from the file's name."""
        stem = self.name.rsplit(".", 1)[0].lower()
        found = _SLUG.sub("-", stem).strip("-").lstrip("0123456789-")[:_LONGEST_SLUG].rstrip("-")
        return found or "my-source"


def spec_text(draft: Draft, file: DraftedFile) -> str:
    """The draft as YAML; it loads once nothing that each record needs is lacking."""
    return "".join(f"{line}\n" for line in _lines(draft, file))


def _lines(draft: Draft, file: DraftedFile) -> Iterator[str]:
    yield f"# Drafted from {_one_line(file.name)}, {file.rows:,} rows. Read every line before it is used."
    yield f"source: {file.slug}"
    yield f"title: {_quoted(file.name)}"
    yield f"record: {draft.record}"
    yield f"authority: {file.slug}"
    yield "# The file does not say who published it, under which licence, and how far it can be trusted."
    yield "publisher: Not stated"
    yield "licence: Not stated"
    yield "# Nobody has looked at it: it is released to nobody."
    yield "marking: red"
    yield "reliability: F"
    yield "# Set it to true where each new file holds the whole source: what it lacks is then withdrawn."
    yield "complete: false"
    yield from (f"# {_one_line(sentence)}" for sentence in file.evidence)
    if file.settings:
        yield f"format: {_flow(file.settings)}"
    yield from (
        f"# LACKING: no column fills {name!r}, which each {draft.record} needs." for name in draft.lacking
    )
    yield "columns:"
    for one in draft.placed:
        yield from _column(one)
    if draft.unplaced:
        yield "  # These columns fill no field yet. Say which field each fills, or `ignore`."
        yield from (_comment(one) for one in draft.unplaced if one.filled)
    if draft.empty:
        yield f"  # Empty: {_one_line(', '.join(map(_quoted, draft.empty)))}"


def _column(one: Placed) -> Iterator[str]:
    if one.by_values:
        yield f"  # By what it holds, not by its name: {_one_line(one.profile.shown)}"
    if one.style.doubt:
        yield f"  # TO DECIDE: {one.style.doubt}; such as {_one_line(one.profile.shown)}"
    name = _quoted(one.profile.column)
    keys: dict[str, object] = {"field": one.field}
    keys |= {key: text for key, text in (("language", one.language), ("split", one.split)) if text}
    keys |= _style_keys(one)
    if one.values is not None:
        yield from _values(name, one, keys)
    elif len(keys) == 1:
        yield f"  {name}: {one.field}"
    else:
        yield f"  {name}: {_flow(keys)}"


def _style_keys(one: Placed) -> dict[str, object]:
    if one.style.keys.keys() <= {"decimal", "thousands"}:
        return dict(one.style.keys)
    return {"dates": dict(one.style.keys)}


def _values(name: str, one: Placed, keys: Mapping[str, object]) -> Iterator[str]:
    yield f"  {name}:"
    yield from (f"    {key}: {_flow(value)}" for key, value in keys.items())
    values = one.values or {}
    yield "    values:" if values else "    values: {}"
    for text, notation in values.items():
        yield f"      {_quoted(text)}: {notation}  # {one.profile.texts[text]} times"
    for text in one.unknown[:_SHOWN]:
        yield f"      # {_quoted(text)}: WHICH?  # {one.profile.texts[text]} times"
    if len(one.unknown) > _SHOWN:
        yield f"      # … and {len(one.unknown) - _SHOWN} more"


def _comment(profile: Profile) -> str:
    commonest = profile.texts.most_common(_LISTED)
    listed = ", ".join(f"{_quoted(text[:_SHOWN])} ({count})" for text, count in commonest)
    more = len(profile.texts) - len(commonest)
    listed += f", and {more} more" if more else ""
    what = listed if profile.is_list else f"{len(profile.texts)} texts, such as {profile.shown}"
    return f"  # {_quoted(profile.column)}: {_one_line(what)}"


def _flow(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case bool() | int():
            return json.dumps(value)
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    """The text as YAML reads it back, in quotation marks where it could be read as something else."""
    if _PLAIN.fullmatch(text) and text.isprintable() and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    """Text for a comment: whatever a file holds, it cannot end the comment's line."""
    return "".join(character if character.isprintable() else " " for character in text)
