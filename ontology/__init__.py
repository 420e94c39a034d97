"""What can be said: the vocabulary, its terms, identifiers, values and claims. No network, no database, no clock."""
