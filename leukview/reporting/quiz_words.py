"""What the result of a proficiency test says of itself, in the window, on paper and in tables alike."""

from __future__ import annotations

from leukview.domain.quiz import Attempt, Outcome, Score
from leukview.domain.taxonomy import taxonomy

__all__ = ["class_words", "facts", "kappa_words", "limits", "purpose", "time_words"]


def class_words(class_id: str) -> str:
    """Return a class's name; of no answer, that there was none."""
    if not class_id:
        return "no answer"
    return taxonomy()[class_id].name if class_id in taxonomy() else class_id


def kappa_words(value: tuple[float, float, float] | None) -> str:
    """Return a kappa with its interval, e.g. ``0.86 (0.74 to 0.98)``."""
    return f"{value[0]:.2f} ({value[1]:.2f} to {value[2]:.2f})".replace("-", "−") if value else "not defined"


def time_words(seconds: float) -> str:
    """Return a time in minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def purpose(attempt: Attempt) -> str:
    """Return what the result is."""
    if attempt.plan.mode == "training":
        return (
            "This was training: the reference was shown after each cell. The figures tell how it went; they are no measure of "
            "what the person knew before."
        )
    return (
        "How one person named these cells, without seeing the program's calls, file names or notes, compared with the labels of "
        "the reference. The key was closed until the last answer."
    )


def limits(attempt: Attempt) -> str:
    """Return what the result is not."""
    text = (
        "It is no certificate of competence, no accreditation and no external quality assessment. The reference is somebody's "
        f"word and may be wrong. It speaks of these {len(attempt.items)} cells; the interval says how far beyond."
    )
    drawn = sum(item.synthetic for item in attempt.items)
    if drawn:
        some = "All" if drawn == len(attempt.items) else f"{drawn}"
        text += (
            f" {some} of the cells are synthetic, drawn by LeukView: this says nothing of how patients' cells are read."
        )
    return text


def facts(outcome: Outcome) -> list[tuple[str, str]]:
    """Return everything else that is to be known, as (name, words)."""
    attempt, result = outcome.attempt, outcome.score
    plan = attempt.plan
    whose = sorted({item.whose.split(":", 1)[0] for item in attempt.items if item.whose})
    balance = (
        "in the set's proportions" if plan.balance == "as in the set" else "classes alike as far as there are cells"
    )
    limit = f"{plan.limit_s} s for a cell" if plan.limit_s else "no limit"
    return [
        ("Person", attempt.reader),
        ("Begun, ended (UTC)", f"{attempt.utc[:16].replace('T', ' ')}, {attempt.ended[:16].replace('T', ' ')}"),
        ("Cells from", attempt.source),
        ("The reference is", "; ".join(whose) or "not said"),
        ("Drawn", f"{len(attempt.items)} cells at random, seed {plan.seed}, {balance}, in random order"),
        ("Kind", "training, the reference shown after each cell" if plan.mode == "training" else "test, blinded"),
        ("Time", _spent(result, limit)),
        ("Sittings", f"{result.sittings}" + (": it was interrupted" if result.sittings > 1 else "")),
        ("Answers changed", str(result.changed)),
        ("No answer", str(result.unanswered)),
        ("Test number", f"{attempt.id}, cells and key SHA-256 {attempt.items_sha256[:16]}"),
        ("Software", f"LeukView {attempt.software}"),
    ]


def _spent(result: Score, limit: str) -> str:
    return f"{time_words(result.seconds)} in all, {result.median_s:.1f} s for the middle cell; {limit}"
