"""What the window remembers from one start to the next, whatever case is open: the user's settings and its own few."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leukview.domain.case import Problem
from leukview.domain.errors import LeukViewError
from leukview.gui.class_colours import PaletteName
from leukview.gui.models.gallery_sort import Sort
from leukview.imaging.adjustment import MOST_GAMMA
from leukview.services.settings import Settings, load_settings, save_settings
from leukview.services.worklist import Column

__all__ = ["SIZES", "PictureSettings", "Preferences", "load_preferences", "save_preferences"]

Level = Annotated[int, Field(ge=0, le=255)]


class PictureSettings(BaseModel):
    """How pictures are shown on screen; see :class:`leukview.imaging.adjustment.Adjustment`.

    Attributes
    ----------
    brightness, contrast, gamma:
        As there.
    balance:
        ``as_is``; ``automatic``: by each case's own background; ``picked``: by the colour that a person pointed at.
    white:
        That colour, RGB; None until one was picked.
    """

    model_config = ConfigDict(frozen=True)

    brightness: Annotated[int, Field(ge=-100, le=100)] = 0
    contrast: Annotated[int, Field(ge=-100, le=100)] = 0
    gamma: Annotated[float, Field(ge=1 / MOST_GAMMA, le=MOST_GAMMA)] = 1.0
    balance: Literal["as_is", "automatic", "picked"] = "as_is"
    white: tuple[Level, Level, Level] | None = None


Size = Literal[100, 125, 150, 175, 200]
SIZES: tuple[int, ...] = get_args(Size)
"""Per cent of the usual size, over and above what the system enlarges."""


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
    pixel_um:
        Side of a pixel in µm in pictures whose files do not say it; 0 where nobody has said.
    picture:
        How pictures are shown on screen.
    palette:
        The colours of the classes; see :mod:`leukview.gui.class_colours`.
    size:
        Per cent of the usual size at which everything is drawn.
    keys:
        Name of an action, or ``label.`` and a class id → its key where it is not the shipped one; empty for none.
    toured:
        Whether the tour was seen, or ended.
    columns:
        Widths of the window's columns in pixels, for cases that were never opened before; empty for their shares.
    cases_columns:
        How the columns of the worklist stand, as its table writes it.
    history:
        Whether the history is open.
    page:
        ``worklist`` where the window was closed on the list of cases.
    palette_used:
        Ids of what was done by the command palette, last first.
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
    palette: PaletteName = "standard"
    size: Size = 100
    keys: dict[str, str] = Field(default_factory=dict)
    toured: bool = False
    columns: list[int] = Field(default_factory=list)
    cases_columns: str = Field(default="", pattern="^([0-9a-f]{2})*$")
    history: bool = False
    page: str = ""
    palette_used: list[str] = Field(default_factory=list)
    pixel_um: Annotated[float, Field(ge=0, le=2)] = 0.0
    picture: PictureSettings = PictureSettings()
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
