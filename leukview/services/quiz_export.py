"""Write the result of a proficiency test: a PDF and tables, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from leukview.domain.errors import EnvironmentFault
from leukview.domain.quiz import Outcome
from leukview.services.reference import ReferenceLibrary

__all__ = ["export_outcome"]


def export_outcome(outcome: Outcome, library: ReferenceLibrary, folder: Path) -> list[Path]:
    """Write ``result.pdf`` and the tables into ``folder/Test <number>`` and return the files; what is there is replaced.

    Raises
    ------
    EnvironmentFault
        When they cannot be written, or a picture is missing.
    """
    from leukview.reporting.quiz_csv import write_quiz_tables
    from leukview.reporting.quiz_pdf import write_quiz_pdf

    out = folder / f"Test {outcome.attempt.id}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_quiz_pdf(outcome, out / "result.pdf", library.png)
        return [out / "result.pdf", *write_quiz_tables(outcome, out)]
    except OSError as error:
        raise EnvironmentFault(
            f"{out} cannot be written ({error.strerror or error}). Choose another folder."
        ) from error
