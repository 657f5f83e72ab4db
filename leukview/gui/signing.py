"""The window's part in signing: the gate, the signature, amendments, and acknowledging urgent alerts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leukview.domain.gate import GateItem, Requirements
from leukview.domain.rules import RuleResult
from leukview.domain.signing import Signature, SigningState
from leukview.gui.sentences import sentence
from leukview.gui.tasks import fault_of
from leukview.gui.translation import translate
from leukview.gui.widgets.sign_dialog import AmendDialog, SignDialog
from leukview.services.signed import SignedCase

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow
    from leukview.gui.tasks import TaskProgress

__all__ = ["Signing"]


class Signing(QObject):
    """Opens the gate, signs, and keeps the window's line about signatures in step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        window.actions_["sign"].triggered.connect(lambda _=False: self.open())
        window.actions_["acknowledge"].triggered.connect(lambda _=False: window.alert_bar.ask())
        window.alert_bar.acknowledged.connect(self.acknowledge)
        self._controller.amendmentWanted.connect(self.amend)
        window.cell_panel.notes.refused.connect(self._note_refused)
        for signal in (
            self._controller.opened,
            self._controller.closing,
            self._controller.cellsChanged,
            self._controller.caseChanged,
        ):
            signal.connect(self.look)
        self.look()

    @property
    def requirements(self) -> Requirements:
        """What the laboratory asks for before a signature."""
        preferences = self._window.preferences
        return Requirements(preferences.target, preferences.second_reader)

    def look(self) -> None:
        """Say whether the case is signed as it stands."""
        session, bar = self._controller.session, self._window.signing_bar
        if session is None or not session.stored.signatures or session.sight == "second":
            bar.say("")
            return
        from leukview.domain.signing import signing_words
        from leukview.services.signing import state_of

        state = state_of(session)
        bar.say(
            signing_words(session.stored, state),
            [self._window.actions_["sign"]],
            [translate("Sign", "Versions") if state == "signed" else translate("Sign", "Sign again")],
        )

    def open(self) -> None:
        """Work the gate out in a worker, show it, and sign where it lets the reader through."""
        session, controller = self._controller.session, self._controller
        if session is None or session.sight == "second" or controller.waits():
            return
        controller.flush()
        sight = session.sight
        drafts, requirements, analysed = self._window.outlining.unused(), self.requirements, controller.analysed

        def gate(progress: TaskProgress) -> tuple[list[GateItem], SigningState]:
            from leukview.services.signing import gate_of, state_of

            return gate_of(session, requirements, analysed=analysed, drafts=drafts), state_of(session)

        def sign(name: str, ticks: list[str]) -> None:
            def work(progress: TaskProgress) -> Signature:
                from leukview.services.signing import gate_of, sign

                # Asked again: while the dialog was open a worker may have stored more.
                now = gate_of(session, requirements, analysed=analysed, drafts=drafts)
                return sign(session, name, now, ticks)

            controller.tasks.start("sign", work, finished=self._signed, failed=controller.faulted.emit)

        def show(found: tuple[list[GateItem], SigningState]) -> None:
            # Asked again: what the gate lists is no other reader's to see, and the readers may have changed since.
            if controller.session is session and session.sight == sight and not controller.news.held:
                self._show(session.stored.signatures, *found, sign)

        controller.tasks.start("gate", gate, finished=show, failed=controller.faulted.emit)

    def _show(
        self,
        signatures: tuple[Signature, ...],
        items: list[GateItem],
        state: SigningState,
        sign: Callable[[str, list[str]], None],
    ) -> None:
        words = self._words(len(signatures), state)
        dialog = SignDialog(items, words, signatures, current=state == "signed", parent=self._window)
        dialog.accepted.connect(lambda: sign(dialog.name.name(), dialog.ticks()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.showWanted.connect(self.show_item)
        dialog.open()

    def _signed(self, signature: Signature) -> None:
        self._controller.flush()
        self._controller.said.emit(f"{sentence(signature.words)}.", False)

    def _words(self, versions: int, state: str) -> str:
        final = self._controller.differential("final")
        if state == "signed":
            return translate(
                "Sign", "This case is signed as it stands. A change makes an amendment, which asks for its reason."
            )
        what = (
            translate("Sign", "as it stands")
            if not versions
            else translate("Sign", "as version {version}, amended").format(version=versions + 1)
        )
        return translate(
            "Sign", "You sign this case {what}: {total:,} white cells counted, {excluded:,} not counted."
        ).format(what=what, total=final.total, excluded=final.excluded)

    def show_item(self, item: GateItem) -> None:
        """Go to where an item of the gate can be seen."""
        window = self._window
        match item.show:
            case "cells":
                window.choice.show(list(item.cell_ids))
            case "files":
                window.dialogs.show_problems()
            case "details":
                window.dialogs.edit_case()
            case "alert":
                window.alert_bar.ask()
            case "second reading":
                session = self._controller.session
                begun = session is not None and 2 in session.stored.readings
                window.actions_["second_reader" if begun else "second_reading"].trigger()

    def _note_refused(self, cell_id: str, text: str, error: Exception) -> None:
        """Say why a note is not stored, where its cell may be out of sight by now; of a signed case ask why it is changed."""
        if isinstance(error, SignedCase):
            # In a turn of its own: another cell may be about to come on show.
            QTimer.singleShot(0, self, lambda: self._amend_note(cell_id, text))
        else:
            self._controller.faulted.emit(fault_of(error))

    def _amend_note(self, cell_id: str, text: str) -> None:
        session, panel = self._controller.session, self._window.cell_panel
        if session is None or panel.notes.unsaved(cell_id) != text:
            return

        def write() -> None:
            try:
                session.set_note(cell_id, text)
            except Exception as error:
                self._controller.faulted.emit(fault_of(error))
            else:
                panel.notes.drop_unsaved(cell_id)
                self._controller.flush()

        if not self.amend(write):
            panel.notes.drop_unsaved(cell_id)

    def amend(self, again: Callable[[], object]) -> bool:
        """Ask once why a signed case must be changed, then do what was wanted; return whether it was said why."""
        from leukview.services.signing import amend

        session = self._controller.session
        if session is None or not session.stored.signatures:
            return False
        dialog = AmendDialog(session.stored.signatures[-1].words, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if not dialog.exec():
            return False
        try:
            amend(session, dialog.reason.name(), dialog.by.name())
        except Exception as error:
            self._controller.faulted.emit(fault_of(error))
            return False
        again()
        return True

    def acknowledge(self, result: RuleResult, name: str) -> None:
        """Record that a person has seen an alert; it stays on show."""
        from leukview.services.signing import acknowledge

        session = self._controller.session
        if session is None:
            return
        try:
            acknowledge(session, result, name)
        except Exception as error:
            self._controller.faulted.emit(fault_of(error))
            return
        self._controller.flush()
        self._window.gallery.setFocus()
