"""What a partner may be called: its name stands in files, folders and sources."""

import re
from typing import Final

from ontology.errors import UsageProblem

PARTNER_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


def partner_name(text: str) -> str:
    """The name; UsageProblem where it cannot be one.

    >>> partner_name("northland")
    'northland'
    """
    if not PARTNER_NAME.fullmatch(text):
        raise UsageProblem(
            f"{text[:80]!r} is no name of a partner.",
            hint="Names have small letters, digits and dashes: northland.",
        )
    return text
