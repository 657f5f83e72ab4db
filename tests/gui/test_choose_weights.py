"""Choosing weights in the real window: what calls, outlines and finds cells, each with its card, and back again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OpenWindow
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leukview.finders import finder_in_use, use_finder
from leukview.gui.widgets.model_card import ModelCardDialog
from leukview.gui.widgets.weights_dialog import WeightsDialog
from leukview.resources import models_dir, user_models_dir
from leukview.services.installed_finders import install_finder

Act = Callable[[WeightsDialog], None]


def trained(folder: Path, kind: str) -> Path:
    """Write what a training of this kind leaves."""
    folder.mkdir(parents=True)
    manifest = json.loads((models_dir() / f"{kind}.json").read_text("utf-8"))
    weights = b"weights of " + kind.encode()
    known = {"id": "own", "weights": "own.safetensors", "sha256": hashlib.sha256(weights).hexdigest(), "recipe": "own"}
    facts = {"title": f"Our {kind}", "metrics": {}}
    (folder / "own.safetensors").write_bytes(weights)
    (folder / "own.json").write_text(json.dumps({**manifest, **known, **facts}), "utf-8")
    return folder


def listed(dialog: WeightsDialog) -> list[str]:
    return [dialog.list.item(row).text().strip() for row in range(dialog.list.count())]


def test_finders_are_listed_with_card_and_figures_used_and_gone_back_from(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = install_finder("own", trained(tmp_path / "run", "segmenter"))
    window = open_window()
    said: list[str] = []
    window.controller.said.connect(lambda words, _: said.append(words))

    def choose(act: Act, accept: bool = True) -> None:
        def ask(dialog: WeightsDialog) -> bool:
            dialog.show()
            act(dialog)
            dialog.done(int(accept))
            return accept

        with monkeypatch.context() as patched:
            patched.setattr(WeightsDialog, "exec", ask)
            window.actions_["weights"].trigger()
        qtbot.waitUntil(lambda: window.controller.tasks.get("weights") is None)

    def back(dialog: WeightsDialog) -> None:
        assert dialog.chosen() == "leukview" and dialog.problem.isHidden()
        rows = listed(dialog)
        for heading in ("Calls cells", "Outlines cells", "Outlines a cell where you correct it"):
            assert rows.count(heading) == 1
            assert not dialog.list.item(rows.index(heading)).flags() & Qt.ItemFlag.ItemIsSelectable
        assert "Our segmenter — in use" in rows and sum(row.endswith("— in use") for row in rows) == 4
        dialog.choose(used.id, "segmenter")
        assert "Not measured" in dialog.words.text() and used.id in dialog.words.text() and not dialog.changes()
        dialog.card.click()
        shown = dialog.findChild(ModelCardDialog)
        assert shown is not None and "Made on this computer" in shown.text.toPlainText()
        shown.reject()
        dialog.choose("segmenter", "segmenter")
        assert "As LeukView comes" in dialog.words.text() and "cell dice 0.98" in dialog.words.text()

    choose(back)
    assert finder_in_use("segmenter") == ("segmenter", None)
    assert "segmenter is in use. It outlines cells from the next analysis on." in said[-1]
    choose(lambda dialog: dialog.choose(used.id, "segmenter"))
    assert finder_in_use("segmenter") == (used.id, user_models_dir())
    choose(lambda dialog: dialog.choose("segmenter", "segmenter"), accept=False)
    assert finder_in_use("segmenter")[0] == used.id

    # What was chosen and is gone is said, and the list is the way out.
    use_finder("detector", "gone")

    def mend(dialog: WeightsDialog) -> None:
        assert dialog.problem.isVisible() and "gone" in dialog.problem.text()
        dialog.choose("detector", "detector")

    choose(mend)
    assert finder_in_use("detector") == ("detector", None)
