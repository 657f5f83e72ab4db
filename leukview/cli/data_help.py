"""What every command says alike about the labelled images it takes."""

from __future__ import annotations

__all__ = ["CLASSES_HELP", "DATA_HELP"]

DATA_HELP = (
    "A folder with a subfolder for each class (or train/, val/ and test/ above them); or a CSV with path, cls and, where "
    "known, patient, smear, split, dataset; or its folder, where it is labels.csv."
)
CLASSES_HELP = (
    "Class map (.toml): their class names to ours, below [classes]; '' or 'ignore' leaves one out. classes.toml beside "
    "the data is found by itself."
)
