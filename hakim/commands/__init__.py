"""The commands, one a file; each is found by its name."""
