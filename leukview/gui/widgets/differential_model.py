"""Rows of the differential as a table: what each column says, how wide it is, how it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from leukview.domain.differential import Differential, DifferentialRow
from leukview.domain.taxonomy import taxonomy
from leukview.gui import theme
from leukview.gui.pixmaps import class_colour
from leukview.gui.translation import QT_TRANSLATE_NOOP, class_name, class_short, translate, with_english

__all__ = [
    "COLUMNS",
    "DifferentialDelegate",
    "DifferentialModel",
    "Line",
    "column_texts",
    "columns_shown",
    "fitting_columns",
    "lines_of",
    "prepare_table",
]

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

COLUMNS = {
    "class": (QT_TRANSLATE_NOOP("Differential", "Class"), ""),
    "ai": (
        QT_TRANSLATE_NOOP("Differential", "AI %"),
        QT_TRANSLATE_NOOP("Differential", "What the pipeline alone would report, in per cent of white cells"),
    ),
    "first": (
        "R1 %",
        QT_TRANSLATE_NOOP(
            "Differential", "Reader 1's labels alone, in per cent of the white cells that reader labelled"
        ),
    ),
    "second": (
        "R2 %",
        QT_TRANSLATE_NOOP(
            "Differential", "Reader 2's labels alone, in per cent of the white cells that reader labelled"
        ),
    ),
    "final": (
        QT_TRANSLATE_NOOP("Differential", "Final %"),
        QT_TRANSLATE_NOOP(
            "Differential", "The readers' label where there is one, else the pipeline's, in per cent of white cells"
        ),
    ),
    "n": ("n", QT_TRANSLATE_NOOP("Differential", "Cells of this class in the final count")),
    "interval": (
        "95 %",
        QT_TRANSLATE_NOOP("Differential", "Exact (Clopper–Pearson) 95 % interval of the final percentage"),
    ),
    "range": (
        QT_TRANSLATE_NOOP("Differential", "Range"),
        QT_TRANSLATE_NOOP("Differential", "Reference range, per cent; ▲ above, ▼ below"),
    ),
}
"""Column id → heading and what it means."""


@dataclass(frozen=True, slots=True)
class Line:
    """One class in the AI's, each reader's and the final differential; None where a reader counted nothing."""

    ai: DifferentialRow
    final: DifferentialRow
    first: DifferentialRow | None = None
    second: DifferentialRow | None = None

    @property
    def class_id(self) -> str:
        """The class id."""
        return self.final.class_id

    @property
    def empty(self) -> bool:
        """Whether no count has a cell of it."""
        return not any(row.n for row in (self.ai, self.final, self.first, self.second) if row is not None)


def lines_of(
    ai: Differential,
    final: Differential,
    reader_one: Differential | None = None,
    reader_two: Differential | None = None,
    *,
    counted: bool,
) -> list[Line]:
    """Put the rows of the differentials beside each other, in report order.

    Parameters
    ----------
    ai, final, reader_one, reader_two:
        The differentials; None for a reader who did not read.
    counted:
        The rows within the white-cell denominator, else those outside it.
    """
    readers = [
        {row.class_id: row for row in read.rows} if read is not None and read.total else {}
        for read in (reader_one, reader_two)
    ]
    first = {row.class_id: row for row in (ai.counted_rows if counted else ai.excluded_rows)}
    second = {row.class_id: row for row in (final.counted_rows if counted else final.excluded_rows)}
    share = 0.0 if counted else None
    lines = []
    others = {name for rows in readers for name in rows if taxonomy()[name].counted is counted}
    for class_id in taxonomy().sorted({*first, *second, *others}):
        none = DifferentialRow(class_id, 0, share, None, None, None, None, "")
        read = [rows.get(class_id, none) if rows else None for rows in readers]
        lines.append(Line(first.get(class_id, none), second.get(class_id, none), *read))
    return lines


def column_texts(line: Line, ai_total: int, final_total: int, decimals: int) -> dict[str, str]:
    """Return what each column of a counted row says; a dash where nothing was counted.

    Parameters
    ----------
    line:
        The class.
    ai_total, final_total:
        White cells counted.
    decimals:
        Of the interval; 0 where the column is narrow.
    """
    row = line.final
    interval, reference = "—", ""
    if final_total and row.ci_low is not None and row.ci_high is not None:
        interval = f"{row.ci_low:.{decimals}f}–{row.ci_high:.{decimals}f}"
    if row.reference_low is not None and row.reference_high is not None:
        reference = f"{row.reference_low:g}–{row.reference_high:g}"
    return {
        "class": class_name(line.class_id),
        "ai": f"{line.ai.percent or 0:.1f}" if ai_total else "—",
        "first": f"{line.first.percent or 0:.1f}" if line.first else "—",
        "second": f"{line.second.percent or 0:.1f}" if line.second else "—",
        "final": f"{row.percent or 0:.1f}" if final_total else "—",
        "n": str(row.n),
        "interval": interval,
        "range": reference,
    }


class DifferentialModel(QAbstractTableModel):
    """The counted rows that are on show. Unchanged rows stay in place, so that nothing flickers while cells arrive."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.totals = (0, 0)
        self.decimals = 0

    def update_lines(self, lines: list[Line], totals: tuple[int, int]) -> None:
        """Show these rows, telling the view only of what is different."""
        same = [line.class_id for line in lines] == [line.class_id for line in self.lines]
        if not same:
            self.beginResetModel()
        self.lines, self.totals = lines, totals
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))

    def set_decimals(self, decimals: int) -> None:
        """Set the decimals of the interval."""
        if decimals != self.decimals:
            self.decimals = decimals
            self.update_lines(self.lines, self.totals)

    def text(self, row: int, column: str) -> str:
        """Return one field's text."""
        return column_texts(self.lines[row], *self.totals, self.decimals)[column]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a field's text, tooltip or alignment; the row itself under ``UserRole``."""
        line = self.lines[index.row()]
        column = list(COLUMNS)[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(index.row(), column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tip(line)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = self._tip(line).splitlines()[:-1]
                return (
                    "; ".join(words)
                    if column == "class"
                    else f"{translate('Differential', COLUMNS[column][0])}: {self.text(index.row(), column)}"
                )
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if column == "class" else Qt.AlignmentFlag.AlignRight
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.UserRole:
                return line
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading or what it means."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        heading, tip = (translate("Differential", text) for text in list(COLUMNS.values())[section])
        if role == Qt.ItemDataRole.DisplayRole:
            return heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _tip(self, line: Line) -> str:
        texts = column_texts(line, *self.totals, 1)
        words = translate("Differential", "{name}: {n} of {total}, {percent} %, 95 % interval {interval}").format(
            name=with_english(line.class_id),
            n=line.final.n,
            total=self.totals[1],
            percent=texts["final"],
            interval=texts["interval"],
        )
        words += translate("Differential", "\nAI {percent} %").format(percent=texts["ai"])
        for name, read in (
            (translate("Differential", "Reader 1"), line.first),
            (translate("Differential", "Reader 2"), line.second),
        ):
            if read is not None:
                words += f" · {name} {read.percent or 0:.1f} % (n = {read.n})"
        if texts["range"]:
            words += translate("Differential", "\nReference range {range} %").format(range=texts["range"])
        if line.final.flag:
            words += (
                translate("Differential", ": above it")
                if line.final.flag == "high"
                else translate("Differential", ": below it")
            )
        return words + translate("Differential", "\nClick to see its cells")


class DifferentialDelegate(QStyledItemDelegate):
    """Paints a field: the class with its thin bar, figures tabular and right-aligned, the flag as a small arrow.

    ``flag_column`` is where the arrow stands: beside the range, or beside the share where there is no room for ranges.
    """

    flag_column = "range"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(32, theme.tokens().row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the field."""
        look = theme.tokens()
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        column = list(COLUMNS)[index.column()]
        where: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(where, look.colour("hover"))
        side = column in {"ai", "first", "second", "interval", "range"}
        quiet = line.final.n == 0 or side
        strong = column == "final" and line.final.n > 0
        painter.setPen(look.colour("muted" if quiet else "text"))
        size = side_size(option.widget.width()) if side and option.widget is not None else look.body
        painter.setFont(theme.font(size, strong=strong))
        if column == "class":
            painter.fillRect(QRect(where.left(), where.top() + 5, 4, where.height() - 10), class_colour(line.class_id))
            room = where.adjusted(4 + look.grid, 0, 0, 0)
            text = fitting_name(line.class_id, painter.fontMetrics(), room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            room = where.adjusted(0, 0, -_FLAG_WIDTH if column == self.flag_column else -4, 0)
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            # Not clipped: a whole 100.0 needs the gap on its left.
            painter.drawText(room, end.value | Qt.TextFlag.TextDontClip.value, str(index.data()))
            if column == self.flag_column and line.final.flag:
                painter.setPen(look.colour("text"))
                painter.setFont(theme.font(look.small))
                arrow = QRect(where.right() - _FLAG_WIDTH + 1, where.top(), _FLAG_WIDTH, where.height())
                painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "▲" if line.final.flag == "high" else "▼")
        painter.restore()


_FLAG_WIDTH = 14
_RANGE_WIDTH = 80
_LEAST_CLASS, _LEAST_SHORT = 64, 56
"""Pixels that a class keeps for its name, and where readers' columns stand beside it."""
_NARROW = 306
"""Pixels under which two readers' columns leave no room for n."""


def fitting_name(class_id: str, metrics: QFontMetrics, width: int) -> str:
    """Return a class's name where it fits, else its short name, else as much of that as fits."""
    item = taxonomy()[class_id]
    if metrics.horizontalAdvance(class_name(item.id)) <= width:
        return class_name(item.id)
    return metrics.elidedText(class_short(item.id), Qt.TextElideMode.ElideRight, width)


def columns_shown(width: int, *, first: bool = False, second: bool = False) -> tuple[str, ...]:
    """Return the columns that a table this wide shows; where two readers leave no room, ranges and n are in the tooltip."""
    hidden = set()
    if not first:
        hidden.add("first")
    if not second:
        hidden.add("second")
    elif width < WIDE_FROM + _RANGE_WIDTH:
        hidden |= {"range", "n"} if width < _NARROW else {"range"}
    return tuple(name for name in COLUMNS if name not in hidden)


def fitting_columns(width: int, shown: Sequence[str]) -> tuple[str, ...]:
    """Return those of the columns for which a table this wide has room; what gives way is in each row's tooltip.

    The only reader's share goes first, which the final one repeats in part, then what can be read off elsewhere.
    """
    left = list(shown)
    for name in (*(() if "second" in left else ("first",)), "range", "n", "ai"):
        if sum(column_widths(width, left).values()) <= width:
            break
        if name in left:
            left.remove(name)
    return tuple(left)


def column_widths(width: int, shown: Sequence[str] | None = None) -> dict[str, int]:
    """Return each shown column's width in pixels for a table this wide; the class takes what the figures leave."""
    shown = columns_shown(width) if shown is None else shown
    look = theme.tokens()
    wide = width >= WIDE_FROM
    main = QFontMetrics(theme.font(look.body, strong=True))
    side = QFontMetrics(theme.font(side_size(width)))
    # A whole 100.0 may use up the gap beside it; it is alone in its column then.
    widths = {
        "ai": side.horizontalAdvance("99.9"),
        "first": side.horizontalAdvance("99.9"),
        "second": side.horizontalAdvance("99.9"),
        "final": main.horizontalAdvance("99.9") + (0 if "range" in shown else _FLAG_WIDTH),
        "n": main.horizontalAdvance("9999" if wide else "999"),
        "interval": side.horizontalAdvance("99.9–99.9" if wide else "99–100"),
        "range": side.horizontalAdvance("45–79") + _FLAG_WIDTH,
    }
    heading = QFontMetrics(theme.font(look.small))
    gap = 2 * look.grid if wide else look.grid
    widths = {
        name: max(size, heading.horizontalAdvance(translate("Differential", COLUMNS[name][0]))) + gap
        for name, size in widths.items()
        if name in shown
    }
    least = _LEAST_CLASS if "first" not in shown else _LEAST_SHORT
    return {"class": max(least, width - sum(widths.values())), **widths}


def side_size(width: int) -> int:
    """Return the font size of the secondary figures for a table this wide."""
    return theme.tokens().body if width >= WIDE_FROM else theme.tokens().small


WIDE_FROM = 432
"""Pixels; from this width on intervals have a decimal and most names are whole."""


def prepare_table(table: QTableView, model: DifferentialModel) -> None:
    """Give a table the looks and manners of the differential."""
    table.setModel(model)
    table.setItemDelegate(DifferentialDelegate(table))
    table.setShowGrid(False)
    table.setSelectionMode(QTableView.SelectionMode.NoSelection)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setMouseTracking(True)
    table.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setMinimumSectionSize(theme.tokens().row)
    table.verticalHeader().setDefaultSectionSize(theme.tokens().row)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setMinimumSectionSize(16)
    header.setFixedHeight(theme.tokens().row)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
