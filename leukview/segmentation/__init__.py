"""Find the nucleus and cytoplasm of each white cell."""
