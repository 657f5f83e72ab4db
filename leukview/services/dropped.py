"""What was dropped on the window: which folders to open, and of everything else, why it cannot be used and what can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from leukview.imaging.scan import is_image

__all__ = ["Dropped", "look_at"]

_IMAGES = "JPEG, PNG, BMP, TIFF or WebP images"
_WHY = {
    ".zip .7z .rar .gz .tar .tgz": "is packed. Unpack it first, and drop the folder that comes out",
    ".svs .ndpi .mrxs .scn .vsi .czi .bif .isyntax": (
        "is a whole-slide scan, which LeukView does not read. Export the fields of interest as TIFF or PNG into a folder"
    ),
    ".dcm .dicom": "is a DICOM file, which LeukView does not read. Export its images as TIFF or PNG into a folder",
    ".csv .tsv .xlsx .xls .ods": (
        "is a table. LeukView writes tables (Export), and reads none; a case is opened by its folder of images"
    ),
    ".json .fhir": "is a data file. LeukView writes such files (Export), and reads only the keys that ‘Change keys…’ exported",
    ".pdf .doc .docx .txt .md .html .htm": "is a document, not an image",
    ".safetensors .pt .pth .onnx .ckpt": "holds weights. ‘Choose weights…’ takes them",
    ".sqlite .sqlite3 .db": "is a database. LeukView finds its own; cases are opened from the list of cases",
    ".gif .heic .heif .avif .psd .raw .cr2 .nef": f"is no image that LeukView reads. Save it as one of {_IMAGES}",
    ".mp4 .avi .mov .mkv .wmv": f"is a film. Save single fields as {_IMAGES}",
}
_REASONS = {ending: why for endings, why in _WHY.items() for ending in endings.split()}


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drop holds.

    Attributes
    ----------
    folders:
        Folders, and the folders of images, each once, in the order of the drop.
    keys:
        A file of keys as LeukView exports them.
    refused:
        A sentence for each thing that cannot be used, its kind once.
    """

    folders: tuple[Path, ...] = ()
    keys: Path | None = None
    refused: tuple[str, ...] = ()


def look_at(paths: Iterable[Path]) -> Dropped:
    """Return what of the dropped paths can be used, and how.

    Parameters
    ----------
    paths:
        Files and folders; the disk is asked what each is.
    """
    folders: dict[Path, None] = {}
    refused: dict[str, list[str]] = {}
    keys: Path | None = None
    for path in paths:
        ending = path.suffix.lower()
        if path.is_dir():
            folders[path] = None
        elif not path.exists():
            refused.setdefault("is not there any more, or its drive is not connected", []).append(path.name)
        elif is_image(path):
            folders[path.parent] = None
        elif ending == ".json" and _holds_keys(path):
            keys = path
        else:
            why = _REASONS.get(ending, f"is neither a folder nor an image. LeukView opens folders of {_IMAGES}")
            refused.setdefault(why, []).append(path.name)
    return Dropped(tuple(folders), keys, tuple(_sentence(names, why) for why, names in refused.items()))


def _sentence(names: list[str], why: str) -> str:
    more = f" (and {len(names) - 1:,} more like it)" if len(names) > 1 else ""
    return f"{names[0]}{more} {why}."


def _holds_keys(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b'"leukview_keys"' in file.read(4096)
    except OSError:
        return False
