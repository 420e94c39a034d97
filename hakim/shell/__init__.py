"""The shell: statements, commands and completion as values; only `prompt` knows a terminal."""
