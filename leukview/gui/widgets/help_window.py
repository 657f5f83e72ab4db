"""The user guide in a window of its own: contents, search, pictures, back and forward; nothing comes from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import label, tool_button
from leukview.gui.widgets.rich_text import give_room
from leukview.services.guide import Chapter, find, with_keys

__all__ = ["GuideText", "HelpWindow"]

_PLACE = Qt.ItemDataRole.UserRole
_MARGIN = 24


class GuideText(QTextBrowser):
    """One chapter; its pictures are shrunk to the width there is, never enlarged."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = self._here = folder
        self._pictures: dict[str, QImage] = {}
        self._markdown = ""
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Help", "User guide"))
        self.document().setDocumentMargin(_MARGIN)
        self._fit = QTimer(self, singleShot=True, interval=60)
        self._fit.timeout.connect(self._lay_out)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide at the width it is shown at; nothing from outside its folder is read."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = (self._here / unquote(QUrl(name).path())).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            return None
        picture = self._pictures.get(str(path))
        if picture is None:
            picture = self._pictures[str(path)] = QImage(str(path))
        ratio = self.devicePixelRatioF()
        room = round((self.viewport().width() - 2 * _MARGIN - 8) * ratio)
        if 0 < room < picture.width():
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def show_text(self, markdown: str, folder: str = "") -> None:
        """Show a chapter from its beginning; ``folder`` is where it lies within the guide's."""
        self._markdown, self._here = markdown, self._folder / folder
        self._set()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set(self) -> None:
        """Set the chapter, with room between its lines and above its headings; cells of tables keep their own."""
        self.document().clear()
        self.setMarkdown(self._markdown)
        give_room(self.document())

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == heading:
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - 8)
                return
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width once it stands."""
        super().resizeEvent(event)
        self._fit.start()

    def _lay_out(self) -> None:
        """Show the chapter again with its pictures at their new size; what was on top stays there."""
        top = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        self._set()
        cursor = self.textCursor()
        cursor.setPosition(min(top, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect().top() - _MARGIN)


class HelpWindow(QWidget):
    """The guide.

    Parameters
    ----------
    chapters:
        In order.
    folder:
        The guide's: where the addresses of pictures in its English chapters begin.
    keys:
        Id of a chapter, or empty for those that are not named → shipped key → the reader's own, where it differs.
    """

    def __init__(self, chapters: Sequence[Chapter], folder: Path, keys: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.chapters = tuple(chapters)
        self.keys = dict(keys)
        self._trail: list[tuple[str, str]] = []
        self._at = -1
        self.setWindowTitle(translate("Help", "LeukView: user guide"))
        theme.set_role(self, surface="panel")
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Help", "Search the guide"))
        self.search.setAccessibleName(translate("Help", "Search the guide"))
        self.search.setClearButtonEnabled(True)
        self.search.setToolTip(translate("Help", "Sections that have every word (Ctrl+F)"))
        self.search.textChanged.connect(self._list)
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(translate("Help", "Contents of the guide"))
        self.contents.setRootIsDecorated(False)
        self.contents.setIndentation(16)
        self.contents.currentItemChanged.connect(self._chosen)
        self.nothing = label(translate("Help", "No section has all these words."), "muted", wrap=True)
        self.text = GuideText(folder)
        self.text.anchorClicked.connect(self._follow)
        self.back = tool_button("previous", translate("Help", "Back"), translate("Help", "Back (Alt+Left)"))
        self.forward = tool_button("next", translate("Help", "Forward"), translate("Help", "Forward (Alt+Right)"))
        self.back.clicked.connect(lambda: self._walk(-1))
        self.forward.clicked.connect(lambda: self._walk(1))
        self._lay()
        for key, act in {
            "Alt+Left": self.back.click,
            "Alt+Right": self.forward.click,
            "Ctrl+F": self.search.setFocus,
            "Esc": self._escape,
            "Ctrl+W": self.close,
        }.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.resize(960, 720)
        self._list("")
        self.show_chapter(self.chapters[0].id)

    def _lay(self) -> None:
        grid = theme.tokens().grid
        top = QHBoxLayout()
        top.setSpacing(4)
        for part in (self.back, self.forward):
            top.addWidget(part)
        top.addWidget(self.search, 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(grid, grid, grid, grid)
        column.setSpacing(grid)
        column.addLayout(top)
        column.addWidget(self.nothing)
        column.addWidget(self.contents, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(side)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([304, 656])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def minimumSizeHint(self) -> QSize:
        """Return a size at which a line of the guide still is one."""
        return QSize(560, 360)

    @property
    def chapter(self) -> str:
        """The id of the chapter on show."""
        return self._trail[self._at][0] if self._trail else ""

    def show_chapter(self, chapter_id: str, heading: str = "") -> None:
        """Show a chapter, at a heading where one is given; an unknown id shows the first chapter."""
        known = {chapter.id for chapter in self.chapters}
        place = (chapter_id if chapter_id in known else self.chapters[0].id, heading)
        if self._trail and self._trail[self._at] == place:
            return
        self._trail = [*self._trail[: self._at + 1], place]
        self._at = len(self._trail) - 1
        self._show()

    def _walk(self, step: int) -> None:
        self._at += step
        self._show()

    def _show(self) -> None:
        chapter_id, heading = self._trail[self._at]
        chapter = next(chapter for chapter in self.chapters if chapter.id == chapter_id)
        self.text.show_text(with_keys(chapter.text, self.keys.get(chapter_id, self.keys[""])), chapter.folder)
        if heading:
            self.text.go_to(heading)
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._trail) - 1)
        self._mark(chapter_id, heading)

    def _mark(self, chapter_id: str, heading: str) -> None:
        """Choose in the contents what is on show, without showing it again."""
        self.contents.blockSignals(True)
        for top in range(self.contents.topLevelItemCount()):
            item = self.contents.topLevelItem(top)
            if item is None:
                continue
            for row in (item, *(item.child(number) for number in range(item.childCount()))):
                if row is not None and row.data(0, _PLACE) in {(chapter_id, heading), (chapter_id, "")}:
                    self.contents.setCurrentItem(row)
            item.setExpanded(bool(self.search.text()) or item.data(0, _PLACE)[0] == chapter_id)
        self.contents.blockSignals(False)

    def _list(self, words: str) -> None:
        """List the contents, or the sections that have every word."""
        self.contents.blockSignals(True)
        self.contents.clear()
        if words.strip():
            hits = find(self.chapters, words)
            for chapter, section in hits:
                at = "" if section.level == 1 else section.title
                within = translate("Help", "{section}\n   in {chapter}").format(
                    section=section.title, chapter=chapter.title
                )
                where = section.title if section.level == 1 else within
                self.contents.addTopLevelItem(_item(where, (chapter.id, at)))
        else:
            for chapter in self.chapters:
                item = _item(chapter.title, (chapter.id, ""))
                for section in chapter.sections:
                    if section.level == 2:
                        item.addChild(_item(section.title, (chapter.id, section.title)))
                self.contents.addTopLevelItem(item)
        self.contents.blockSignals(False)
        self.nothing.setVisible(bool(words.strip()) and self.contents.topLevelItemCount() == 0)
        if self._trail and not words.strip():
            self._mark(*self._trail[self._at])

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.show_chapter(*item.data(0, _PLACE))

    def _follow(self, link: QUrl) -> None:
        """Go to the chapter that a link names; addresses outside the guide are not opened: LeukView works offline."""
        name = Path(link.path()).name
        chapter = next((chapter for chapter in self.chapters if chapter.file == name), None)
        if chapter is not None:
            self.show_chapter(chapter.id)

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the chapter anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._trail:
            self._show()


def _item(text: str, place: tuple[str, str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([text])
    item.setToolTip(0, text.replace("\n  ", ""))
    item.setData(0, _PLACE, place)
    return item
