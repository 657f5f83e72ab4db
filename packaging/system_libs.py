"""Check, and as root on Debian install, the system libraries and the font that Qt needs on Linux.

Runs before the environment exists, so it uses the standard library alone and any Python 3.

    python3 packaging/system_libs.py             say what is missing
    python3 packaging/system_libs.py --install   also install it where that is possible without asking
"""

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# What PySide6's wheel loads from the system, and the Debian or Ubuntu package that holds it. The xcb and wayland ones
# are needed for a window on a screen only, the others for drawing at all.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"


def loads(library):
    """Return whether the dynamic loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font():
    """Return whether any outline font is installed."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc"}
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
    )


def missing_packages():
    """Return the Debian packages that would bring what is missing."""
    packages = {package for library, package in LIBRARIES.items() if not loads(library)}
    if not has_font():
        packages.add(FONT_PACKAGE)
    return sorted(packages)


def install(packages):
    """Install packages without asking, where this is Debian's system and we may; return whether that worked."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def main():
    """Return 0 where nothing is missing any more, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true", help="install what is missing, as root on Debian or Ubuntu")
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        return 0
    packages = missing_packages()
    if packages and arguments.install and install(packages):
        packages = missing_packages()
    if packages:
        sys.stderr.write(
            "LeukView's window needs system libraries that are missing here. The command line works without them.\n"
            f"On Debian or Ubuntu:  sudo apt-get install {' '.join(packages)}\n"
        )
    return 1 if packages else 0


if __name__ == "__main__":
    sys.exit(main())
