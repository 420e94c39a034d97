"""Rows to claims: readers, source specs, mapping, resolution, checks and the run's ledger."""
