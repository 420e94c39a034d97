"""How the engine is run: every setting with its reason, and the program's arguments made of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.engine.credentials import DATABASE, READER
from graph.engine.layout import Layout, write_private, write_private_json
from graph.engine.runtime import Runtime

MAIN_CLASS = "com.arcadedb.server.ArcadeDBServer"


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen for an engine. Port 0 means a free port, chosen at each start.

    `command_timeout_ms` holds for one statement of anybody; a batch of 2,000 rows took 0.1 to 0.7 s, so the
    default leaves a slow machine room. `reader_timeout_ms` is tighter, and holds for what the reader scans.
    """

    bolt_port: int = 0
    http_port: int = 0
    heap_megabytes: int = 1024
    command_timeout_ms: int = 15_000
    reader_timeout_ms: int = 5_000
    boot_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Ports:
    """The two loopback ports that an engine listens on."""

    bolt: int
    http: int


# The same for every engine. Only the Bolt plug-in and HTTP are on, and both on loopback.
FIXED: Mapping[str, str] = {
    "server.rootPath": ".",  # the working folder, so that the path may hold any character
    "server.logsDirectory": "log",
    "server.mode": "development",  # "production" hides the reason of an error from the one who asked
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[]",
    "server.httpIncomingHost": "127.0.0.1",
    "server.httpWorkerThreads": "16",  # the default of 500 is for a server of many
    "bolt.host": "127.0.0.1",
    "bolt.defaultDatabase": DATABASE,
    "bolt.maxConnections": "64",
    "backup.enabled": "false",  # the store of record is the backup
    "txWalFlush": "2",  # fsync: 1.3 ms more a transaction, nothing more on a batch of 2,000 rows
    "opencypher.loadCsv.allowFileUrls": "false",
    "opencypher.loadCsv.allowRemoteUrls": "false",
    # What one query may ask for, before it hurts the others.
    "command.regexTimeout": "500",
    "queryMaxRangeSize": "100000",
    "queryMaxHeapRAM": "256",
    "queryMaxHeapElementsAllowedPerOp": "500000",
    "queryMaxConcurrent": "4",
    "queryQueueTimeout": "2000",
    "queryQueueMaxSize": "32",
    "cypher.maxExpressionDepth": "100",
    "cypher.maxClauses": "200",
}

# Java itself.
JVM = (
    "-XX:+ExitOnOutOfMemoryError",  # a starved engine hangs; an ended one is started again
    "-XX:-UsePerfData",  # leaves nothing in /tmp
    "-XX:ErrorFile=log/crash-%p.log",
    "-Djava.io.tmpdir=tmp",
    "-Djava.awt.headless=true",
    "-Djava.util.logging.config.file=config/logging.properties",
    "-Duser.timezone=UTC",  # the same answers on every machine
    "--enable-native-access=ALL-UNNAMED",
)

# Failed queries are told to the one who asked; in the log they would only fill the disk.
LOGGING = """handlers = java.util.logging.ConsoleHandler
.level = WARNING
com.arcadedb.level = INFO
com.arcadedb.bolt.level = SEVERE
java.util.logging.ConsoleHandler.level = INFO
java.util.logging.ConsoleHandler.formatter = com.arcadedb.log.LogFormatter
"""

# Nothing else: a user's settings for other Java programs must not reach the engine. The locale lets Java open
# files whose names are not ASCII.
ENVIRONMENT: Mapping[str, str] = {"LC_ALL": "C.UTF-8"}


def java_arguments(runtime: Runtime, options: Options, ports: Ports) -> list[str]:
    """The arguments of the Java program, without the program itself."""
    chosen = {
        "server.httpIncomingPort": str(ports.http),
        "bolt.port": str(ports.bolt),
        "command.timeout": str(options.command_timeout_ms),
    }
    return [
        f"-Xmx{options.heap_megabytes}m",
        *JVM,
        *(f"-Darcadedb.{name}={value}" for name, value in {**FIXED, **chosen}.items()),
        "-cp",
        ":".join(str(jar) for jar in runtime.jars),
        MAIN_CLASS,
    ]


def argument_file(arguments: list[str]) -> str:
    r"""Arguments as Java reads them from a file: one a line, quoted.

    >>> argument_file(["-cp", "/a b/c\"d.jar"])
    '"-cp"\n"/a b/c\\"d.jar"\n'
    """
    quoted = (argument.replace("\\", "\\\\").replace('"', '\\"') for argument in arguments)
    return "".join(f'"{argument}"\n' for argument in quoted)


def groups(options: Options) -> dict[str, object]:
    """The engine's groups file: `admin` may do all, `reader` may read records and nothing else."""
    every_record = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    admin = {
        "resultSetLimit": -1,
        "readTimeout": -1,
        "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
        "types": {"*": {"access": every_record}},
    }
    reader = {
        "resultSetLimit": -1,
        "readTimeout": options.reader_timeout_ms,
        "access": [],
        "types": {"*": {"access": ["readRecord"]}},
    }
    return {"version": 1, "databases": {"*": {"groups": {"admin": admin, READER: reader}}}}


def write_settings(layout: Layout, runtime: Runtime, options: Options, ports: Ports) -> None:
    """Write every file that the engine reads when it starts, but its users."""
    write_private_json(layout.config / "server-groups.json", groups(options))
    write_private(layout.config / "logging.properties", LOGGING)
    write_private(layout.arguments, argument_file(java_arguments(runtime, options, ports)))
