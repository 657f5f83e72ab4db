"""The page of a test: one cell after another, and nothing that tells what it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QImage, QKeySequence, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from leukview.domain.quiz import NO_ANSWER, Answer
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.key_tips import follow_action
from leukview.gui.models.reference_cells import class_name
from leukview.gui.page_keys import page_keys
from leukview.gui.quiz_words import class_words
from leukview.gui.sentences import sentence
from leukview.gui.shortcuts import label_key
from leukview.gui.translation import class_short, translate
from leukview.gui.widgets.basics import ScrollColumn, label
from leukview.gui.widgets.page import Page
from leukview.gui.widgets.scaled_picture import ScaledPicture
from leukview.gui.widgets.strip import Key
from leukview.gui.widgets.taking_away import take_away
from leukview.services.quiz import Sheet

__all__ = ["QuizPage"]

_TICK_MS = 250
_SIDE = 376
"""Pixels of the right column; more where a class's name needs it."""


class QuizPage(Page):
    """Shows a cell and takes the class that a key or a click names.

    Signals
    -------
    pictureWanted:
        A picture's hash; answer with :meth:`set_picture`.
    answered:
        An answer to store; say how it went with :meth:`stored`.
    finishWanted:
        Every cell has its answer, and the test is to end.
    keysChanged:
        :attr:`keys` are others now.
    """

    pictureWanted = Signal(str)
    answered = Signal(object)
    finishWanted = Signal()
    keysChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.given: dict[int, str] = {}
        self.place = 0
        self._pictures: dict[str, QImage] = {}
        self._busy = False
        self._told = False
        self._since: float | None = None
        self.keys: list[Key] = []
        self.back.setText(translate("Quiz", "Pause"))
        self.back.setToolTip(translate("Quiz", "Leave the test and go on later (Esc)"))
        self.picture = ScaledPicture()
        self.picture.setEnabled(False)
        self.said = label("", "heading", wrap=True)
        self.said.setMinimumHeight(40)
        self.clock = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("Quiz", "Cells answered"))
        self.finish = QPushButton(translate("Quiz", "Finish and see the result"))
        theme.set_role(self.finish, role="primary")
        self.finish.setToolTip(translate("Quiz", "End the test; no answer can be changed afterwards (Enter)"))
        self.finish.clicked.connect(self._finish)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._buttons: dict[str, QPushButton] = {}
        self._caps: list[QWidget] = []
        self._names = QWidget()
        self._column = ScrollColumn(self._names, least=160)
        self._classes = QGridLayout(self._names)
        self._own: list[QAction] = []
        self._compose()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Quiz", "Quiz"))

    def _compose(self) -> None:
        self._classes.setContentsMargins(0, 0, 0, 0)
        self._classes.setHorizontalSpacing(8)
        self._classes.setVerticalSpacing(1)
        self._classes.setColumnStretch(1, 1)
        self._classes.setColumnStretch(3, 1)
        right = QVBoxLayout()
        right.setContentsMargins(8, 16, 16, 16)
        right.setSpacing(8)
        right.addWidget(self.said)
        right.addWidget(self._column)
        right.addStretch()
        right.addWidget(self.finish)
        right.addWidget(self.clock)
        self._side = side = QWidget()
        side.setFixedWidth(_SIDE)
        side.setLayout(right)
        left = QVBoxLayout()
        left.setContentsMargins(16, 16, 8, 16)
        left.setSpacing(8)
        left.addWidget(self.picture, 1)
        left.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(side)
        self.column.addLayout(row, 1)

    def _make_keys(self) -> None:
        """Make the actions anew: the user may have chosen other class keys meanwhile."""
        for action in self._own:
            self.removeAction(action)
            action.deleteLater()
        for part in (*self._buttons.values(), *self._caps):
            take_away(part)
        self._own, self._buttons, self._caps, self.keys = [], {}, [], []

        def make(words: str, short: str, cap: str, keys: Sequence[str], act: Callable[[], None]) -> QAction:
            action = QAction(words, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{words} ({cap})")
            action.triggered.connect(lambda _=False: act())
            self.addAction(action)
            self._own.append(action)
            self.keys.append(Key(cap, short, action))
            return action

        make(translate("Quiz", "Next"), translate("Quiz", "next"), "Enter", page_keys("quiz.next"), self._go_on)
        if self.sheet is not None and self.sheet.plan.mode == "test":
            back, forward = page_keys("quiz.back"), page_keys("quiz.forward")
            make(translate("Quiz", "Back"), translate("Quiz", "back"), "←", back, lambda: self._step(-1))
            make(translate("Quiz", "Forward"), translate("Quiz", "forward"), "→", forward, lambda: self._step(1))
        # Escape itself is the page's.
        make(translate("Quiz", "Pause"), translate("Quiz", "pause"), "Esc", (), self.left.emit)
        named = [item for item in taxonomy().classes if label_key(item.id)]
        for number, item in enumerate(named):
            key = label_key(item.id)
            action = make(class_name(item.id), class_short(item.id), key, [key], partial(self._name, item.id))
            self.keys[-1] = Key(key, class_short(item.id), action, not number)
            cap = label(key, "cap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            button = QPushButton(class_name(item.id))
            button.setProperty("role", "row")
            follow_action(button, action)
            button.setAccessibleName(class_name(item.id))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=item.id: self._name(name))
            rows = -(-len(named) // 2)
            self._classes.addWidget(cap, number % rows, 2 * (number // rows), Qt.AlignmentFlag.AlignVCenter)
            self._classes.addWidget(button, number % rows, 2 * (number // rows) + 1)
            self._buttons[item.id] = button
            self._caps.append(cap)
        self._add_more([item.id for item in taxonomy().classes if not label_key(item.id)], -(-len(named) // 2))
        self._fit_side()
        self.keysChanged.emit()

    def _fit_side(self) -> None:
        """Give the column the width of its names, of the bar that scrolls them, and of its margins."""
        # The grid itself does not count what was not shown yet.
        wide = [0] * 4
        for part in (*self._caps, *self._buttons.values()):
            _, column, _, _ = cast(
                tuple[int, int, int, int], self._classes.getItemPosition(self._classes.indexOf(part))
            )
            part.ensurePolished()
            wide[column] = max(wide[column], part.sizeHint().width())
        self._side.setFixedWidth(max(_SIDE, sum(wide) + 3 * 8 + 12 + 24))

    def _add_more(self, names: list[str], row: int) -> None:
        """Offer the classes that have no key, whatever the test holds: what is offered must tell nothing."""
        menu = QMenu(self)
        for name in names:
            action = menu.addAction(class_name(name))
            action.triggered.connect(partial(self._name_from_menu, name))
        self.more = QPushButton(translate("Quiz", "Another class…"))
        self.more.setProperty("role", "row")
        self.more.setToolTip(translate("Quiz", "Classes that have no key of their own (.)"))
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.setMenu(menu)
        cap = label(".", "cap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._classes.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._classes.addWidget(self.more, row, 1)
        open_ = QAction(translate("Quiz", "Another class"), self)
        open_.setShortcut(QKeySequence(page_keys("quiz.another")[0]))
        open_.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        open_.setToolTip(translate("Quiz", "Classes that have no key of their own (.)"))
        open_.triggered.connect(lambda _=False: self.more.showMenu())
        self.addAction(open_)
        self._own.append(open_)
        self._caps += [cap, self.more]
        self.keys.append(Key(".", translate("Quiz", "another"), open_))

    def _name_from_menu(self, class_id: str, _: bool = False) -> None:
        self._name(class_id)

    # -- the test -----------------------------------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        """Whether a cell is on show and waits for its class."""
        return self._since is not None

    def begin(self, sheet: Sheet) -> None:
        """Show a test at its first cell without an answer."""
        self.sheet, self.given = sheet, dict(sheet.given)
        self._pictures.clear()
        self._busy = self._told = False
        self.title.setText(
            translate("Quiz", "Training") if sheet.plan.mode == "training" else translate("Quiz", "Test")
        )
        self.progress.setRange(0, len(sheet.cells))
        self._make_keys()
        self._show(sheet.first_open)
        self._tick.start()
        self.setFocus()

    def renew_keys(self) -> None:
        """Take the classes' keys as they are now, in the middle of a test too; what is on show stays so."""
        if self.sheet is None:
            return
        chosen = [name for name, button in self._buttons.items() if button.isChecked()]
        self._make_keys()
        for name, button in self._buttons.items():
            button.setChecked(name in chosen)
            button.setEnabled(self.place < len(self.sheet.cells))

    def set_picture(self, picture: str, image: QImage) -> None:
        """Take a picture that was asked for."""
        self._pictures[picture] = image
        sheet = self.sheet
        if sheet is not None and self.place < len(sheet.cells) and sheet.cells[self.place].picture == picture:
            self._draw()

    def stored(self, answer: Answer, label_: str) -> None:
        """Go on after an answer is on disk; ``label_`` is the reference class in training, else empty."""
        self._busy = False
        self.given[answer.place] = answer.class_id
        if not label_:
            # Whoever goes back to change an answer goes on where the test was.
            self._show(self._next())
            return
        self._told = True
        self._since = None
        right = label_ == answer.class_id
        words = translate("Quiz", "Right: {name}.") if right else translate("Quiz", "Reference: {name}. You: {said}.")
        self.said.setText(words.format(name=class_words(label_), said=class_words(answer.class_id)))
        theme.set_role(self.said, role="heading" if right else "doubt")
        for name, button in self._buttons.items():
            button.setChecked(name == label_)
        self._count()

    def not_stored(self) -> None:
        """Let the cell be answered again, or the test be ended: what was given is not on disk."""
        self._busy = False
        if self.sheet is not None and self.place < len(self.sheet.cells):
            self._draw()
        self._mark()

    def forget(self) -> None:
        """Show neither a key nor an answer, until a test is begun or taken up again."""
        self.pause()
        self.sheet, self.given = None, {}
        self.said.clear()
        self._mark()

    def pause(self) -> None:
        """Stop the clock: the test is out of sight."""
        self._since = None
        self._tick.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the clock run again where the window was only put away."""
        super().showEvent(event)
        if self.sheet is not None and self.place < len(self.sheet.cells):
            self._tick.start()
            self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock."""
        self.pause()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(1000, 600)

    # -- one cell -----------------------------------------------------------------------------------------------------

    def _show(self, place: int) -> None:
        sheet = self.sheet
        assert sheet is not None
        self.place, self._since, self._told = place, None, False
        theme.set_role(self.said, role="heading")
        over = place >= len(sheet.cells)
        self.finish.setVisible(over)
        self._column.setVisible(not over)
        for button in self._buttons.values():
            button.setEnabled(not over)
        if over:
            self.picture.set_picture(QImage(), None, translate("Quiz", "Every cell has its answer."))
            words = (
                translate("Quiz", "All {n} cells are answered. ← goes back to change one.")
                if sheet.plan.mode == "test"
                else translate("Quiz", "All {n} cells are answered.")
            )
            self.said.setText(words.format(n=len(sheet.cells)))
            self.finish.setFocus()
        else:
            said = translate("Quiz", "What is this cell?")
            if place in self.given:
                said = translate("Quiz", "You said: {name}.").format(name=class_words(self.given[place]))
            self.said.setText(said)
            self._draw()
            for look in sheet.cells[place : place + 3]:
                if look.picture not in self._pictures:
                    self.pictureWanted.emit(look.picture)
            self.setFocus()
        self._mark()
        self._count()
        self._show_time()

    def _draw(self) -> None:
        assert self.sheet is not None
        look = self.sheet.cells[self.place]
        image = self._pictures.get(look.picture)
        self.picture.set_picture(image if image is not None else QImage(), look.pixel_um, translate("Quiz", "Loading…"))
        if image is not None and self._since is None and not self._told and not self._busy and self.isVisible():
            # The clock runs from when the cell is in sight, and not where the test was left meanwhile.
            self._since = time.monotonic()

    def _mark(self) -> None:
        for name, button in self._buttons.items():
            button.setChecked(self.given.get(self.place) == name)

    def _count(self) -> None:
        assert self.sheet is not None
        total = len(self.sheet.cells)
        self.progress.setValue(len(self.given))
        words = translate("Quiz", "{source} · cell {number} of {total}")
        self.state.set_whole_text(
            words.format(source=sentence(self.sheet.source), number=min(self.place + 1, total), total=total)
        )

    def _name(self, class_id: str) -> None:
        """Answer with a class; a cell that is not in sight yet cannot be named."""
        self._mark()
        if self.sheet is None or self._busy or self._told or self._since is None:
            return
        seconds = time.monotonic() - self._since
        self._busy, self._since = True, None
        self.answered.emit(Answer(self.place, class_id, round(seconds, 3), self.sheet.sitting))

    def _go_on(self) -> None:
        if self.sheet is None or self._busy:
            return
        if self.place >= len(self.sheet.cells):
            self._finish()
        elif self._told:
            self._show(self._next())
        elif self.place in self.given:
            self._step(1)

    def _next(self) -> int:
        """Return the next cell without an answer, the number of cells where all have one."""
        assert self.sheet is not None
        total = len(self.sheet.cells)
        ahead = [place for place in range(total) if place not in self.given]
        return next((place for place in ahead if place > self.place), ahead[0] if ahead else total)

    def _step(self, step: int) -> None:
        """Go to a cell that was answered, or the first that was not."""
        assert self.sheet is not None
        furthest = next(
            (place for place in range(len(self.sheet.cells)) if place not in self.given), len(self.sheet.cells)
        )
        target = self.place + step
        if not self._busy and 0 <= target <= furthest:
            self._show(target)

    def _finish(self) -> None:
        if self.sheet is not None and len(self.given) == len(self.sheet.cells) and not self._busy:
            self._busy = True
            self.finishWanted.emit()

    def _show_time(self) -> None:
        sheet = self.sheet
        if sheet is None or self._since is None:
            self.clock.setText("")
            return
        spent, limit = time.monotonic() - self._since, sheet.plan.limit_s
        if not limit or self.place in self.given:
            self.clock.setText(f"{spent:.0f} s")
        elif spent < limit:
            self.clock.setText(translate("Quiz", "{seconds:.0f} s left").format(seconds=max(0.0, limit - spent)))
        else:
            self._name(NO_ANSWER)
