"""Use cases without Qt: analyse, review, export, train."""
