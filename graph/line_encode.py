"""Placeholder until the fast encoder is here: everything takes the slow way."""

from collections.abc import Set as AbstractSet

from graph.model import Fragment
from graph.registry import Registry


class LineEncoder:
    """Knows no record."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def encode(self, text: str, without: AbstractSet[str] = frozenset()) -> Fragment | None:  # noqa: ARG002 - placeholder
        """Nothing."""
        return None
