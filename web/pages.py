"""The pages of the viewer. Each view reads what was asked, asks the graph, and fills a template."""

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for

from web.config import ViewerConfig
from web.drawing import as_json
from web.entity_page import CLAIMS_SHOWN, entity_page
from web.model import LinkGroup, Subject
from web.picture import Teller
from web.strings import DEFAULT_LANGUAGE, LANGUAGES
from web.views import MOST, OVERVIEW_COUNTRIES, SHOWN, overview, view, views_of
from web.wording import ontology_wording
from web.words import Words

pages = Blueprint("pages", __name__)

LONGEST_IRI = 2_000
LONGEST_QUERY = 200
LONGEST_NUMBER = 6
RESULTS = 30
LINKS_A_PAGE = 100


@pages.before_app_request
def choose_language() -> None:
    """The language is part of the address, so that a link shows others what one sees oneself."""
    g.words = Words(language_asked())


def language_asked() -> str:
    """The language of the address; English when it names none that the pages have."""
    asked = request.args.get("lang", DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


@pages.app_url_defaults
def keep_language(endpoint: str, values: dict[str, object]) -> None:
    """Every link of a page stays in its language."""
    words = g.get("words")
    if words is not None and words.language != DEFAULT_LANGUAGE and endpoint != "pages.asset":
        values.setdefault("lang", words.language)


@pages.get("/")
def home() -> str:
    """What the graph is, how much is in it, and who is linked most."""
    graph = _config().graph
    picture = overview(graph, _teller())
    return render_template("home.html", counts=graph.counts(), picture=picture)


@pages.get("/search")
def search() -> str:
    """What was found for a text, and why."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    matches = _config().find(query, RESULTS) if query else ()
    return render_template("search.html", query=query, matches=matches, limit=RESULTS)


@pages.get("/entity")
def entity() -> str:
    """One thing, with its evidence and its drawing."""
    subject = _subject()
    name, limit = _view_asked(subject)
    picture = view(_config().graph, subject.thing, name, limit, _teller())
    page = entity_page(_config(), subject, _teller())
    shown = {"name": name, "limit": limit, "most": MOST[name], "all": views_of(subject.thing.kind)}
    return render_template("entity.html", page=page, picture=picture, view=shown, claims_shown=CLAIMS_SHOWN)


@pages.get("/links")
def links() -> str:
    """All links of one kind, page by page."""
    subject = _subject()
    relation, outgoing = request.args.get("relation", ""), request.args.get("direction") == "out"
    number = max(_number("page", 1), 1)
    graph, skip = _config().graph, (number - 1) * LINKS_A_PAGE
    count = graph.count_links(subject.thing.iri, relation, outgoing=outgoing)
    if not skip < count:
        abort(404)
    found = graph.links(subject.thing.iri, relation, outgoing=outgoing, skip=skip, limit=LINKS_A_PAGE)
    group = LinkGroup(relation, outgoing, count, found)
    return render_template("links.html", subject=subject, group=group, number=number, skip=skip)


@pages.get("/drawing.json")
def drawing() -> Response:
    """A drawing for the script of the page: of a thing, or of the whole where none is named."""
    if "iri" not in request.args:
        picture = overview(_config().graph, _teller(), _number("limit", OVERVIEW_COUNTRIES))
    else:
        subject = _subject()
        picture = view(_config().graph, subject.thing, *_view_asked(subject), _teller())
    return Response(as_json(picture, g.words), mimetype="application/json")


@pages.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file that pages load, to be kept: its name changes with its content."""
    found = next((one for one in current_app.extensions["assets"].values() if one.name == name), None)
    if found is None:
        abort(404)
    response = Response(found.content, mimetype=found.media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _config() -> ViewerConfig:
    config: ViewerConfig = current_app.extensions["viewer"]
    return config


def _teller() -> Teller:
    return Teller(g.words, ontology_wording(), lambda iri: url_for("pages.entity", iri=iri))


def _subject() -> Subject:
    iri = request.args.get("iri", "")
    if not 0 < len(iri) <= LONGEST_IRI:
        abort(400)
    graph = _config().graph
    subject = graph.subject(iri)
    if subject is None or not subject.graphs:
        # What was judged to be the same as others is shown with them: links to it go on working.
        if shown := graph.merged_into(iri):
            abort(redirect(url_for("pages.entity", iri=shown)))
        if subject is None:
            abort(404)
    return subject


def _view_asked(subject: Subject) -> tuple[str, int]:
    names = views_of(subject.thing.kind)
    asked = request.args.get("view", names[0])
    name = asked if asked in names else names[0]
    return name, min(max(_number("limit", SHOWN[name]), 1), MOST[name])


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        abort(400)
    return int(text)
