"""What can go wrong with the embedded engine, in words that a person can act on."""

from pathlib import Path

from ontology.errors import OutsideFailure

LOG_LINES_SHOWN = 12

# A line of the engine's log and what it means; the first that is found names the cause.
CAUSES: tuple[tuple[str, str, str], ...] = (
    ("No space left on device", "the disk is full", "Free some space, then start again."),
    ("Read-only file system", "the disk is read-only", "Set HAKIM_HOME to a folder on another disk."),
    ("Permission denied", "a file may not be written", "Check who owns the engine's folder."),
    ("Unable to listen for BOLT", "the Bolt port is taken", "Choose another, or none for a free one."),
    ("Unable to listen to a HTTP", "the HTTP port is taken", "Choose another, or none for a free one."),
    ("OutOfMemoryError", "it ran out of memory", "Ask for less at once, or give it a bigger heap."),
    ("insufficient memory", "the machine has too little memory", "Free some, or give it a smaller heap."),
    ("maximum heap", "the size of its heap cannot be used", "Give it another one, like 1024 MB."),
    ("Could not reserve enough space", "the machine is too small for its heap", "Give it a smaller heap."),
    ("GLIBC_", "this system's C library is too old", "Use glibc 2.34 or newer, or set NEO4J_URI."),
    ("ended with code -9", "it was killed, by a person or for lack of memory", "Start it again."),
)


class EngineFailure(OutsideFailure):
    """The embedded engine did not start, did not stop or broke off; `log_tail` holds its last words."""

    def __init__(self, message: str, *, hint: str = "", log_tail: str = "") -> None:
        super().__init__(message, hint=hint)
        self.log_tail = log_tail

    def __str__(self) -> str:
        said = OutsideFailure.__str__(self)
        return f"{said}\nThe end of its log:\n{self.log_tail}" if self.log_tail else said


def failure_from_log(what: str, log: Path) -> EngineFailure:
    """An `EngineFailure` that gives the cause found in the log, the way out, and the end of the log."""
    text = read_end(log)
    cause, way_out = diagnose(text)
    return EngineFailure(
        f"{what}: {cause}.",
        hint=f"{way_out} The whole log is {log}.",
        log_tail="\n".join(text.splitlines()[-LOG_LINES_SHOWN:]),
    )


def diagnose(log_text: str) -> tuple[str, str]:
    """The cause and the way out that a log tells.

    >>> diagnose("java.io.IOException: No space left on device")
    ('the disk is full', 'Free some space, then start again.')
    """
    for sign, cause, way_out in CAUSES:
        if sign in log_text:
            return cause, way_out
    return "its log gives no cause that is known here", "`hakim engine start` tries again."


def read_end(log: Path, *, size: int = 16_000) -> str:
    """The last `size` bytes of a log as text; empty when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - size))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
