"""Parts of the cell panel: a line that says who calls the cell what, the heat map's controls, the note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from leukview.domain.cell import Cell
from leukview.domain.prediction import DOUBTFUL_AT, Prediction
from leukview.gui import theme
from leukview.gui.icons import draw_icon
from leukview.gui.pixmaps import class_colour, heat_table
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, class_short, translate
from leukview.gui.widgets.basics import ElidedLabel, label
from leukview.gui.widgets.own_keys_line import OwnKeysLine

__all__ = [
    "CallLine",
    "HeatControls",
    "HeatLegend",
    "NoteField",
    "doubt_words",
    "reader_lines",
    "reader_words",
    "second_note_words",
]

_CAPTION_WIDTH = 56
_WIDE_LEGEND = 184


def reader_words(cell: Cell) -> str:
    """Return what the reader did with a cell, in words; where two read it, what each of them said."""
    if cell.second_class is not None:
        names = [class_short(name) if name else "—" for name in (cell.human_class, cell.second_class)]
        return f"1: {names[0]} · 2: {names[1]}" + (translate("CellPanel", " · decided") if cell.agreed else "")
    return {
        "unreviewed": translate("CellPanel", "not reviewed"),
        "confirmed": translate("CellPanel", "confirmed"),
        "relabelled": translate("CellPanel", "relabelled"),
    }[cell.status]


def reader_lines(cell: Cell) -> list[str]:
    """Return what each reader calls a cell and what was decided, a line each; none where nobody has."""
    names = [
        (
            translate("CellPanel", "Reader") if cell.second_class is None else translate("CellPanel", "Reader 1"),
            cell.human_class,
        ),
        (translate("CellPanel", "Reader 2"), cell.second_class),
    ]
    lines = [f"{who}: {class_name(name)}" for who, name in names if name is not None]
    if cell.agreed is not None:
        lines.append(
            translate("CellPanel", "Decided: {name}, by {by}").format(
                name=class_name(cell.agreed.class_id), by=cell.agreed.by
            )
        )
    if cell.second_note:
        lines.append(second_note_words(cell))
    return lines


def second_note_words(cell: Cell) -> str:
    """Return what the second reader wrote on a cell, once both may see it; empty where that is nothing."""
    if not cell.second_note:
        return ""
    return translate("CellPanel", "Reader 2's note: {second_note}").format(second_note=cell.second_note)


class CallLine(QWidget):
    """One line: who (AI or reader), a thin class bar, the class, and a remark on the right."""

    def __init__(self, who: str, tip: str) -> None:
        super().__init__()
        self._who = who
        self._class: str | None = None
        self._value = ""
        self._remark = ""
        self._doubtful = False
        self.setFixedHeight(theme.tokens().row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip)

    def set_call(self, class_id: str | None, value: str = "", remark: str = "", *, doubtful: bool = False) -> None:
        """Show a class (None: a dash), a figure after it and a remark on the right, amber where ``doubtful``."""
        self._class, self._value, self._remark, self._doubtful = class_id, value, remark, doubtful
        self.setAccessibleName(f"{self.text()}{', ' + remark if remark else ''}")
        self.update()

    def text(self) -> str:
        """Return the line without its remark, e.g. ``AI: Blast 0.81`` or ``Reader: —``."""
        name = "—" if self._class is None else class_name(self._class)
        return f"{self._who}: {name} {self._value}".rstrip()

    def remark(self) -> str:
        """Return what stands on the right."""
        return self._remark

    def sizeHint(self) -> QSize:
        """Return a width that fits most names."""
        return QSize(280, theme.tokens().row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        look = theme.tokens()
        painter = QPainter(self)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(look.body))
        painter.setPen(look.colour("muted"))
        caption = max(
            _CAPTION_WIDTH, painter.fontMetrics().horizontalAdvance(translate("CellPanel", "Reader")) + look.grid
        )
        painter.drawText(QRect(0, 0, caption, self.height()), middle, self._who)
        room = self.width()
        if self._remark:
            painter.setPen(look.colour("doubt_text" if self._doubtful else "muted"))
            wide = painter.fontMetrics().horizontalAdvance(self._remark)
            painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._remark)
            room -= wide + look.grid
            if self._doubtful:
                room -= 12
                draw_icon(painter, "doubt", QRectF(room, self.height() / 2 - 8, 16, 16), look.colour("doubt"))
        left = caption
        if self._class is not None:
            painter.fillRect(QRect(left, 5, 4, self.height() - 10), class_colour(self._class))
            left += 4 + look.grid
        painter.setFont(theme.font(look.body, strong=self._class is not None))
        painter.setPen(look.colour("text" if self._class is not None else "muted"))
        value_wide = painter.fontMetrics().horizontalAdvance(self._value) + look.grid if self._value else 0
        name = "—" if self._class is None else class_name(self._class)
        if self._class is not None and painter.fontMetrics().horizontalAdvance(name) > room - left - value_wide:
            name = class_short(self._class)
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room - left - value_wide)
        painter.drawText(QRect(left, 0, room - left, self.height()), middle, name)
        if self._value:
            left += painter.fontMetrics().horizontalAdvance(name) + look.grid
            painter.setFont(theme.font(look.body))
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), middle, self._value)


class HeatLegend(QWidget):
    """The heat map's colours from low to high influence."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(16)
        self.setMinimumWidth(128)
        self.setAccessibleName(
            translate("CellPanel", "Heat map legend: low to high influence on the class, scaled per cell")
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar as it looks over the surround: transparent where the influence is low."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font(look.small))
        painter.setPen(look.colour("muted"))
        metrics = painter.fontMetrics()
        low = translate("CellPanel", "low")
        high = (
            translate("CellPanel", "high influence") if self.width() >= _WIDE_LEGEND else translate("CellPanel", "high")
        )
        start = metrics.horizontalAdvance(low) + look.grid
        end = self.width() - metrics.horizontalAdvance(high) - look.grid
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)
        bar = QRectF(start, 4, max(8, end - start), 8)
        painter.fillRect(bar, look.colour("surround"))
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(0, 256, 15):
            red, green, blue = (int(part) for part in heat_table()[step])
            colour = look.colour("surround")
            colour.setRgb(red, green, blue, step)
            gradient.setColorAt(step / 255, colour)
        painter.fillRect(bar, gradient)


_SCALED = QT_TRANSLATE_NOOP("CellPanel", "Scaled per cell: not comparable between cells.")


class HeatControls(QWidget):
    """Which class the heat map explains, how opaque it is, and what its colours mean.

    Signals
    -------
    classChosen:
        Emitted with the class id that the reader picked.
    opacityChanged:
        Emitted with the opacity, 0–1.
    makerChosen:
        Emitted with the id of the pipeline whose map is wanted; empty for the one that made the call.
    """

    makerChosen = Signal(str)
    classChosen = Signal(str)
    opacityChanged = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        grid = theme.tokens().grid
        self.classes = QComboBox()
        self.classes.setAccessibleName(translate("CellPanel", "Class that the heat map explains"))
        self.classes.setToolTip(
            translate("CellPanel", "Which class the heat map explains; the called class by default")
        )
        self.classes.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.classes.setMinimumContentsLength(6)
        self.classes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.classes.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.classes.activated.connect(lambda row: self.classChosen.emit(self.classes.itemData(row)))
        self.opacity = self._opacity_slider()
        row = QHBoxLayout()
        row.setSpacing(grid)
        captions = [label(words, "muted") for words in (translate("CellPanel", "for"), translate("CellPanel", "by"))]
        for caption in captions:
            caption.setMinimumWidth(max(each.sizeHint().width() for each in captions))
        row.addWidget(captions[0])
        row.addWidget(self.classes, 1)
        row.addWidget(label(translate("CellPanel", "opacity"), "muted"))
        row.addWidget(self.opacity)
        self.legend = HeatLegend()
        self.makers = QComboBox()
        self.makers.setAccessibleName(translate("CellPanel", "Pipeline whose heat map is shown"))
        self.makers.setToolTip(
            translate(
                "CellPanel", "Whose heat map: the pipeline that made the call, or another one, asked for this cell only"
            )
        )
        self.makers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.makers.setMinimumWidth(12 * grid)
        self.makers.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.makers.activated.connect(lambda row: self.makerChosen.emit(self.makers.itemData(row)))
        self._makers: list[tuple[str, str]] = []
        self._own = ""
        self.words = ElidedLabel("small")
        below = QHBoxLayout()
        below.setSpacing(grid)
        below.addWidget(captions[1])
        below.addWidget(self.makers)
        below.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid // 2)
        layout.addLayout(row)
        layout.addLayout(below)
        layout.addWidget(self.words)
        self._brief, self._state = False, ""
        self.set_state("")
        self.set_makers([])

    def _opacity_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(60)
        slider.setFixedWidth(64)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(translate("CellPanel", "Heat map opacity"))
        slider.setToolTip(translate("CellPanel", "Opacity of the heat map"))
        slider.valueChanged.connect(lambda value: self.opacityChanged.emit(value / 100))
        return slider

    def set_makers(self, makers: Sequence[tuple[str, str]]) -> None:
        """Offer these pipelines, as (id, title), beside the one that made the call; the chosen one stays chosen."""
        self._makers = list(makers)
        self._offer_makers()

    def set_own_maker(self, pipeline_id: str) -> None:
        """Say which pipeline made the call; empty where there is none, and then none is offered."""
        if pipeline_id != self._own:
            self._own = pipeline_id
            self._offer_makers()

    def _offer_makers(self) -> None:
        chosen, titles = self.maker(), dict(self._makers)
        self.makers.clear()
        self.makers.addItem(_short_title(titles.get(self._own, self._own)) or "–", "")
        self.makers.setItemData(
            0, translate("CellPanel", "The pipeline that made the call"), Qt.ItemDataRole.ToolTipRole
        )
        for pipeline_id, title in self._makers if self._own else ():
            if pipeline_id != self._own:
                self.makers.addItem(_short_title(title), pipeline_id)
                self.makers.setItemData(self.makers.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.makers.setCurrentIndex(max(0, self.makers.findData(chosen)))
        self.makers.setEnabled(self.makers.count() > 1)

    def maker(self) -> str:
        """Return the id of the pipeline whose map is wanted; empty for the one that made the call."""
        return str(self.makers.currentData() or "")

    def maker_title(self) -> str:
        """Return what that pipeline is called."""
        return self.makers.currentText()

    def choose(self, class_id: str) -> None:
        """Choose a class without telling."""
        self.classes.setCurrentIndex(max(0, self.classes.findData(class_id)))

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Offer a prediction's classes, most probable first, and choose the called one."""
        self.classes.clear()
        for class_id in prediction.ranked if prediction else ():
            value = prediction.probabilities[class_id] if prediction else 0.0
            self.classes.addItem(f"{class_name(class_id)}  {value:.2f}", class_id)
        self.classes.setEnabled(prediction is not None)

    def chosen(self) -> str | None:
        """Return the class id that is chosen; None where there is none."""
        chosen = self.classes.currentData()
        return None if chosen is None else str(chosen)

    def set_state(self, words: str) -> None:
        """Say why there is no heat map yet; the empty text says how to read it."""
        self._state = words
        self.words.set_whole_text(words or translate("CellPanel", _SCALED))
        self.legend.setToolTip(translate("CellPanel", _SCALED))
        self.words.setVisible(bool(words) or not self._brief)

    def set_brief(self, brief: bool) -> None:
        """Leave how to read the map to the tooltip where there is little room; why there is none is always said."""
        self._brief = brief
        self.set_state(self._state)


def _short_title(title: str) -> str:
    """Return a pipeline's title without what stands behind its name."""
    return title.split(",", 1)[0]


class NoteField(OwnKeysLine):
    """The reader's note.

    Signals
    -------
    saved:
        Emitted with the text when the reader is done with it.
    """

    saved = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            translate("CellPanel", "Note on this cell"),
            translate("CellPanel", "Note (Ctrl+M) · Enter saves it, Escape puts the old one back"),
            2000,
        )
        self._before = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_saved_text(self, text: str) -> None:
        """Show the stored note, unless the reader is writing."""
        self._before = text
        self.setText(text)
        self.setCursorPosition(0)

    def flush(self) -> None:
        """Save what was written, if anything changed."""
        text = self.text().strip()
        if text != self._before:
            self._before = text
            self.saved.emit(text)

    def is_dirty(self) -> bool:
        """Return whether something was written that is not saved."""
        return self.text().strip() != self._before

    def give(self) -> None:
        """Save the note, and give the keyboard back."""
        self.flush()
        self.clearFocus()

    def leave(self) -> None:
        """Put the old note back, and give the keyboard back."""
        self.setText(self._before)
        self.clearFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when the reader goes elsewhere."""
        super().focusOutEvent(event)
        self.flush()


def doubt_words(cell: Cell) -> tuple[str, bool]:
    """Return a cell's doubt in words, and whether it asks for a person.

    Out of domain the figure only orders cells, and beside a probability it would say nothing of the classes.
    """
    if cell.prediction is None:
        return "", False
    if cell.out_of_domain:
        return translate("CellPanel", "out of domain"), True
    return translate("CellPanel", "doubt {doubt:.2f}").format(doubt=cell.doubt), cell.doubt >= DOUBTFUL_AT
