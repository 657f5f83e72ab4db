"""Keys as a small file, to take them to another computer."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from leukview.domain.errors import EnvironmentFault, InputProblem

__all__ = ["read_keys", "write_keys"]


class _File(BaseModel):
    """What the file holds: a version, and every key that is not the shipped one."""

    leukview_keys: int = Field(ge=1, le=1)
    keys: dict[str, str]


def write_keys(path: Path, overrides: dict[str, str]) -> None:
    """Write the keys that are not the shipped ones: id → key, empty for none.

    Raises
    ------
    EnvironmentFault
        When the file cannot be written.
    """
    text = json.dumps(_File(leukview_keys=1, keys=overrides).model_dump(), indent=2, sort_keys=True)
    try:
        path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise EnvironmentFault(f"the keys cannot be written to {path} ({error.strerror})") from error


def read_keys(path: Path) -> dict[str, str]:
    """Return the keys that :func:`write_keys` wrote.

    Raises
    ------
    InputProblem
        When the file cannot be read or holds no keys.
    """
    try:
        return _File.model_validate_json(path.read_text("utf-8")).keys
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem(str(path), "it cannot be read", "Choose a file that LeukView exported") from error
    except ValidationError as error:
        raise InputProblem(str(path), "it holds no keys of LeukView", "Choose a file that LeukView exported") from error
