"""Real missions that several sources tell: what is proposed is right, and what is true is found."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pytest

from graph.merged_journal import MergedJournal
from ingest.matching.background import KINDS, read_background
from ingest.matching.candidates import candidates
from ingest.matching.features import Features
from ingest.matching.gathered import Gathered, gather_records
from ingest.matching.reading import KIND
from ingest.matching.scoring import CANDIDATE, PROPOSE, score
from records.store import Store
from tests.ingest.matching.tellings import all_features, ingest_others, ingest_rivals
from tests.ingest.world import IDS, REGISTERS, ingest_shipped
from tests.shared_data import present

FILES = {
    "aiddata-qatar": "aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv",
    "iati-senegal": "iati_samples/iati_2.03_SenegalAIMS_GeocodedResearchRelease.xml",
    "fts-nepal": "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv",
    "us-vaccine-donations": (
        "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv"
    ),
}
ALIKE_AND_DIFFERENT = (
    *(("0005", "0008"), ("0013", "0017"), ("0063", "0068"), ("0070", "0093"), ("0073", "0078")),
    *(("0130", "0131"), ("0140", "0142"), ("0151", "0205"), ("0189", "0192")),
)
"""Shipped missions that share sender, recipient, type and crisis, and are still two."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair as a person judged it. Weights were chosen on one half; the other is held out."""

    pair: Pair
    same: bool
    half: str


@dataclass(frozen=True, slots=True)
class World:
    """All missions by their IRIs, and the scores of the pairs that are found among them."""

    features: Mapping[str, Features]
    found: Mapping[Pair, float]


def read_labelled() -> list[Labelled]:
    with (Path(__file__).parent / "labelled_pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            Labelled((iri(row["left"]), iri(row["right"])), row["same"] == "yes", row["half"])
            for row in csv.DictReader(file)
        ]


def iri(path: str) -> str:
    return f"{IDS.base}mission/{path}"


LABELLED = read_labelled()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    files = {source: present(path) for source, path in FILES.items()}
    folder = tmp_path_factory.mktemp("matching")
    with Store(folder / "home") as opened:
        ingest_shipped(opened, (*REGISTERS, "missions"), folder)
        ingest_rivals(opened, folder)
        ingest_others(opened, folder, files)
        yield opened


@pytest.fixture(scope="module")
def world(store: Store) -> World:
    # Each page that tells of a mission is a source of its own.
    told = [
        replace(one, source=one.mission) if "/mission/rival/" in one.mission else one
        for one in all_features(store.journal)
    ]
    found = {one.pair: one.score.value for one in candidates(Gathered(), Gathered(told), at_least=0.01)}
    return World({one.mission: one for one in told}, found)


def test_enough_pairs_are_labelled_and_each_once() -> None:
    assert len({frozenset(one.pair) for one in LABELLED}) == len(LABELLED) >= 150
    assert min(sum(one.same is same for one in LABELLED) for same in (True, False)) >= 75


@pytest.mark.parametrize("half", ["tuning", "held"])
def test_what_is_proposed_is_right(world: World, half: str) -> None:
    proposed = [one for one in LABELLED if one.half == half and world.found.get(one.pair, 0) >= PROPOSE]

    assert len(proposed) >= 8
    assert sum(one.same for one in proposed) >= 0.95 * len(proposed)


@pytest.mark.parametrize("half", ["tuning", "held"])
def test_what_is_the_same_is_found(world: World, half: str) -> None:
    same = [one for one in LABELLED if one.half == half and one.same]

    assert sum(world.found.get(one.pair, 0) >= CANDIDATE for one in same) >= 0.8 * len(same)


@pytest.mark.parametrize("ends", ALIKE_AND_DIFFERENT, ids="-".join)
def test_missions_of_one_key_are_not_proposed(world: World, ends: Pair) -> None:
    one, other = (world.features[iri(f"hdm/HDM-{end}")] for end in ends)

    assert score(one, other).value < PROPOSE
    # Nor would they be if two sources told them.
    assert score(one, replace(other, source="another")).value < PROPOSE


def test_blocks_lose_no_candidate(world: World) -> None:
    """Of all pairs that score enough, compared one with each other."""
    missions = sorted(world.features)
    scored = {
        pair: score(*(world.features[mission] for mission in pair)).value
        for pair in combinations(missions, 2)
    }

    enough = {pair: value for pair, value in scored.items() if value >= CANDIDATE}

    assert {pair: value for pair, value in world.found.items() if value >= CANDIDATE} == enough


def test_several_processes_read_what_one_does(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    background = read_background(text for _, text in store.journal.texts_of_kinds(KINDS))
    texts = [text for _, text in store.journal.texts_of_kinds((KIND,))]
    one = gather_records(texts, background)
    monkeypatch.setattr("ingest.matching.gathered.RECORDS_A_PART", 40)

    two = gather_records(texts, background, workers=2)

    assert [two.packed[at] for at in range(len(two))] == [one.packed[at] for at in range(len(one))]
    assert list(candidates(Gathered(), two)) == list(candidates(Gathered(), one))


def test_nothing_is_merged_by_itself(store: Store) -> None:
    assert MergedJournal(store.journal).names(store.journal.last_run).canonical == {}
