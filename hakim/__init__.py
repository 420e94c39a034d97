"""The `hakim` command and its settings; each command is a skin over one library call."""
