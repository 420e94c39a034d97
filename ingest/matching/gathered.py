"""Many missions in little memory, ready to be compared: what each tells, in numbers, and by which keys it is found."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from ingest.matching.background import Background
from ingest.matching.blocking import Blocks
from ingest.matching.ceiling import Columns
from ingest.matching.features import Features
from ingest.matching.packed import Packed
from ingest.matching.reading import mission_of, read_features
from ingest.processes import in_processes

RECORDS_A_PART: Final = 2_000
"""Records that one process reads before it hands over what they tell."""


class Gathered:
    """Missions in the order in which they were added, each known by its place."""

    def __init__(self, features: Iterable[Features] = ()) -> None:
        self.packed = Packed()
        self.columns = Columns()
        self.blocks = Blocks()
        for one in features:
            self.add(one)

    def __len__(self) -> int:
        return len(self.packed)

    def add(self, one: Features) -> None:
        """Adds a mission at the end."""
        self.packed.append(one)
        self.columns.add(one)
        self.blocks.add(one)

    def extend(self, others: "Gathered") -> None:
        """Adds others at the end, in their order."""
        self.packed.extend(others.packed)
        self.columns.extend(others.columns)
        self.blocks.extend(others.blocks)


def gather_records(texts: Iterable[str], background: Background, workers: int = 1) -> Gathered:
    """The missions that records describe, given as canonical N-Quads one after another as the store has them."""
    if workers == 1:
        return Gathered(read_features(texts, background))
    gathered = Gathered()
    for some in in_processes(partial(_gathered, background=background), _parts(texts), workers):
        gathered.extend(some)
    return gathered


def _gathered(texts: list[str], background: Background) -> Gathered:
    return Gathered(read_features(texts, background))


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    """The records in parts; those of one mission, which follow each other, are in one."""
    part: list[str] = []
    last = ""
    for text in texts:
        mission = mission_of(text)
        if len(part) >= RECORDS_A_PART and mission != last:
            yield part
            part = []
        part.append(text)
        last = mission
    if part:
        yield part
