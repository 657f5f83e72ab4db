from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def locked() -> dict[str, Requirement]:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    items = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert all(len(item.specifier) == 1 and str(item.specifier).startswith("==") and not item.url for item in items)
    return {canonicalize_name(item.name): item for item in items}


def test_the_lock_has_everything_the_project_asks_for_at_a_fitting_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(item for extra in project["optional-dependencies"].values() for item in extra),
    ]
    lock = locked()
    for text in [*wanted, "hatchling", "editables"]:
        item = Requirement(text)
        (pin,) = lock[canonicalize_name(item.name)].specifier
        assert item.specifier.contains(pin.version), text


def test_what_only_one_system_has_is_marked() -> None:
    lock = locked()
    for name, item in lock.items():
        if name.startswith(("nvidia-", "cuda-")) or name == "triton":
            assert item.marker is not None, name
            assert item.marker.evaluate({"sys_platform": "linux"})
            assert not item.marker.evaluate({"sys_platform": "win32"})
    assert lock["pywin32-ctypes"].marker is not None
    assert lock["numpy"].marker is None


def test_the_environment_is_the_locked_one() -> None:
    for name, item in locked().items():
        if item.marker is not None and not item.marker.evaluate():
            continue
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "nothing"
        # A build of torch for another accelerator carries a local part, as in 2.12.1+cpu.
        assert item.specifier.contains(found.split("+")[0]), f"{name}: {found} instead of {item.specifier}"
