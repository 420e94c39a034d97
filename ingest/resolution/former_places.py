"""What a withdrawn code, or the name of a state that is gone, means in a row of some date.

Nothing is carried over in silence: a fact about Yugoslavia is not one about Serbia. Where the state only took
another name, the thing is the same. Where it is gone, the text means it only if the register holds it as a thing
of its own; otherwise the row says which states came after it, and a person names the one that is meant.
"""

from collections.abc import Sequence

from ingest.resolution.former_states import FormerState
from ingest.resolution.name_table import Named, NameTable
from ingest.rows import CellProblem, Verdict, cut
from ontology.dates import PartialDate

FORMER = "former-state"
"""The rule that such a text breaks; a row that has a date can be asked again with it."""
_WAY_OUT = "Name the state that is meant in the column's repairs."


def former_place(
    text: str, states: Sequence[FormerState], when: PartialDate | None, places: NameTable
) -> Named:
    """The place that the text meant on a date; CellProblem where it meant none, or none can be told."""
    if when is None and (living := _still_used(text, places)):
        return living
    meant = [state for state in states if when is None or state.was(when)]
    if len(meant) > 1:
        doubt = f"{when.edtf} does not tell" if when else "the row gives no date"
        raise _problem(f"{cut(text)!r} can mean {_listed(meant)}: {doubt}.", "set_aside")
    if not meant:
        return _still_used(text, places) or _refuse(text, states, when, places)
    if when is None:
        return _refuse(text, states, when, places)
    return _held(text, meant[0], when, places)


def _still_used(text: str, places: NameTable) -> Named | None:
    """The living place that the text, an old name, is still used for: Burma is written to this day.

    A code is not: withdrawn codes have no meaning today.
    """
    found = places.find_name(text)
    return found[0] if len(found) == 1 and _is_country(found[0]) else None


def _is_country(thing: Named) -> bool:
    return "/country/" in thing.iri.value


def _held(text: str, state: FormerState, when: PartialDate, places: NameTable) -> Named:
    """What the register holds for a state that was there on the date."""
    found = places.find(state.after[0]) if state.renamed else places.find(text) or places.find(state.codes[0])
    if len(found) == 1 and (state.renamed or state.was_all_the_time(when)):
        return found[0]
    if found:
        message = f"{cut(text)!r} means {state.name} ({state.years}), which was not there on all days of {when.edtf}."
        raise _problem(message, "set_aside")
    message = f"{cut(text)!r} means {state.name} ({state.years}), which the register does not hold."
    raise _problem(f"{message} After it came: {_after(state, places)}.")


def _refuse(text: str, states: Sequence[FormerState], when: PartialDate | None, places: NameTable) -> Named:
    """Raises the problem of a text that means nothing without a date, or on that date."""
    today = "; ".join(_after(state, places) for state in states)
    lack = f"not {when.edtf}" if when else "and the row gives no date"
    message = f"{cut(text)!r} means {_listed(states)}, {lack}. After it came: {today}."
    only = states[0].after if len(states) == 1 and states[0].renamed else ()
    raise _problem(message, suggestion=_shown(only[0], places) if only else "")


def _problem(message: str, verdict: Verdict = "rejected", suggestion: str = "") -> CellProblem:
    return CellProblem(FORMER, f"{message} {_WAY_OUT}", verdict=verdict, suggestion=suggestion)


def _listed(states: Sequence[FormerState]) -> str:
    return " or ".join(f"{state.name} ({state.years})" for state in sorted(states, key=lambda s: s.since))


def _after(state: FormerState, places: NameTable) -> str:
    return ", ".join(_shown(code, places) for code in state.after)


def _shown(code: str, places: NameTable) -> str:
    found = places.find(code)
    return found[0].shown if found else code
