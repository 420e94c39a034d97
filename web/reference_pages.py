"""The reference of the ontology, at the paths of its IRIs: `/ont` for terms, `/scheme/<name>` for concepts.

Who asks for Turtle gets the files themselves.
"""

from collections.abc import Iterable

from flask import Blueprint, Response, abort, render_template, request

from ontology.diagram import diagram
from ontology.files import SCHEMES, VOCABULARY
from ontology.reference import READING_EXAMPLE, reference
from web.words import Words

reference_pages = Blueprint("reference", __name__)

TURTLE = "text/turtle"
_NAMES_SHOWN = ("en", "ar", "fr", "tr")


@reference_pages.get("/ont")
def ontology() -> Response | str:
    """All classes and properties, each at its own anchor; or the vocabulary itself."""
    if _wants_turtle():
        return Response(VOCABULARY.read_bytes(), mimetype=TURTLE)
    whole = reference()
    return render_template(
        "ontology.html", reference=whole, groups=(whole.classes, whole.properties), example=READING_EXAMPLE
    )


@reference_pages.get("/ont/model.svg")
def model() -> Response:
    """The picture of the model."""
    picture = diagram("Hakim", "The main classes and the relationships between them")
    return Response(picture, mimetype="image/svg+xml")


@reference_pages.get("/scheme/<name>")
@reference_pages.get("/scheme/<name>/<notation>")
def scheme(name: str, notation: str = "") -> Response | str:
    """The concepts of a scheme; the address of a concept shows it among them."""
    found = next((one for one in reference().schemes if one.notation == name), None)
    if found is None or (notation and notation not in {one.notation for one in found.concepts}):
        abort(404)
    if _wants_turtle():
        return Response(SCHEMES.read_bytes(), mimetype=TURTLE)
    return render_template("scheme.html", scheme=found, chosen=notation, names=_NAMES_SHOWN)


def _wants_turtle() -> bool:
    return request.accept_mimetypes.best_match(["text/html", TURTLE], default="text/html") == TURTLE


def reference_words(words: Words) -> dict[str, object]:
    """What the templates of the reference may use, in one language."""

    def text(texts: dict[str, tuple[str, ...]]) -> Iterable[str]:
        return texts.get(words.language) or texts.get("en") or ()

    return {
        "text": text,
        "own": lambda name: name.removeprefix("hd:") if name.startswith("hd:") else "",
        "known_schemes": lambda: reference().schemes,
    }
