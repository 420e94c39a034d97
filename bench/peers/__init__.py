"""The peers that Hakim is measured beside, and one that tests ask as an oracle: never dependencies of ours.

Each is a package with a virtual environment of its own below var/peers, made when it is first needed.
`python -m bench.peers NAME …` makes some, without names all.
"""

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent
FOLDER = _HERE.parent.parent / "var" / "peers"
REQUIREMENTS = _HERE / "requirements"
"""One file a peer: it and everything that it brings, pinned."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer, in one version, which its requirements pin."""

    name: str
    version: str

    @property
    def folder(self) -> Path:
        """Where its virtual environment is; another version is another one."""
        return FOLDER / f"{self.name}-{self.version}"

    @property
    def is_installed(self) -> bool:
        """Whether it was installed whole."""
        return self._stamp.exists()

    def program(self, name: str) -> str:
        """The path of a program of its environment."""
        return str(self.folder / "bin" / name)

    def install(self) -> None:
        """Installs it unless it is there; one that was interrupted is made anew."""
        if self.is_installed:
            return
        print(f"Installing {self.name} {self.version} into {self.folder}", file=sys.stderr)
        venv.create(self.folder, clear=True, with_pip=True)
        pip = [self.program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", str(REQUIREMENTS / f"{self.name}.txt")], check=True)
        self._stamp.touch()

    @property
    def _stamp(self) -> Path:
        return self.folder / ".installed"


MORPH_KGC = Peer("morph-kgc", "2.10.0")
BIOCYPHER = Peer("biocypher", "0.17.0")
MAPLIB = Peer("maplib", "0.20.26")
LINKML = Peer("linkml", "1.11.1")
FOLLOW_THE_MONEY = Peer("followthemoney", "4.11.2")
RDFLIB_NEO4J = Peer("rdflib-neo4j", "1.1")
RDFLIB_NEO4J_RUST = Peer("rdflib-neo4j-rust", "1.1")

PEERS = (MORPH_KGC, BIOCYPHER, MAPLIB, LINKML, FOLLOW_THE_MONEY, RDFLIB_NEO4J, RDFLIB_NEO4J_RUST)
