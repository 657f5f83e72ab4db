"""zhou2021: each nucleated cell once however a field is cut, and what cannot be counted set aside with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from leukview.classifiers.classifier import Classifier
from leukview.detection import detector as module
from leukview.detection.base import Found
from leukview.detection.detector import Detector
from leukview.detection.network import STRIDE
from leukview.detection.weights import DetectorManifest
from leukview.domain.box import Box
from leukview.domain.cell import Cell
from leukview.domain.errors import EnvironmentFault
from leukview.domain.progress import NoProgress
from leukview.explain.gradcam import heat_map
from leukview.imaging.clarity import azure, clarity
from leukview.imaging.synthetic.smear import new_smear, render_crop, render_field
from leukview.manifests import write_manifest
from leukview.pipelines.countability import Placed, by_call, by_look, by_place, limits, one_each, set_aside
from leukview.pipelines.registry import load_pipeline, pipeline_classes, pipeline_specs, weights_of
from leukview.pipelines.zhou2021 import Zhou2021Pipeline
from leukview.segmentation.base import FoundCell
from leukview.segmentation.classical import ClassicalSegmenter

VIOLET, PINK, RED = (95, 30, 150), (205, 170, 215), (228, 150, 150)
RADIUS, NUCLEUS = 22, 15


class NucleusNetwork(nn.Module):
    """Says a centre and sides for each violet disc in view, out to its cytoplasm."""

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        image = pixels[0].permute(1, 2, 0).numpy() * 255
        height, width = image.shape[0] // STRIDE, image.shape[1] // STRIDE
        logits, sides = torch.full((1, 3, height, width), -9.0), torch.ones((1, 4, height, width))
        _, _, stats, _ = cv2.connectedComponentsWithStats((image[..., 1] < 100).astype(np.uint8))
        for x, y, w, h, area in stats[1:]:
            if area < 12:
                continue
            more_x, more_y = (0.5 * (RADIUS / NUCLEUS - 1) * length for length in (w, h))
            column, row = int((x + w / 2) / STRIDE), int((y + h / 2) / STRIDE)
            at_x, at_y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
            logits[0, 0, row, column] = 3.0
            sides[0, :, row, column] = torch.tensor(
                [at_x - x + more_x, at_y - y + more_y, x + w + more_x - at_x, y + h + more_y - at_y]
            )
        return logits, sides


def detector() -> Detector:
    manifest = DetectorManifest(
        id="discs", title="t", mean=(0, 0, 0), std=(1, 1, 1), weights="w", sha256="0" * 64, licence="", data=(), recipe="",
        commands=(), software="", encoder="none", width=8, red=24, thresholds=(0.5, 0.5, 0.5),
    )  # fmt: skip
    return Detector(manifest, NucleusNetwork())


def drawn(centres: Sequence[tuple[int, int]], width: int = 640, height: int = 480) -> NDArray[np.uint8]:
    """A field of red discs with a violet nucleus in pink cytoplasm at each centre."""
    image = np.full((height, width, 3), 245, np.uint8)
    for y in range(30, height, 60):
        for x in range(30, width, 60):
            if all(np.hypot(x - cx, y - cy) > 50 for cx, cy in centres):
                cv2.circle(image, (x, y), 14, RED, cv2.FILLED)
    for centre in centres:
        cv2.circle(image, centre, RADIUS, PINK, cv2.FILLED)
        cv2.circle(image, centre, NUCLEUS, VIOLET, cv2.FILLED)
    return image


@pytest.fixture(scope="module")
def pipeline() -> Zhou2021Pipeline:
    return Zhou2021Pipeline(Classifier.load("leukview", "cpu"), ClassicalSegmenter(), detector())


def cell(x: int, y: int, radius: int = 20, nucleus: int = 12, outlined: bool = True) -> Placed:
    """A round cell about a point, cut to the part right of and below 0, 0."""
    box = Box(max(0, x - radius), max(0, y - radius), min(2 * radius, x + radius), min(2 * radius, y + radius))
    mask = np.zeros((2 * radius, 2 * radius), np.uint8)
    cv2.circle(mask, (radius, radius), radius - 1, 128, cv2.FILLED)
    cv2.circle(mask, (radius, radius), nucleus, 255, cv2.FILLED)
    mask = mask[2 * radius - box.height :, 2 * radius - box.width :]
    return Placed(box, FoundCell(box, mask) if outlined else None)


CENTRES = [(100, 90), (330, 200), (520, 380), (200, 400), (450, 80)]


@pytest.mark.parametrize("tile", [640, 300, 200])
def test_however_a_field_is_cut_each_cell_is_located_once(
    pipeline: Zhou2021Pipeline, monkeypatch: pytest.MonkeyPatch, tile: int
) -> None:
    image = drawn(CENTRES)
    monkeypatch.setattr(module, "_TILE", tile)
    found = pipeline.locate(image, "field", NoProgress())
    middles = sorted((round(c.box.x + c.box.width / 2, -1), round(c.box.y + c.box.height / 2, -1)) for c in found)
    assert middles == sorted((round(x, -1), round(y, -1)) for x, y in CENTRES)
    assert all(c.set_aside is None and c.mask is not None and c.morphology is not None for c in found)


def test_a_cell_at_the_border_is_found_and_set_aside(pipeline: Zhou2021Pipeline) -> None:
    found = pipeline.locate(drawn([(3, 240), (300, 240)]), "field", NoProgress())
    assert [(c.box.x, c.set_aside.words if c.set_aside else "") for c in found if c.box.x == 0] == [
        (0, "uncountable: cut by the field's border")
    ]
    assert [c.set_aside for c in found if c.box.x > 0] == [None]


def test_a_field_without_nucleated_cells_has_none(pipeline: Zhou2021Pipeline) -> None:
    assert pipeline.locate(drawn([]), "field", NoProgress()) == []


def test_calls_are_those_of_the_classifier_and_are_explained(pipeline: Zhou2021Pipeline) -> None:
    rng = np.random.default_rng(5)
    image = render_crop("lymphocyte", rng, new_smear(rng), height=160, width=160).image
    (located,) = pipeline.locate(image, "cell", NoProgress())
    (call,) = pipeline.classify([located.pixels])
    assert (call.pipeline, call.weights_sha256) == ("zhou2021", pipeline.stamp.weights_sha256)
    seen = Cell("c", "c.png", located.box, view=located.view, prediction=call)
    parts = pipeline.explanations(image, seen, located.mask, call.cls)
    assert heat_map(parts[0].target, parts[0].pixels).max() == pytest.approx(1)
    assert dict(pipeline.stamp.thresholds)["blurred"] == limits()["blurred"].limit
    assert "discs" in pipeline.stamp.segmenter


def test_every_limit_says_why() -> None:
    for limit in limits().values():
        assert limit.kind in {"uncountable", "crushed"} and limit.limit > 0 and limit.reason and limit.because


def test_the_border_may_take_a_little_cytoplasm_but_no_nucleus() -> None:
    size = (400, 300)
    assert by_place(cell(100, 100), [], size) == []
    assert by_place(cell(19, 100), [], size) == []
    assert by_place(cell(14, 100), [], size) == ["cut"]
    assert by_place(cell(6, 100), [], size) == ["cut"]
    assert by_place(cell(19, 100, outlined=False), [], size) == ["cut"]


def test_cells_that_touch_are_counted_and_overlapping_ones_are_not() -> None:
    size = (400, 300)
    assert by_place(cell(100, 100), [cell(138, 100)], size) == []
    assert by_place(cell(100, 100), [cell(118, 100)], size) == ["overlapped"]
    assert by_place(cell(100, 100, outlined=False), [cell(115, 100)], size) == ["overlapped"]
    assert by_place(cell(100, 100, outlined=False), [cell(135, 100)], size) == []


def test_two_boxes_with_one_outline_are_one_cell() -> None:
    first, again, other = cell(100, 100), cell(104, 100), cell(160, 100)
    assert one_each([first, again, other]) == [first, other]
    neighbour = Placed(Box(104, 118, 40, 40), first.outline)
    assert [(one.found, one.outline) for one in one_each([first, neighbour])] == [
        (first.found, first.outline),
        (neighbour.found, None),
    ]
    unknown = cell(100, 100, outlined=False)
    assert one_each([first, unknown]) == [first, unknown]


def test_focus_and_bare_smooth_nuclei_are_told_by_looking() -> None:
    rng = np.random.default_rng(7)
    whole = np.full((120, 120, 3), 240, np.uint8)
    mask = np.zeros((120, 120), np.uint8)
    cv2.circle(mask, (60, 60), 40, 128, cv2.FILLED)
    cv2.circle(mask, (60, 60), 30, 255, cv2.FILLED)
    whole[mask == 128], whole[mask == 255] = PINK, VIOLET
    grain = rng.normal(0, 22, (40, 40)).astype(np.float32)
    grain = cv2.resize(grain, (120, 120), interpolation=cv2.INTER_NEAREST)
    textured = whole.copy()
    textured[mask == 255] = np.clip(whole[mask == 255] + grain[mask == 255][:, None], 1, 255)
    sharp = FoundCell(Box(0, 0, 120, 120), mask)
    assert by_look(textured, sharp) == []
    soft = cv2.GaussianBlur(textured, (0, 0), 12)
    assert by_look(soft, sharp) == ["blurred"]
    bare = FoundCell(sharp.box, np.where(mask == 255, mask, 0).astype(np.uint8))
    assert by_look(textured, bare) == []
    assert by_look(whole, bare) == ["smooth"]
    fine, flat = clarity(textured, mask), clarity(whole, mask)
    assert fine and flat and fine.texture > 2 * flat.texture
    assert clarity(whole, np.zeros_like(mask)) is None


def test_a_nucleus_is_told_from_a_red_cell_by_its_stain_however_pale() -> None:
    white = np.full(3, 245.0)
    crop = drawn([(100, 90)])[60:120, 70:130]
    pale = (245 * (crop / 245) ** 0.4).astype(np.uint8)
    red = np.full((30, 30, 3), RED, np.uint8)
    assert azure(crop, white) > 1.2 and azure(pale, white) > 1.2
    assert azure(red, white) < 1.2 and azure(np.full((9, 9, 3), 245, np.uint8), white) < 1.2


def test_a_box_around_a_red_cell_is_no_cell(pipeline: Zhou2021Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    image = drawn([(330, 200)])
    both = np.array([[308.0, 178, 352, 222], [76, 76, 105, 105]])
    monkeypatch.setattr(pipeline.detector, "find", lambda *_: Found(both, np.ones(2), np.zeros(2, dtype=np.int64)))
    (found,) = pipeline.locate(image, "field", NoProgress())
    assert found.box.x > 300


def test_what_the_network_hardly_knows_is_not_typed() -> None:
    spread = dict.fromkeys(("monocyte", "blast", "lymphocyte", "eosinophil"), 0.25)
    assert by_call(spread) == ["doubtful"]
    assert by_call({"blast": 0.4, "monocyte": 0.35, "lymphocyte": 0.25}) == []
    assert by_call({"smudge_cell": 0.6, "blast": 0.4}) == ["smudge"]
    both = set_aside(["cut", "smudge"])
    assert both is not None and both.kind == "crushed" and len(both.reasons) == 2
    assert set_aside([]) is None


def test_without_a_detector_it_says_which_command_makes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (spec,) = [spec for spec in pipeline_specs() if spec.detects]
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "mine"))
    monkeypatch.setattr("leukview.pipelines.registry._detector_in", lambda models: None)
    assert weights_of(spec) == ""
    with pytest.raises(EnvironmentFault, match="leukview train detector --data DATA --out RUN"):
        load_pipeline("zhou2021", "cpu")


def test_each_part_comes_from_the_given_folder_where_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path / "mine"))
    run = tmp_path / "run"
    run.mkdir()
    (run / "detector.json").write_text("{}")
    (spec,) = [spec for spec in pipeline_specs() if spec.detects]
    with pytest.raises(EnvironmentFault, match=r"detector\.json is damaged"):
        weights_of(spec, run)
    told = detector().manifest.model_copy(update={"id": "detector", "encoder": "mobilenetv2_035"})
    write_manifest(told, run / "detector.json")
    assert weights_of(spec, run) == "leukview" and "lymphocyte" in pipeline_classes("zhou2021", run)
    with pytest.raises(EnvironmentFault, match=r"run.w are missing"):
        load_pipeline("zhou2021", "cpu", run)


def test_the_learned_segmenter_outlines_what_a_box_shows() -> None:
    from leukview.segmentation.learned import LearnedSegmenter

    rng = np.random.default_rng(8)
    field = render_field(["lymphocyte", "segmented_neutrophil"], rng, new_smear(rng))
    boxes = [one.box for one in field.cells]
    loose = [Box(b.x - 3, b.y - 3, b.width + 6, b.height + 6) for b in boxes]
    empty = Box(2, 2, 12, 12)
    found = LearnedSegmenter.load().boxed(field.image, [*loose, empty], NoProgress())
    assert found[-1] is None
    for outline, box in zip(found[:-1], boxes, strict=True):
        assert outline is not None and outline.box.iou(box) > 0.6
