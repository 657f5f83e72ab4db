"""Write ``requirements.lock``: one ``name==version`` a line for everything LeukView needs to run, test and package.

Run by ``make lock`` in an environment where the wanted versions are installed. The dependencies of ``pyproject.toml``
and all its extras are followed through the installed packages' own metadata, for Linux, Windows and macOS, so that each
line gets the platform marker it needs and nothing that merely happens to be installed slips in.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# The editable install needs them, since it runs without build isolation.
BUILD = ("hatchling", "editables", "setuptools")
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
}
# Needed by PyInstaller on other systems, so not installed where the lock is made.
ELSEWHERE = {"pefile": "2024.8.26", "pywin32-ctypes": "0.2.3", "macholib": "1.16.4"}


def closure(roots: list[str], installed: dict[str, Distribution], platform: dict[str, str]) -> set[str]:
    """Return the canonical names of everything the roots need on a platform."""
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(root) for root in roots]
    environment = {**default_environment(), **platform}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        key = (name, frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        found.add(name)
        if name in ELSEWHERE:
            continue
        if name not in installed:
            raise SystemExit(f"{wanted} is needed but not installed here; install it, then make the lock again")
        for text in installed[name].requires or ():
            needed = Requirement(text)
            extras = ("", *wanted.extras)
            if needed.marker is None or any(needed.marker.evaluate({**environment, "extra": item}) for item in extras):
                waiting.append(needed)
    return found


def marker(name: str, closures: dict[str, set[str]]) -> str:
    """Return the marker of a package that not every platform needs, else the empty string."""
    needed = [platform for platform, names in closures.items() if name in names]
    if len(needed) == len(closures):
        return ""
    return " ; " + " or ".join(f'sys_platform == "{platform}"' for platform in needed)


def main() -> None:
    """Write the lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    roots = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    installed = {canonicalize_name(item.metadata["Name"]): item for item in distributions()}
    closures = {name: closure([*roots, *BUILD], installed, platform) for name, platform in PLATFORMS.items()}
    lines = [
        "# Made by 'make lock'. Complete, so it is installed with: pip install --no-deps -r requirements.lock",
    ]
    for name in sorted(set().union(*closures.values())):
        version = ELSEWHERE.get(name) or installed[name].version
        lines.append(f"{name}=={version}{marker(name, closures)}")
    (ROOT / "requirements.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines) - 1} packages locked\n")


if __name__ == "__main__":
    main()
