"""`make demo` as a person runs it: wait for the viewer, look at it, press Ctrl-C, see what is left running."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
STOP_SECONDS = 30


def main(home: Path) -> None:
    """Runs the demo on an empty home and fails when anything is not as the README says."""
    demo = subprocess.Popen(
        ["make", "demo"],
        env=os.environ | {"HAKIM_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs things in the background has them ignore Ctrl-C; a terminal has not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        look(await_address(demo))
        ask(home)
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        demo.communicate(timeout=STOP_SECONDS)
    await_silence(home)


def await_address(demo: subprocess.Popen[str]) -> str:
    """The viewer's address, when the demo prints it."""
    assert demo.stderr is not None
    for line in demo.stderr:
        print(line, end="", flush=True)
        if found := ADDRESS.search(line):
            return found[0]
    sys.exit("the demo ended without an address")


def look(address: str) -> None:
    """Asks for the first page, twice."""
    for _ in range(2):
        begin = time.perf_counter()
        with urllib.request.urlopen(address, timeout=30) as answer:
            page = answer.read().decode()
        print(f"the first page took {time.perf_counter() - begin:.2f} s")
        assert ">212<" in page, page


def ask(home: Path) -> None:
    """Counts the missions by the command line, beside the viewer."""
    query = [".venv/bin/hakim", "query", "MATCH (m:Mission) RETURN count(m) AS n", "--format", "jsonl"]
    answer = subprocess.run(
        query, env=os.environ | {"HAKIM_HOME": str(home)}, check=True, capture_output=True, text=True
    )
    print(answer.stdout, end="")
    assert answer.stdout == '{"n": 212}\n', answer


def await_silence(home: Path) -> None:
    """Waits until no process speaks of the home any more."""
    for _ in range(STOP_SECONDS):
        left = [path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if speaks_of(path, home)]
        if not left:
            print("nothing of the demo is left running")
            return
        time.sleep(1)
    sys.exit(f"still running after Ctrl-C: {left}")


def speaks_of(command_line: Path, home: Path) -> bool:
    """Whether a process names the home in its command or works below it; this one and its caller aside."""
    if command_line.parent.name in {str(os.getpid()), str(os.getppid())}:
        return False
    try:
        folder = command_line.with_name("cwd").readlink()
        return str(home).encode() in command_line.read_bytes() or folder.is_relative_to(home)
    except OSError:
        return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
