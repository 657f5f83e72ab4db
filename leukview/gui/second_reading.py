"""The window's part in a second reading: who is at it, what may not be done meanwhile, and what is left to decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.agreement import Agreement
from leukview.domain.case import Case
from leukview.domain.readers import Reader
from leukview.gui.translation import QT_TRANSLATE_NOOP, first_small, several, translate
from leukview.gui.why_not import HIDDEN_WHILE_READING
from leukview.gui.widgets.second_reader_dialog import AgreementDialog, SecondReaderDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.tasks import TaskProgress
    from leukview.services.session import Session

__all__ = ["SecondReading"]

_BLIND = {
    "export": QT_TRANSLATE_NOOP("SecondReading", "Outputs hold both readers' labels"),
    "sign": QT_TRANSLATE_NOOP("SecondReading", "The case can be signed once both readers are done"),
    "edit_mask": QT_TRANSLATE_NOOP("SecondReading", "Outlines are the first reader's"),
    "analyse_again": QT_TRANSLATE_NOOP("SecondReading", "The calls stay as they are while a second reader reads"),
    "adapt": QT_TRANSLATE_NOOP("SecondReading", "It shows what people labelled"),
    "training_set": QT_TRANSLATE_NOOP("SecondReading", "It shows what people labelled"),
}
"""Actions that a second reader does not get, and why."""
_READING = ("second_reading", "finish_second", "first_reader", "second_reader", "next_disagreement", "agreement")


class SecondReading(QObject):
    """Keeps the window's actions and its line about readers in step with who reads."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._tips: dict[str, str] = {}
        actions = window.actions_
        for name, act in {
            "second_reading": self.start,
            "finish_second": self.finish,
            "first_reader": lambda: self._change(1),
            "second_reader": lambda: self._change(2),
            "next_disagreement": self.next_disagreement,
            "agreement": self.show_agreement,
        }.items():
            actions[name].triggered.connect(lambda _=False, act=act: act())
        for signal in (
            self._controller.opened,
            self._controller.closing,
            self._controller.cellsChanged,
            self._controller.caseChanged,
        ):
            signal.connect(self.look)
        self._controller.sightChanged.connect(self._start_anew)
        self._controller.may_hand_over = self._leave_cell
        # Tooltips were written anew: what was kept of them names old keys.
        window.actions_.keysChanged.connect(self._tips.clear)
        window.actions_.keysChanged.connect(self.look)
        # With the case every action of it came back, or went.
        window.actions_.caseShown.connect(self.look)
        self.look()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Show who reads, and allow what that reader may do; while readers change, nothing that belongs to either."""
        if self._controller.news.held:
            self._close_off()
            return
        session, window = self._controller.session, self._window
        blind = session is not None and session.sight == "second"
        not_now = translate("SecondReading", "Not while a second reader reads: {why}")
        for name, why in _BLIND.items():
            action = window.actions_[name]
            kept = self._tips.setdefault(name, action.toolTip())
            action.setToolTip(not_now.format(why=first_small(translate("SecondReading", why))) if blind else kept)
            action.setProperty(HIDDEN_WHILE_READING, blind)
            if blind:
                action.setEnabled(False)
            elif name in {"adapt", "training_set"} or (window.actions_.case_open and name != "edit_mask"):
                action.setEnabled(True)
        if blind:
            window.cell_panel.tools.outline_button.setEnabled(False)
            window.status.show_drafts(0)
        self._offer()
        self._say()

    def _offer(self) -> None:
        session, actions = self._controller.session, self._window.actions_
        if session is None or not actions.case_open:
            for name in _READING:
                actions[name].setEnabled(False)
            return
        second = session.stored.readings.get(2)
        under_way = second is not None and not second.finished
        actions["second_reading"].setEnabled(second is None and bool(session.case.cells))
        actions["finish_second"].setEnabled(session.sight == "second")
        actions["first_reader"].setEnabled(session.sight == "second")
        actions["second_reader"].setEnabled(under_way and session.sight == "first")
        done = second is not None and bool(second.finished)
        actions["next_disagreement"].setEnabled(done)
        actions["agreement"].setEnabled(done)

    def _say(self) -> None:
        session, bar, actions = self._controller.session, self._window.reading_bar, self._window.actions_
        second = session.stored.readings.get(2) if session is not None else None
        counts = self._controller.counts
        settled = session is not None and session.stored.signatures and not counts.disagreements
        if session is None or second is None or (settled and second.finished):
            # Of a signed case the signature's own line says enough.
            bar.say("")
            return
        if session.sight == "second":
            calls = "" if second.ai_shown else translate("SecondReading", ", without the AI's calls")
            words = translate(
                "SecondReading",
                "Second reading by {name}, blind to the first reader{calls}: {read:,} of {n:,} cells read",
            ).format(name=second.name, calls=calls, read=counts.labelled, n=counts.total)
            bar.say(words, [actions["finish_second"], actions["first_reader"]])
        elif session.sight == "first":
            words = translate(
                "SecondReading", "A second reading by {name} is under way; its labels are hidden here"
            ).format(name=second.name)
            bar.say(words, [actions["second_reader"]])
        else:
            left = counts.disagreements
            first = (
                session.stored.readings[1].name
                if 1 in session.stored.readings
                else translate("SecondReading", "the first reader")
            )
            words = (
                several(
                    left,
                    translate("SecondReading", "{first} and {name} disagree on {n:,} cell still to be decided"),
                    translate("SecondReading", "{first} and {name} disagree on {n:,} cells still to be decided"),
                    first=first,
                    name=second.name,
                )
                if left
                else translate("SecondReading", "{first} and {name} have no open disagreement").format(
                    first=first, name=second.name
                )
            )
            bar.say(words + self._notes(second.name), [actions["next_disagreement"], actions["agreement"]])

    def _notes(self, name: str) -> str:
        """Say how many notes the second reader wrote: one may tell of a cell that both missed, which no disagreement leads to."""
        count = sum(bool(cell.second_note) for cell in self._controller.cells)
        if not count:
            return ""
        return several(
            count,
            translate("SecondReading", " · {n:,} note by {name}"),
            translate("SecondReading", " · {n:,} notes by {name}"),
            name=name,
        )

    def _start_anew(self) -> None:
        """Leave nothing on show that the last reader did."""
        window = self._window
        window.status.clear_message()
        window.notice.clear()
        window.gallery_panel.restore(window.controller.model.tab, window.controller.model.sort, "", [])
        window.presenter.forget_counts()
        window.cell_panel.show_cell(None)
        window.cell_panel.heatmaps.forget()
        window.look_for_outliner()

    # -- what is done -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask who reads, and hide the first reader's work."""
        session = self._controller.session
        if session is None:
            return
        dialog = SecondReaderDialog(session.operator, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if dialog.exec():
            first, second, shown = dialog.first.name(), dialog.second.name(), dialog.ai_shown.isChecked()
            self._controller.change_eyes(lambda session: _start(session, first, second, shown))

    def finish(self) -> None:
        """End the second reading, and show what the readers disagree on."""

        def act(session: Session) -> None:
            from leukview.services.second_reading import finish_second

            finish_second(session)

        self._controller.change_eyes(act, self.next_disagreement)

    def _change(self, reader: Reader) -> None:
        self._controller.change_eyes(lambda session: session.change_reader(reader), amends=False)

    def _leave_cell(self) -> bool:
        """Save a note that is being written while it is still its writer's; return whether all are saved."""
        panel = self._window.cell_panel
        panel.details.note.flush()
        waiting = panel.notes.all_unsaved
        if waiting:
            words = translate("SecondReading", "Not done: the note on {cell} is not saved. See to it first.")
            self._controller.said.emit(words.format(cell=waiting[0]), False)
            return False
        panel.show_cell(None)
        self._close_off()
        return True

    def _close_off(self) -> None:
        """Allow nothing that shows the one reader's work: a dialog that opens now would show it to the other's eyes."""
        for name in {*_BLIND, *_READING} - {"edit_mask"}:
            self._window.actions_[name].setEnabled(False)

    def next_disagreement(self) -> None:
        """Go to the next cell on which the readers disagree."""
        controller = self._controller
        chosen = controller.selection.ids
        cells = controller.case.cells if controller.case is not None else {}
        order = dict.fromkeys([*controller.model.following(chosen), *chosen, *cells])
        target = next((cell_id for cell_id in order if cell_id in cells and cells[cell_id].disagreement), None)
        if target is None:
            controller.said.emit(translate("SecondReading", "The readers have no open disagreement."), False)
            return
        self._window.choice.show([target])
        controller.said.emit(
            translate("SecondReading", "The readers disagree here: press the key of the class that it is."), False
        )

    def show_agreement(self) -> None:
        """Work the agreement out in a worker, and show it."""
        session = self._controller.session
        if session is None:
            return

        def work(progress: TaskProgress) -> Agreement | None:
            from leukview.services.agreement import agreement_of

            return agreement_of(_copy(session.stored))

        def show(found: Agreement | None) -> None:
            if found is not None and self._controller.session is session:
                dialog = AgreementDialog(found, self._window)
                dialog.finished.connect(dialog.deleteLater)
                dialog.open()

        self._controller.tasks.start("agreement", work, finished=show, failed=self._controller.faulted.emit)


def _start(session: Session, first: str, second: str, ai_shown: bool) -> None:
    from leukview.services.second_reading import start_second

    start_second(session, first, second, ai_shown=ai_shown)


def _copy(case: Case) -> Case:
    """Return the case with cells of its own, since review goes on meanwhile."""
    return replace(case, cells=dict(case.cells))
