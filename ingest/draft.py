"""Drafts of source specs: which kind of record a file holds, which column fills which field, and what is left open.

Nothing is decided that the file does not show. A column that fills no field is listed, with what it holds, for a
person to decide; a word that is no concept's name is left out of the list of values and told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ingest.draft_columns import (
    NO_STYLE,
    Profile,
    Style,
    date_style,
    is_date,
    is_number,
    is_place,
    is_place_code,
    is_url,
    is_year,
    mark_between,
    number_style,
    separator_of,
)
from ingest.draft_words import EXACT, FIELD_SCHEMES, is_called_id, likeness
from ingest.kinds import KINDS, Kind
from ingest.normalise import normal_name
from ontology.files import SCHEMES, read_file
from ontology.terms import concept, hd, notations

Test = Callable[[str], bool]

_PLACES = (
    "sender",
    "recipient",
    "country",
    "other_country",
    "member",
    "participant",
    "home",
    "affected",
    "party",
    "other_party",
)
_DATES = ("start", "end", "date", "founded", "episode_start")
FIELD_TESTS: Mapping[str, Test] = MappingProxyType(
    {
        **dict.fromkeys(_PLACES, is_place),
        **dict.fromkeys(_DATES, is_date),
        **dict.fromkeys(("quantity", "value_usd", "amount"), is_number),
        "year": is_year,
        "source_url": is_url,
    }
)  # fmt: skip
"""Fields that hold one kind of value: a column fills one only where most of its texts are of that kind."""

DRAFTED = ("mission", "outbreak", "crisis", "event", "organisation", "membership", "conflict-year", "claim")
"""The kinds of records that files of others hold, the commonest first."""

_REPEATED = 0.02
"""The share of identifiers that may stand twice by mistake."""
_LANGUAGE_MARKS = ("en", "fr", "ar", "tr", "es", "ru", "zh", "fa", "ur")


@dataclass(frozen=True, slots=True)
class Placed:
    """A column and the field that it fills, with how its cells are read and what its texts leave open."""

    profile: Profile
    field: str
    language: str = ""
    split: str = ""
    values: Mapping[str, str] | None = None
    unknown: tuple[str, ...] = ()
    style: Style = NO_STYLE
    by_values: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be said of a file: the kind of record, the columns that fill fields, and the others.

    `lacking` are fields that each record needs and no column fills.
    """

    record: str
    placed: tuple[Placed, ...]
    unplaced: tuple[Profile, ...]
    lacking: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person has to decide, one sentence a thing."""
        return (
            *(f"The {name.replace('_', ' ')} is missing: no column fills it." for name in self.lacking),
            *(
                f"The column {one.profile.column!r}: {one.style.doubt}."
                for one in self.placed
                if one.style.doubt
            ),
            *(
                f"The column {one.profile.column!r} holds {text!r}, which means nothing in the list of its values."
                for one in self.placed
                for text in one.unknown
            ),
            *(
                f"The column {one.column!r} fills no field: it holds {len(one.texts)} texts, such as {one.shown}."
                for one in self.unplaced
                if one.filled
            ),
            *([f"Empty columns fill no field: {', '.join(self.empty)}."] if self.empty else []),
        )

    @property
    def empty(self) -> tuple[str, ...]:
        """The columns in which nothing stands."""
        return tuple(one.column for one in self.unplaced if not one.filled)


def draft(profiles: Mapping[str, Profile], record: str = "") -> Draft:
    """The draft for a file with these columns; of the kind that its columns fill best, if none is given."""
    drafts = [_draft_of(profiles, KINDS[name]) for name in ([record] if record else DRAFTED)]
    return max(drafts, key=_fit)


def _fit(one: Draft) -> float:
    """How well a kind fits: by the fields that names place, less what each record needs and lacks."""
    by_name = [placed for placed in one.placed if not placed.by_values]
    needed = sum(KINDS[one.record].fields[placed.field].required for placed in by_name)
    # A constant can fill most fields that lack, and never an identifier.
    lacking = sum(4 if name == "identifier" else 3 for name in one.lacking)
    return 2 * len(by_name) + needed - lacking


def _draft_of(profiles: Mapping[str, Profile], kind: Kind) -> Draft:
    placed = _by_name(profiles, kind)
    placed |= _by_values(profiles, kind, placed)
    done = tuple(_read(profiles[name], *found, kind) for name, found in placed.items())
    unplaced = tuple(profile for name, profile in profiles.items() if name not in placed)
    filled = {one.field for one in done if one.values is None or one.values}
    return Draft(kind.name, done, unplaced, _lacking(kind, filled))


def _lacking(kind: Kind, filled: set[str]) -> tuple[str, ...]:
    required = {name for name, one in kind.fields.items() if one.required}
    lacking = required - filled - ({"identifier"} if kind.key else set())
    if kind.name == "mission" and not filled & {"sender", "sending_organisation"}:
        lacking.add("sender")
    return tuple(sorted(lacking))


def _by_name(profiles: Mapping[str, Profile], kind: Kind) -> dict[str, tuple[str, bool]]:
    """The best column for each field, then the best field for each column, by its name and what it holds."""
    offers = sorted(
        (
            (_worth(profile, name, many=one.many), -position, -order, column, name)
            for position, (column, profile) in enumerate(profiles.items())
            for order, (name, one) in enumerate(kind.fields.items())
        ),
        reverse=True,
    )
    placed: dict[str, tuple[str, bool]] = {}
    taken: set[str] = set()
    for worth, _, _, column, name in offers:
        # Names in several languages fill one field; a column that is only called something like it does not.
        more = kind.fields[name].columns and (worth >= EXACT or _language(column))
        if worth > 0 and column not in placed and (more or name not in taken):
            placed[column] = (name, False)
            taken.add(name)
    return {column: placed[column] for column in profiles if column in placed}


def _worth(profile: Profile, name: str, *, many: bool) -> float:
    """How much says that a column fills a field; nothing where it holds something else."""
    like = likeness(profile.column, name)
    if name == "identifier":
        return _worth_of_identifier(profile, like)
    test = FIELD_TESTS.get(name)
    if not like or (test and profile.filled and not _holds(profile, test, many=many)):
        return 0
    if test is is_place and profile.is_mostly(is_place_code):
        # Codes say more than names where a file has both.
        return like + 0.75
    if name in FIELD_SCHEMES:
        known = _meanings(FIELD_SCHEMES[name])
        if any(normal_name(text) in known for text in profile.texts):
            return like + 0.5
        return like - 0.5 if profile.filled and like == EXACT else 0
    return like + 0.5 * bool(test and profile.filled)


def _worth_of_identifier(profile: Profile, like: int) -> float:
    """A column of another name fills it only where each text stands once, as the identifiers of records do."""
    once = 0 < profile.texts.total() <= len(profile.texts) + profile.filled * _REPEATED
    if like == EXACT:
        return like + 1.5 * once
    return 2.5 if once and is_called_id(profile.column) else 0


def _holds(profile: Profile, test: Test, *, many: bool) -> bool:
    return profile.is_mostly(test) or (many and test is is_place and bool(separator_of(profile, test)))


def _by_values(
    profiles: Mapping[str, Profile], kind: Kind, placed: Mapping[str, tuple[str, bool]]
) -> dict[str, tuple[str, bool]]:
    """The only column that holds what a field of its own kind of value needs, whatever it is called."""
    filled = {name for name, _ in placed.values()}
    found: dict[str, tuple[str, bool]] = {}
    for name in (*(n for n, one in kind.fields.items() if one.required), "source_url"):
        test = FIELD_TESTS.get(name)
        if test is None or name in filled or name not in kind.fields:
            continue
        fit = [c for c, one in profiles.items() if c not in placed and one.filled and one.is_mostly(test)]
        if len(fit) == 1:
            found[fit[0]] = (name, True)
    return found


def _read(profile: Profile, name: str, by_values: bool, kind: Kind) -> Placed:  # noqa: FBT001 - one of a pair
    """How the cells of a placed column are to be read."""
    values, unknown = _values(profile, name)
    test = FIELD_TESTS.get(name)
    style = NO_STYLE
    if test is is_number:
        style = number_style(profile)
    elif test is is_date:
        style = date_style(profile)
    split = _split(profile, name) if kind.fields[name].many else ""
    language = _language(profile.column) if name in {"name", "description", "programme", "disease"} else ""
    return Placed(profile, name, language, split, values, unknown, style, by_values)


def _split(profile: Profile, name: str) -> str:
    if FIELD_TESTS.get(name) is is_place:
        return separator_of(profile, is_place)
    return "" if name == "note" else mark_between(profile)


def _language(column: str) -> str:
    words = normal_name(column.replace("_", " ")).split()
    return next((mark for mark in _LANGUAGE_MARKS if mark in words[1:]), "")


def _values(profile: Profile, name: str) -> tuple[Mapping[str, str] | None, tuple[str, ...]]:
    """The list of values of a concept's column: each text and its notation, and the texts that mean none."""
    if name not in FIELD_SCHEMES:
        return None, ()
    known = _meanings(FIELD_SCHEMES[name])
    texts = sorted(profile.texts)
    values = {text: known[normal_name(text)] for text in texts if normal_name(text) in known}
    return values, tuple(text for text in texts if text not in values)


@cache
def _meanings(scheme: str) -> Mapping[str, str]:
    """The notation that each name of a scheme's concepts means, in any language, where it means one alone."""
    found: dict[str, set[str]] = {}
    names = [quad for quad in read_file(SCHEMES) if quad.predicate == hd.name]
    for notation in notations(scheme):
        iri = concept(scheme, notation)
        own = {notation, *(quad.object.value for quad in names if quad.subject == iri)}  # type: ignore[union-attr]
        for name in own:
            found.setdefault(normal_name(name.replace("-", " ")), set()).add(notation)
    return {name: next(iter(meant)) for name, meant in found.items() if len(meant) == 1}


__all__ = ["DRAFTED", "Draft", "Placed", "draft"]
