"""Everything one can do, as QActions: one place for texts, keys and tooltips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from leukview.domain.taxonomy import taxonomy
from leukview.gui.icons import icon
from leukview.gui.list_keys import LIST_KEYS
from leukview.gui.page_keys import PAGE_KEYS
from leukview.gui.shortcuts import CASE, LIST, QUIZ, Keymap, key_text, label_id, label_key
from leukview.gui.translation import NAMES, class_name, english_name, in_sentence, translate

__all__ = ["Actions", "key_text", "texts"]


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


_LANGUAGE_HOLDS = (
    "holds when LeukView starts again, for what the window shows; reports, tables and the audit trail stay English"
)
_SPECS = (
    _Spec(
        "worklist",
        "Cases",
        ("Ctrl+L",),
        "Every case, how far it is, and what was received",
        "cases",
        case=False,
    ),
    _Spec("next_case", "Next case", ("Ctrl+PgDown",), "Open the next case of the list", case=False),
    _Spec("previous_case", "Previous case", ("Ctrl+PgUp",), "Open the case before this one in the list", case=False),
    _Spec("open_folder", "Open…", ("Ctrl+O",), "Open a folder of cell images or smear fields", "open", case=False),
    _Spec("open_sample", "Open the sample case", ("Ctrl+Shift+O",), "Render and open a synthetic smear", case=False),
    _Spec("edit_case", "Case details…", ("F2",), "Name, patient and slide", "edit"),
    _Spec("laboratory", "Laboratory…", ("Ctrl+,",), "Laboratory, reader and reference ranges", case=False),
    _Spec("adapt", "Adapt to this laboratory…", ("Ctrl+Shift+A",), "Learn from your people's labels", case=False),
    _Spec("pipeline", "Choose pipeline…", ("Ctrl+Shift+N",), "Choose which pipeline analyses", case=False),
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
        "history",
        "History",
        ("Ctrl+H",),
        "Everything that was done on this case, and the way back to any point of it",
        "restore",
        checkable=True,
    ),
    _Spec("cell_history", "History of this cell", ("Ctrl+Shift+H",), "What was done on the cell that you look at"),
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
    _Spec(
        "confirm_rest",
        "Confirm the rest of this class",
        ("Ctrl+Shift+Space",),
        "Agree with every cell of the class that is not reviewed yet; asks where any of them needs you",
    ),
    _Spec(
        "select_alike", "Select all alike", ("Ctrl+I",), "Select the shown cells of this class that the AI calls alike"
    ),
    _Spec("compare", "Compare side by side", ("Ctrl+6",), "Look at 2 to 8 chosen cells at one scale"),
    _Spec("class_grid", "Grid of this class", ("Ctrl+7",), "See all cells of the class at once, the odd ones first"),
    _Spec("next_class", "Next class", ("Ctrl+Down",), "Go to the next class"),
    _Spec("previous_class", "Previous class", ("Ctrl+Up",), "Go to the class before"),
    _Spec("class_keys", "Change keys…", ("Ctrl+K",), "Choose the key of any action and class", case=False),
    _Spec("cheat_sheet", "Keys…", ("?", "Shift+?"), "Show every key", case=False),
    _Spec("help", "User guide", ("F1",), "Read about what is on show; works offline", case=False),
    _Spec("tour", "Tour of the window", ("Shift+F1",), "See what is where, on the sample case", case=False),
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
    _Spec(
        "neighbours",
        "Neighbours",
        ("Ctrl+N",),
        "Show what lies around the cell in its field, or comes beside it in file order",
        "around",
    ),
    _Spec("next_in_file", "Next in file order", ("Ctrl+Right",), "Go to the cell after this one in file order"),
    _Spec("previous_in_file", "Previous in file order", ("Ctrl+Left",), "Go to the cell before this one in file order"),
    _Spec(
        "adjust_picture",
        "Adjust picture…",
        ("Ctrl+U",),
        "Brightness, contrast, gamma and white balance on screen; files and calls stay as they are",
        "adjust",
    ),
    _Spec(
        "reset_picture",
        "Pictures as they are",
        ("Ctrl+Shift+U",),
        "Take every adjustment of the picture off; once more brings it back",
    ),
    _Spec("original_picture", "Hold: original picture", (".",), "See pictures as they are while the key is held"),
    _Spec("confidence", "Confidence on tiles", ("Ctrl+3",), "Show or hide the confidence on each tile", checkable=True),
    _Spec(
        "fields",
        "Fields",
        ("Ctrl+5",),
        "Show the cells where they lie, or go back to the gallery",
        "field",
        checkable=True,
    ),
    _Spec(
        "add_cell",
        "Add cell",
        ("Ctrl+D",),
        "Draw boxes around cells that were not found, until Esc",
        "add_box",
        checkable=True,
    ),
    _Spec("merge_cells", "Merge cells", ("Ctrl+G",), "Put one cell in the place of the chosen ones", "merge"),
    _Spec(
        "delete_cells",
        "Delete cell",
        ("Shift+Delete",),
        "Take the chosen cells of fields out of the case: kept, in no count, can be brought back",
        "delete",
    ),
    _Spec(
        "region_box",
        "Region",
        ("Ctrl+8",),
        "Count what lies in a rectangle that you draw",
        "region",
        checkable=True,
    ),
    _Spec(
        "region_free",
        "Free region",
        ("Ctrl+Shift+8",),
        "Count what lies within an outline that you draw",
        "lasso",
        checkable=True,
    ),
    _Spec(
        "palette",
        "Find a command…",
        ("Ctrl+Shift+P",),
        "Type what you want to do, or the name of a class, page, case or cell",
        "search",
        case=False,
    ),
    _Spec("reference", "Reference cells", ("Ctrl+B",), "Sets of cells that people vouch for, by class", case=False),
    _Spec(
        "add_reference",
        "Add to a reference set…",
        ("Ctrl+Shift+B",),
        "Copy the chosen cells that a person has labelled into a reference set",
    ),
    _Spec("reference_large", "Compare with reference", ("Ctrl+Shift+E",), "See this cell beside reference cells"),
    _Spec(
        "reference_strip",
        "Show reference cells",
        ("Ctrl+Shift+R",),
        "Show or hide reference cells below the cell under review",
        checkable=True,
    ),
    _Spec("quiz", "Quiz…", ("Ctrl+J",), "Name cells blind, and see how you did", case=False),
    _Spec("theme", "Light or dark", ("Ctrl+T",), "Change between light and dark", "moon", case=False),
    _Spec(
        "reset_layout",
        "Reset layout",
        ("Ctrl+Shift+Y",),
        "Size, columns, tiles and panels of the window as they came; no case changes",
        case=False,
    ),
    *(
        _Spec(name, text, (), f"{text}: holds {when}", case=False, checkable=True)
        for name, text, when in (
            ("theme_light", "Light", "at once"),
            ("theme_dark", "Dark", "at once"),
            ("theme_contrast-light", "Light, high contrast", "at once"),
            ("theme_contrast-dark", "Dark, high contrast", "at once"),
            ("theme_system", "Light or dark as the system", "at once"),
            ("colours_standard", "Class colours: one a class", "at once"),
            ("colours_safe", "Class colours: colour-blind safe, letters on boxes", "at once"),
            *((f"size_{size}", f"Size {size} %", "when LeukView starts again") for size in (100, 125, 150, 175, 200)),
        )
    ),
    *(
        _Spec(f"language_{name or 'system'}", text, (), f"{text}: {_LANGUAGE_HOLDS}", case=False, checkable=True)
        for name, text in {"": "Language as the system", **NAMES}.items()
    ),
    _Spec("analyse_again", "Analyse again", ("Ctrl+R",), "Analyse every image again; your labels stay"),
    _Spec("cancel", "Cancel", ("Escape",), "Stop the analysis; what is done is kept", "stop", case=False),
    _Spec("quit", "Quit", ("Ctrl+Q",), "Close LeukView", case=False),
)


def _keymap() -> Keymap:
    """Return the keys of actions, classes, the list of cases and the pages with keys of their own, as they are shipped."""
    classes = taxonomy().classes
    labels = {label_id(item.id): (item.key,) if item.key else () for item in classes}
    chosen: dict[str, tuple[str, ...]] = {spec.name: spec.keys for spec in _SPECS} | labels
    names = {spec.name: translate("Actions", spec.text) for spec in _SPECS}
    names |= {label_id(item.id): class_name(item.id) for item in classes}
    places: dict[str, str | tuple[str, ...]] = dict.fromkeys((spec.name for spec in _SPECS if spec.case), CASE)
    # The quiz is answered with the keys of the classes.
    places |= dict.fromkeys(labels, (CASE, QUIZ))
    for own in LIST_KEYS:
        chosen[own.item], names[own.item], places[own.item] = own.keys, own.name, LIST
    for key in PAGE_KEYS:
        chosen[key.item], names[key.item], places[key.item] = key.keys, key.name, key.place
    fixed = {key.item: key.where for key in PAGE_KEYS}
    return Keymap(chosen, names, places, fixed, {key.item: key.claim for key in PAGE_KEYS})


class Actions(QObject):
    """The window's actions, by name, and one per class with a key.

    ``labelRequested`` carries the class id of a class action; ``keysChanged`` says that keys are others now, ``caseShown`` that
    the open case came on show, or went: whoever disables actions for reasons of its own looks again.
    """

    labelRequested = Signal(str)
    keysChanged = Signal()
    caseShown = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._case: list[QAction] = []
        self._open = False
        for spec in _SPECS:
            action = QAction(translate("Actions", spec.text), self)
            action.setCheckable(spec.checkable)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if spec.icon:
                action.setIcon(icon(spec.icon))
            self._actions[spec.name] = action
            if spec.case:
                self._case.append(action)
        self.labels: dict[str, QAction] = {}
        for item in taxonomy().classes:
            action = QAction(class_name(item.id), self)
            action.triggered.connect(lambda _=False, class_id=item.id: self.labelRequested.emit(class_id))
            self.labels[item.id] = action
            self._case.append(action)
        self.keymap = _keymap()
        self.use_keys({})

    def use_keys(self, overrides: Mapping[str, str]) -> dict[str, str]:
        """Put the user's keys in force; return what was wrong with them, id → why. See :class:`leukview.gui.shortcuts.Keymap`."""
        refused = self.keymap.use(overrides)
        for spec in _SPECS:
            keys = self.keymap.keys(spec.name)
            self._actions[spec.name].setShortcuts([QKeySequence(key) for key in keys])
            tip = translate("Actions", spec.tip)
            self._actions[spec.name].setToolTip(tip + (f" ({key_text(keys[0])})" if keys else ""))
        for item in taxonomy().classes:
            self.labels[item.id].setShortcuts([QKeySequence(key) for key in self.keymap.keys(label_id(item.id))])
            key = label_key(item.id)
            tip = translate("Actions", "Label as {name}").format(name=in_sentence(item.id))
            english = f" · {english_name(item.id)}" if english_name(item.id) else ""
            self.labels[item.id].setToolTip(tip + (f" ({key})" if key else "") + english)
        self.keysChanged.emit()
        return refused

    def __getitem__(self, name: str) -> QAction:
        """Return an action by its name."""
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        """Yield every action, the class actions last."""
        yield from self._actions.values()
        yield from self.labels.values()

    def names(self) -> list[str]:
        """Return the names of the actions that are no class's, in their order."""
        return list(self._actions)

    def set_case_open(self, is_open: bool) -> None:
        """Enable what needs an open case that is on show: no key may change what nobody sees."""
        self._open = is_open
        for action in self._case:
            action.setEnabled(is_open)
        self.caseShown.emit()

    @property
    def case_open(self) -> bool:
        """Whether there is an open case, and it is on show."""
        return self._open

    def set_history(self, can_undo: bool, undo_text: str, can_redo: bool, redo_text: str) -> None:
        """Say what undo and redo would do."""
        for name, can, text in (("undo", can_undo, undo_text), ("redo", can_redo, redo_text)):
            action = self._actions[name]
            action.setEnabled(can and self._open)
            what = translate("Actions", name.capitalize())
            what = f"{what}: {text}" if can and text else what
            key = action.shortcut().toString()
            action.setToolTip(what + (f" ({key_text(key)})" if key else ""))


def texts() -> Iterator[str]:
    """Yield every text of the table above, for translation."""
    for spec in _SPECS:
        yield from (spec.text, spec.tip)
