"""From a property of the vocabulary back to the column of a source that fills it, as ingest knows it."""

from ingest.columns import FIELDS as _FIELDS
from ingest.columns import column_of, fields_of

__all__ = ["_FIELDS", "column_of", "fields_of"]
