"""Find and tell apart cells in smear fields; tell fields from single-cell images."""
