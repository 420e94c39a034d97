"""Outside files to rows, each row with its place."""
