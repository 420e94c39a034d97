"""One error tree for the whole product.

HakimError             the work found a problem in what it was given     exit code 1
├── UsageProblem       the command or query was wrong or is refused      exit code 2
└── OutsideFailure     an outside thing failed: engine, disk, network    exit code 3

Messages say what happened and why; `hint` says the way out.
"""

from typing import ClassVar


class HakimError(Exception):
    """A problem that a person can act on.

    >>> str(HakimError("No source is called 'misions'.", hint="Did you mean 'missions'?"))
    "No source is called 'misions'. Did you mean 'missions'?"
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageProblem(HakimError):
    """The command line, a setting or a query is wrong, or is refused."""

    exit_code = 2


class OutsideFailure(HakimError):
    """Something outside of Hakim failed: the engine, the disk, a server."""

    exit_code = 3
