"""A machine that cannot run Neo4j says why, and how it could."""

from pathlib import Path

import pytest

from tests.servers.installation import install
from tests.servers.java import find_java
from tests.servers.releases import RELEASES, Release, Unavailable


def test_without_maven_and_without_a_cache_the_way_to_get_them_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HAKIM_TEST_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Unavailable, match=r"Maven fetches Neo4j 5\.26\.\d+.*Install it \(package maven\)"):
        install(RELEASES["neo4j-5.26"], tmp_path / "java")


def test_an_installation_that_was_cut_off_is_not_taken_for_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HAKIM_TEST_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    (tmp_path / f"neo4j-{RELEASES['neo4j-2025'].version}.part" / "lib").mkdir(parents=True)

    with pytest.raises(Unavailable):
        install(RELEASES["neo4j-2025"], tmp_path / "java")


def test_without_a_fitting_java_the_way_to_get_one_is_told() -> None:
    future = Release("neo4j-9", "9.0.0", range(99, 101), "org.neo4j.Main")

    with pytest.raises(Unavailable, match=r"Neo4j 9\.0\.0 needs Java 99 to 100.*Install a JDK 99"):
        find_java(future)
