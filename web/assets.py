"""The files that pages load: our own style and script, and vis-network out of the wheel of pyvis.

Each is served under a name with its hash in it, so that it may be kept for a year and is never out of date.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from ontology.errors import OutsideFailure

OWN = MappingProxyType({"page.css": "text/css", "drawing.js": "text/javascript"})

VIS = "vis-network.min.js"
VIS_PATH = "templates/lib/vis-9.1.2/" + VIS
VIS_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
"""vis-network 9.1.2 (Apache-2.0 or MIT) as pyvis 0.3.2 ships it: the file that was tried under our policy."""

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is served."""

    name: str
    content: bytes
    media_type: str


class ForeignAsset(OutsideFailure):
    """A file of a library that is not the one which was checked."""


def hashed_name(name: str, content: bytes) -> str:
    """The name with the hash of the content before its ending.

    >>> hashed_name("page.css", b"")
    'page.e3b0c44298fc1c14.css'
    """
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_LENGTH]}.{ending}"


def checked(content: bytes, sha256: str, name: str) -> bytes:
    """The content, if it has that hash."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ForeignAsset(
            f"{name} is not the file that Hakim was checked with.", hint="Install requirements.txt anew."
        )
    return content


def load_assets() -> Mapping[str, Asset]:
    """Every asset by its plain name."""
    loaded = {
        VIS: (checked(files("pyvis").joinpath(VIS_PATH).read_bytes(), VIS_SHA256, VIS), "text/javascript")
    }
    for name, media_type in OWN.items():
        loaded[name] = (files("web").joinpath("static", name).read_bytes(), media_type)
    return {
        name: Asset(hashed_name(name, content), content, media_type)
        for name, (content, media_type) in loaded.items()
    }
