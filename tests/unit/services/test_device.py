"""On which device an analysis would run, found without torch, and as torch itself has it."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from leukview.classifiers.classifier import pick_device
from leukview.services import device

_ASK = "import sys; from leukview.services.device import coming_device as ask; print(ask(), 'torch' in sys.modules)"


def test_it_is_what_torch_picks_and_torch_is_not_imported_for_it() -> None:
    said = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True).stdout.split()
    assert said == [pick_device("auto"), "False"]


def test_once_torch_is_there_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    assert device.coming_device() == "cuda"
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert device.coming_device() == "cpu"


class Driver:
    """Stands for NVIDIA's driver."""

    def __init__(self, version: int, devices: int, error: int = 0) -> None:
        self.version, self.devices, self.error = version, devices, error

    def cuInit(self, flags: int) -> int:  # noqa: N802  # the driver's own name
        return self.error

    def cuDriverGetVersion(self, to: Any) -> int:  # noqa: N802
        ctypes.cast(to, ctypes.POINTER(ctypes.c_int))[0] = self.version
        return 0

    def cuDeviceGetCount(self, to: Any) -> int:  # noqa: N802
        ctypes.cast(to, ctypes.POINTER(ctypes.c_int))[0] = self.devices
        return 0


@pytest.mark.parametrize(
    ("library", "version", "driver", "found"),
    [
        ("libtorch_cuda.so", "cuda: Optional[str] = '12.6'", Driver(12060, 1), "cuda"),
        ("torch_cuda.dll", "cuda = '12.6'", Driver(13000, 2), "cuda"),
        # In a frozen program the version's file is not there.
        ("libtorch_cuda.so", None, Driver(12060, 1), "cuda"),
        ("libtorch_cuda.so", "cuda = '13.0'", Driver(12060, 1), "cpu"),
        ("libtorch_cuda.so", "cuda = '12.6'", Driver(12060, 0), "cpu"),
        ("libtorch_cuda.so", "cuda = '12.6'", Driver(12060, 1, error=100), "cpu"),
        ("libtorch_cuda.so", "cuda = '12.6'", None, "cpu"),
        ("libtorch_cpu.so", "cuda = None", Driver(12060, 1), "cpu"),
    ],
)
def test_cuda_takes_a_build_a_driver_and_a_device(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    library: str,
    version: str | None,
    driver: Driver | None,
    found: str,
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / library).touch()
    if version is not None:
        (tmp_path / "version.py").write_text(f"__version__ = '2'\n{version}\nhip = None\n")

    def load(name: str) -> Driver:
        if driver is None:
            raise OSError("there is no such library")
        return driver

    monkeypatch.delitem(sys.modules, "torch")
    monkeypatch.setattr(device.sys, "platform", "linux")
    monkeypatch.setattr(
        device.importlib.util, "find_spec", lambda name: SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    )
    monkeypatch.setattr(device.ctypes, "CDLL", load)
    assert device.coming_device() == found


def test_without_torch_there_is_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch")
    monkeypatch.setattr(device.importlib.util, "find_spec", lambda name: None)
    assert device.coming_device() == "cpu"
