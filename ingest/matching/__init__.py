"""The same mission from several sources: pairs that a person should look at, with reasons. Nothing is merged."""
