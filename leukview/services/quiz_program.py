"""The program sits a person's test: the same cells, called by a pipeline, with a word on whether it may know them already."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leukview.domain.progress import NoProgress, Progress
from leukview.domain.quiz import Answer, Attempt, Item
from leukview.resources import models_dir, user_models_dir
from leukview.services.quiz import Quizzes
from leukview.services.reference import ReferenceLibrary

if TYPE_CHECKING:
    from leukview.pipelines.base import Pipeline

__all__ = ["knowledge_words", "sit_program"]

_BATCH = 16


def _load(pipeline_id: str) -> Pipeline:
    from leukview.pipelines.registry import load_pipeline

    return load_pipeline(pipeline_id)


def sit_program(
    quizzes: Quizzes,
    library: ReferenceLibrary,
    attempt: Attempt,
    pipeline_id: str,
    progress: Progress | None = None,
    load: Callable[[str], Pipeline] = _load,
) -> int:
    """Let a pipeline answer a finished test and return the number of its attempt. Slow: for workers.

    A cell that the pipeline would set aside is answered as it would stand in the gallery: unidentified, or a smudge.

    Parameters
    ----------
    quizzes, library:
        Where tests and pictures are.
    attempt:
        A person's finished test.
    pipeline_id:
        The pipeline.
    progress:
        Told of every cell; may cancel, and then nothing is stored.
    load:
        Loads the pipeline.

    Raises
    ------
    InputProblem
        When there is no such pipeline.
    EnvironmentFault
        When weights or a picture are missing or damaged.
    Cancelled
        When cancelled.
    """
    progress = progress or NoProgress()
    pipeline = load(pipeline_id)
    answers: list[Answer] = []
    items = attempt.items
    for start in range(0, len(items), _BATCH):
        progress.check_cancelled()
        progress.report(start, len(items), "the program answers")
        part = items[start : start + _BATCH]
        located = [pipeline.locate(library.pixels(item.picture), "cell", progress)[0] for item in part]
        for place, (found, call) in enumerate(
            zip(located, pipeline.classify([found.pixels for found in located]), strict=True), start
        ):
            aside = found.set_aside or call.set_aside
            answers.append(Answer(place, aside.class_id if aside else call.cls, 0.0))
    stamp = pipeline.stamp
    facts: dict[str, object] = {
        "id": stamp.pipeline,
        "title": stamp.title,
        "weights_sha256": stamp.weights_sha256,
        "classes": list(pipeline.classes),
        "warnings": knowledge_words(items, stamp.weights_sha256, pipeline.classes),
    }
    return quizzes.add_program(attempt, facts, answers)


def knowledge_words(
    items: tuple[Item, ...], weights_sha256: str, classes: tuple[str, ...], folders: tuple[Path, ...] | None = None
) -> list[str]:
    """Return what must be read beside the program's score: whether it was trained on these cells, as far as that can be told.

    Parameters
    ----------
    items:
        The test's cells.
    weights_sha256:
        Of the weights that answered.
    classes:
        The classes that they know.
    folders:
        Folders of weights to look in; those installed without.
    """
    words = []
    unknown = sorted({item.label for item in items} - set(classes))
    if unknown:
        count = sum(item.label in unknown for item in items)
        words.append(f"{count} cells are of classes that these weights do not know: {', '.join(unknown)}.")
    drawn = sum(item.synthetic for item in items)
    if drawn:
        words.append(f"{drawn} of the cells are synthetic: what it makes of them says nothing of patients' cells.")
    return words + _trained_words(items, weights_sha256, folders)


def _trained_words(items: tuple[Item, ...], weights_sha256: str, folders: tuple[Path, ...] | None) -> list[str]:
    from leukview.training.intake.split_file import SPLIT_FILE, read_assigned

    for folder in folders if folders is not None else (models_dir(), user_models_dir()):
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            facts = _facts(path)
            if facts.get("sha256") != weights_sha256:
                continue
            data = ", ".join(str(item) for item in facts.get("data", ())) or "data that its card does not name"
            assigned = read_assigned(folder / SPLIT_FILE).by_content
            known = [item for item in items if assigned.get(item.source_sha256) in {"train", "val"}]
            if known:
                return [
                    f"{len(known)} of the cells are from images that it was trained on: its score on them is too good."
                ]
            adapted = bool(facts.get("adapted_from"))
            if assigned:
                what = "its training before it was adapted" if adapted else "its training"
                lines = [f"None of the cells is from an image of {what}, compared by content."]
            else:
                lines = [f"It was trained on {data}. Whether these cells were among them cannot be told."]
            if adapted:
                # What it was adapted to is in no list of its training.
                lines.append(
                    "It was adapted to a laboratory's own cells: where these were among them, its score is too good."
                )
            return lines
    return ["Its weights' card was not found: whether it was trained on these cells cannot be told."]


def _facts(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
