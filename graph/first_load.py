"""A graph loaded from nothing: portion by portion, by several writers at once where the server takes them.

What a portion makes is partitioned so that no two writers ever wait for each other. Its nodes, and the edges between
them, are all new: nobody else touches them, and each portion can be written in any lane. Its other edges lead to nodes
of earlier portions, which many portions share; one lane alone writes these, in the order of the portions, each when
the nodes of its portion, and of all before it, are there.

A lane writes its batches in order, always the same ones, and its marker counts them: a load that was cut off goes on
where each lane was.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event

from graph.fragment_diff import Change
from graph.marker import MARKER_ID, Marker
from graph.plan import Plan, TieChange
from graph.projection import WholeGraph
from graph.steps import Step, batches_of, steps_of, steps_of_new
from graph.writer import GraphWriter, Progress, hash_of

WAITING = 2
"""Portions that wait for each lane: making them is quicker than writing them."""
OUTER = 0
"""The lane of the edges between portions; the lanes of nodes are numbered from 1."""
_LANES = "lanes "


class OtherBatches(Exception):
    """A load that was cut off was made of other batches than this one: it cannot be gone on with."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many nodes and edges a graph was made of, the ties left out."""

    nodes: int
    edges: int


def lane_name(number: int) -> str:
    """The name of a lane's marker.

    >>> lane_name(0)
    'lane-0'
    """
    return f"lane-{number}"


def can_go_on(marker: Marker | None) -> bool:
    """Whether a graph is empty, or holds a part of a first load that was made in lanes."""
    return marker is None or (marker.run == 0 and marker.hash.startswith(_LANES))


class Lane:
    """Writes batches one after the other; those that an earlier attempt wrote are passed over."""

    def __init__(self, writer: GraphWriter, number: int, begun: Marker, done: Marker | None) -> None:
        self._writer = writer
        self._name = lane_name(number)
        self._begun = begun
        self._done = done
        self._number = 0

    def write(self, batches: Sequence[list[Step]], digest: str) -> None:
        """Writes the batches of what has this digest."""
        for place, batch in enumerate(batches):
            self._number += 1
            marker = Marker(self._begun.store, 0, self._begun.target, self._number, f"{digest} {place}")
            if self._done is None or self._done.batch < self._number:
                self._writer.commit(batch, self._name, marker)
            elif self._done.batch == self._number and self._done != marker:
                raise OtherBatches

    def end(self) -> None:
        """To be called when all was written: an earlier attempt must not have written more."""
        if self._done and self._done.batch > self._number:
            raise OtherBatches


def load_whole(writer: GraphWriter, graph: WholeGraph, records: int, progress: Progress) -> Written:
    """Loads a whole graph into an empty one, or goes on with such a load; `records` is how many it is made of.

    Gives what it was made of, what an earlier attempt wrote included.

    Raises OtherBatches when the load that was cut off cannot be gone on with.
    """
    bounds = replace(writer.bounds, rows=writer.bounds.new_rows, characters=4 * writer.bounds.characters)
    markers = writer.markers()
    end = graph.marker()
    begun = markers.get(MARKER_ID) or Marker(end.store, 0, end.run, 0, f"{_LANES}{writer.lanes}")
    count = int(begun.hash.removeprefix(_LANES))
    lanes = [Lane(writer, number, begun, markers.get(lane_name(number))) for number in range(count + 1)]
    nodes = edges = batches_done = 0
    is_begun = MARKER_ID in markers
    with _Crew(lanes, one_writer=writer.lanes == 1) as crew:
        for number, portion in enumerate(graph.portions()):
            writer.ensure_types([*portion.inner, *portion.outer])
            mine = list(batches_of(steps_of_new(portion.nodes, portion.inner), bounds))
            between = list(batches_of(steps_of_new((), portion.outer), bounds)) if portion.outer else []
            writer.refuse_giants([*mine, *between])
            if not is_begun:
                writer.commit([], MARKER_ID, begun)
                is_begun = True
            crew.add(1 + number % count, mine, between, portion.hash)
            nodes += len(portion.nodes)
            edges += len(portion.inner) + len(portion.outer)
            batches_done += len(mine) + len(between)
            progress(batches_done, portion.records / records if records else 1.0)
        crew.finish()
    for lane in lanes:
        lane.end()
    _end(writer, graph, begun, [lane_name(number) for number in range(count + 1)])
    progress(batches_done + 1, 1.0)
    return Written(nodes, edges)


def _end(writer: GraphWriter, graph: WholeGraph, begun: Marker, lanes: Sequence[str]) -> None:
    """Writes the ties and the registry; with the last of them the graph shows the state, and the lanes are gone."""
    ties = TieChange(tuple(graph.ties().values()))
    plan = Plan(0, begun.target, Change(), ties, graph.entries(), 1.0)
    *batches, last = batches_of(steps_of(plan), writer.bounds)
    for number, batch in enumerate(batches, start=1):
        writer.commit(batch, MARKER_ID, replace(begun, batch=number))
    end = Marker(begun.store, begun.target, begun.target, len(batches) + 1, hash_of(last))
    writer.commit(last, MARKER_ID, end, gone=lanes)


class _Crew:
    """A thread for each lane, or one for all; it works on a few portions at a time and stops at the first failure."""

    def __init__(self, lanes: Sequence[Lane], *, one_writer: bool) -> None:
        self._lanes = lanes
        threads = [ThreadPoolExecutor(1) for _ in (lanes[:1] if one_writer else lanes)]
        self._threads = threads * len(lanes) if one_writer else threads
        self._pending: deque[Future[None]] = deque()
        self._failed = Event()
        self._failure: BaseException | None = None

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_: object) -> None:
        # What runs is brought to its end, and what waits is dropped: a lane never leaves a batch out.
        self._failed.set()
        for thread in self._threads:
            thread.shutdown(cancel_futures=True)

    def add(self, number: int, mine: list[list[Step]], between: list[list[Step]], digest: str) -> None:
        """Has a portion written; waits when too many are under way. Raises what went wrong with any of them."""
        made = self._threads[number].submit(self._guarded, self._lanes[number], mine, digest)
        joined = self._threads[OUTER].submit(self._after, made, between, digest)
        self._pending.append(joined)
        while len(self._pending) > WAITING * len(self._lanes):
            self._wait()

    def finish(self) -> None:
        """Waits for all."""
        while self._pending:
            self._wait()

    def _wait(self) -> None:
        wait([self._pending.popleft()])
        if self._failure:
            raise self._failure

    def _after(self, made: Future[None], between: list[list[Step]], digest: str) -> None:
        wait([made])
        self._guarded(self._lanes[OUTER], between, digest)

    def _guarded(self, lane: Lane, batches: list[list[Step]], digest: str) -> None:
        if self._failed.is_set():
            return
        try:
            lane.write(batches, digest)
        except BaseException as error:
            self._failure = self._failure or error
            self._failed.set()
