"""CSV, JSON and PDF outputs of a case."""
