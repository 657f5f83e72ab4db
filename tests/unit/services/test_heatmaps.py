"""Another pipeline's heat map of a cell, by the weights that are shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import load_file, save_file

from leukview.classifiers.installed import use_model
from leukview.classifiers.manifest import load_manifest
from leukview.domain.box import Box, CellView
from leukview.domain.cell import Cell
from leukview.domain.errors import InputProblem
from leukview.domain.prediction import Prediction
from leukview.imaging.scan import sha256
from leukview.resources import models_dir, user_models_dir
from leukview.services.heatmaps import Heatmaps
from leukview.services.pipelines import explaining_pipelines


@pytest.fixture(scope="module")
def maps() -> Heatmaps:
    return Heatmaps(device="cpu")


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    """A violet disc in a pale square, called by nobody's weights."""
    y, x = np.mgrid[:120, :120]
    pixels = np.full((120, 120, 3), (235, 215, 205), np.uint8)
    pixels[(x - 60) ** 2 + (y - 60) ** 2 < 30**2] = (95, 50, 130)
    Image.fromarray(pixels).save(tmp_path / "one.png")
    call = Prediction({"lymphocyte": 0.9, "blast": 0.1}, 0.2, "leukview", "0" * 64)
    return Cell("one", "one.png", Box(30, 30, 60, 60), view=CellView(60, 60, 80), prediction=call)


def test_another_pipeline_calls_the_cell_and_shows_where_it_looked(maps: Heatmaps, cell: Cell, tmp_path: Path) -> None:
    called = maps.get_by(tmp_path, cell, "hassan2024")
    assert called.prediction.pipeline == "hassan2024"
    assert sum(called.prediction.probabilities.values()) == pytest.approx(1)
    assert called.class_id == called.prediction.cls
    assert called.values.min() >= 0 and 0 < called.values.max() <= 1
    other = maps.get_by(tmp_path, cell, "hassan2024", called.prediction.second_cls)
    assert other.class_id == called.prediction.second_cls and other.prediction == called.prediction
    # Remembered: the image is not read again.
    (tmp_path / "one.png").unlink()
    assert np.array_equal(maps.get_by(tmp_path, cell, "hassan2024").values, called.values)


def test_weights_that_were_put_into_use_since_are_those_that_answer(
    maps: Heatmaps, cell: Cell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "data"))
    shipped = load_manifest("leukview")
    before = maps.get_by(tmp_path, cell, "leukview").prediction
    assert before.weights_sha256 == shipped.sha256
    out = user_models_dir()
    out.mkdir(parents=True)
    state = load_file(models_dir() / shipped.weights)
    name = next(name for name in reversed(state) if name.endswith("bias") and len(state[name]) >= len(shipped.classes))
    state[name][0] += 5
    save_file(state, out / "mine.safetensors")
    mine = {"id": "mine", "weights": "mine.safetensors", "sha256": sha256(out / "mine.safetensors")}
    (out / "mine.json").write_text(shipped.model_copy(update=mine).model_dump_json(), "utf-8")
    use_model("mine")
    after = maps.get_by(tmp_path, cell, "leukview").prediction
    assert after.weights_sha256 == mine["sha256"] and after.probabilities != before.probabilities


def test_a_class_or_a_pipeline_that_is_not_known_is_refused(maps: Heatmaps, cell: Cell, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="do not know this class"):
        maps.get_by(tmp_path, cell, "hassan2024", "basophil")
    with pytest.raises(InputProblem, match="no such pipeline"):
        maps.get_by(tmp_path, cell, "nobody2030")


def test_what_can_be_asked_is_what_has_weights_and_an_eye_of_its_own() -> None:
    names = [choice.id for choice in explaining_pipelines()]
    assert names[0] == "leukview" and "hassan2024" in names
    assert "zhou2021" not in names
    assert all(choice.model_id and not choice.obstacle for choice in explaining_pipelines())
