"""The detector's files: listed, verified, widened from half precision."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from leukview.detection.network import CentreNetwork
from leukview.detection.weights import DetectorManifest, list_detectors, load_detector
from leukview.domain.errors import EnvironmentFault
from leukview.imaging.scan import sha256
from leukview.manifests import write_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    network = CentreNetwork("tf_efficientnet_lite0", 8, 24.0)
    half = {name: value.half() if value.is_floating_point() else value for name, value in network.state_dict().items()}
    save_file(half, tmp_path / "tiny.safetensors")
    manifest = DetectorManifest(
        id="tiny", title="t", mean=(0.5,) * 3, std=(0.5,) * 3, weights="tiny.safetensors",
        sha256=sha256(tmp_path / "tiny.safetensors"), licence="", data=(), recipe="detector", commands=(), software="",
        encoder="tf_efficientnet_lite0", width=8, red=24, thresholds=(0.5, 0.5, 0.5),
    )  # fmt: skip
    write_manifest(manifest, tmp_path / "tiny.json")
    return tmp_path


def test_weights_come_back_in_full_precision(folder: Path) -> None:
    manifest, network = load_detector("tiny", folder)
    assert [one.id for one in list_detectors(folder)] == ["tiny"] == [manifest.id]
    assert {value.dtype for value in network.parameters()} == {torch.float32}
    assert not network.training
    logits, _ = network(torch.zeros(1, 3, 32, 32))
    assert torch.isfinite(logits).all()


def test_weights_that_were_changed_are_refused(folder: Path) -> None:
    with (folder / "tiny.safetensors").open("ab") as file:
        file.write(b"x")
    with pytest.raises(EnvironmentFault, match="not the ones their manifest describes"):
        load_detector("tiny", folder)
