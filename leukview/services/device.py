"""On which device an analysis would run, told in milliseconds: importing torch for it would take seconds and much memory."""

from __future__ import annotations

import ctypes
import importlib.util
import re
import sys
from pathlib import Path

__all__ = ["coming_device"]

_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}
_VERSION = re.compile(r"""^cuda\b[^=]*=\s*['"](\d+)""", re.MULTILINE)


def coming_device() -> str:
    """Return ``cpu`` or ``cuda``: what :func:`leukview.classifiers.classifier.pick_device` would pick for ``auto``.

    Where torch was imported already it is asked. Else ``cuda`` takes a build of torch for NVIDIA's GPUs, a driver that is new
    enough for it, and a device. Called in a worker: the driver may take a moment to answer.
    """
    folder = _torch_folder()
    if "torch" in sys.modules or (folder is not None and any((folder / "lib").glob("*torch_hip*"))):
        # AMD's GPUs are known to torch alone.
        from leukview.classifiers.classifier import pick_device

        return pick_device("auto")
    if folder is None or not any((folder / "lib").glob("*torch_cuda*")):
        return "cpu"
    return "cuda" if _driver_has_device(_cuda_major(folder)) else "cpu"


def _torch_folder() -> Path | None:
    """Return where torch lies, without importing it."""
    spec = importlib.util.find_spec("torch")
    places = spec.submodule_search_locations if spec is not None else None
    return Path(places[0]) if places else None


def _cuda_major(folder: Path) -> int:
    """Return the major version of CUDA that torch was built for; 0 where its files do not say."""
    try:
        found = _VERSION.search((folder / "version.py").read_text("utf-8"))
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _driver_has_device(major: int) -> bool:
    """Whether NVIDIA's driver is there, new enough for this major version of CUDA, and has a device."""
    name = _DRIVERS.get(sys.platform)
    if name is None:
        return False
    version, count = ctypes.c_int(), ctypes.c_int()
    try:
        driver = ctypes.CDLL(name)
        ready = driver.cuInit(0) == 0 and driver.cuDriverGetVersion(ctypes.byref(version)) == 0
        return ready and version.value // 1000 >= major and _counted(driver, count) > 0
    except (OSError, AttributeError):
        return False


def _counted(driver: ctypes.CDLL, count: ctypes.c_int) -> int:
    return count.value if driver.cuDeviceGetCount(ctypes.byref(count)) == 0 else 0
