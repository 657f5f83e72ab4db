"""Everything one can do, as QActions: one place for texts, keys and tooltips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from leukview.domain.taxonomy import taxonomy
from leukview.gui.icons import icon

__all__ = ["Actions", "key_text"]


@dataclass(frozen=True, slots=True)
class _Spec:
    """An action's text, keys, what its tooltip says beyond the text, icon, and whether it needs an open case."""

    name: str
    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    case: bool = True
    checkable: bool = False


_SPECS = (
    _Spec("open_folder", "Open…", ("Ctrl+O",), "Open a folder of cell images or smear fields", "open", case=False),
    _Spec("open_sample", "Open the sample case", ("Ctrl+Shift+O",), "Render and open a synthetic smear", case=False),
    _Spec("edit_case", "Case details…", ("F2",), "Name, patient and slide", "edit"),
    _Spec("laboratory", "Laboratory…", ("Ctrl+,",), "Laboratory, reader and reference ranges", case=False),
    _Spec("adapt", "Adapt to this laboratory…", ("Ctrl+Shift+A",), "Learn from your people's labels", case=False),
    _Spec("pipeline", "Choose pipeline…", ("Ctrl+Shift+P",), "Choose which pipeline analyses", case=False),
    _Spec(
        "model_card", "Model card…", ("Ctrl+Shift+M",), "What the model was trained on, and where it fails", case=False
    ),
    _Spec("train", "Train a model…", ("Ctrl+Shift+T",), "Make weights from a recipe and labelled images", case=False),
    _Spec(
        "training_set",
        "Make a training set…",
        ("Ctrl+Shift+L",),
        "Gather the cells that people labelled in your cases",
        case=False,
    ),
    _Spec("weights", "Choose weights…", ("Ctrl+Shift+W",), "Choose which weights call cells, or go back", case=False),
    _Spec("undo", "Undo", ("Ctrl+Z",), "Undo", "undo"),
    _Spec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Redo", "redo"),
    _Spec(
        "confirm",
        "Confirm",
        ("Space",),
        "Agree with the shown class, and go on to the next cell that needs you",
        "check",
    ),
    _Spec(
        "count",
        "Count it",
        ("Ctrl+Space",),
        "Count cells that were set aside as uncountable or crushed, as the AI calls them",
    ),
    _Spec("clear", "Clear the reader's label", ("Delete",), "Make the chosen cells not reviewed again"),
    _Spec("note", "Note…", ("Ctrl+M",), "Write a note on this cell"),
    _Spec("next", "Next cell", ("Return", "Enter"), "Next cell", "next"),
    _Spec("previous", "Previous cell", ("Shift+Return", "Shift+Enter"), "Previous cell", "previous"),
    _Spec("next_doubtful", "Next that needs you", ("J",), "Go to the next cell that needs you"),
    _Spec("select_all", "Select all shown", ("Ctrl+A",), "Select every cell shown"),
    _Spec("find", "Filter", ("Ctrl+F", "/"), "Filter by id, file, class or note", "search"),
    _Spec("sign", "Sign…", ("Ctrl+Shift+S",), "See what is missing, and sign the case", "edit"),
    _Spec(
        "acknowledge", "Acknowledge the alert…", ("Ctrl+Shift+K",), "Say that you have seen an urgent alert; it stays"
    ),
    _Spec(
        "second_reading",
        "Second reading…",
        ("Ctrl+Shift+D",),
        "Let a second reader read, blind to the first",
        case=False,
    ),
    _Spec("finish_second", "Finish the second reading", ("Ctrl+Shift+F",), "Compare both readers' labels", case=False),
    _Spec(
        "first_reader",
        "Hand back to the first reader",
        ("Ctrl+Shift+1",),
        "Let the first reader take the window",
        case=False,
    ),
    _Spec(
        "second_reader",
        "Hand over to the second reader",
        ("Ctrl+Shift+2",),
        "Let the second reader take the window",
        case=False,
    ),
    _Spec(
        "next_disagreement",
        "Next disagreement",
        ("Shift+J",),
        "Go to the next cell the readers disagree on",
        case=False,
    ),
    _Spec("agreement", "Agreement…", ("Ctrl+Shift+G",), "Cohen's kappa, and what was called differently", case=False),
    _Spec("export", "Export…", ("Ctrl+E",), "Write the report, tables and masks", "export"),
    _Spec("contours", "Contours", ("Ctrl+1",), "Show or hide the contours of nucleus and cytoplasm", "contours"),
    _Spec("edit_mask", "Edit mask", ("Ctrl+4",), "Correct the outline of a cell with clicks or a box", "edit"),
    _Spec("heat_map", "Heat map", ("Ctrl+2",), "Show or hide what the network looked at", "heatmap"),
    _Spec("confidence", "Confidence on tiles", ("Ctrl+3",), "Show or hide the confidence on each tile", checkable=True),
    _Spec("theme", "Light or dark", ("Ctrl+T",), "Change between light and dark", "moon", case=False),
    _Spec("analyse_again", "Analyse again", ("Ctrl+R",), "Analyse every image again; your labels stay"),
    _Spec("cancel", "Cancel", ("Escape",), "Stop the analysis; what is done is kept", "stop", case=False),
    _Spec("quit", "Quit", ("Ctrl+Q",), "Close LeukView", case=False),
)


def key_text(sequence: str) -> str:
    """Return a key as the user's system writes it, e.g. ``Ctrl+Z`` or ``⌘Z``."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


class Actions(QObject):
    """The window's actions, by name, and one per class with a key.

    ``labelRequested`` carries the class id of a class action.
    """

    labelRequested = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._case: list[QAction] = []
        for spec in _SPECS:
            action = QAction(spec.text, self)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            action.setToolTip(f"{spec.tip} ({key_text(spec.keys[0])})")
            action.setCheckable(spec.checkable)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if spec.icon:
                action.setIcon(icon(spec.icon))
            self._actions[spec.name] = action
            if spec.case:
                self._case.append(action)
        self.labels: dict[str, QAction] = {}
        for item in taxonomy().classes:
            action = QAction(item.name, self)
            if item.key:
                action.setShortcut(QKeySequence(item.key))
            action.setToolTip(f"Label as {item.name.lower()}" + (f" ({item.key})" if item.key else ""))
            action.triggered.connect(lambda _=False, class_id=item.id: self.labelRequested.emit(class_id))
            self.labels[item.id] = action
            self._case.append(action)

    def __getitem__(self, name: str) -> QAction:
        """Return an action by its name."""
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        """Yield every action, the class actions last."""
        yield from self._actions.values()
        yield from self.labels.values()

    def set_case_open(self, is_open: bool) -> None:
        """Enable what needs an open case."""
        for action in self._case:
            action.setEnabled(is_open)

    def set_history(self, can_undo: bool, undo_text: str, can_redo: bool, redo_text: str) -> None:
        """Say what undo and redo would do."""
        for name, can, text in (("undo", can_undo, undo_text), ("redo", can_redo, redo_text)):
            action = self._actions[name]
            action.setEnabled(can)
            what = f"{name.capitalize()}: {text}" if can and text else name.capitalize()
            action.setToolTip(f"{what} ({key_text(action.shortcuts()[0].toString())})")
