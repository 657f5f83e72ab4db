"""A cell's measurements as two columns of figures, with the mean colour of each compartment."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from leukview.domain.morphology import Morphology
from leukview.gui import theme
from leukview.gui.translation import QT_TRANSLATE_NOOP, translate
from leukview.gui.widgets.basics import label

__all__ = ["Measurements", "measurement_texts"]

_NAMES = {
    "nucleus": (QT_TRANSLATE_NOOP("Measurements", "Nucleus"), QT_TRANSLATE_NOOP("Measurements", "Area of the nucleus")),
    "cytoplasm": (
        QT_TRANSLATE_NOOP("Measurements", "Cytoplasm"),
        QT_TRANSLATE_NOOP("Measurements", "Area of the cytoplasm"),
    ),
    "diameter": (
        QT_TRANSLATE_NOOP("Measurements", "Diameter"),
        QT_TRANSLATE_NOOP("Measurements", "Diameter of the circle with the whole cell's area"),
    ),
    "nc": (
        QT_TRANSLATE_NOOP("Measurements", "N:C ratio"),
        QT_TRANSLATE_NOOP("Measurements", "Nucleus area ÷ cytoplasm area"),
    ),
    "lobes": (
        QT_TRANSLATE_NOOP("Measurements", "Lobes"),
        QT_TRANSLATE_NOOP("Measurements", "Nuclear lobes; 1 for an unlobed nucleus"),
    ),
    "circularity": (
        QT_TRANSLATE_NOOP("Measurements", "Circularity"),
        QT_TRANSLATE_NOOP("Measurements", "4πA/P² of the nucleus; 1 for a circle"),
    ),
}


_SIZES = ("nucleus", "cytoplasm", "diameter")
_UNKNOWN = QT_TRANSLATE_NOOP(
    "Measurements", "in source pixels; the file does not say how large they are (Laboratory… can, Ctrl+,)"
)


def measurement_texts(morphology: Morphology | None, pixel_um: float | None = None) -> dict[str, str]:
    """Return each measurement in words, a dash where there is none.

    Parameters
    ----------
    morphology:
        What was measured, in source pixels.
    pixel_um:
        Side of a source pixel in µm; None where it is not known, and then sizes are in pixels.
    """
    if morphology is None:
        return dict.fromkeys(_NAMES, "—")
    ratio = morphology.nc_ratio
    areas = morphology.nucleus_area_px, morphology.cytoplasm_area_px
    sizes = [translate("Measurements", "{area:,} px²").format(area=area) for area in areas] + [
        translate("Measurements", "{diameter_px:.0f} px").format(diameter_px=morphology.diameter_px)
    ]
    if pixel_um:
        sizes = [f"{area * pixel_um**2:.1f} µm²" for area in areas] + [f"{morphology.diameter_px * pixel_um:.1f} µm"]
    return {
        **dict(zip(_SIZES, sizes, strict=True)),
        "nc": "—" if ratio is None else f"{ratio:.1f} : 1",
        "lobes": str(morphology.lobes) if morphology.lobes else "—",
        "circularity": f"{morphology.nucleus_circularity:.2f}" if morphology.nucleus_area_px else "—",
    }


class Swatch(QWidget):
    """A patch of a mean colour on the neutral surround, so that it reads the same in both themes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._colour: QColor | None = None
        self.setFixedSize(QSize(14, 14))
        self.set_colour(None)

    def set_colour(self, rgb: tuple[float, float, float] | None) -> None:
        """Show a mean RGB colour, 0–255; None for none."""
        self._colour = None if rgb is None else QColor(*(min(255, max(0, round(part))) for part in rgb))
        words = translate("Measurements", "none") if self._colour is None else self._colour.name().upper()
        self.setToolTip(
            translate("Measurements", "Mean colour of the {name}: {words}").format(name=self._name, words=words)
        )
        self.setAccessibleName(
            translate("Measurements", "Mean colour of the {name}: {words}").format(name=self._name, words=words)
        )
        self.update()

    def colour(self) -> QColor | None:
        """Return the colour on show."""
        return self._colour

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the patch, or nothing."""
        painter = QPainter(self)
        look = theme.tokens()
        if self._colour is None:
            return
        painter.fillRect(self.rect(), look.colour("surround"))
        painter.fillRect(self.rect().adjusted(2, 2, -2, -2), self._colour)


class Measurements(QWidget):
    """The table of measurements."""

    def __init__(self) -> None:
        super().__init__()
        grid = theme.tokens().grid
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(grid)
        layout.setVerticalSpacing(grid // 2)
        for column, share in ((1, 4), (2, 1), (4, 4)):
            layout.setColumnStretch(column, share)
        self.values: dict[str, QLabel] = {}
        self.swatches = {
            "nucleus": Swatch(translate("Measurements", "nucleus")),
            "cytoplasm": Swatch(translate("Measurements", "cytoplasm")),
        }
        for place, (key, texts) in enumerate(_NAMES.items()):
            name, tip = (translate("Measurements", text) for text in texts)
            self._add(layout, place, name, tip, self._value(key), self.swatches.get(key))
        self._morphology: Morphology | None = None
        self._pixel_um: float | None = None
        self._who = ""
        self.set_morphology(None)

    def set_pixel_size(self, pixel_um: float | None, *, by_laboratory: bool = False) -> None:
        """Show sizes in µm, given the side of a source pixel; None where it is not known.

        ``by_laboratory`` says that the laboratory gave it, not the file.
        """
        who = (
            translate("Measurements", ", as the laboratory says")
            if by_laboratory
            else translate("Measurements", ", as the file says")
        )
        if (pixel_um, who) != (self._pixel_um, self._who):
            self._pixel_um, self._who = pixel_um, who
            self.set_morphology(self._morphology)

    def set_morphology(self, morphology: Morphology | None) -> None:
        """Show a cell's measurements; dashes for None."""
        self._morphology = morphology
        pixels = measurement_texts(morphology)
        for key, text in measurement_texts(morphology, self._pixel_um).items():
            self.values[key].setText(text)
            self.values[key].setAccessibleName(f"{translate('Measurements', _NAMES[key][0])} {text}")
            if key in _SIZES:
                same = (
                    translate("Measurements", "{pixels} at {pixel_um:.3g} µm a pixel{who}").format(
                        pixels=pixels[key], pixel_um=self._pixel_um, who=self._who
                    )
                    if self._pixel_um
                    else translate("Measurements", _UNKNOWN)
                )
                self.values[key].setToolTip(f"{translate('Measurements', _NAMES[key][1])}, {same}")
        self.swatches["nucleus"].set_colour(morphology.nucleus_colour if morphology else None)
        self.swatches["cytoplasm"].set_colour(morphology.cytoplasm_colour if morphology else None)

    def _value(self, key: str) -> QLabel:
        value = label()
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.values[key] = value
        return value

    def _add(self, layout: QGridLayout, place: int, name: str, tip: str, value: QLabel, swatch: Swatch | None) -> None:
        # Areas under one another: side by side, two long numbers would not fit a narrow column.
        side, row = divmod(place, 3)
        caption = label(name, "muted")
        caption.setToolTip(tip)
        value.setToolTip(tip)
        layout.addWidget(caption, row, 3 * side)
        cell = QHBoxLayout()
        cell.setSpacing(theme.tokens().grid // 2)
        cell.addStretch()
        if swatch is not None:
            cell.addWidget(swatch)
        cell.addWidget(value)
        layout.addLayout(cell, row, 3 * side + 1)
