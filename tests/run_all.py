"""Every test, in three processes: ``python tests/run_all.py``; arguments go to one pytest in their place.

The two modules that open every page and dialog of the window keep their windows from test to test. In one process with each other
they have crashed Qt; the cause is not found yet. So each has a process of its own, and all three must be green.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

APART = ("tests/gui/test_accessibility.py", "tests/gui/test_screens.py")


def main(arguments: list[str]) -> int:
    """Run them and return 0 where all passed, else the first exit code that is not 0."""
    pytest = [sys.executable, "-m", "pytest"]
    runs = [arguments] if arguments else [[f"--ignore={name}" for name in APART], *([name] for name in APART)]
    codes = [subprocess.run([*pytest, *run], cwd=Path(__file__).parents[1], check=False).returncode for run in runs]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
