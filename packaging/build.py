"""``make package``: build the one-folder application into ``dist/leukview``, then try it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = ROOT / "dist" / "leukview"


def size_in_gib(folder: Path) -> float:
    """Return what a folder takes on disk; links count as nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**30


def main() -> None:
    """Build, measure and try."""
    started = time.monotonic()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "packaging/leukview.spec"]
    # Fixed, so that the same sources give the same archive.
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONHASHSEED": "1"})
    built = time.monotonic() - started
    sys.stdout.write(f"Built {APPLICATION} in {built:.0f} s, {size_in_gib(APPLICATION):.2f} GiB\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, str(ROOT / "packaging" / "smoke_test.py"), str(APPLICATION)], check=True)


if __name__ == "__main__":
    main()
