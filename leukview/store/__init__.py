"""Cases, decisions and their audit in SQLite."""
