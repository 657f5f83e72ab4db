"""The window's part in signing: the gate, the signature, amendments, and acknowledging urgent alerts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.gate import GateItem, Requirements
from leukview.domain.rules import RuleResult
from leukview.gui.tasks import fault_of
from leukview.gui.widgets.sign_dialog import AmendDialog, SignDialog

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

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
            ["Versions" if state == "signed" else "Sign again"],
        )

    def open(self) -> None:
        """Show the gate; sign where it lets the reader through."""
        from leukview.services.signing import gate_of, sign, state_of

        session, controller = self._controller.session, self._controller
        if session is None or session.sight == "second":
            return
        controller.flush()
        drafts = self._window.outlining.unused()
        items = gate_of(session, self.requirements, analysed=controller.analysed, drafts=drafts)
        state, signatures = state_of(session), session.stored.signatures
        dialog = SignDialog(
            items, self._words(len(signatures), state), signatures, current=state == "signed", parent=self._window
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.showWanted.connect(self.show_item)
        if not dialog.exec():
            return
        try:
            # Asked again: while the dialog was open a worker may have stored more.
            now = gate_of(session, self.requirements, analysed=controller.analysed, drafts=drafts)
            signature = sign(session, dialog.name.name(), now, dialog.ticks())
        except Exception as error:
            controller.faulted.emit(fault_of(error))
            return
        controller.flush()
        controller.said.emit(f"{signature.words}.", False)

    def _words(self, versions: int, state: str) -> str:
        final = self._controller.differential("final")
        if state == "signed":
            return "This case is signed as it stands. A change makes an amendment, which asks for its reason."
        what = "as it stands" if not versions else f"as version {versions + 1}, amended"
        return f"You sign this case {what}: {final.total:,} white cells counted, {final.excluded:,} not counted."

    def show_item(self, item: GateItem) -> None:
        """Go to where an item of the gate can be seen."""
        window = self._window
        match item.show:
            case "cells":
                window.show_cells(list(item.cell_ids))
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

    def amend(self, again: Callable[[], None]) -> None:
        """Ask once why a signed case must be changed, then do what was wanted."""
        from leukview.services.signing import amend

        session = self._controller.session
        if session is None or not session.stored.signatures:
            return
        dialog = AmendDialog(session.stored.signatures[-1].words, self._window)
        dialog.finished.connect(dialog.deleteLater)
        if not dialog.exec():
            return
        try:
            amend(session, dialog.reason.name(), dialog.by.name())
        except Exception as error:
            self._controller.faulted.emit(fault_of(error))
            return
        again()

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
