"""Signing: the gate with what is missing and what the signer accepts, the name, and every signed version."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leukview.domain.gate import GateItem
from leukview.domain.signing import Signature
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.icons import draw_icon
from leukview.gui.sentences import sentence
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_short, several, translate
from leukview.gui.widgets.basics import Fold, Hairline, ScrollColumn, label
from leukview.gui.widgets.name_field import NameField

__all__ = ["AmendDialog", "SignDialog", "version_words"]

_SHOW = {
    "cells": QT_TRANSLATE_NOOP("Sign", "Show these"),
    "files": QT_TRANSLATE_NOOP("Sign", "Show the files"),
    "details": QT_TRANSLATE_NOOP("Sign", "Fill in"),
    "alert": QT_TRANSLATE_NOOP("Sign", "Show the alert"),
    "second reading": QT_TRANSLATE_NOOP("Sign", "Go there"),
}


class _Mark(QWidget):
    """A sign before a blocking item."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(20, 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        draw_icon(QPainter(self), "stop", QRectF(2, 2, 16, 16), theme.tokens().colour("doubt"))


class GateRow(QWidget):
    """One item of the gate: a mark where it blocks, a box to accept it where not, and a way to see it."""

    showWanted = Signal(object)
    ticked = Signal()

    def __init__(self, item: GateItem) -> None:
        super().__init__()
        self.item = item
        words = sentence(item.words)
        grid = theme.tokens().grid
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, grid, 0)
        row.setSpacing(grid)
        self.box: QCheckBox | None = None
        if item.blocking:
            row.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignTop)
        else:
            self.box = QCheckBox()
            self.box.setAccessibleName(translate("Sign", "Accept: {words}").format(words=words))
            self.box.setToolTip(translate("Sign", "Accept this; it is recorded with the signature"))
            self.box.toggled.connect(self.ticked)
            row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        told = label(words, "" if item.blocking else "muted", wrap=True)
        if words != item.words:
            # What is recorded where it is accepted.
            told.setToolTip(item.words)
        row.addWidget(told, 1)
        self.show_button: QPushButton | None = None
        if item.show:
            show = self.show_button = QPushButton(translate("Sign", _SHOW[item.show]))
            theme.set_role(show, role="link")
            show.setAccessibleName(f"{translate('Sign', _SHOW[item.show])}: {words}")
            show.setToolTip(translate("Sign", "Close this and go there; signing begins anew afterwards"))
            show.clicked.connect(lambda: self.showWanted.emit(item))
            show.setAutoDefault(False)
            row.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def accepted(self) -> bool:
        """Whether it stands in nobody's way."""
        return self.box is not None and self.box.isChecked()


class SignDialog(QDialog):
    """The gate before a signature.

    Parameters
    ----------
    items:
        What the gate lists.
    words:
        What is signed: the count, and which version it becomes.
    signatures:
        Earlier versions.
    current:
        Whether the newest of them stands for the case as it is: there is then nothing to sign.

    Signals
    -------
    showWanted:
        Emitted with an item of the gate that somebody wants to see; the dialog closes.
    """

    showWanted = Signal(object)

    def __init__(
        self,
        items: Sequence[GateItem],
        words: str,
        signatures: Sequence[Signature] = (),
        *,
        current: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        grid = theme.tokens().grid
        self.setWindowTitle(translate("Sign", "Sign"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(560)
        self.rows = [] if current else [GateRow(item) for item in items]
        self.name = NameField(
            translate("Sign", "Type your name to sign"), translate("Sign", "As it shall stand on the report")
        )
        self.sign = QPushButton(translate("Sign", "Sign"))
        theme.set_role(self.sign, role="primary")
        self.close_button = QPushButton(translate("Sign", "Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.setToolTip(translate("Sign", "Close without signing (Escape)"))
        self.why = label("", "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Sign", "Signed") if current else translate("Sign", "Sign"), "title"))
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(self._gate(), 1)
        if signatures:
            layout.addWidget(
                Fold(
                    translate("Sign", "Signed versions ({n})").format(n=len(signatures)),
                    _Versions(signatures),
                    opened=current,
                )
            )
        layout.addWidget(Hairline())
        layout.addWidget(self.why)
        foot = QHBoxLayout()
        foot.setSpacing(grid)
        foot.addWidget(self.name, 1)
        if current:
            foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.sign)
        layout.addLayout(foot)
        self.name.setVisible(not current)
        self.sign.setVisible(not current)
        self.close_button.clicked.connect(self.reject)
        self.sign.clicked.connect(self.accept)
        self.name.given.connect(lambda: self.accept() if self.sign.isEnabled() else None)
        self.name.left.connect(self.reject)
        self.name.textChanged.connect(self._look)
        self._look()

    def _gate(self) -> QWidget:
        grid = theme.tokens().grid
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid)
        for blocking, heading in (
            (True, translate("Sign", "To do first")),
            (False, translate("Sign", "To know, and to accept")),
        ):
            rows = [row for row in self.rows if row.item.blocking is blocking]
            if rows:
                layout.addWidget(label(heading, "heading"))
            for row in rows:
                row.showWanted.connect(self._show)
                row.ticked.connect(self._look)
                layout.addWidget(row)
        layout.addStretch()
        scroll = ScrollColumn(column, least=64)
        scroll.set_most(320)
        scroll.setVisible(bool(self.rows))
        return scroll

    def ticks(self) -> list[str]:
        """Return the ids of the items that are accepted."""
        return [row.item.id for row in self.rows if row.accepted]

    def _show(self, item: GateItem) -> None:
        self.reject()
        self.showWanted.emit(item)

    def _look(self) -> None:
        """Offer to sign only where nothing stands in the way, and say what does."""
        blocking = sum(row.item.blocking for row in self.rows)
        open_ = sum(not row.accepted for row in self.rows if not row.item.blocking)
        if blocking:
            why = several(
                blocking,
                translate("Sign", "{n} thing must be done before anyone can sign."),
                translate("Sign", "{n} things must be done before anyone can sign."),
            )
        elif open_:
            why = translate("Sign", "Accept {open} more to sign; what you accept is recorded.").format(open=open_)
        elif not self.name.name():
            why = translate(
                "Sign", "Type your name. What you sign cannot be changed any more; a correction is a new version."
            )
        else:
            why = ""
        self.why.setText(why if not self.name.isHidden() else "")
        self.sign.setEnabled(not why)
        self.sign.setToolTip(why or translate("Sign", "Sign the case as it stands (Enter)"))


class _Versions(QWidget):
    """Every signed version with its own differential and what was accepted."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(theme.tokens().grid, 0, 0, 0)
        for place, signature in enumerate(reversed(signatures)):
            layout.addWidget(label(version_words(signature), wrap=True, selectable=True), place, 0)


def version_words(signature: Signature) -> str:
    """Return what a version says: by whom, its count, what was accepted and the start of its hash."""
    rows = signature.differential.get("rows", [])
    parts = [
        f"{class_short(row['class'])} {row['percent']:.1f} %"
        for row in rows
        if row["n"] and row["percent"] is not None and row["class"] in taxonomy()
    ]
    lines = [
        f"{signature.words}.",
        translate("Sign", "{total} white cells: {words}.").format(
            total=signature.differential.get("total", 0), words=", ".join(parts) or translate("Sign", "none")
        ),
    ]
    if signature.ticks:
        lines.append(translate("Sign", "Accepted: {ticks}").format(ticks=" ".join(signature.ticks)))
    lines.append(
        translate("Sign", "{software} · SHA-256 {start}…").format(
            software=signature.software, start=signature.content_sha256[:16]
        )
    )
    return "\n".join(lines)


class AmendDialog(QDialog):
    """Asks once why a signed case is changed."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = theme.tokens().grid
        self.setWindowTitle(translate("Sign", "Amend a signed case"))
        theme.set_role(self, surface="panel")
        self.setMinimumWidth(480)
        self.reason = NameField(
            translate("Sign", "Why must it be changed?"),
            translate("Sign", "Recorded in the audit trail and on the amended report"),
        )
        self.reason.setMaxLength(500)
        self.by = NameField(translate("Sign", "Your name"), translate("Sign", "Recorded with the reason"))
        self.amend = QPushButton(translate("Sign", "Amend"))
        theme.set_role(self.amend, role="primary")
        self.amend.setToolTip(translate("Sign", "Open this case for an amendment; it must be signed again"))
        leave = QPushButton(translate("Sign", "Leave as signed"))
        leave.setAutoDefault(False)
        leave.setToolTip(translate("Sign", "Change nothing (Escape)"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Sign", "This case is signed"), "title"))
        text = translate(
            "Sign",
            "{words}. That version stays as it is. A change makes an amendment, which is on show as such "
            "until it is signed as the next version.",
        ).format(words=sentence(words))
        layout.addWidget(label(text, wrap=True))
        layout.addWidget(self.reason)
        layout.addWidget(self.by)
        foot = QHBoxLayout()
        foot.setSpacing(grid)
        foot.addStretch()
        foot.addWidget(leave)
        foot.addWidget(self.amend)
        layout.addLayout(foot)
        leave.clicked.connect(self.reject)
        self.amend.clicked.connect(self.accept)
        for field in (self.reason, self.by):
            field.left.connect(self.reject)
            field.given.connect(self._next)
            field.textChanged.connect(self._look)
        self._look()

    def _next(self) -> None:
        if self.amend.isEnabled():
            self.accept()
        else:
            (self.by if self.reason.name() else self.reason).setFocus()

    def _look(self) -> None:
        self.amend.setEnabled(bool(self.reason.name() and self.by.name()))
