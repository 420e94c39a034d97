"""Releases as commands make them: the policy, the keys, what was released before, and the claims, brought together."""

from dataclasses import dataclass, replace
from pathlib import Path

from exchange.arrangement import audience_for
from exchange.audience import Audience
from exchange.journal_claims import JournalClaims
from exchange.keys import KeyRing
from exchange.ontology_part import declared_terms
from exchange.outgoing import Desk, Letterhead
from exchange.past_releases import PastReleases
from exchange.policy import Policy
from exchange.policy_file import read_policy
from exchange.release import Release, release
from hakim.settings import Settings
from ontology.errors import UsageProblem
from records.journal import Journal


@dataclass(frozen=True, slots=True)
class Releasing:
    """Everything that a release to one partner on one day takes but the claims."""

    policy: Policy
    audience: Audience
    ring: KeyRing
    past: PastReleases
    base: str

    def release(self, journal: Journal) -> Release:
        """What leaves of the claims of a journal."""
        return release(JournalClaims(journal), self.audience)

    def letterhead(self, issued: str, review: str) -> Letterhead:
        """What the package says of itself."""
        partner = self.policy.partners[self.audience.recipient.name]
        return Letterhead(
            self.policy.originator, self.policy.name, partner.version, self.base, issued, review
        )

    @property
    def desk(self) -> Desk:
        """Who signs."""
        return Desk(self.ring.signer(), self.ring.rotations(), self.past)


def releasing_to(partner: str, on: str, settings: Settings, policy: Path | None) -> Releasing:
    """What a release to a partner on a day takes."""
    told = read_policy(policy_file(settings, policy))
    ring = KeyRing(settings.home / "keys")
    audience = audience_on(told, partner, on, settings)
    return Releasing(
        told,
        replace(audience, key=ring.pseudonym_key(partner)),
        ring,
        PastReleases(settings.home / "releases", partner),
        settings.ids.base,
    )


def audience_on(policy: Policy, partner: str, on: str, settings: Settings) -> Audience:
    """What a partner may have on a day, under the names that things have here."""
    return audience_for(policy, partner, on, settings.ids.base, b"", declared_terms())


def policy_file(settings: Settings, policy: Path | None) -> Path:
    """The file of the policy; UsageProblem where nobody named one: nothing leaves by a policy that nobody chose."""
    chosen = policy or settings.policy
    if chosen is None:
        raise UsageProblem(
            "No policy is named.",
            hint="Give --policy FILE or set HAKIM_POLICY; data/policies/example.yaml is one to begin with.",
        )
    return chosen
