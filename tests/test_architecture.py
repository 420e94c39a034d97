"""The house rules that every module keeps: who may import whom, and who may touch the world outside.

The tables below are the rules; a new need is a new line in a table, with its reason.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

LAYERS: dict[str, frozenset[str]] = {
    "ontology": frozenset(),
    "records": frozenset({"ontology"}),
    "ingest": frozenset({"ontology", "records"}),
    "graph": frozenset({"ontology", "records"}),
    "exchange": frozenset({"ontology", "records", "graph"}),
    "web": frozenset({"ontology", "records", "graph", "exchange"}),
    "hakim": frozenset({"ontology", "records", "ingest", "graph", "exchange", "web"}),
}
"""What each package may import beside itself."""

DOORS: dict[str, frozenset[str]] = {
    "sqlite3": frozenset(
        {
            "records/journal.py",
            "records/seen.py",
            "graph/search.py",
            "graph/search_file.py",
            "ingest/readers/rdf_store.py",
        }
    ),
    "socket": frozenset({"graph/engine/launch.py", "web/serve.py"}),
    "subprocess": frozenset(
        {
            "graph/engine/launch.py",
            "graph/engine/watchdog.py",
            # A query engine that a query can crash or starve runs in a process of its own.
            "graph/sparql.py",
            # The operator's own command, for a server that hangs.
            "hakim/server_keeper.py",
            # Claims of others are read in a process that has limits.
            "exchange/claims_check.py",
            "ingest/guarded.py",
            "ingest/readers/guarded_table.py",
        }
    ),
    "http": frozenset({"graph/engine/endpoint.py"}),
    "ctypes": frozenset({"graph/engine/watchdog.py"}),
    "multiprocessing": frozenset({"ingest/processes.py"}),
    **dict.fromkeys(("urllib.request", "requests", "httpx", "asyncio", "pickle"), frozenset()),
}
"""The modules by which the world outside is reached, and the files that may import each."""

LIBRARIES: dict[str, frozenset[str]] = {
    "flask": frozenset({"web", "hakim"}),
    "waitress": frozenset({"web"}),
    "click": frozenset({"hakim"}),
    "rich": frozenset({"hakim"}),
    "prompt_toolkit": frozenset({"hakim"}),
    "neo4j": frozenset({"graph", "hakim"}),
    "rdflib": frozenset({"ontology", "graph", "exchange"}),
    "yaml": frozenset({"ingest", "graph", "exchange"}),
    "pycountry": frozenset({"ingest"}),
    "babel": frozenset({"ingest"}),
    "cryptography": frozenset({"exchange"}),
    "matplotlib": frozenset({"graph"}),
}
"""Libraries that stay at the edge, and the packages that may import each."""

ENVIRONMENT = frozenset({"hakim/settings.py", "hakim/commands/common.py"})
CLOCK = frozenset(
    {
        "hakim/commands/common.py",
        # A program of its own, whose log lines begin with the time.
        "graph/engine/watchdog.py",
    }
)
_ENVIRONMENT_NAMES = {"environ", "environb", "getenv", "getenvb", "putenv"}
_CLOCK_NAMES = {
    *(f"datetime.{name}" for name in ("now", "utcnow", "today", "fromtimestamp")),
    *(f"date.{name}" for name in ("today", "fromtimestamp")),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "strftime", "ctime")),
}

MODULES = sorted(
    path.relative_to(CHECKOUT).as_posix() for package in LAYERS for path in (CHECKOUT / package).rglob("*.py")
)


@cache
def tree(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((CHECKOUT / module).read_text(encoding="utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Everything that a module imports, with the names that it takes from modules."""
    return frozenset(_imports(tree(module)))


def _imports(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Import):
            yield from (alias.name for alias in one.names)
        elif isinstance(one, ast.ImportFrom):
            # A relative import has no module of its own: its names are our own.
            yield from ((f"{one.module}.{alias.name}" if one.module else alias.name) for alias in one.names)


@cache
def attributes(module: str) -> set[str]:
    """Each attribute that a module reads of a name, such as `os.environ`."""
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def test_there_are_modules_of_every_package_that_is_there() -> None:
    packages = {module.split("/")[0] for module in MODULES}

    assert (
        packages == {package for package in LAYERS if (CHECKOUT / package).is_dir()} >= {"ontology", "hakim"}
    )


@pytest.mark.parametrize("module", MODULES)
def test_imports_flow_one_way(module: str) -> None:
    package = module.split("/")[0]
    ours = {name.split(".")[0] for name in imports(module)} & LAYERS.keys()

    assert ours <= LAYERS[package] | {package}


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_relatively(module: str) -> None:
    assert [
        one.lineno for one in ast.walk(tree(module)) if isinstance(one, ast.ImportFrom) and one.level
    ] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_tests(module: str) -> None:
    assert not {
        name for name in imports(module) if name.split(".")[0] in {"tests", "pytest", "hypothesis", "bench"}
    }


@pytest.mark.parametrize("door", DOORS)
def test_the_world_outside_is_reached_through_named_files_only(door: str) -> None:
    through = {
        module
        for module in MODULES
        if any(name == door or name.startswith(f"{door}.") for name in imports(module))
    }

    assert through <= DOORS[door]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_packages(library: str) -> None:
    packages = {
        module.split("/")[0]
        for module in MODULES
        if library in {name.split(".")[0] for name in imports(module)}
    }

    assert packages <= LIBRARIES[library]


def test_only_settings_read_the_environment() -> None:
    forbidden = {f"os.{name}" for name in _ENVIRONMENT_NAMES}
    readers = {module for module in MODULES if forbidden & (attributes(module) | imports(module))}

    assert readers <= ENVIRONMENT


def test_only_commands_read_the_clock() -> None:
    # Waiting with time.monotonic and time.sleep is no reading of the clock.
    readers = {module for module in MODULES if _CLOCK_NAMES & (attributes(module) | imports(module))}

    assert readers <= CLOCK


def test_the_ontology_knows_no_network_no_database_and_no_clock() -> None:
    found = {
        name.split(".")[0] for module in MODULES if module.startswith("ontology/") for name in imports(module)
    }

    assert found.isdisjoint(
        {*DOORS, "time", "os", "urllib.request", "neo4j", "flask", "click", "tempfile", "random"}
    )


@pytest.mark.parametrize("rule", ["DOORS", "ENVIRONMENT", "CLOCK"])
def test_every_file_that_a_rule_names_is_there(rule: str) -> None:
    named = {"DOORS": frozenset[str]().union(*DOORS.values()), "ENVIRONMENT": ENVIRONMENT, "CLOCK": CLOCK}[
        rule
    ]

    assert named <= set(MODULES)


def test_tests_are_no_packages() -> None:
    # pytest would import tests/graph/__init__.py as the package `graph`.
    assert list((CHECKOUT / "tests").rglob("__init__.py")) == []


def test_no_module_shadows_a_library_that_we_use() -> None:
    names = {"neo4j.py", *(f"{library}.py" for library in LIBRARIES), *(f"{door}.py" for door in DOORS)}
    own = [path for path in CHECKOUT.glob("*.py") if path.name in names]

    assert [module for module in MODULES if module.split("/")[-1] == "neo4j.py"] + own == []


def test_every_package_says_what_it_is() -> None:
    silent = [
        module
        for module in MODULES
        if module.endswith("/__init__.py") and not ast.get_docstring(tree(module))
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import a.b", {"a.b"}),
        ("from a import b, c", {"a.b", "a.c"}),
        ("def f():\n    from a import b", {"a.b"}),
        ("if x:\n    import a", {"a"}),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, found: set[str]) -> None:
    assert set(_imports(ast.parse(source))) == found
