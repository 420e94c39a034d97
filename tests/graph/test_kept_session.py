"""A session goes on when the engine was killed under it: the viewer runs for days."""

import os
import signal
from pathlib import Path

import pytest

from graph import engine
from graph.engine import stop
from graph.server import GraphUnreachable
from hakim.graph_session import reading
from hakim.settings import Settings
from ontology.identifiers import Identifiers
from ontology.namespaces import DEFAULT_ID_BASE


@pytest.mark.engine
def test_an_engine_that_was_killed_is_started_again(home: Path) -> None:
    with reading(Settings(home, Identifiers(DEFAULT_ID_BASE))) as session:
        os.kill(engine.process_number(home), signal.SIGKILL)

        assert session.run("RETURN 1 AS one", {}) == [{"one": 1}]


@pytest.mark.engine
def test_an_engine_that_somebody_stopped_stays_stopped(home: Path) -> None:
    with reading(Settings(home, Identifiers(DEFAULT_ID_BASE))) as session:
        stop(home)

        with pytest.raises(GraphUnreachable, match="No graph server answers"):
            session.run("RETURN 1 AS one", {})
