"""From a policy to an audience: what one partner may have on one day, and in which form."""

from collections.abc import Iterator
from itertools import product

from exchange.audience import Audience
from exchange.marking import Marking, Recipient
from exchange.policy import MarkingRow, Policy
from ontology.errors import UsageProblem
from ontology.namespaces import DEFAULT_ID_BASE

RECEIVED = "received-"
"""How sources begin whose records came from a partner; the rest is its name."""


def audience_for(
    policy: Policy, partner: str, on: str, base: str, key: bytes, terms: frozenset[str]
) -> Audience:
    """What a partner may have on a day (YYYY-MM-DD).

    `base` begins the IRIs of this desk, `key` makes the names for the partner, and `terms` are those of the
    vocabulary that it gets. Raises UsageProblem where the policy knows no such partner.
    """
    if partner not in policy.partners:
        known = ", ".join(policy.partners)
        raise UsageProblem(
            f"The policy {policy.name} has no partner {partner!r}.", hint=f"There are: {known}."
        )
    who = policy.partners[partner]
    leave = frozenset(one.originator for one in policy.leave if partner in policy.partners_in(one.to, on))
    bases = {base, DEFAULT_ID_BASE, *policy.bases}
    return Audience(
        Recipient(partner, who.level, on, who.caveats, frozenset({partner}), leave),
        dict(_markings(policy, on)),
        dict(_restricted(policy, on, base)),
        policy.scheme,
        who.rules,
        terms,
        # The longest first: a base may begin another.
        tuple(sorted(bases, key=lambda one: (-len(one), one))),
        who.public_names,
        key,
    )


def _markings(policy: Policy, on: str) -> Iterator[tuple[tuple[str, str], Marking]]:
    for row in policy.markings:
        # Groups are expanded first: markings that name one partner in two ways would not meet.
        recipients = policy.partners_in(row.recipients, on)
        for source, level in product(row.sources, row.levels):
            yield (
                (source, level),
                Marking(
                    policy.scheme.level_of(level),
                    recipients,
                    row.caveats,
                    _originators(row, source),
                    row.review,
                ),
            )


def _originators(row: MarkingRow, source: str) -> frozenset[str]:
    """Those whose leave it takes: a source that came from a partner is that partner's, whatever a row says."""
    told = {row.originator, source.removeprefix(RECEIVED) if source.startswith(RECEIVED) else ""}
    return frozenset(told - {""})


def _restricted(policy: Policy, on: str, base: str) -> Iterator[tuple[str, Marking]]:
    everybody = frozenset(policy.partners)
    for one in policy.restrictions:
        marking = Marking(
            one.level or policy.scheme.levels[0],
            everybody if one.recipients is None else policy.partners_in(one.recipients, on),
            one.caveats,
        )
        for record in one.records:
            yield f"{base}record/{record}", marking
