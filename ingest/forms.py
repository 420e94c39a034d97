"""The form of a part: all of it but the texts of its literals, and the names of the things that it describes alone.

Every row may cite a document of its own. What is decided by the form of such a part is looked at once; of each
other part of that form only the texts are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, Triple

from ingest.demands import Demands, heeds_name, heeds_text
from ingest.judging import compared
from ingest.outlines import Open, Outline
from ingest.rules import along_paths, screen_of
from ontology.shacl.constraints import Constraint
from ontology.shacl.things import Term, Values, World


@dataclass(frozen=True, slots=True)
class Answer:
    """What parts of one form have in common where nothing is wrong with their texts, and what those must pass."""

    outline: Outline
    tests: tuple[tuple[int, Constraint], ...]

    def holds_for(self, claims: Sequence[Triple], world: World) -> bool:
        """Whether nothing is wrong with the texts of a part of the form."""
        return all(constraint.passes(claims[place].object, world) for place, constraint in self.tests)


def form_of(claims: Sequence[Triple], open_things: Open) -> tuple[object, ...] | None:
    """The form of a part; None where it describes no thing alone, or where two of its texts may be one."""
    numbers: dict[Term, int] = {}
    subjects = [claim.subject for claim in claims]
    for subject in subjects:
        if subject not in open_things:
            numbers.setdefault(subject, len(numbers))
    if not numbers:
        return None
    form = tuple(
        (numbers.get(subject, subject), claim.predicate, _form_of_value(claim.object, numbers))
        for subject, claim in zip(subjects, claims, strict=True)
    )
    return form if len(set(form)) == len(form) else None


def _form_of_value(value: Term, numbers: Mapping[Term, int]) -> object:
    if isinstance(value, Literal):
        return value.datatype, value.language, not value.value
    return numbers.get(value, value)


def answer_of(
    claims: Sequence[Triple], demands: Mapping[Term, Demands], outline: Outline, world: World
) -> Answer | None:
    """The answer for all parts of the form of this one, in which nothing is wrong; None where texts are compared.

    `demands` are those on each thing of the part.
    """
    things = {node: world.values(node) for node in demands}
    if not all(_is_decided_by_form(one, things[node], world) for node, one in demands.items()):
        return None
    tests = []
    for place, claim in enumerate(claims):
        for check in demands[claim.subject].by_value.get(claim.predicate, ()):
            if isinstance(claim.object, Literal):
                tests += [(place, check.constraint)] if heeds_text(check.constraint, claim.object) else []
            elif claim.object in demands and heeds_name(check.constraint):
                return None
    return Answer(outline, tuple(tests))


def _is_decided_by_form(demands: Demands, values: Values, world: World) -> bool:
    paths = along_paths(values, world.values)
    present = {*values, *paths}
    return not (
        paths
        or any(present.issuperset(compared(check)) for check in demands.by_row)
        or any(screen_of(shape).is_open(present) for shape in demands.ruled)
        or any(heeds_name(check.constraint) for check in demands.by_counts if check.path is None)
    )


__all__ = ["Answer", "answer_of", "form_of"]
