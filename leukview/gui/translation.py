"""The language of the window: which there are, which one is wanted, and every text that is shown in it.

Only what the window shows is translated, and the combined table where it is copied as it is shown. What is stored or written to a
file stays English in every language: ids of classes, the audit trail, reports, tables. No logic may compare a translated text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QKeySequence

from leukview.domain.taxonomy import taxonomy
from leukview.resources import resources_dir

__all__ = [
    "NAMES",
    "QT_TRANSLATE_NOOP",
    "SOURCE",
    "class_name",
    "class_short",
    "current",
    "english_name",
    "first_small",
    "in_sentence",
    "install",
    "languages",
    "lowered",
    "number",
    "several",
    "translate",
    "wanted",
    "with_english",
]

SOURCE = "en"
"""The language that the program is written in."""
NAMES = {"en": "English", "de": "Deutsch"}
"""Every language that can be chosen, as it calls itself."""
_KEY = re.compile(r"(?<![\w+])(?:(?:Ctrl|Alt|Shift|Meta)\+)+(?:\w+|[^\s\w),;:])")
"""A key with a modifier, as translations write it: as the program does, so that one place knows how a language calls it."""


class _Formatter(Formatter):
    """Fills a translated text: thousands stand apart as the language has it, where ``1,234`` may read as little more than 1."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as its place in the text wants it."""
        words = str(super().format_field(value, format_spec))
        return words.replace(",", translate("Numbers", ",")) if "," in format_spec else words


_formatter = _Formatter()


class _Text(str):
    """A translated text."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """Return the text with the values in their places."""
        return _formatter.vformat(self, args, values)


@dataclass(slots=True)
class _InForce:
    """The language as it is now, its translators, and what was looked up in them."""

    language: str = SOURCE
    translators: list[QTranslator] = field(default_factory=list)
    found: dict[tuple[str, str], str] = field(default_factory=dict)


_in_force = _InForce()


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return a text as it is, noted for translation under a name that lupdate knows: for tables, made before a language is."""
    return text


def languages() -> list[str]:
    """Return the languages whose texts are installed, English first."""
    there = resources_dir() / "i18n"
    return [name for name in NAMES if name == SOURCE or (there / f"leukview_{name}.qm").is_file()]


def wanted(choice: str) -> str:
    """Return the language that a choice stands for: for an empty one the first of the system's that there is, else English."""
    if choice in languages():
        return choice
    if not choice:
        for name in QLocale.system().uiLanguages():
            if (language := name.replace("_", "-").split("-")[0]) in languages():
                return language
    return SOURCE


def current() -> str:
    """Return the language in force."""
    return _in_force.language


def install(app: QCoreApplication, language: str) -> None:
    """Put a language in force for every window that is made from now on, in place of the one before.

    Parameters
    ----------
    app:
        The application.
    language:
        One of :func:`languages`; anything else is English.
    """
    for translator in _in_force.translators:
        app.removeTranslator(translator)
    _in_force.language, _in_force.translators, _in_force.found = SOURCE, [], {}
    if language == SOURCE or language not in languages():
        return
    ours, of_qt = QTranslator(app), QTranslator(app)
    if not ours.load(str(resources_dir() / "i18n" / f"leukview_{language}.qm")):
        # A damaged file: a window half in a language is worse than one in English.
        return
    # The words of Qt's own dialogs and keys, beneath ours.
    qt_has = of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (of_qt, ours) if qt_has else (ours,):
        app.installTranslator(translator)
        _in_force.translators.append(translator)
    _in_force.language = language


def translate(context: str, text: str) -> str:
    """Return a text in the language in force; as it is where that has none for it.

    Parameters
    ----------
    context:
        Where it is shown: the file or view, so that one English word can have two translations.
    text:
        The English text, a literal wherever it can be: ``packaging/make_translations.py`` finds it then. What varies stands in
        it as ``{name}``, to be filled by ``format``.
    """
    if _in_force.language == SOURCE:
        return text
    key = (context, text)
    if key not in _in_force.found:
        words = QCoreApplication.translate(context, text) if text else ""
        _in_force.found[key] = _Text(_KEY.sub(lambda found: _native(found[0]), words))
    return _in_force.found[key]


def _native(key: str) -> str:
    """Return a key as the system writes it in the language in force (``Strg+Z``)."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key


def several(n: int, one: str, many: str, **values: object) -> str:
    """Return the text for one or for many, both translated, with ``{n}`` and further values filled in."""
    return (one if n == 1 else many).format(n=n, **values)


def number(n: int) -> str:
    """Return a count with its thousands apart as the language in force has it."""
    return _formatter.format_field(n, ",")


def class_name(class_id: str) -> str:
    """Return a class's full name.

    Raises
    ------
    InputProblem
        When there is no such class.
    """
    return translate("ClassName", taxonomy()[class_id].name)


def class_short(class_id: str) -> str:
    """Return a class's name for narrow places; errors as in :func:`class_name`."""
    return translate("ClassShort", taxonomy()[class_id].short)


def in_sentence(class_id: str) -> str:
    """Return a class's full name as it stands within a sentence: small in English; other languages keep their capitals."""
    name = class_name(class_id)
    return name.lower() if _in_force.language == SOURCE else name


def with_english(class_id: str) -> str:
    """Return a class's full name, for tooltips: with its English one beside it where that is another."""
    english = english_name(class_id)
    return f"{class_name(class_id)} ({english})" if english else class_name(class_id)


def lowered(text: str) -> str:
    """Return a translated text as it stands within a sentence: small in English; other languages keep their capitals."""
    return text.lower() if _in_force.language == SOURCE else text


def first_small(text: str) -> str:
    """Return a translated sentence as it stands after a colon: in English it begins small, in others as it is."""
    return text[:1].lower() + text[1:] if _in_force.language == SOURCE else text


def english_name(class_id: str) -> str:
    """Return a class's name as reports and the audit trail have it, where that is another than the shown one; else empty."""
    name = taxonomy()[class_id].name
    return name if name != class_name(class_id) else ""
