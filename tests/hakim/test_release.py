"""A release from end to end, as docs/releases.md tells it: two desks, one package, and an analyst's question."""

import json
import re
import shlex
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.conftest import CHECKOUT, run_hakim

DOCUMENT = CHECKOUT / "docs" / "releases.md"
POLICY = str(CHECKOUT / "data" / "policies" / "example.yaml")
NO_POLICY = (
    "hakim: No policy is named. Give --policy FILE or set HAKIM_POLICY;"
    " data/policies/example.yaml is one to begin with."
)
WAY_OUT = "Nothing of a policy is used until all of it is right; see docs/releases.md."
STEPS = [
    line
    for block in re.findall(
        r"^```sh\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for line in block.splitlines()
]


@pytest.fixture
def southland(demo_home: Path, tmp_path: Path) -> Path:
    """A home with the shipped records, to be changed."""
    home = tmp_path / "southland"
    home.mkdir()
    for part in demo_home.glob("journal.sqlite*"):
        shutil.copy(part, home)
    (tmp_path / "data").symlink_to(CHECKOUT / "data")
    return home


def run(folder: Path, step: str) -> CompletedProcess[str]:
    """A step of the document, typed in a folder."""
    home, command, *arguments = shlex.split(step)
    assert command == "hakim"
    return run_hakim(folder / home.removeprefix("HAKIM_HOME="), *arguments, cwd=folder)


@pytest.mark.engine
def test_the_steps_of_the_document_lead_to_an_answer(southland: Path) -> None:
    done = [run(southland.parent, step) for step in STEPS]
    assert "southland" in done[-2].stdout
    assert "Türkiye" in done[-1].stdout


def release(home: Path, name: str, *more: str, check: bool = True) -> CompletedProcess[str]:
    given = ("--policy", POLICY, "--issued", "2026-11-24", "-o", str(home.parent / name), "--json")
    return run_hakim(home, "release", *given, *(more or ("--to", "northland")), check=check)


def test_a_release_says_what_it_did(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    told = json.loads(release(southland, "out").stdout)
    manifest = json.loads((southland.parent / "out" / "manifest.json").read_text())
    assert told == {
        "partner": "northland",
        "quads": manifest["counts"]["quads"],
        "digest": manifest["digest"],
        "path": str(southland.parent / "out"),
        "number": 1,
    }


def test_the_same_release_is_the_same_bytes(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    found = []
    for name in ("one", "two"):
        release(southland, name)
        folder = southland.parent / name
        found.append(
            {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        )
    assert found[0] == found[1]


def test_without_a_key_or_a_policy_nothing_is_released(southland: Path) -> None:
    unsigned = release(southland, "out", check=False)
    chosen = run_hakim(
        southland, "release", "--to", "northland", "-o", str(southland.parent / "out"), check=False
    )
    assert (unsigned.returncode, unsigned.stderr) == (
        1,
        "hakim: There is no secret to make names with. `hakim key new` makes one.\n",
    )
    assert (chosen.returncode, chosen.stderr.splitlines()[0]) == (
        2,
        NO_POLICY,
    )
    assert not (southland.parent / "out").exists()


def test_an_unknown_partner_is_told_the_known_ones(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    done = release(southland, "out", "--to", "westland", check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "hakim: The policy example has no partner 'westland'. There are: northland, eastern-isles.\n",
    )


def test_a_changed_package_is_refused_and_nothing_is_received(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    key = southland.parent / "southland.pub"
    run_hakim(southland, "key", "export", "--name", "southland", "-o", str(key))
    release(southland, "out")
    home = southland.parent / "northland"
    run_hakim(home, "key", "trust", "southland", str(key))
    readme = southland.parent / "out" / "README.md"
    readme.write_bytes(readme.read_bytes() + b" ")
    for command in ("verify", "receive"):
        done = run_hakim(
            home, command, str(southland.parent / "out"), "--as", "northland", "--json", check=False
        )
        told = json.loads(done.stdout)
        assert (done.returncode, told["ok"], told["reasons"][0]["check"]) == (1, False, "files")
    assert not (home / "journal.sqlite").exists()


def test_explain_says_why_a_record_stays(southland: Path) -> None:
    given = ("--to", "eastern-isles", "--policy", POLICY, "--on", "2026-11-24", "HDM-0001", "--json")
    told = json.loads(run_hakim(southland, "policy", "explain", *given).stdout)
    [record] = [one for one in told if one["graph"].endswith("/missions/HDM-0001")]
    assert record["verdict"] == "stays: it is not for eastern-isles (recipients)"


def test_explain_says_what_becomes_of_a_date(southland: Path) -> None:
    given = ("--to", "eastern-isles", "--policy", POLICY, "--on", "2026-11-24", "HDM-0004", "--json")
    [record] = json.loads(run_hakim(southland, "policy", "explain", *given).stdout)
    starts = [fact["verdict"] for fact in record["facts"] if " hd:start " in fact["text"]]
    assert starts == ['leaves as "2003-12-01"^^<http://www.w3.org/2001/XMLSchema#date>']


def test_a_policy_with_faults_is_told_all_of_them(tmp_path: Path) -> None:
    text = Path(POLICY).read_text(encoding="utf-8")
    bad = text.replace("recipients: [northland]", "recipients: [westland]").replace('"hd:note"', '"hd:notes"')
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    done = run_hakim(tmp_path, "policy", "check", str(tmp_path / "bad.yaml"), check=False)
    assert done.returncode == 1
    assert [line.split(": ", 1)[-1] for line in done.stderr.splitlines()] == [
        "bad.yaml, line 37: hd:notes is no term of the vocabulary.",
        "'westland' is no partner or group of this policy.",
        f"'westland' is no partner or group of this policy. {WAY_OUT}",
    ]


def test_what_would_leave_is_shown_before_it_is_signed(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    given = (
        "release",
        "--to",
        "northland",
        "--policy",
        POLICY,
        "--issued",
        "2026-11-24",
        "--propose",
        "--json",
    )
    before = json.loads(run_hakim(southland, *given).stdout)
    quads = json.loads(release(southland, "out").stdout)["quads"]
    after = json.loads(run_hakim(southland, *given).stdout)
    assert (before["added"], before["removed"], after) == (
        quads,
        0,
        {"added": 0, "removed": 0, "changes": []},
    )
    assert sorted(path.name for path in southland.parent.iterdir()) == ["data", "out", "southland"]


def test_diff_tells_packages_apart_and_its_exit_code_says_so(southland: Path) -> None:
    run_hakim(southland, "key", "new")
    for name, partner in (("north", "northland"), ("east", "eastern-isles")):
        release(southland, name, "--to", partner)
    one, other = str(southland.parent / "north"), str(southland.parent / "east")
    codes = [run_hakim(southland, "diff", one, now, check=False).returncode for now in (one, other)]
    patch = run_hakim(southland, "diff", one, other, "--format", "patch", check=False).stdout.splitlines()
    assert (codes, patch[0], patch[-1]) == ([0, 1], "TX .", "TC .")


@pytest.mark.engine
def test_the_records_and_the_graph_are_the_same_facts(demo_home: Path) -> None:
    done = run_hakim(demo_home, "diff", "records", "graph", "--json")
    assert json.loads(done.stdout) == {"added": 0, "removed": 0, "changes": []}
