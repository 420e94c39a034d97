"""The words of one language, with numbers in the right form."""

from web.strings import COUNTED, DIRECTIONS, LANGUAGES, STRINGS

LEFT_TO_RIGHT = "\u200e"
"""The mark that is read as a letter written from left to right, and is not seen."""


def plural_category(number: int, language: str) -> str:
    """The plural category of a whole number, by the rules of CLDR.

    >>> [plural_category(number, "ar") for number in (1, 2, 3, 11, 100, 103)]
    ['one', 'two', 'few', 'many', 'other', 'few']
    """
    if language != "ar":
        return "one" if number == 1 else "other"
    if number in (1, 2):
        return ("one", "two")[number - 1]
    rest = number % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


class Words:
    """The words of one language.

    >>> Words("en")("results.for", query="Jordan"), Words("ar").counted("missions", 3)
    ('Results for “Jordan”', '3 مهمات')
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = DIRECTIONS[language]
        self._column = list(LANGUAGES).index(language)

    def __call__(self, key: str, **values: object) -> str:
        # One pass of format: braces inside a value, such as a name from the graph, stay as they are.
        return STRINGS[key][self._column].format(
            **{name: self._held(value) for name, value in values.items()}
        )

    def _held(self, value: object) -> object:
        """The value, kept in its own order: after an Arabic letter 2003-01-02 would read 02-01-2003."""
        if self.direction == "ltr" or not isinstance(value, str) or not value.isascii():
            return value
        return f"{LEFT_TO_RIGHT}{value}{LEFT_TO_RIGHT}"

    def __contains__(self, key: str) -> bool:
        return key in STRINGS

    def counted(self, noun: str, number: int) -> str:
        """The number with its noun in the right form."""
        forms = COUNTED[noun][self._column]
        return forms[plural_category(number, self.language)].format(n=f"{number:,}")
