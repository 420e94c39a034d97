"""The graph brought in step with the store of record as commands do it."""

from graph.sync import Sync, synchronise
from hakim.collector import rarely_collecting
from hakim.graph_session import WriteSession, writing
from hakim.output import progress
from hakim.settings import Settings
from records.store import Store


def bring_in_step(store: Store, settings: Settings) -> Sync:
    """Brings the graph in step with the store, with a progress display."""
    with writing(settings) as session:
        return bring_session_in_step(store, session)


def bring_session_in_step(store: Store, session: WriteSession) -> Sync:
    """The same, on a graph that is open already."""
    with rarely_collecting(), progress("Loading the graph") as display:
        task = display.add_task("", total=1.0)
        return synchronise(
            store.journal,
            session.writer,
            session.registry,
            lambda _done, share: display.update(task, completed=share),
        )
