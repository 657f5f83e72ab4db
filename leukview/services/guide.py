"""The user guide as the program shows it offline: chapters and sections, search, and the reader's own keys.

The chapters are the Markdown files of ``docs/guide``, in the order of their names. A chapter's id is its file's name without
number and ending: ``30-decide.md`` is ``decide``. A translated chapter has the same name in a folder called by its language
(``docs/guide/de``); one that is not there is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from leukview.domain.errors import EnvironmentFault
from leukview.resources import guide_dir

__all__ = ["ENGLISH", "Chapter", "Section", "chapters", "find", "guide_chapters", "with_keys"]

ENGLISH = "en"
"""The language of the chapters that lie in the guide's folder itself."""
_HEADING = re.compile(r"^(#{1,3}) +(.+?)\s*$")
_CODE = re.compile(r"`([^`\n]+)`")
_MARKUP = re.compile(r"!\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of any level.

    Attributes
    ----------
    title:
        The heading's words.
    level:
        1 for the chapter's own, 2 or 3 below.
    text:
        What is read, without pictures, links and marks: for searching.
    """

    title: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide.

    Attributes
    ----------
    id, title, file:
        Its id, its first heading, and its file's name.
    text:
        Its Markdown; addresses in it begin where the file lies.
    sections:
        Its headings with what stands under them.
    folder:
        Where the file lies within the guide's folder: empty for English, else the language.
    """

    id: str
    title: str
    file: str
    text: str
    sections: tuple[Section, ...]
    folder: str = ""


@lru_cache(maxsize=4)
def guide_chapters(language: str = ENGLISH) -> tuple[Chapter, ...]:
    """Return the chapters of the installed guide, each in a language where it is translated, else in English.

    Raises
    ------
    EnvironmentFault
        When the guide is not there or cannot be read: the installation is damaged.
    """
    folder = guide_dir()
    try:
        files = _read(folder)
        translated = _read(folder / language) if language != ENGLISH else {}
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFault(f"The user guide in {folder} cannot be read ({error}). Reinstall LeukView.") from error
    if not files:
        raise EnvironmentFault(f"The user guide is missing (looked in {folder}). Reinstall LeukView.")
    theirs = {chapter.file: replace(chapter, folder=language) for chapter in chapters(translated)}
    return tuple(theirs.get(chapter.file, chapter) for chapter in chapters(files))


def _read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def chapters(files: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Return chapters of files' names and Markdown, in the order of the names; a file without a heading is named by its id."""
    result = []
    for name in sorted(files):
        sections = _sections(files[name])
        chapter_id = re.sub(r"^\d+-", "", name.removesuffix(".md"))
        title = next((section.title for section in sections if section.level == 1), chapter_id)
        result.append(Chapter(chapter_id, title, name, files[name], tuple(sections)))
    return tuple(result)


def find(among: Sequence[Chapter], words: str) -> list[tuple[Chapter, Section]]:
    """Return the sections that have every word, those with the most of them in their heading first, else in the guide's order."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    hits = []
    every = [(chapter, section) for chapter in among for section in chapter.sections]
    for place, (chapter, section) in enumerate(every):
        title = section.title.casefold()
        whole = f"{title} {section.text.casefold()}"
        if all(word in whole for word in wanted):
            hits.append((-sum(word in title for word in wanted), place, chapter, section))
    return [(chapter, section) for _, _, chapter, section in sorted(hits, key=lambda hit: hit[:2])]


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return Markdown with keys replaced where they stand as code, and only there.

    Parameters
    ----------
    text:
        Markdown in which keys stand between backticks, as they are shipped.
    keys:
        Shipped key → the reader's own; an empty one is said to be none.
    """

    def own(match: re.Match[str]) -> str:
        key = keys.get(match[1])
        return match[0] if key is None else f"`{key or 'no key'}`"

    return _CODE.sub(own, text)


def _sections(text: str) -> list[Section]:
    found: list[tuple[str, int, list[str]]] = []
    for line in text.splitlines():
        heading = _HEADING.match(line)
        if heading:
            found.append((_plain(heading[2]), len(heading[1]), []))
        elif found:
            found[-1][2].append(line)
    return [Section(title, level, _plain("\n".join(lines))) for title, level, lines in found]


def _plain(text: str) -> str:
    """Return Markdown as it is read: no pictures' addresses, links, backticks, stars and table rules."""
    text = _MARKUP.sub(lambda match: match[1] or match[2] or "", text)
    return " ".join(re.sub(r"[`*|]|-{3,}", " ", text).split())
