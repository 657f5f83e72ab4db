"""How pictures are shown in the whole window: one look for cell, gallery, grid, comparison and fields, and the original on a key.

Display only: no file, no analysis and no export ever sees it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from leukview.domain.errors import InputProblem
from leukview.gui.controller import Controller
from leukview.gui.preferences import PictureSettings, Preferences
from leukview.gui.tasks import TaskProgress
from leukview.gui.translation import translate
from leukview.imaging.adjustment import AS_IS, Adjustment, Colour, common_white
from leukview.imaging.overview import read_small

__all__ = ["PictureLook"]

_SAMPLE = 12
"""Pictures of a case whose background is measured."""
_SIDE = 640
"""Longer side in pixels at which it is measured."""


class PictureLook(QObject):
    """The look in force, what of it is kept, and the automatic white balance of the open case.

    Parameters
    ----------
    controller:
        Whose case is measured for the automatic balance.
    preferences:
        Where the look is kept from one start to the next.

    Signals
    -------
    changed:
        Carries the :class:`Adjustment` that every picture is shown with from now on.
    settingsChanged:
        The settings, or what the automatic balance found, are others now.
    """

    changed = Signal(object)
    settingsChanged = Signal()

    def __init__(self, controller: Controller, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._preferences = controller, preferences
        self._before: PictureSettings | None = None
        self._auto: Colour | None = None
        self._measured = ""
        self._held = False
        self._key = 0
        self._told = AS_IS
        controller.loaded.connect(self._case_loaded)
        controller.analysisChanged.connect(self._measure_soon)

    # -- what is in force ---------------------------------------------------------------------------------------------

    @property
    def settings(self) -> PictureSettings:
        """What the user chose."""
        return self._preferences.picture

    @property
    def white(self) -> Colour | None:
        """The background that is shown as grey; None where the balance is left, or not measured yet."""
        chosen = self.settings
        return {"as_is": None, "automatic": self._auto, "picked": chosen.white}[chosen.balance]

    @property
    def chosen(self) -> Adjustment:
        """What the settings come to for the open case, whether or not the original is held."""
        chosen = self.settings
        return Adjustment(chosen.brightness, chosen.contrast, chosen.gamma, self.white)

    @property
    def shown(self) -> Adjustment:
        """What pictures are shown with at this moment."""
        return AS_IS if self._held or self.chosen.changes_nothing else self.chosen

    @property
    def held(self) -> bool:
        """Whether the original is being looked at."""
        return self._held

    # -- changes ------------------------------------------------------------------------------------------------------

    def set(self, **changes: Any) -> None:
        """Change settings, by their names in :class:`PictureSettings`."""
        self._take(self.settings.model_copy(update=changes))

    def pick(self, white: Colour) -> None:
        """Show this colour, which a person pointed at, as a grey."""
        self.set(balance="picked", white=white)

    def reset(self) -> None:
        """Show every picture as it is; asked for again, as before: a look that was found with care is not lost to one key."""
        neutral = PictureSettings()
        if self.settings != neutral:
            self._before = self.settings
            self._take(neutral)
            self._controller.said.emit(
                translate("Picture", "Pictures are shown as they are. The same key brings the adjustment back."), False
            )
        elif self._before is not None:
            self._take(self._before)
            self._controller.said.emit(translate("Picture", "Pictures are adjusted again."), False)

    def hold(self, held: bool) -> None:
        """Show the original while it is held."""
        if held != self._held:
            self._held = held
            self._tell()

    def hold_key(self, key: int) -> None:
        """Show the original until this key is let go, or the window is left."""
        if not self._key:
            self._key = key
            self.hold(True)
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the key to be let go."""
        kind = event.type()
        released = (
            kind == QEvent.Type.KeyRelease
            and isinstance(event, QKeyEvent)
            and not event.isAutoRepeat()
            and event.key() == self._key
        )
        if released or kind in {QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate}:
            self._key = 0
            app = QApplication.instance()
            assert app is not None
            app.removeEventFilter(self)
            self.hold(False)
        return False

    def _take(self, settings: PictureSettings) -> None:
        if settings != self.settings:
            self._preferences.picture = settings
            self._measure_soon()
            self._tell()

    def _tell(self) -> None:
        self.settingsChanged.emit()
        if self.shown != self._told:
            self._told = self.shown
            self.changed.emit(self._told)

    # -- the automatic balance ----------------------------------------------------------------------------------------

    def _case_loaded(self) -> None:
        # Another case, another light: nothing of the one before is shown under it.
        self._auto, self._measured = None, ""
        self._measure_soon()
        self._tell()

    def _measure_soon(self) -> None:
        """Measure the open case once its images are known; during an analysis the light would change under the reader's eyes."""
        controller = self._controller
        case, session = controller.case, controller.session
        if self.settings.balance != "automatic" or case is None or session is None or controller.analysis is not None:
            return
        files = sorted(case.images)
        if self._measured == session.case_id or not files:
            return
        case_id = self._measured = session.case_id
        folder, step = controller.folder, max(1, len(files) // _SAMPLE)

        def work(progress: TaskProgress) -> Colour | None:
            pictures = []
            for file in files[::step][:_SAMPLE]:
                progress.check_cancelled()
                try:
                    pictures.append(read_small(folder / file, _SIDE))
                except InputProblem:
                    continue  # the cell view tells why it cannot be read
            return common_white(pictures)

        def found(white: Colour | None) -> None:
            if controller.session is not None and controller.session.case_id == case_id:
                self._auto = white
                if white is None:
                    controller.said.emit(
                        translate("Picture", "No background was found to balance the white by."), False
                    )
                self._tell()

        controller.tasks.start("white", work, finished=found, failed=controller.faulted.emit)
