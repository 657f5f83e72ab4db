"""Brings what the controller knows into the window's parts: counts, suggestion, case, history, analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leukview.domain.case import CaseInfo
from leukview.domain.differential import Differential
from leukview.domain.rules import Suggestion, suggest
from leukview.domain.smear import SmearDomain
from leukview.gui.choosing import pipeline_line, pipeline_title
from leukview.gui.domain_words import domain_notice
from leukview.gui.progress_texts import progress_words
from leukview.gui.sentences import sentence
from leukview.gui.translation import translate
from leukview.gui.widgets.gallery_panel import needs_words
from leukview.gui.widgets.notice import Message

if TYPE_CHECKING:
    from leukview.gui.main_window import MainWindow

__all__ = ["Presenter", "case_title"]


def case_title(info: CaseInfo) -> str:
    """Return a case's name, patient and slide in one line."""
    parts = [
        info.name,
        info.patient and translate("Presenter", "patient {patient}").format(patient=info.patient),
        info.slide and translate("Presenter", "slide {slide}").format(slide=info.slide),
    ]
    return " · ".join(part for part in parts if part)


def _target_tip(info: CaseInfo, laboratory: int) -> str:
    """Say whose target the count is on its way to, and where another is set."""
    if info.target is None:
        return translate(
            "Presenter", "The laboratory's target: {count} white cells. Case details set another for this case."
        ).format(count=laboratory)
    return translate(
        "Presenter",
        "This case's own target: {count} white cells; the laboratory's is {laboratory}. Case details change it.",
    ).format(count=info.target, laboratory=laboratory)


class Presenter(QObject):
    """Shows the controller's state in a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._controller = window.controller
        self._suggestion: Suggestion | None = None
        self._ai: Differential | None = None
        self._ai_of = (0, 0)
        self._domain = SmearDomain()
        self._told = False
        # On which an analysis would run; empty until that is known.
        self.device = ""

    def connect_all(self) -> None:
        """Follow the controller from now on."""
        self._controller.loaded.connect(self._forget_case)
        self._controller.cellsChanged.connect(self.show_cells)
        self._controller.caseChanged.connect(self.show_case)
        self._controller.historyChanged.connect(self.show_history)
        self._controller.analysisChanged.connect(self.show_analysis)

    def _forget_case(self) -> None:
        self._domain, self._told = SmearDomain(), False
        self.forget_counts()

    def forget_counts(self) -> None:
        """Count the AI's calls anew the next time."""
        self._ai = None

    def show_cells(self) -> None:
        """Count anew, and show the cell under review as it is now."""
        session, window = self._controller.session, self._window
        if session is None or self._controller.news.held:
            return
        window.cell_panel.refresh()
        current = session.case.cells.get(self._controller.selection.current or "")
        if window.cell_panel.cell() is None and current is not None:
            window.cell_panel.show_cell(current)
        final = self._controller.differential("final")
        counts = self._controller.counts
        ai_of = (counts.total, counts.analysed)
        if self._ai is None or self._controller.analysis is not None or ai_of != self._ai_of:
            # Review does not change what the AI says.
            self._ai_of = ai_of
            self._ai = self._controller.differential("ai")
            self._domain = counts.domain
            window.gallery_panel.set_domain(self._domain)
        both = session.sight == "whole" and 2 in session.stored.readings
        own = session.sight != "second" and counts.reviewed > 0
        window.differential.update_counts(
            self._ai,
            final,
            counts.reviewed,
            counts.total,
            first=self._controller.differential("human") if own else None,
            second=self._controller.differential("second") if both else None,
            target=session.case.info.wanted(window.preferences.target),
            moves=counts.moves,
        )
        window.differential.count.setToolTip(_target_tip(session.case.info, window.preferences.target))
        suggestion = suggest(final)
        window.alert_bar.set_alerts(suggestion.alerts, session.case.acknowledgements)
        if suggestion != self._suggestion:
            self._suggestion = suggestion
            window.suggestion.update_suggestion(suggestion)
        shares = {row.class_id: f"{row.percent:.1f} %" for row in final.rows if row.percent is not None}
        window.gallery.set_shares(shares)
        self.show_case()

    def show_case(self) -> None:
        """Show the case's name, how far its review is, its files with problems, and who made its calls."""
        case, window = self._controller.case, self._window
        if case is None:
            window.top.show_case("LeukView", "", False)
            window.setWindowTitle("LeukView")
            self.show_pipeline()
            return
        counts = self._controller.counts
        chosen = len(self._controller.selection)
        state = translate("Presenter", "{total:,} cells · {reviewed:,} reviewed").format(
            total=counts.total, reviewed=counts.reviewed
        ) + (translate("Presenter", " · {chosen:,} selected").format(chosen=chosen) if chosen > 1 else "")
        if self._domain.differs:
            state += translate("Presenter", " · {far:,} out of domain").format(far=self._domain.far)
        window.top.show_case(case_title(case.info), state, case.info.synthetic)
        window.setWindowTitle(f"{case_title(case.info)} · LeukView")
        window.status.show_problems(len(case.problems))
        self.show_pipeline()

    def show_pipeline(self) -> None:
        """Show who makes the calls."""
        case, window = self._controller.case, self._window
        stamp = case.stamp if case else None
        window.status.show_pipeline(pipeline_line(stamp, self._controller.pipeline, self.device))
        window.empty.set_pipeline(pipeline_title(self._controller.pipeline))

    def _tell_domain(self) -> None:
        """Say once, when a case is analysed and not all reviewed, that the smear is unlike what the model was trained on."""
        window = self._window
        if self._controller.session is None or self._told or not self._domain.differs:
            return
        # Asked of the cells themselves: what a worker recorded last may not have reached the gallery yet.
        if not any(cell.needs_review for cell in self._controller.cells):
            return
        self._told = True
        text = f"{domain_notice(self._domain)}\n{needs_words(self._domain)}"
        heading = translate("Presenter", "This smear is unlike the training images")
        window.notice.tell(
            Message(heading, text, "input", do=translate("Presenter", "Show them"), act=window.gallery_panel.show_needs)
        )

    def show_history(self) -> None:
        """Say what undo and redo would do."""
        session = self._controller.session
        if session is None:
            self._window.actions_.set_history(False, "", False, "")
        else:
            self._window.actions_.set_history(
                session.can_undo, sentence(session.undo_text), session.can_redo, sentence(session.redo_text)
            )

    def show_analysis(self) -> None:
        """Show how far the analysis is."""
        task, status = self._controller.analysis, self._window.status
        self._window.actions_["cancel"].setEnabled(task is not None and not task.stopping)
        if task is None:
            status.hide_progress()
            self.forget_counts()
            self.show_cells()
            self._tell_domain()
            return
        text = (
            translate("Presenter", "Stopping…")
            if task.stopping
            else f"{progress_words(task.message)}…"
            if task.message
            else translate("Presenter", "Preparing…")
        )
        if task.total and task.message == "analysing" and not task.stopping:
            text = translate("Presenter", "Analysing {done:,} of {total:,}").format(done=task.done, total=task.total)
        status.show_progress(task.done, task.total, text)
