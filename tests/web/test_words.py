import re
from pathlib import Path
from string import Formatter

import pytest

from graph.search_names import WHY_OF_KEY
from ontology.vocabulary import vocabulary
from web.cypher import COUNTS
from web.marks import LINES, SHAPES
from web.strings import COUNTED, LANGUAGES, STRINGS
from web.views import SHOWN
from web.wording import build_wording, ontology_wording
from web.words import Words, plural_category

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    unlike = [key for key, texts in STRINGS.items() if placeholders(texts[0]) != placeholders(texts[1])]

    assert unlike == []


def test_arabic_texts_are_arabic() -> None:
    foreign = [key for key, (_, arabic) in STRINGS.items() if not re.search(r"[\u0600-\u06ff]", arabic)]

    # Only an order of names: there is no word in them.
    assert foreign == ["links.of", "edge.title"]


def test_templates_use_only_words_that_there_are() -> None:
    used = {
        key
        for template in TEMPLATES.glob("*.html")
        for key in re.findall(
            r"""words\(["']([a-zA-Z_. ]+)["']\s*[,)]""", template.read_text(encoding="utf-8")
        )
    }

    assert sorted(used - STRINGS.keys()) == []


def test_every_word_that_is_put_together_is_there() -> None:
    made = {
        *(f"count.{name}" for name in COUNTS),
        *(f"how.{how}" for how in ("exact", "prefix", "word", "part", "similar")),
        *(f"why.{why}" for why in WHY_OF_KEY.values()),
        *(f"drawing.{view}" for view in SHOWN),
        *(line.word for line in LINES.values()),
    }

    assert sorted(made - STRINGS.keys()) == []


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (1, "1 mission", "مهمة واحدة"),
        (2, "2 missions", "مهمتان"),
        (3, "3 missions", "3 مهمات"),
        (10, "10 missions", "10 مهمات"),
        (11, "11 missions", "11 مهمة"),
        (99, "99 missions", "99 مهمة"),
        (100, "100 missions", "100 مهمة"),
        (103, "103 missions", "103 مهمات"),
        (30_000, "30,000 missions", "30,000 مهمة"),
    ],
)
def test_nouns_take_the_form_of_their_number(number: int, english: str, arabic: str) -> None:
    assert (Words("en").counted("missions", number), Words("ar").counted("missions", number)) == (
        english,
        arabic,
    )


def test_every_plural_category_of_a_language_has_a_form() -> None:
    lacking = [
        (noun, language, number)
        for noun, forms in COUNTED.items()
        for column, language in enumerate(LANGUAGES)
        for number in range(1, 250)
        if plural_category(number, language) not in forms[column]
    ]

    assert lacking == []


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert Words("en")("back", name="{0} {name}") == "Back to {0} {name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ontology_has_words_for_all_its_terms(language: str) -> None:
    words, terms = ontology_wording(), vocabulary()
    names = [
        *(term.label for term in terms.classes.values()),
        *(term.key for term in terms.keys.values()),
        *(term.edge for term in terms.edges.values()),
    ]

    assert [name for name in names if not words.terms.get(name, {}).get(language)] == []


def test_every_kind_that_is_drawn_is_a_class_of_the_ontology() -> None:
    labels = {term.label for term in vocabulary().classes.values()}

    assert sorted(SHAPES.keys() - labels) == []


@pytest.mark.parametrize(
    ("key", "value", "language", "told"),
    [
        ("status", "delivered", "en", "Delivered"),
        ("status", "https://w3id.org/health-diplomacy/scheme/status/delivered", "en", "Delivered"),
        ("missionType", "field-hospital", "ar", "مستشفى ميداني"),
        ("status", "field-hospital", "en", "field-hospital"),
        ("unit", "beds", "en", "beds"),
    ],
)
def test_a_notation_is_told_by_its_concept(key: str, value: str, language: str, told: str) -> None:
    assert ontology_wording().concept(key, value, language) == told


def test_a_foreign_term_is_told_as_it_is_named() -> None:
    assert build_wording([], []).term("schema_name", "ar") == "schema name"
