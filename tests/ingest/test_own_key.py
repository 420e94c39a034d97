"""The key that a source spec names: what tells rows apart that have no identifiers."""

from pathlib import Path

import pytest

from ingest.run import ingest_file
from ingest.source_spec import SourceSpec, SpecProblem
from records.store import Store
from tests.ingest.world import MISSION, options, spec_of, write_table

COLUMNS = tuple(column for column in spec_of("missions").columns if column.field != "identifier")


def unnamed(*key: str) -> SourceSpec:
    return spec_of("missions", rows_min=None, columns=COLUMNS, key=key)


@pytest.mark.parametrize(("key", "changed"), [((), (0, 1)), (("sender", "recipient", "name"), (1, 0))])
def test_a_row_that_changed_is_known_by_the_key_of_its_source(
    store: Store, tmp_path: Path, key: tuple[str, ...], changed: tuple[int, int]
) -> None:
    """The kind's own key has the start, so that a mission that moves is another one."""
    spec = unnamed(*key)
    first = write_table(tmp_path / "a.csv", [MISSION | {"start_date": "2020"}])
    ingest_file(store, spec, first, options())
    second = write_table(tmp_path / "b.csv", [MISSION | {"start_date": "2021"}])
    before = set(store.journal.live_graphs("missions"))
    result = ingest_file(store, spec, second, options())
    after = set(store.journal.live_graphs("missions"))

    assert (int(before == after), result.ledger.deleted) == changed


def test_a_key_of_a_field_that_nothing_fills_is_no_key(store: Store, tmp_path: Path) -> None:
    file = write_table(tmp_path / "a.csv", [MISSION])

    with pytest.raises(SpecProblem, match="the key names 'value', which nothing fills"):
        ingest_file(store, unnamed("name", "value"), file, options())
