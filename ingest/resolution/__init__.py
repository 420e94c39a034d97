"""Names to things: exact after normalisation, never guessed."""
