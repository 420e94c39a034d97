"""What a shell remembers between statements: the form of answers and the parameters."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from hakim.answers import FORMS
from hakim.parameters import check_value
from ontology.errors import UsageProblem

_PARAMETER: Final = re.compile(r"\$?(?P<name>[A-Za-z_]\w*)\s*=>\s*(?P<value>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class State:
    """The form and the parameters; a change makes another state."""

    form: str = "table"
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def with_form(self, form: str) -> "State":
        """The state with answers in that form; UsageProblem for a form that there is not."""
        if form not in FORMS:
            raise UsageProblem(f"There is no format {form!r}.", hint=f"It is one of {', '.join(FORMS)}.")
        return replace(self, form=form)

    def with_parameter(self, text: str) -> "State":
        """The state with one parameter more or another value of it.

        >>> dict(State().with_parameter('iso3 => "TUR"').parameters)
        {'iso3': 'TUR'}
        """
        found = _PARAMETER.fullmatch(text.strip())
        if not found:
            raise UsageProblem(f":param {text} names no parameter and value.", hint=_HINT)
        try:
            value = check_value(json.loads(found["value"]))
        except (ValueError, RecursionError) as error:
            raise UsageProblem(f"The value of {found['name']} is no JSON: {error}.", hint=_HINT) from error
        return replace(self, parameters=MappingProxyType({**self.parameters, found["name"]: value}))


_HINT: Final = """Write :param iso3 => "TUR"."""
