"""Before a training: recipe, data, where to, and what would be made of the data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leukview.domain.errors import LeukViewError
from leukview.gui import theme
from leukview.gui.progress_texts import progress_words
from leukview.gui.sentences import sentence
from leukview.gui.tasks import Fault, TaskProgress, Tasks, fault_of
from leukview.gui.training_words import recipe_about, recipe_needs
from leukview.gui.translation import several, translate
from leukview.gui.widgets.basics import label
from leukview.gui.widgets.path_drop import take_dropped
from leukview.gui.widgets.train_classes import ClassTable, named_before
from leukview.gui.widgets.train_earlier import EarlierTrainings

if TYPE_CHECKING:
    from leukview.services.training_recipes import DataLook, RecipeFacts
    from leukview.services.training_runs import RunPlan, RunState

__all__ = ["SetupBench", "TrainSetup"]

_TASK = "train-look"


class SetupBench(Protocol):
    """What does the work; see :class:`leukview.gui.training.TrainingBench`. All but ``recipe`` in workers."""

    def recipes(self, progress: TaskProgress) -> tuple[list[RecipeFacts], list[tuple[Path, RunPlan, RunState]]]:
        """Return recipes and earlier trainings."""
        ...

    def recipe(self, file: Path) -> RecipeFacts:
        """Return what a recipe file says of itself."""
        ...

    def look(self, plan: RunPlan, out: Path, progress: TaskProgress) -> DataLook:
        """Return what would be made of the data."""
        ...

    def map_classes(self, names: dict[str, str], file: Path) -> None:
        """Write a class map."""
        ...


class TrainSetup(QWidget):
    """The first page. ``startWanted`` carries the plan and the folder once the data were looked at."""

    startWanted = Signal(object, object)
    openWanted = Signal(object)
    setsWanted = Signal()

    def __init__(self, tasks: Tasks, bench: SetupBench) -> None:
        super().__init__()
        self._tasks, self._bench = tasks, bench
        self._recipes: list[RecipeFacts] = []
        self._look: DataLook | None = None
        self._map = ""
        self.recipe, self.device = QComboBox(), QComboBox()
        self.recipe_button = QPushButton(translate("Training", "File…"))
        self.about = label("", "muted", wrap=True)
        self.data, self.out = QLineEdit(), QLineEdit()
        take_dropped(self.data, folder=False)
        take_dropped(self.out, folder=True)
        self.data.setPlaceholderText(translate("Training", "A folder for each class in one folder, or a table"))
        self.data.setToolTip(
            translate(
                "Training",
                "A folder that holds a folder for each class, or a table; docs/TRAINING_DATA.md describes both",
            )
        )
        self.folder_button, self.table_button = (
            QPushButton(translate("Training", "Folder…")),
            QPushButton(translate("Training", "Table…")),
        )
        self.cases_button = QPushButton(translate("Training", "From my cases…"))
        self.out_button = QPushButton(translate("Training", "Choose…"))
        self.earlier = EarlierTrainings()
        self.table = ClassTable()
        self.notes = QPlainTextEdit()
        self.state = label("", wrap=True)
        self.bar = QProgressBar()
        self.close_button, self.go_button = QPushButton(translate("Training", "Close")), QPushButton()
        self._compose()
        self._connect()
        self._forget()
        tasks.start("train-recipes", bench.recipes, finished=self._listed, failed=self._failed)

    # -- putting together ----------------------------------------------------------------------------------------------

    def _compose(self) -> None:
        grid = theme.tokens().grid
        form = QGridLayout()
        form.setHorizontalSpacing(grid)
        form.setVerticalSpacing(grid)
        form.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget, tuple[QWidget, ...]], ...] = (
            (translate("Training", "&Recipe"), self.recipe, (self.recipe_button,)),
            (translate("Training", "&Data"), self.data, (self.folder_button, self.table_button, self.cases_button)),
            (translate("Training", "&Into"), self.out, (self.out_button,)),
            (translate("Training", "De&vice"), self.device, ()),
        )
        row = 0
        for name, field, buttons in rows:
            caption = label(name)
            caption.setTextFormat(Qt.TextFormat.AutoText)
            caption.setBuddy(field)
            field.setAccessibleName(name.replace("&", ""))
            form.addWidget(caption, row, 0)
            side = QHBoxLayout()
            side.setSpacing(grid)
            side.addWidget(field, 1)
            for button in buttons:
                side.addWidget(button)
            form.addLayout(side, row, 1)
            row += 1
            if field is self.recipe:
                form.addWidget(self.about, row, 1)
                row += 1
        self._style()
        theme.set_role(self.go_button, role="primary")
        self.go_button.setDefault(True)
        buttons_row = QHBoxLayout()
        buttons_row.addWidget(self.earlier)
        buttons_row.addStretch()
        buttons_row.addWidget(self.close_button)
        buttons_row.addWidget(self.go_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(label(translate("Training", "Train a model"), "title"))
        layout.addLayout(form)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.notes, 2)
        layout.addStretch()
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        layout.addLayout(buttons_row)

    def _style(self) -> None:
        grid = theme.tokens().grid
        self.recipe.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for words, value in (
            (translate("Training", "Automatic"), "auto"),
            (translate("Training", "This computer's processor"), "cpu"),
            (translate("Training", "Graphics card"), "cuda"),
        ):
            self.device.addItem(words, value)
        self.recipe_button.setToolTip(translate("Training", "Train by a recipe file (.toml) of your own"))
        self.cases_button.setToolTip(
            translate("Training", "Make a training set of the cells that people labelled in stored cases")
        )
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(translate("Training", "What was found in the data"))
        self.notes.setMinimumHeight(7 * grid)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Training", "Progress"))

    def _connect(self) -> None:
        self.recipe.currentIndexChanged.connect(self.begin_anew)
        self.recipe_button.clicked.connect(self._choose_recipe)
        self.data.textChanged.connect(lambda _: self._forget(keep_map=False))
        self.out.textChanged.connect(lambda _: self._forget())
        self.folder_button.clicked.connect(self._choose_folder)
        self.table_button.clicked.connect(self._choose_table)
        self.cases_button.clicked.connect(self.setsWanted)
        self.out_button.clicked.connect(self._choose_out)
        self.go_button.clicked.connect(self._go)
        self.earlier.wanted.connect(self.openWanted)
        self.table.answered.connect(self._allow)

    # -- recipe and earlier trainings ------------------------------------------------------------------------------------

    def _listed(self, known: tuple[list[RecipeFacts], list[tuple[Path, RunPlan, RunState]]]) -> None:
        recipes, runs = known
        for facts in recipes:
            self.add_recipe(facts)
        self.recipe.setCurrentIndex(0)
        self.begin_anew()
        self.list_runs(runs)

    def add_recipe(self, facts: RecipeFacts) -> None:
        """Offer a recipe, and choose it."""
        self._recipes.append(facts)
        self.recipe.addItem(facts.title)
        self.recipe.setCurrentIndex(self.recipe.count() - 1)

    def list_runs(self, runs: list[tuple[Path, RunPlan, RunState]]) -> None:
        """Offer earlier trainings to look at or go on with."""
        self.earlier.list_runs(runs)

    def facts(self) -> RecipeFacts | None:
        """Return the chosen recipe."""
        row = self.recipe.currentIndex()
        return self._recipes[row] if 0 <= row < len(self._recipes) else None

    def begin_anew(self) -> None:
        """Show the chosen recipe, in a folder of its own; what was found for another is forgotten."""
        facts = self.facts()
        if facts is not None:
            self.about.setText(" ".join((recipe_about(facts), *recipe_needs(facts))))
            from leukview.services.training_runs import free_folder

            self.out.setText(str(free_folder(Path(facts.name).stem)))
        self._forget(keep_map=False)

    def _choose_recipe(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, translate("Training", "A recipe"), "", translate("Training", "Recipes (*.toml)")
        )
        if chosen:
            self.use_recipe_file(Path(chosen))

    def use_recipe_file(self, file: Path) -> None:
        """Offer and choose a recipe of the user's own."""
        try:
            self.add_recipe(self._bench.recipe(file))
        except LeukViewError as error:
            self._failed(fault_of(error))

    # -- data ------------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, translate("Training", "Labelled images"), self.data.text())
        if chosen:
            self.data.setText(chosen)

    def _choose_table(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            translate("Training", "A table of labelled images"),
            self.data.text(),
            translate("Training", "Tables (*.csv)"),
        )
        if chosen:
            self.data.setText(chosen)

    def _choose_out(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("Training", "Folder for the training"), self.out.text()
        )
        if chosen:
            self.out.setText(chosen)

    def plan(self) -> RunPlan | None:
        """Return what is asked for; None where something is missing."""
        from leukview.services.training_runs import RunPlan

        facts = self.facts()
        if facts is None or not self.data.text().strip() or not self.out.text().strip():
            return None
        data = str(Path(self.data.text().strip()).expanduser())
        return RunPlan(facts.name, facts.title, data, self._map, str(self.device.currentData()))

    def folder(self) -> Path:
        """Return the training's folder."""
        return Path(self.out.text().strip()).expanduser()

    def _go(self) -> None:
        plan = self.plan()
        if plan is None:
            return
        if self._look is not None and self._look.ready:
            self.startWanted.emit(plan, self.folder())
        elif self._look is not None and self._look.unknown:
            self._use_map(plan)
        else:
            self.check()

    def check(self) -> None:
        """Look at the data as the training would."""
        plan, out = self.plan(), self.folder()
        if plan is None:
            return
        self._busy(translate("Training", "Reading the data…"))
        self._tasks.start(
            _TASK,
            lambda progress: self._bench.look(plan, out, progress),
            finished=self._looked,
            failed=self._failed,
            progress=self._progressed,
        )

    def _looked(self, look: DataLook) -> None:
        self._look = look
        self.notes.setPlainText("\n".join(map(sentence, look.notes)))
        self.notes.setVisible(bool(look.notes))
        if look.unknown:
            self.table.ask(look)
            self._ready(
                translate("Training", "These names are not known. Say what they are, or leave them out."), "doubt"
            )
            self.go_button.setText(translate("Training", "Use these names"))
        else:
            self.table.show_counts(look)
            images = sum(sum(parts.values()) for parts in look.counts.values())
            self._ready(
                several(
                    images,
                    translate("Training", "{n:,} image. The training can begin."),
                    translate("Training", "{n:,} images. The training can begin."),
                )
                if images
                else translate("Training", "The training can begin."),
                "",
            )
            self.go_button.setText(translate("Training", "Start training"))

    def answers(self) -> dict[str, str | None]:
        """Return what unknown names are said to be; see :meth:`~leukview.gui.widgets.train_classes.ClassTable.answers`."""
        return self.table.answers()

    def _use_map(self, plan: RunPlan) -> None:
        """Write the names beside the training, with those that a class map said before, and look again."""
        answers = {name: ours for name, ours in self.table.answers().items() if ours is not None}
        file, before = self.folder() / "classes.toml", named_before(plan)

        def work(progress: TaskProgress) -> DataLook:
            self._bench.map_classes({**before, **answers}, file)
            return self._bench.look(replace(plan, classes=str(file)), file.parent, progress)

        def finished(look: DataLook) -> None:
            self._map = str(file)
            self._looked(look)

        self._busy(translate("Training", "Reading the data…"))
        self._tasks.start(_TASK, work, finished=finished, failed=self._failed, progress=self._progressed)

    # -- state -----------------------------------------------------------------------------------------------------------

    def _forget(self, keep_map: bool = True) -> None:
        """Drop what was found: it belongs to other data or another recipe."""
        self._tasks.cancel(_TASK)
        self._look = None
        if not keep_map:
            self._map = ""
        self.table.hide()
        self.notes.hide()
        self.go_button.setText(translate("Training", "Check the data"))
        self._ready(
            "" if self.data.text().strip() else translate("Training", "Choose the images to learn from."), "muted"
        )

    def _busy(self, words: str) -> None:
        self.state.setText(words)
        theme.set_role(self.state, role="muted")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.go_button.setEnabled(False)

    def _progressed(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if message:
            self.state.setText(
                translate("Training", "{doing}: {done:,} of {total:,}").format(
                    doing=progress_words(message), done=done, total=total
                )
            )

    def _ready(self, words: str, role: str) -> None:
        self.state.setText(words)
        theme.set_role(self.state, role=role)
        self.bar.hide()
        self._allow()

    def _allow(self) -> None:
        answered = self._look is None or not self._look.unknown or None not in self.table.answers().values()
        self.go_button.setEnabled(self.plan() is not None and answered and self._tasks.get(_TASK) is None)

    def _failed(self, fault: Fault) -> None:
        self._look = None
        self.table.hide()
        self._ready(f"{fault.title} {fault.text}".strip(), "urgent")
        self.go_button.setText(translate("Training", "Check the data"))
