"""A person's way through the pairs that may be the same: one pair at a time, each answer kept at once, and undone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from records.clusters import Clusters, clusters
from records.judgements import Judgement, Verdict


class Pair(Protocol):
    """Two things that may be the same, by their IRIs in order."""

    @property
    def pair(self) -> tuple[str, str]:
        """The two IRIs."""


class Kept(Protocol):
    """Where judgements are kept."""

    def judgements(self) -> list[Judgement]:
        """Those that stand."""

    def keep(self, judgement: Judgement) -> None:
        """Keeps one, in the place of what the same person said of the pair."""

    def take_back(self, judgement: Judgement) -> None:
        """Takes one back."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done with a pair: it was judged, in the place of another judgement or of none; or passed over."""

    pair: Pair
    judgement: Judgement | None = None
    before: Judgement | None = None


@dataclass(slots=True)
class Review:
    """The pairs that wait for an answer, and the steps so far.

    A pair of which the answer follows from others (the same as a third thing, or apart from its cluster) is not asked.
    """

    waiting: list[Pair]
    kept: Kept
    by: str
    now: Callable[[], str]
    _steps: list[_Step] = field(default_factory=list)
    _clusters: Clusters | None = None

    def ask(self) -> Pair | None:
        """The pair that is asked now; None when there is none left."""
        return next((pair for pair in self.waiting if not self._settled(pair)), None)

    def answer(self, verdict: Verdict, reason: str = "") -> Judgement:
        """Judges the pair that is asked; LookupError when there is none."""
        pair = self._take()
        before = next(
            (one for one in self.kept.judgements() if (one.pair, one.by) == (pair.pair, self.by)), None
        )
        judgement = Judgement(pair.pair, verdict, self.by, self.now(), reason)
        self.kept.keep(judgement)
        self._steps.append(_Step(pair, judgement, before))
        self._clusters = None
        return judgement

    def skip(self) -> None:
        """Leaves the pair that is asked for another time."""
        self._steps.append(_Step(self._take()))

    def undo(self) -> bool:
        """Takes the last step back, so that its pair is asked again; False where there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.before:
            self.kept.keep(step.before)
        elif step.judgement:
            self.kept.take_back(step.judgement)
        self.waiting.insert(0, step.pair)
        self._clusters = None
        return True

    @property
    def has_steps(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps)

    @property
    def judged(self) -> list[Judgement]:
        """What was judged and not undone, in order."""
        return [step.judgement for step in self._steps if step.judgement]

    def _take(self) -> Pair:
        pair = self.ask()
        if pair is None:
            raise LookupError("no pair is asked")
        self.waiting.remove(pair)
        return pair

    def _settled(self, pair: Pair) -> bool:
        if self._clusters is None:
            self._clusters = clusters(self.kept.judgements())
        return self._clusters.settle(*pair.pair)
