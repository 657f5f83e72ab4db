"""Dialogs that come only after much has happened, on what would have happened: for :mod:`screens_kit`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leukview.domain.agreement import Agreement
from leukview.domain.case_status import CaseStatus
from leukview.domain.combined import Slide, combine
from leukview.domain.evaluation import Figure
from leukview.domain.quiz import Attempt, Plan
from leukview.gui.main_window import MainWindow
from leukview.gui.widgets.combined_dialog import CombinedDialog
from leukview.gui.widgets.second_reader_dialog import AgreementDialog
from leukview.gui.widgets.sign_dialog import AmendDialog
from leukview.gui.widgets.train_dialog import TrainDialog
from leukview.services.combine import CombinedSlides
from leukview.services.installed_weights import Installed
from leukview.services.training_curves import Curve
from leukview.services.training_runs import Figures, RunLook, RunPlan
from leukview.services.training_watch import Activity
from leukview.services.worklist import CaseRow

__all__ = [
    "FINISHED",
    "RUNNING",
    "SEGMENTER",
    "show_agreement",
    "show_amend",
    "show_combined",
    "show_guard",
    "show_run",
]

_CURVE = Curve("", (1.1, 0.62, 0.41, 0.3), (0.61, 0.78, 0.86, 0.84), (60.0, 58.0, 59.0, 58.0))
RUNNING = RunLook("running", Activity(7, 20, "training epoch 5 of 40", 3000.0), None, (_CURVE,), 40, 8, "", ())
_FIGURES = (
    Figures(
        "our-lab",
        412,
        18,
        (("accuracy", Figure(0.913, 0.882, 0.938)), ("macro_f1", Figure(0.871, 0.832, 0.905))),
    ),
)
FINISHED = RunLook("finished", Activity(), None, (_CURVE,), 40, 8, "our-lab-2026", _FIGURES)
SEGMENTER = RunLook(
    "finished",
    Activity(),
    None,
    (_CURVE,),
    40,
    8,
    "our-masks",
    (),
    (),
    True,
    Installed("our-masks-2026", "segmenter", "segmenter"),
)
_COUNTS: Sequence[tuple[str, dict[str, int]]] = (
    ("A", {"segmented_neutrophil": 61, "lymphocyte": 31, "monocyte": 8, "erythroblast": 2}),
    ("B", {"segmented_neutrophil": 48, "lymphocyte": 40, "blast": 12}),
)


def show_agreement(window: MainWindow) -> None:
    """Show how well two readers agree, where they disagree on some cells."""
    differing = (("band_neutrophil", "segmented_neutrophil", 7, 5), ("variant_lymphocyte", "monocyte", 2, 0))
    found = Agreement("Dr A. Reader", "Dr B. Second", 196, 187, 3, 1, 0.93, 0.88, 0.97, differing)
    _open(AgreementDialog(found, window))


def show_amend(window: MainWindow) -> None:
    """Ask why a signed case is changed."""
    _open(AmendDialog("Signed by Dr A. Reader on 2026-01-02 03:04 UTC, version 1", window))


def show_combined(window: MainWindow) -> None:
    """Show two slides of a patient read together."""
    rows = tuple(
        CaseRow(name, f"Smear {name}", "/smears", "Okafor, N.", name, False, "", "", "", CaseStatus.REVIEWED, cells=100)
        for name, _ in _COUNTS
    )
    combined = combine([Slide(name, name, "Okafor, N.", counts) for name, counts in _COUNTS])
    _open(CombinedDialog(CombinedSlides(combined, rows, ("Slide B is not reviewed to its end.",)), window))


def show_guard(window: MainWindow) -> None:
    """Ask what becomes of a test before its key is shown."""
    attempt = Attempt(3, "Dr A. Reader", None, "Teaching set", 1, Plan(20, 1), (), "", "2026-01-02T03:04:05", "")
    window.references.quiz.guard.ask([attempt], lambda: None)


class _Bench:
    """Looks at a training that is always the same."""

    def __init__(self, look: RunLook) -> None:
        self._look = look

    def recipes(self, progress: object) -> tuple[list[object], list[object]]:
        """Return none: the first page is not looked at."""
        return [], []

    def watch(self, out: Path) -> RunLook:
        """Return how it is."""
        return self._look


def show_run(window: MainWindow, look: RunLook) -> None:
    """Show a training's page."""
    dialog = TrainDialog(window.controller.tasks, _Bench(look), window)  # type: ignore[arg-type]
    plan = RunPlan("leukview", "LeukView's own network, on our cells", "/data/our-lab")
    dialog.pages.setCurrentWidget(dialog.run)
    dialog.run.show_run(plan, Path("/home/lab/trainings/our-lab-2026"))
    dialog.run.installed = look.used
    dialog.run._looked(look)
    dialog.finished.connect(dialog.run.halt)
    _open(dialog)


def _open(dialog: AgreementDialog | AmendDialog | CombinedDialog | TrainDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
