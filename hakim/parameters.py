"""Parameters of a query, as people write them: JSON that the database can take."""

import json
from pathlib import Path
from typing import Any, Final

from ontology.errors import UsageProblem

LARGEST: Final = 2**63 - 1
"""The largest whole number of the property graph."""

HINT: Final = """Write --params '{"iso3": "TUR"}'."""


def read_parameters(text: str) -> dict[str, Any]:
    """The parameters in a JSON object or in the file that @ names; UsageProblem for anything else.

    >>> read_parameters('{"iso3": "TUR"}')
    {'iso3': 'TUR'}
    """
    try:
        value = json.loads(Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text)
    except (ValueError, OSError, RecursionError) as error:
        raise UsageProblem(f"--params is no JSON object: {error}.", hint=HINT) from error
    if not isinstance(value, dict):
        raise UsageProblem("--params is JSON, but no object.", hint=HINT)
    return {check_text(name): check_value(one) for name, one in value.items()}


def check_value(value: Any) -> Any:
    """The value, when the database can hold it; UsageProblem when not."""
    match value:
        case int() if not -LARGEST - 1 <= value <= LARGEST:
            raise UsageProblem(f"The number {value} has more than 64 bits.", hint="Give it as a text.")
        case str():
            return check_text(value)
        case list():
            return [check_value(one) for one in value]
        case dict():
            return {check_text(name): check_value(one) for name, one in value.items()}
    return value


def check_text(text: str) -> str:
    """The text, when it is Unicode; UsageProblem when it holds half a character.

    >>> check_text("Türkiye")
    'Türkiye'
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageProblem(
            f"The text {text!r} holds half a character at place {error.start + 1}.", hint="Write it in UTF-8."
        ) from error
    return text
