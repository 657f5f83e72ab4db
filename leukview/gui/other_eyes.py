"""Another reader takes the window: the case as that one may see it is made in a worker, and shown in turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.case import Case
from leukview.domain.running_counts import RunningCounts
from leukview.gui.deciding import BULK
from leukview.gui.models.gallery import Entry, entries_of
from leukview.gui.tasks import Fault
from leukview.gui.translation import translate
from leukview.gui.turns import in_turns

if TYPE_CHECKING:
    from leukview.gui.controller import Controller
    from leukview.services.session import Session

__all__ = ["Look", "OtherEyes", "look_of"]


@dataclass(frozen=True, slots=True)
class Look:
    """A case as the reader at the window may see it, ready to be shown.

    Attributes
    ----------
    case:
        The case.
    entries:
        Cell id → what decides where the gallery shows the cell.
    counts:
        Its cells, counted.
    """

    case: Case
    entries: Mapping[str, Entry]
    counts: RunningCounts


def look_of(session: Session) -> Look:
    """Make ready what a window shows of a case: nearly all that another reader costs, so called in a worker."""
    case = session.case
    # A copy: an analysis may be storing more.
    cells = dict(case.cells)
    return Look(case, entries_of(cells), RunningCounts(cells))


class OtherEyes(QObject):
    """Hands a controller's open case from one reader to the other.

    From the first moment until the last, nothing is shown that changes and nothing can be decided: a key pressed meanwhile was
    meant for cells that one reader saw and would fall to the other. It is refused, and that is said again at the end.
    """

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._changing = self._refused = False

    def refuse(self) -> None:
        """Take note that something was to be decided while the readers changed."""
        self._refused = self._refused or self._changing

    def change(self, act: Callable[[Session], object], then: Callable[[], object]) -> None:
        """Do what changes who reads, then show the case anew.

        Parameters
        ----------
        act:
            Does it; of many cells called in a worker. When it raises, everything stays as it is.
        then:
            Called once the case is on show.
        """
        controller = self._controller
        session = controller.session
        # A note that is being written is stored while it is still its writer's.
        if session is None or not controller.may_hand_over():
            return
        self._changing, self._refused = True, False
        controller.news.hold()

        def work() -> Look:
            act(session)
            return look_of(session)

        def failed(fault: Fault) -> None:
            self._changing = False
            controller.news.let_go()
            controller.faulted.emit(fault)
            controller.flush()

        size = len(session.stored.cells)
        words = translate("Controller", "who reads this case")
        controller.decisions.run(work, size, words, lambda look: self._show(look, then), failed)
        if controller.decisions.busy:
            controller.said.emit(translate("Controller", "Storing: {words}…").format(words=words), False)

    def _show(self, look: Look, then: Callable[[], object]) -> None:
        controller, news = self._controller, self._controller.news
        session = controller.session

        def over() -> None:
            controller.decisions.showing = self._changing = False
            then()
            if self._refused:
                controller.said.emit(
                    translate(
                        "Controller", "Not done: you pressed a key while the readers changed. Look, and press again."
                    ),
                    False,
                )
            if news.waiting:
                news.flush_soon()

        steps: list[Callable[[], object]] = [
            lambda: news.look_at(look),
            controller.sightChanged.emit,
            news.choose_anew,
            news.tell_counts,
            news.tell_case,
            over,
        ]
        if len(look.entries) <= BULK:
            for step in steps:
                step()
            return
        controller.decisions.showing = True
        in_turns(self, lambda: session is controller.session, steps)
