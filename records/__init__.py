"""The store of record: an append-only journal of record graphs and the raw files they came from."""
