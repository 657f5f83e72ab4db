"""Manifests of every kind in one folder: each list takes its own, and nothing damaged is passed over."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from leukview.classifiers.ensemble_manifest import list_ensembles
from leukview.classifiers.frozen_manifest import list_frozen
from leukview.classifiers.manifest import list_manifests, load_manifest
from leukview.classifiers.staged_manifest import list_staged
from leukview.detection.weights import list_detectors
from leukview.domain.errors import EnvironmentFault
from leukview.manifests import ModelManifest, load_of_kind, verify, write_manifest
from leukview.resources import models_dir
from leukview.segmentation.sam import SamManifest, SamShape, list_sams
from leukview.segmentation.weights import SegmenterManifest, list_segmenters
from leukview.services.model_files import check_models

FACTS = {"title": "t", "weights": "w", "licence": "", "data": (), "recipe": "", "commands": (), "software": ""}
DIGEST = hashlib.sha256(b"weights").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A segmenter, a SAM and a classifier that share one weight file."""
    segmenter = SegmenterManifest(
        id="b", encoder="e", decoder=(8,), input_size=64, filling=0.5, mean=(0, 0, 0), std=(1, 1, 1), sha256=DIGEST, **FACTS
    )  # fmt: skip
    write_manifest(segmenter, tmp_path / "b.json")
    write_manifest(SamManifest(id="a", shape=SamShape(), sha256=DIGEST, **FACTS), tmp_path / "a.json")
    classifier = list_manifests()[0].model_copy(update={"id": "c", "weights": "w", "sha256": DIGEST})
    write_manifest(classifier, tmp_path / "c.json")
    (tmp_path / "w").write_bytes(b"weights")
    return tmp_path


def ids(manifests: list[ModelManifest]) -> list[str]:
    return [manifest.id for manifest in manifests]


def test_each_kind_lists_its_own(folder: Path) -> None:
    lists = list_manifests(folder), list_segmenters(folder), list_sams(folder)
    assert [ids(found) for found in lists] == [["c"], ["b"], ["a"]]
    assert [(manifest.id, fault) for manifest, fault in check_models(folder)] == [("c", None), ("b", None), ("a", None)]


@pytest.mark.parametrize("content", ["{", '{"id": 3}', "[]", '{"kind": "sam", "id": "d"}', "\udcff"])
def test_a_damaged_manifest_is_reported_by_its_name(folder: Path, content: str) -> None:
    (folder / "d.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(EnvironmentFault, match=r"d\.json is damaged"):
        list(check_models(folder))


def test_a_manifest_of_another_kind_is_not_loaded(folder: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"b\.json describes a segmenter, not a sam"):
        load_of_kind(SamManifest, "b", folder)
    with pytest.raises(EnvironmentFault, match=r"missing"):
        load_manifest("z", folder)


def test_weights_are_verified_and_the_fault_names_the_file_and_the_reason(folder: Path) -> None:
    manifest = list_sams(folder)[0]
    assert verify(manifest, folder) == folder / "w"
    (folder / "w").write_bytes(b"other")
    with pytest.raises(EnvironmentFault, match=r"w are not the ones their manifest describes \(SHA-256"):
        verify(manifest, folder)
    with pytest.raises(EnvironmentFault, match="Copy the model's files there again"):
        verify(manifest, folder)  # whoever brought them there can bring them again: LeukView has none to install
    with pytest.raises(EnvironmentFault, match="Reinstall LeukView"):
        verify(manifest.model_copy(update={"weights": "gone"}))
    (folder / "w").unlink()
    assert [str(fault).count("missing") for _, fault in check_models(folder)] == [1, 1, 1]


def test_what_a_training_says_of_itself_is_no_manifest(folder: Path) -> None:
    before = [manifest.id for manifest, _ in check_models(folder)]
    for name in ("progress.json", "activity.json", "outcome.json"):
        (folder / name).write_text('{"state": "done"}', "utf-8")
    assert [manifest.id for manifest, _ in check_models(folder)] == before


@pytest.mark.parametrize("path", sorted(models_dir().glob("*.json")), ids=lambda path: path.stem)
def test_a_shipped_manifest_is_written_again_with_the_same_facts(path: Path, tmp_path: Path) -> None:
    kept = json.loads(path.read_text("utf-8"))
    lists = {
        "classifier": list_manifests,
        "ensemble": list_ensembles,
        "staged": list_staged,
        "frozen": list_frozen,
        "segmenter": list_segmenters,
        "sam": list_sams,
        "detector": list_detectors,
    }
    kind = lists[kept.get("kind", "classifier")]
    manifest = next(manifest for manifest in kind() if manifest.id == kept["id"])
    write_manifest(manifest, tmp_path / path.name)
    assert json.loads((tmp_path / path.name).read_text("utf-8")) == kept
