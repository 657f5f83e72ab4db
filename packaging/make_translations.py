"""Gather every text of the window for translation, and make the files that the window reads.

``python packaging/make_translations.py`` brings ``resources/i18n/leukview_<language>.ts`` up to date, which Qt Linguist or any
editor translates, makes the ``.qm`` beside each, and says how much is translated.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from leukview.gui.translation import NAMES, SOURCE  # noqa: E402

FOLDER = ROOT / "resources" / "i18n"
Pairs = Iterable[tuple[str, str]]


def tables() -> set[tuple[str, str]]:
    """Return the texts that stand in tables and files and are translated where they are shown: context and text."""
    from leukview.domain.taxonomy import taxonomy
    from leukview.gui import table_texts

    classes = taxonomy().classes
    found = {("ClassName", item.name) for item in classes} | {("ClassShort", item.short) for item in classes}
    return found | set(table_texts.texts())


def update(file: Path, listed: Pairs | None = None) -> None:
    """Bring a ``.ts`` up to date: texts that are new come untranslated, those that are gone go."""
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "tables.py"
        lines = (
            f"QT_TRANSLATE_NOOP({quoted(context)}, {quoted(text)})\n"
            for context, text in sorted(tables() if listed is None else listed)
        )
        noted.write_text("".join(lines), encoding="utf-8")
        sources = Path(folder) / "sources.lst"
        files = [*sorted((ROOT / "leukview" / "gui").rglob("*.py")), noted]
        sources.write_text("\n".join(map(str, files)), encoding="utf-8")
        language = file.stem.rpartition("_")[2]
        run(
            "pyside6-lupdate",
            f"@{sources}",
            *("-locations", "none", "-no-obsolete", "-sort-messages", "-silent"),
            *("-source-language", SOURCE, "-target-language", language),
            *("-disable-heuristic", "sametext", "-disable-heuristic", "similartext"),
            *("-ts", str(file)),
        )


def quoted(text: str) -> str:
    """Return a text as a literal that lupdate reads."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def release(file: Path, into: Path) -> None:
    """Make a ``.qm`` of a ``.ts``; what is not translated is left out of it, and so stays English."""
    run("pyside6-lrelease", str(file), "-silent", "-qm", str(into))


def run(tool: str, *arguments: str) -> None:
    """Run one of Qt's tools, which PySide6 brings.

    Raises
    ------
    subprocess.CalledProcessError
        When it fails; its own words were printed.
    """
    subprocess.run([str(Path(sys.executable).parent / tool), *arguments], check=True, stdout=subprocess.DEVNULL)


def messages(file: Path) -> dict[tuple[str, str], str]:
    """Return what a ``.ts`` holds: context and English text → translation, empty where it has none."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            given = message.find("translation")
            words = (given.text or "") if given is not None and given.get("type") is None else ""
            found[context.findtext("name", ""), message.findtext("source", "")] = words
    return found


def main(say: Callable[[str], object] = sys.stdout.write) -> None:
    """Do it for every language."""
    FOLDER.mkdir(exist_ok=True)
    for language in NAMES:
        if language == SOURCE:
            continue
        file = FOLDER / f"leukview_{language}.ts"
        update(file)
        release(file, file.with_suffix(".qm"))
        held = messages(file)
        done = sum(map(bool, held.values()))
        say(f"{file.name}: {done} of {len(held)} texts translated ({100 * done / max(1, len(held)):.0f} %)\n")


if __name__ == "__main__":
    main()
