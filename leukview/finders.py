"""Which weights find and outline cells: the shipped ones, or a laboratory's own in their place.

As with the classifier (:mod:`leukview.classifiers.installed`), weights that were chosen and are gone are a fault that says how to
go back: outlines by other weights than the chosen would pass for theirs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from leukview.domain.errors import EnvironmentFault
from leukview.resources import user_models_dir

__all__ = ["FINDERS", "Finder", "finder_in_use", "use_finder"]

Finder = Literal["segmenter", "sam", "detector"]
"""Kinds of weights that find or outline cells; each is also the id of the shipped weights of that kind."""

FINDERS: tuple[Finder, ...] = get_args(Finder)


def finder_in_use(kind: Finder) -> tuple[str, Path | None]:
    """Return id and folder of the weights in use of a kind; no folder where they are the shipped ones.

    Raises
    ------
    EnvironmentFault
        When the laboratory's own are chosen and missing, or the choice cannot be read.
    """
    choice = _choice(kind)
    try:
        chosen = choice.read_text("utf-8").strip()
    except FileNotFoundError:
        return kind, None
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFault(f"The choice of weights {choice} cannot be read ({error}). {_back(choice)}") from error
    if not chosen or Path(chosen).name != chosen or not (user_models_dir() / f"{chosen}.json").is_file():
        raise EnvironmentFault(f"The {kind}'s weights in use, {chosen or 'of no name'}, are missing. {_back(choice)}")
    return chosen, user_models_dir()


def use_finder(kind: Finder, model_id: str) -> None:
    """Find or outline by these weights of the user's models folder from now on; by the shipped ones where the id is the kind's.

    Raises
    ------
    EnvironmentFault
        When the choice cannot be written.
    """
    choice = _choice(kind)
    try:
        if model_id == kind:
            choice.unlink(missing_ok=True)
            return
        choice.parent.mkdir(parents=True, exist_ok=True)
        draft = choice.with_suffix(".new")
        draft.write_text(model_id + "\n", "utf-8")
        draft.replace(choice)
    except OSError as error:
        raise EnvironmentFault(f"The choice of weights {choice} cannot be written ({error.strerror}).") from error


def _choice(kind: Finder) -> Path:
    return user_models_dir() / f"in-use-{kind}.txt"


def _back(choice: Path) -> str:
    return f"To go back to the shipped ones: More → Model → Choose weights…, or delete {choice}."
