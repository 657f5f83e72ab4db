"""Write a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replaced"]


@contextmanager
def replaced(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Give a temporary path beside ``path`` that takes the file's place in one step on success and goes on failure.

    A reader, or a person after a power cut, therefore sees the old file or the new one, never half of one.

    Parameters
    ----------
    path:
        The file to write.
    durable:
        Whether to wait until the disk holds it; False for thousands of small files that can be made again.

    Raises
    ------
    OSError
        When the folder cannot be made, written, or the old file is held open by another program.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Hidden and random: two exports into one folder never share it, and an import of the folder passes over it.
    temporary = path.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        yield temporary
        if durable:
            with temporary.open("r+b") as handle:
                os.fsync(handle.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
