"""Cells, cases, counts and rules: the facts of a differential, with no image, Qt, torch or database in sight."""
