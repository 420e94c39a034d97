"""Lines are sorted and told apart however few of them fit into memory, and nothing is left on the disk."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.line_sort import Bounds, LineSort, NoRoomToSort, sorted_blocks

lines = st.text(st.sampled_from('ab<"\u00e9\u2028\U0001f600 '), max_size=6).map(lambda text: text + "\n")
batches = st.lists(st.lists(lines, max_size=20), max_size=12)
tight = st.builds(Bounds, st.sampled_from([1, 20, 10**6]), st.sampled_from([2, 3]), st.sampled_from([1, 30]))


@given(batches, tight)
def test_lines_come_sorted_by_code_point_each_once(given_lines: list[list[str]], bounds: Bounds) -> None:
    with LineSort(bounds=bounds) as sort:
        for batch in given_lines:
            sort.add(batch)
        blocks = list(sort.blocks())

    assert [line.decode() for block in blocks for line in block] == sorted({*chain(*given_lines)})
    assert [] not in blocks


def test_no_more_is_in_memory_than_its_bounds_say(tmp_path: Path) -> None:
    bounds = Bounds(part_characters=1_000, merged_runs=8, buffered_bytes=800)
    most = 0
    with LineSort(tmp_path, bounds) as sort:
        for number in range(5_000):
            sort.add([f"{number * 7919 % 5_000:09}\n"])
            most = max(most, sum(map(len, sort._part)))
        blocks = list(sort.blocks())

    assert most < bounds.part_characters
    assert max(sum(map(len, block)) for block in blocks) <= bounds.buffered_bytes + 8 * 10
    assert b"".join(line for block in blocks for line in block).split() == [b"%09d" % n for n in range(5_000)]


def test_nothing_is_left_in_the_folder_even_while_it_sorts(tmp_path: Path) -> None:
    with LineSort(tmp_path, Bounds(part_characters=1)) as sort:
        sort.add(["b\n"])
        sort.add(["a\n"])

        assert list(tmp_path.iterdir()) == []
        assert list(sort.blocks()) == [[b"a\n", b"b\n"]]


def test_a_folder_that_takes_no_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    with (
        LineSort(tmp_path / "nowhere", Bounds(part_characters=1)) as sort,
        pytest.raises(NoRoomToSort, match=r"nowhere failed: No such file.*as much room"),
    ):
        sort.add(["a\n"])


def test_few_lines_need_no_file(tmp_path: Path) -> None:
    assert list(sorted_blocks([["b\n", "a\n"], ["a\n"]], tmp_path / "nowhere")) == [[b"a\n", b"b\n"]]
