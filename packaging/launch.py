"""Entry of the packaged application: the same command line, and the window when started without arguments."""

from __future__ import annotations

import multiprocessing
import os
import sys


def _give_streams() -> None:
    """Give a program without a console (Windows, macOS) somewhere to write, so that no message becomes a crash."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


if __name__ == "__main__":
    multiprocessing.freeze_support()
    _give_streams()
    from leukview.cli.main import main

    main()
