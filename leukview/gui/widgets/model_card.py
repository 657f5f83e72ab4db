"""A model's card to read: what it was trained on, what it reaches, and where it fails."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from leukview.gui import theme
from leukview.gui.translation import translate
from leukview.gui.widgets.basics import fit, label
from leukview.gui.widgets.rich_text import give_room

__all__ = ["ModelCardDialog"]


_HEADING = "# Model card: "


def _parts(model_id: str, card: str) -> tuple[str, str]:
    """Return what the card calls the model, its id where it does not, and the card without that heading."""
    first, _, rest = card.lstrip().partition("\n")
    if not first.startswith(_HEADING):
        return model_id, card
    return first.removeprefix(_HEADING).strip(), rest.lstrip("\n")


class ModelCardDialog(QDialog):
    """Shows a card as rich text; it follows no link, since nothing leaves this computer.

    Parameters
    ----------
    model_id:
        The model, in words or as its id.
    card:
        Its card, Markdown.
    """

    def __init__(self, model_id: str, card: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = translate("ModelCard", "Model card: {model_id}").format(model_id=model_id)
        name, card = _parts(model_id, card)
        self.heading = label(translate("ModelCard", "Model card: {model_id}").format(model_id=name), "title", wrap=True)
        self.setWindowTitle(title)
        theme.set_role(self, surface="panel")
        fit(self, 840, 640)
        self.text = QTextBrowser()
        self.text.setAccessibleName(title)
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(16)
        self.text.setMarkdown(card)
        give_room(self.text.document())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        grid = theme.tokens().grid
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid + grid // 2)
        layout.addWidget(self.heading)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.buttons)
