"""What the window remembers from one start to the next, whatever case is open: the user's settings and its own few."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError

from leukview.domain.case import Problem
from leukview.domain.errors import LeukViewError
from leukview.gui.models.gallery_sort import Sort
from leukview.services.settings import Settings, load_settings, save_settings
from leukview.services.worklist import Column

__all__ = ["Preferences", "load_preferences", "save_preferences"]


class Preferences(Settings):
    """The settings, with what only the window asks for.

    Attributes
    ----------
    pipeline:
        Id of the pipeline that analyses.
    browse:
        Where the folder dialog starts.
    tile:
        Side of a gallery tile in pixels.
    confidence:
        Whether tiles show the confidence.
    watched:
        Folders whose new subfolders become cases.
    cases_sort, cases_descending, cases_filter, cases_grouped:
        How the worklist was left; see :class:`leukview.services.worklist.View`.
    sort, backwards:
        In which order a case's cells stand that was never opened before.
    wall_tile:
        Side of a tile in pixels where one class fills the window.
    keys:
        Name of an action, or ``label.`` and a class id → its key where it is not the shipped one; empty for none.
    reference_set, reference_strip:
        Number of the reference set whose cells stand beside the cell under review, 0 for none; and whether they are shown.
    reference_last, reference_stain:
        Number of the set that cells were added to last, and what was said of stain and microscope.
    """

    pipeline: str = "leukview"
    browse: str = ""
    tile: Annotated[int, Field(ge=16, le=512)] = 72
    confidence: bool = False
    watched: list[str] = Field(default_factory=list)
    cases_sort: Column = "opened"
    cases_descending: bool = True
    cases_filter: str = ""
    cases_grouped: bool = False
    sort: Sort = Sort.FOUND
    backwards: bool = False
    wall_tile: Annotated[int, Field(ge=16, le=512)] = 128
    keys: dict[str, str] = Field(default_factory=dict)
    reference_set: int = 0
    reference_strip: bool = True
    reference_last: int = 0
    reference_stain: str = ""


def load_preferences() -> tuple[Preferences, Problem | None]:
    """Return the saved preferences, and what was wrong with their file; what cannot be used has its default."""
    settings, problem = load_settings()
    values = settings.model_dump()
    try:
        return Preferences(**values), problem
    except ValidationError as error:
        wrong = {str(item["loc"][0]) for item in error.errors()}
        return Preferences(**{name: value for name, value in values.items() if name not in wrong}), problem


def save_preferences(preferences: Preferences) -> bool:
    """Write the preferences; False where the disk refuses, since a window that closes has no use for that error."""
    try:
        save_settings(preferences)
    except LeukViewError:
        return False
    return True
