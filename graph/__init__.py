"""Claims to property graph and back: codec, loader, engine and read-only queries."""
