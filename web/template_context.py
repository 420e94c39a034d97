"""What templates may use besides the values of their page."""

from typing import Any

from flask import current_app, g, request, url_for

from graph.search_names import OTHER_KIND
from web.display import LONGEST_NAME, label, safe_address
from web.model import LinkGroup
from web.reference_pages import reference_words
from web.strings import DIRECTIONS, LANGUAGES
from web.wording import ontology_wording


def template_context() -> dict[str, Any]:
    """What every template may use."""
    return {
        "words": g.words,
        "handling": current_app.extensions["viewer"].handling,
        "languages": LANGUAGES,
        "directions": DIRECTIONS,
        "term": lambda name: ontology_wording().term(name, g.words.language),
        "concept": lambda key, value: ontology_wording().concept(key, value, g.words.language),
        "name": lambda thing: label(thing.name(g.words.language), LONGEST_NAME),
        "label": label,
        "kind": _kind,
        "safe_address": safe_address,
        "asset": _asset_address,
        "in_language": _in_language,
        "relation": _relation,
        **reference_words(g.words),
    }


def _kind(name: str) -> str:
    """What a kind of thing is called; a class of somebody else's has no word here."""
    told = g.words("kind.other") if name == OTHER_KIND else ontology_wording().term(name, g.words.language)
    return str(told)


def _asset_address(name: str) -> str:
    return url_for("pages.asset", name=current_app.extensions["assets"][name].name)


def _in_language(language: str) -> str:
    """The address of this page in another language."""
    # A name that begins with "_" would be read as an option of the builder of addresses.
    asked: dict[str, Any] = {name: text for name, text in request.args.items() if not name.startswith("_")}
    values = {**asked, **(request.view_args or {}), "lang": language}
    return url_for(request.endpoint or "pages.home", **values)


def _relation(group: LinkGroup) -> str:
    """What a group of links is called, seen from the thing that the page is about."""
    told = ontology_wording().term(group.relation, g.words.language)
    key = f"in.{group.relation}"
    if group.outgoing:
        return told
    return str(g.words(key)) if key in g.words else str(g.words("in.other", relation=told))
