"""How a text that comes as Markdown is laid out to be read: room between its lines and above its headings."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from leukview.gui import theme

__all__ = ["give_room"]


def give_room(document: QTextDocument) -> None:
    """Set lines apart and headings in the theme's sizes; cells of tables keep their own margins."""
    look = theme.tokens()
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        layout = QTextBlockFormat(block.blockFormat())
        layout.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.currentTable() is None:
            layout.setTopMargin({0: 0, 1: 0, 2: 3 * look.grid}.get(level, 2 * look.grid))
            layout.setBottomMargin(look.grid if not block.textList() else look.grid // 2)
        cursor.setBlockFormat(layout)
        if level:
            heading = QTextCharFormat()
            heading.setFont(theme.font({1: look.title + 4, 2: look.title}.get(level, look.body + 2), strong=True))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(heading)
        block = block.next()
