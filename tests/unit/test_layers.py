from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("PySide6", "pyqtgraph", "torch", "timm", "torchvision", "sklearn", "matplotlib")


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after some code."""
    script = (
        code + "\nimport json, sys\nprint('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )
    return set(json.loads(done.stdout.strip().splitlines()[-1]))


def test_import_contracts_hold() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module",
    [
        "leukview",
        "leukview.domain.rules",
        "leukview.imaging.readers",
        "leukview.store.database",
        "leukview.reporting.csv_export",
        "leukview.services.session",
        "leukview.services.workspace",
        "leukview.services.analyse",
        "leukview.services.batch",
        "leukview.services.export",
        "leukview.services.heatmaps",
        "leukview.services.reference",
        "leukview.services.quiz",
        "leukview.services.quiz_program",
        "leukview.services.train",
        "leukview.services.measure",
        "leukview.services.measure_finders",
        "leukview.services.model_files",
        "leukview.services.evaluation_report",
        "leukview.services.evaluation_examples",
        "leukview.cli.main",
    ],
)
def test_importing_loads_neither_qt_nor_torch(module: str) -> None:
    assert not loaded_after(f"import {module}").intersection(HEAVY)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['leukview', '--help']\n"
        "from leukview.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code"
    )
    loaded = loaded_after(code)
    assert "leukview" in loaded
    assert not loaded.intersection({*HEAVY, "cv2", "numpy", "scipy", "pandas", "sqlalchemy", "reportlab"})


def test_help_is_little_slower_than_python_itself() -> None:
    def seconds(*command: str) -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return time.perf_counter() - started

    bare = min(seconds(sys.executable, "-c", "pass") for _ in range(3))
    shown = min(seconds(sys.executable, "-m", "leukview", "--help") for _ in range(3))
    torch = seconds(sys.executable, "-c", "import torch")
    assert shown < bare + (torch - bare) / 2
