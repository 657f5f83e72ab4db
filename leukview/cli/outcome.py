"""What the command line says and returns when something goes wrong, for each of the three kinds of error."""

from __future__ import annotations

import errno
import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path

from leukview import __version__
from leukview.domain.errors import Cancelled, EnvironmentFault, InputProblem

__all__ = ["ExitCode", "explain_error", "make_folder", "write_fault_log"]


class ExitCode(IntEnum):
    """Exit codes that scripts may rely on."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    SOME_UNREADABLE = 3
    INTERRUPTED = 130


# Operating-system errors that are the machine's state, not a fault of the program.
_MACHINE_ERRORS = {
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the file is larger than the disk allows",
    errno.ETIMEDOUT: "the drive does not answer",
    getattr(errno, "ESTALE", errno.EIO): "the network drive is not connected any more",
    getattr(errno, "EHOSTDOWN", errno.EIO): "the network drive is not connected any more",
    errno.EIO: "the disk reports an error",
    errno.ENAMETOOLONG: "the name is longer than the disk allows",
    getattr(errno, "EDQUOT", errno.ENOSPC): "the disk quota is used up",
}
_REMEDIES = {
    "no permission": "Ask for permission, or choose another folder.",
    "the disk is read-only": "Choose another folder.",
    "the disk is full": "Free some space, or choose another folder.",
    "the disk quota is used up": "Free some space, or choose another folder.",
    "the name is longer than the disk allows": "Choose a shorter one.",
    "the file is larger than the disk allows": "Choose a folder on another disk.",
}
_CHECK = "Check the disk and its connection, or choose another folder."


def make_folder(folder: Path) -> None:
    """Make the folder that results are written to, unless it is there.

    Raises
    ------
    EnvironmentFault
        When it cannot be made; it says why, and what to do.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = _MACHINE_ERRORS.get(error.errno or 0, error.strerror or str(error))
        do = _REMEDIES.get(why, "Choose another folder.")
        raise EnvironmentFault(f"the folder {folder} cannot be made ({why}). {do}") from error


def explain_error(error: BaseException) -> ExitCode:
    """Tell the user on standard error what went wrong, and return the exit code.

    A mistake in the input says what to do, a fault of the machine says that it is one, and anything else is a fault in
    LeukView: its traceback goes to a log file, whose path is shown.
    """
    if isinstance(error, InputProblem):
        _say(f"Cannot go on: {error}")
        return ExitCode.FAILURE
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        _say("Stopped.")
        return ExitCode.INTERRUPTED
    machine = _machine_reason(error)
    if machine:
        _say(f"This computer or installation is at fault, not your images: {machine}")
        return ExitCode.FAILURE
    log = write_fault_log(error)
    _say(
        f"This is a fault in LeukView ({type(error).__name__}), not in your images. Nothing you decided is lost.\n"
        f"Please report it with this log file: {log}"
    )
    return ExitCode.FAILURE


def _machine_reason(error: BaseException) -> str:
    """Return the machine's fault in words, or the empty string where it is none."""
    if isinstance(error, EnvironmentFault):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory. Close other programs, or analyse fewer or smaller images at once."
    if isinstance(error, OSError) and error.errno in _MACHINE_ERRORS:
        where = f" ({error.filename})" if error.filename else ""
        why = _MACHINE_ERRORS[error.errno]
        return f"{why}{where}. {_REMEDIES.get(why, _CHECK)}"
    return ""


def write_fault_log(error: BaseException) -> Path | str:
    """Write the traceback to a new file in the user's log folder and return its path.

    Falls back to the folder for temporary files, and to standard error when even that cannot be written.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    text = "".join(
        (
            f"LeukView {__version__}, Python {platform.python_version()}, {platform.platform()}, {stamp}\n",
            f"Command: {' '.join(sys.argv)}\n\n",
            *traceback.format_exception(error),
        )
    )
    for folder in (_log_folder(), Path(tempfile.gettempdir())):
        path = folder / f"leukview-fault-{stamp}.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return path
    _say(text)
    return "(it could not be written; it is shown above)"


def _log_folder() -> Path:
    chosen = os.environ.get("LEUKVIEW_DATA")
    if chosen:
        return Path(chosen) / "logs"
    import platformdirs

    return Path(platformdirs.user_log_dir("leukview", appauthor=False))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
