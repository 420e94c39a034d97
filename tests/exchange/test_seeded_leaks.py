"""A test of the tests: each of many leaks, as trusted systems had them, is put into the product, and is caught."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

import exchange.documents
import exchange.keys
import exchange.marking
import exchange.outgoing
import exchange.release
from exchange.audience import Audience
from exchange.catalogue import About, catalogue
from exchange.claims import RecordClass
from exchange.generalise import Generaliser
from exchange.manifest import Manifest
from exchange.marking import Marking
from exchange.past_releases import PastReleases
from exchange.pseudonyms import Pseudonyms
from exchange.readme import readme
from exchange.release import Described, Naming, Release
from exchange.terms import Claim
from exchange.tombstones import tombstones
from ontology.errors import HakimError
from tests.exchange.battery import CHECKS

Patch = pytest.MonkeyPatch
_SEEN: dict[str, Any] = {}
"""What a leak remembers of all claims, as a product would that computes something before it filters."""


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_nothing_leaks(check: Callable[[], None]) -> None:
    check()


def unmarked_is_open(patch: Patch) -> None:
    marking = Audience.marking

    def leak(self: Audience, graph: str, of: RecordClass) -> Marking | None:
        return marking(self, graph, of) or Marking("clear", self.recipient.names)

    patch.setattr(Audience, "marking", leak)


def without_rule(name: str) -> Callable[[Patch], None]:
    assert name in exchange.marking.RULES
    return lambda patch: patch.setitem(exchange.marking.RULES, name, lambda *_arguments: "")


def empty_is_all(patch: Patch) -> None:
    rule = exchange.marking.RULES["recipients"]
    patch.setitem(
        exchange.marking.RULES,
        "recipients",
        lambda marking, *more: rule(marking, *more) if marking.recipients else "",
    )


def any_caveat_for_all(patch: Patch) -> None:
    patch.setitem(
        exchange.marking.RULES,
        "caveats",
        lambda marking, recipient, _scheme: (
            "" if not marking.caveats or marking.caveats & recipient.caveats else "no caveat"
        ),
    )


def dangling_names(patch: Patch) -> None:
    patch.setattr(Described, "all", lambda _self, _names: True)


def judgements_in_part(patch: Patch) -> None:
    patch.setattr(exchange.release, "WHOLE_KINDS", frozenset())


def hashed_names(patch: Patch) -> None:
    def leak(self: Pseudonyms, iri: str) -> str:
        kind = iri.removeprefix(self._base).split("/", 1)[0]
        return f"{self._base}{kind}/{hashlib.sha256(iri.encode()).hexdigest()[:40]}"

    patch.setattr(Pseudonyms, "name", leak)


def names_as_they_are(patch: Patch) -> None:
    patch.setattr(Pseudonyms, "name", lambda _self, iri: iri)


def numbered_names(patch: Patch) -> None:
    """Names by a running number, which counts what is hidden too."""
    watch(patch)

    def leak(self: Pseudonyms, iri: str) -> str:
        kind = iri.removeprefix(self._base).split("/", 1)[0]
        known = sorted(_SEEN["subjects"])
        return f"{self._base}{kind}/{known.index(iri) if iri in known else iri[-8:]}"

    patch.setattr(Pseudonyms, "name", leak)


def one_key_for_all(patch: Patch) -> None:
    patch.setattr(exchange.keys.KeyRing, "pseudonym_key", lambda _self, _partner: b"key")


def watch(patch: Patch) -> None:
    """Remembers all claims before anything is filtered."""
    begin = Release.__init__

    def seen(self: Release, claims: Any, audience: Audience) -> None:
        every = list(claims.records(frozenset(claims.classes())))
        _SEEN["subjects"] = {line[1 : line.index(">")] for one in every for line in one.text.splitlines()}
        _SEEN["sources"] = sorted({one.of.source for one in every})
        _SEEN["count"] = sum(one.text.count("\n") for one in every)
        _SEEN["digest"] = hashlib.sha256("".join(sorted(one.text for one in every)).encode()).hexdigest()
        _SEEN["levels"] = sorted({one.of.marking for one in every})
        _SEEN["recipients"] = sorted({name for one in audience.markings.values() for name in one.recipients})
        _SEEN["judged"] = {
            one.of: [line.split(" ")[2] for line in one.text.splitlines() if "#judges>" in line]
            for one in every
            if one.of.kind == "judgement"
        }
        begin(self, claims, audience)

    patch.setattr(Release, "__init__", seen)


def told_in_readme(what: str) -> Callable[[Patch], None]:
    """Something of all claims stands in the README."""

    def leak(patch: Patch) -> None:
        watch(patch)
        good = readme
        patch.setattr(exchange.documents, "readme", lambda *given: f"{good(*given)}{_SEEN[what]}\n")

    return leak


def told_in_manifest(change: Callable[[Manifest], Manifest]) -> Callable[[Patch], None]:
    """Something of all claims stands in the manifest."""

    def leak(patch: Patch) -> None:
        watch(patch)
        good = exchange.outgoing.numbered
        patch.setattr(exchange.outgoing, "numbered", lambda manifest, *more: change(good(manifest, *more)))

    return leak


def total_in_catalogue(patch: Patch) -> None:
    watch(patch)
    good = catalogue

    def leak(about: About, *more: Any) -> Any:
        return good(replace(about, counts={**about.counts, "quads": _SEEN["count"]}), *more)

    patch.setattr(exchange.documents, "catalogue", leak)


def one_row_of_numbers(patch: Patch) -> None:
    begin = PastReleases.__init__
    patch.setattr(PastReleases, "__init__", lambda self, folder, _partner: begin(self, folder, "all"))


def merged_with_hidden(patch: Patch) -> None:
    """Things that a hidden judgement joins have one name."""
    watch(patch)
    name = Naming._name

    def leak(self: Naming, iri: str) -> str:
        for pair in _SEEN["judged"].values():
            if f"<{iri}>" in pair:
                return name(self, min(pair)[1:-1])
        return name(self, iri)

    patch.setattr(Naming, "_name", leak)


def open_by_hidden(patch: Patch) -> None:
    """A thing keeps its name since a record that stays tells the whole world of it."""

    def leak(self: Release, lost: Any) -> Described:
        classes = frozenset(of for of in self._claims.classes() if of.marking == "clear")
        return Described(self._claims, self._audience, self._leaving._replace(classes=classes), lost)

    patch.setattr(Release, "_described_openly", leak)


def chosen_before_the_filter(patch: Patch) -> None:
    """Of two values of a thing the first of all is chosen, also where that one is hidden."""
    watch(patch)
    good = Release._read

    def leak(self: Release, told: Any) -> Any:
        read = good(self, told)
        crowded = {subject for subject in read.subjects if subject[1:-1] in _SEEN["subjects"]}
        claims: list[Claim] = [one for one in read.claims if one[0] not in crowded or _SEEN["count"] < 60]
        return read._replace(claims=claims)

    patch.setattr(Release, "_read", leak)


def identifiers_leave(patch: Patch) -> None:
    patch.setattr(Generaliser, "apply", lambda _self, claims, *_more: list(claims))


def hidden_as_tombstones(patch: Patch) -> None:
    watch(patch)
    good = tombstones

    def leak(before: Any, now: Any) -> Iterator[str]:
        yield from good(before, now)
        yield from (one for one in _SEEN["subjects"] if "judgement" in one)

    patch.setattr(exchange.outgoing, "tombstones", leak)


LEAKS: dict[str, Callable[[Patch], None]] = {
    "unmarked taken as open": unmarked_is_open,
    "nobody taken as everybody": empty_is_all,
    "any caveat for all caveats": any_caveat_for_all,
    "recipients not looked at": without_rule("recipients"),
    "caveats not looked at": without_rule("caveats"),
    "levels not looked at": without_rule("level"),
    "unknown levels taken as free": without_rule("level-unknown"),
    "what is closed taken as open": without_rule("level-closed"),
    "originators not asked": without_rule("originator"),
    "reviews not kept": without_rule("review"),
    "dangling names": dangling_names,
    "judgements in part": judgements_in_part,
    "hashed names": hashed_names,
    "names as they are here": names_as_they_are,
    "numbered names": numbered_names,
    "one key for all allies": one_key_for_all,
    "names kept for what a hidden record tells": open_by_hidden,
    "merged by a hidden judgement": merged_with_hidden,
    "values chosen before the filter": chosen_before_the_filter,
    "numbers of our files": identifiers_leave,
    "total count in the README": told_in_readme("count"),
    "total count in the catalogue": total_in_catalogue,
    "list of sources": told_in_readme("sources"),
    "list of recipients": told_in_readme("recipients"),
    "digest of the unfiltered state": told_in_readme("digest"),
    "levels of all records": told_in_readme("levels"),
    "a policy version of all arrangements": told_in_manifest(
        lambda manifest: replace(manifest, policy_version=str(_SEEN["recipients"]))
    ),
    "a number of the whole state": told_in_manifest(
        lambda manifest: replace(manifest, number=_SEEN["count"])
    ),
    "one row of numbers for all allies": one_row_of_numbers,
    "hidden things as tombstones": hidden_as_tombstones,
}


def caught() -> str:
    """The first check that fails, or "". A package that the product itself refuses has leaked nothing either."""
    for check in CHECKS:
        try:
            check()
        except (AssertionError, HakimError, ValueError):
            return check.__name__
    return ""


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_caught(leak: str, monkeypatch: Patch) -> None:
    _SEEN.clear()
    LEAKS[leak](monkeypatch)
    assert caught(), f"{leak}: nobody noticed"
