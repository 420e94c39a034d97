"""Benchmarks: each beside a peer, in one run, as ratios. `python -m bench` runs them all."""
