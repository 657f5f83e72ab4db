"""Carrying out an action on the open case: stored in one step, then shown and said; a signed case asks for a reason first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.cell_commands import EditCells
from leukview.domain.commands import Command
from leukview.domain.running_counts import RunningCounts
from leukview.gui.deciding import BULK
from leukview.gui.models.gallery import Entry, entries_of
from leukview.gui.other_eyes import OtherEyes
from leukview.gui.sentences import sentence
from leukview.gui.tasks import fault_of
from leukview.gui.translation import first_small, translate
from leukview.gui.turns import in_turns
from leukview.services.signed import SignedCase
from leukview.services.travel import Leap

if TYPE_CHECKING:
    from leukview.gui.controller import Controller
    from leukview.services.session import Session

__all__ = ["Acting", "cells_words"]


class Acting(QObject):
    """Acts on a controller's open case; of many cells, in a worker."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._eyes = OtherEyes(controller)

    def act(self, act: Callable[[Session], object], text: str, ids: list[str], *, go_on: bool) -> None:
        """Do something in one stored step; the window changes only after the store has it.

        Parameters
        ----------
        act:
            Does it; for many cells called in a worker.
        text:
            What was done, in words.
        ids:
            The cells that it concerns.
        go_on:
            Whether to go on to the next cell that needs a person.
        """
        controller = self._controller
        assert controller.session is not None
        if self.waits():
            return
        session = controller.session
        go_on = go_on and not controller.staying
        if not self._may_change(session, lambda: self.act(act, text, ids, go_on=go_on)):
            return
        following = controller.walk.following(ids) if go_on else []

        def work() -> dict[str, Entry]:
            act(session)
            # Of many cells, what decides where each is shown is worked out here, in the worker.
            return self._prepared(session, ids) if len(ids) > BULK else {}

        def done(entries: dict[str, Entry]) -> None:
            def then() -> None:
                controller.said.emit(text, True)
                if go_on:
                    controller.go_on(following)

            self._show(entries, then)

        controller.decisions.run(work, len(ids), text, done, controller.faulted.emit)
        self._say_storing()

    def edit_cells(self, act: Callable[[Session], Command | None], text: str) -> EditCells | None:
        """Add, delete, merge or bring back cells; see :meth:`leukview.gui.controller.Controller.edit_cells`."""
        controller = self._controller
        session = controller.session
        if session is None or self.waits() or not self._may_change(session, lambda: self.edit_cells(act, text)):
            return None
        try:
            command = act(session)
        except Exception as error:
            controller.faulted.emit(fault_of(error))
            return None
        if not isinstance(command, EditCells):
            return None
        controller.flush()
        drawn = [item.cell_id for item in command.drawn]
        controller.said.emit(f"{text} {cells_words(drawn or list(command.cell_ids()))}", True)
        return command

    def travel(
        self,
        go: Callable[[Session], Command | Leap | None],
        size_of: Callable[[Session], int],
        verb: str,
        other_eyes: Callable[[Session], bool] = lambda session: False,
    ) -> None:
        """Go back or forth in the history.

        Parameters
        ----------
        go:
            Does it; for many cells called in a worker.
        size_of:
            Says how many cells it will change.
        verb:
            What is done with the commands, in words.
        other_eyes:
            Says whether it will change who reads.
        """
        controller = self._controller
        if controller.session is None or self.waits():
            return
        session = controller.session
        if not self._may_change(session, lambda: self.travel(go, size_of, verb, other_eyes)):
            return
        if other_eyes(session):
            if not controller.may_hand_over():
                return
            if other_eyes(session):
                self._travel_to_other_eyes(go, verb)
            else:
                # A note that was being written is the newest step now: nobody meant to take that back.
                controller.flush()
            return
        size = size_of(session)

        def work() -> tuple[Command | Leap | None, dict[str, Entry]]:
            command = go(session)
            return command, self._prepared(session, command.cell_ids()) if command and size > BULK else {}

        def done(moved: tuple[Command | Leap | None, dict[str, Entry]]) -> None:
            command, entries = moved
            if command is not None:
                self._show(entries, lambda: self._tell_travel(command, verb))

        controller.decisions.run(work, size, verb, done, controller.faulted.emit)
        self._say_storing()

    def _travel_to_other_eyes(self, go: Callable[[Session], Command | Leap | None], verb: str) -> None:
        moved: list[Command | Leap] = []

        def act(session: Session) -> None:
            moved.extend(filter(None, [go(session)]))

        def tell() -> None:
            for command in moved:
                self._tell_travel(command, verb)

        self._eyes.change(act, tell)

    def change_eyes(self, act: Callable[[Session], object], then: Callable[[], object], *, amends: bool) -> None:
        """Let another reader take the window; see :meth:`leukview.gui.controller.Controller.change_eyes`."""
        session = self._controller.session
        if session is None or self.waits():
            return
        if not amends or self._may_change(session, lambda: self.change_eyes(act, then, amends=amends)):
            self._eyes.change(act, then)

    def _tell_travel(self, command: Command | Leap, verb: str) -> None:
        """Say what was gone over, and choose the cells that it changed."""
        controller = self._controller
        text = sentence(command.describe())
        if isinstance(command, Leap):
            # Of many steps no one cell was meant: what is chosen stays chosen.
            back = translate("Controller", "Redo") if command.way == "undo" else translate("Controller", "Undo")
            controller.said.emit(
                translate("Controller", "{verb}: {text}. {back} goes all the way back.").format(
                    verb=verb, text=text, back=back
                ),
                False,
            )
            return
        shown = [cell_id for cell_id in command.cell_ids() if cell_id in controller.walk]
        if shown:
            controller.selection.set(shown, shown[0])
        controller.said.emit(f"{verb}: {first_small(text)}", False)

    def _show(self, entries: Mapping[str, Entry], then: Callable[[], None]) -> None:
        """Show what was decided, then choose what comes next: of many cells in turns, between which nothing can be decided."""
        controller, news = self._controller, self._controller.news
        session = controller.session
        if not entries or session is None:
            news.flush()
            then()
            return

        def over() -> None:
            controller.decisions.showing = False
            then()
            if news.waiting:
                news.flush_soon()

        news.show_changes(entries)
        controller.decisions.showing = True
        in_turns(self, lambda: session is controller.session, [news.count_changes, news.tell_counts, over])

    def _may_change(self, session: Session, again: Callable[[], object]) -> bool:
        """Whether the case may be changed: a signed one only as an amendment, for which a person gives a reason first."""
        try:
            session.refuse_unamended()
        except SignedCase:
            self._controller.amendmentWanted.emit(again)
            return False
        return True

    def waits(self) -> bool:
        """Whether nothing can be decided at the moment; then that is said."""
        controller = self._controller
        if controller.decisions.busy:
            self._eyes.refuse()
            controller.said.emit(
                translate("Controller", "Not done: the last step is still being stored. Press again in a moment."),
                False,
            )
        return controller.decisions.busy

    def _say_storing(self) -> None:
        decisions = self._controller.decisions
        if decisions.busy:
            self._controller.said.emit(
                translate("Controller", "Storing: {words}…").format(words=decisions.words), False
            )

    def _prepared(self, session: Session, cell_ids: Iterable[str]) -> dict[str, Entry]:
        """Work out in the worker what many changed cells are shown as, and count the case with them."""
        cells = session.case.cells
        self._controller.news.recounted(RunningCounts(dict(cells)))
        return entries_of({cell_id: cells[cell_id] for cell_id in cell_ids if cell_id in cells})


def cells_words(ids: list[str]) -> str:
    """Return a cell's id, or how many cells there are."""
    return ids[0] if len(ids) == 1 else translate("Controller", "{n:,} cells").format(n=len(ids))
