"""Which weights are in use: chosen, checked, rolled back, and never fallen back from in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leukview.classifiers.installed import (
    checked_in_use,
    find_installed,
    installed_models,
    model_in_use,
    use_model,
)
from leukview.classifiers.manifest import load_manifest
from leukview.domain.errors import EnvironmentFault, InputProblem
from leukview.imaging.scan import sha256 as file_sha256
from leukview.pipelines.registry import load_pipeline, pipeline_classes
from leukview.resources import user_models_dir

OWN = "leukview-site-a"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's models folder with a weight file in it."""
    monkeypatch.setenv("LEUKVIEW_DATA", str(tmp_path))
    folder = user_models_dir()
    folder.mkdir()
    (folder / f"{OWN}.safetensors").write_bytes(b"weights")
    changes = {"id": OWN, "weights": f"{OWN}.safetensors", "sha256": file_sha256(folder / f"{OWN}.safetensors")}
    manifest = load_manifest("leukview").model_copy(update=changes)
    (folder / f"{OWN}.json").write_text(manifest.model_dump_json(), "utf-8")
    return folder


def test_weights_are_chosen_and_rolled_back(own: Path) -> None:
    assert model_in_use() == "leukview" and [i.manifest.id for i in installed_models() if i.own] == [OWN]
    use_model(OWN)
    assert checked_in_use() == (OWN, own)
    sha = load_manifest(OWN, own).sha256
    assert find_installed(sha) == (OWN, own) and find_installed("0" * 64) is None
    use_model("leukview")
    assert model_in_use() == "leukview" and (own / f"{OWN}.safetensors").is_file()


def test_unknown_weights_are_refused_with_those_there_are(own: Path) -> None:
    for name in ("nothing", "../leukview", ""):
        with pytest.raises(InputProblem, match=OWN):
            use_model(name)


@pytest.mark.parametrize("damage", ["weights gone", "weights changed", "manifest gone", "manifest damaged", "choice"])
def test_damaged_weights_in_use_are_a_fault_that_says_how_to_go_back(own: Path, damage: str) -> None:
    use_model(OWN)
    match damage:
        case "weights gone":
            (own / f"{OWN}.safetensors").unlink()
        case "weights changed":
            (own / f"{OWN}.safetensors").write_bytes(b"other")
        case "manifest gone":
            (own / f"{OWN}.json").unlink()
        case "manifest damaged":
            (own / f"{OWN}.json").write_text(json.dumps({}), "utf-8")
        case "choice":
            (own / "in-use.txt").write_text("../x", "utf-8")
    for use in (lambda: load_pipeline("leukview", "cpu"), lambda: pipeline_classes("leukview")):
        with pytest.raises(EnvironmentFault, match="models --use leukview") as fault:
            use()
        assert "Reinstall" not in str(fault.value)
    use_model("leukview")
    assert pipeline_classes("leukview")
