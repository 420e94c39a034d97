"""Installs peers: those that are named, or all."""

import sys

from bench.peers import PEERS

if __name__ == "__main__":
    wanted = set(sys.argv[1:]) or {peer.name for peer in PEERS}
    if unknown := wanted - {peer.name for peer in PEERS}:
        sys.exit(
            f"No peer is called {', '.join(sorted(unknown))}. There are: {', '.join(p.name for p in PEERS)}."
        )
    for peer in PEERS:
        if peer.name in wanted:
            peer.install()
