"""A training keeps the memory it has freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from leukview.training.allocator import keep_freed_memory

# In a process of its own, because the setting stays: resident pages before a large array, and after it is dropped again.
_KEPT = """
import sys
from pathlib import Path
import numpy as np
from leukview.training.allocator import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
before = resident()
np.ones(2**22)
print(resident() - before)
"""
_ARRAY = 8 * 2**22


def _kept(how: str) -> int:
    """Return the bytes that are still resident after an array of ``_ARRAY`` bytes was dropped."""
    run = subprocess.run([sys.executable, "-c", _KEPT, how], capture_output=True, text=True, check=True, timeout=120)
    return int(run.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the GNU C library's own setting")
def test_a_large_array_that_is_dropped_stays_for_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MALLOC_MMAP_MAX_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_"):
        monkeypatch.delenv(name, raising=False)
    assert _kept("as it is") < _ARRAY / 2 < _kept("kept")


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not keep_freed_memory()
