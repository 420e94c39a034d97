"""What can be said: vocabulary, terms, identifiers, values and claims. No network, no database, no clock."""
