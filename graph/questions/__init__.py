"""The named questions: one YAML file each, and the pure functions that finish facts into answers."""
