"""What a fact is marked with, who somebody is, and whether the one may have the other: the whole algebra.

A marking has a level, caveats of which a recipient needs *all*, recipients and groups of which one must be *any*, an
originator who must have given leave unless it is us, and a day by which somebody looks at it again. Markings *meet*:
the stricter level, all caveats of both, the recipients of both, the leave of both originators, the earlier day. Meeting
is associative, commutative and idempotent, and what a meeting allows each of its markings allows. Nothing is allowed by
silence: what has no marking, an unknown level or no recipient stays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from exchange.scheme import Scheme

OURSELVES: Final = ""
"""The originator of what is ours."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What a fact is marked with. `level` is one of the policy's scheme; `review` a day (ISO 8601), or "" for none.

    `recipients` are names of partners and groups; `originators` those whose leave it takes beside ours.
    """

    level: str
    recipients: frozenset[str]
    caveats: frozenset[str] = frozenset()
    originators: frozenset[str] = frozenset()
    review: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who somebody is on a day: its clearance, the caveats that it meets, and what it may be called.

    `names` are the partner's own and those of the groups that it is in on that day; `leave` the originators who let
    their facts go to it.
    """

    name: str
    level: str
    on: str
    caveats: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()


class Reason(NamedTuple):
    """Why something stays: the rule, and what it is about in words."""

    rule: str
    text: str


Rule = Callable[[Marking, Recipient, Scheme], str]
"""Why a marking does not allow a recipient, or "" where it does."""


def meet(one: Marking, other: Marking, scheme: Scheme) -> Marking:
    """The marking of what rests on two facts: what both allow, and nothing else.

    A fact of two sources does not rest on both: it leaves with those that may.
    """
    return Marking(
        scheme.strictest(one.level, other.level),
        one.recipients & other.recipients,
        one.caveats | other.caveats,
        one.originators | other.originators,
        min(filter(None, (one.review, other.review)), default=""),
    )


def why_not(marking: Marking | None, recipient: Recipient, scheme: Scheme) -> Reason | None:
    """Why a fact with a marking stays here; None where it may leave."""
    if marking is None:
        return Reason("unmarked", "nothing in the policy marks it")
    for name, rule in RULES.items():
        if text := rule(marking, recipient, scheme):
            return Reason(name, text)
    return None


def _known(marking: Marking, recipient: Recipient, scheme: Scheme) -> str:
    unknown = sorted({marking.level, recipient.level} - set(scheme.levels))
    return f"{unknown[0]!r} is no level of {scheme.name}" if unknown else ""


def _open(marking: Marking, _recipient: Recipient, scheme: Scheme) -> str:
    return f"nothing at {marking.level} ever leaves" if marking.level in scheme.closed else ""


def _cleared(marking: Marking, recipient: Recipient, scheme: Scheme) -> str:
    if scheme.rank(marking.level) <= scheme.rank(recipient.level):
        return ""
    return f"it is at {marking.level}, and {recipient.name} may have up to {recipient.level}"


def _all_caveats(marking: Marking, recipient: Recipient, _scheme: Scheme) -> str:
    missing = sorted(marking.caveats - recipient.caveats)
    return f"{recipient.name} does not meet the caveat {', '.join(missing)}" if missing else ""


def _any_recipient(marking: Marking, recipient: Recipient, _scheme: Scheme) -> str:
    if not marking.recipients:
        return "it is for nobody"
    return "" if marking.recipients & recipient.names else f"it is not for {recipient.name}"


def _leave(marking: Marking, recipient: Recipient, _scheme: Scheme) -> str:
    missing = sorted(marking.originators - recipient.leave)
    return f"{', '.join(missing)} gave no leave to pass it on to {recipient.name}" if missing else ""


def _reviewed(marking: Marking, recipient: Recipient, _scheme: Scheme) -> str:
    if not marking.review or recipient.on <= marking.review:
        return ""
    return f"its marking was to be reviewed by {marking.review}"


RULES: Final[dict[str, Rule]] = {
    "level-unknown": _known,
    "level-closed": _open,
    "level": _cleared,
    "caveats": _all_caveats,
    "recipients": _any_recipient,
    "originator": _leave,
    "review": _reviewed,
}
"""Every rule by its name, in the order in which they are asked; all must be silent."""
